//! A reader of one event stream (Server-Sent Events), on a connection of its own, as an open page or a phone is one.

use axum::http::{Method, StatusCode};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use serde::de::DeserializeOwned;
use tokio::{
    sync::mpsc::{self, UnboundedReceiver, UnboundedSender},
    task::AbortHandle,
};

use super::{
    Failure,
    http::{Headers, Http},
};

/// An open stream; dropping it closes its connection.
pub(super) struct Stream {
    events: UnboundedReceiver<String>,
    reader: AbortHandle,
}

impl Stream {
    pub(super) async fn open(port: u16, path: &str, headers: &Headers<'_>) -> Result<Self, Failure> {
        let mut http = Http::connect(port).await?;
        let answer = http.send(Method::GET, path, headers, String::new()).await?;
        if answer.status() != StatusCode::OK {
            return Err(format!("{path}: {}", answer.status()).into());
        }
        let (sender, events) = mpsc::unbounded_channel();
        let reader = tokio::spawn(async move {
            read(answer.into_body(), &sender).await;
            drop(http);
        });
        Ok(Self { events, reader: reader.abort_handle() })
    }

    /// The next event of which `wanted` makes something; those before it are passed over.
    pub(super) async fn find<T: DeserializeOwned, F>(&mut self, mut wanted: impl FnMut(T) -> Option<F>) -> Result<F, Failure> {
        loop {
            let data = self.events.recv().await.ok_or("an event stream ended")?;
            if let Some(found) = serde_json::from_str(&data).ok().and_then(&mut wanted) {
                return Ok(found);
            }
        }
    }

    /// Waits for the next event.
    pub(super) async fn next(&mut self) -> Result<(), Failure> {
        self.events.recv().await.map(drop).ok_or_else(|| "an event stream ended".into())
    }

    /// Forgets what has come and was not looked at.
    pub(super) fn skip(&mut self) {
        while self.events.try_recv().is_ok() {}
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

/// Hands each event's data on. Ours are of one line each, and an event ends with an empty one.
async fn read(mut body: Incoming, sender: &UnboundedSender<String>) {
    let mut buffer = Vec::new();
    while let Some(Ok(frame)) = body.frame().await {
        let Ok(data) = frame.into_data() else { continue };
        buffer.extend_from_slice(&data);
        while let Some(end) = buffer.windows(2).position(|pair| pair == b"\n\n") {
            let event: Vec<u8> = buffer.drain(..end + 2).collect();
            let text = String::from_utf8_lossy(&event);
            let data = text.lines().find_map(|line| line.strip_prefix("data:"));
            if data.is_some_and(|data| sender.send(data.to_owned()).is_err()) {
                return;
            }
        }
    }
}
