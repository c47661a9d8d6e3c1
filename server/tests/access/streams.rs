//! What a raw event stream says, to its end.

use std::time::Duration;

use crate::support::agent::Agent;

/// An open stream.
pub struct Stream(reqwest::Response);

impl Stream {
    /// Opens that stream.
    pub async fn open(browser: &Agent, path: &str) -> Self {
        let answer = browser.request(reqwest::Method::GET, path).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        Self(answer)
    }

    /// The next event, as it came.
    pub async fn next(&mut self) -> String {
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\n\n") {
            bytes.extend(self.0.chunk().await.unwrap().expect("the stream ended"));
        }
        String::from_utf8(bytes).unwrap()
    }

    /// Everything it says until it ends, which has to be within a second (D10).
    pub async fn rest(mut self) -> String {
        let read = async {
            let mut bytes = Vec::new();
            while let Some(chunk) = self.0.chunk().await.unwrap() {
                bytes.extend(chunk);
            }
            String::from_utf8(bytes).unwrap()
        };
        tokio::time::timeout(Duration::from_secs(1), read).await.expect("the stream goes on after a second")
    }
}

/// The address of a session's stream.
pub fn desk(session: domain::ids::SessionId) -> String {
    format!("/live/desk/{session}?place=%22overview%22")
}
