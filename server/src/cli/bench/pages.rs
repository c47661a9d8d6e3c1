//! How soon the first byte of a page is there.

use axum::http::StatusCode;

use super::{
    Failure,
    child::Server,
    http::Http,
    report::{Report, ms, percentile},
};

/// Where the pages are that need somebody's cookie or somebody's contact.
pub(super) struct Places {
    pub console: String,
    pub fill_in: String,
    pub asked: String,
    pub put_back: String,
    /// The agent's cookie.
    pub agent: String,
    /// That of an agent who is in no contact: the desk leads all others to theirs.
    pub idle: String,
    /// The customer's.
    pub customer: String,
}

/// Asks for each page `count` times on one connection, after a few times that do not count.
pub(super) async fn measure(server: &Server, places: &Places, count: usize, report: &mut Report) -> Result<(), Failure> {
    let nobody = String::new();
    let pages = [
        ("sign_in", "/sign-in", &nobody),
        ("desk", "/desk", &places.idle),
        ("new_session", "/desk/new", &places.agent),
        ("console", &places.console, &places.agent),
        ("fill_in", &places.fill_in, &places.agent),
        ("asked", &places.asked, &places.agent),
        ("me", "/me", &places.customer),
        ("put_back", &places.put_back, &nobody),
    ];
    let mut http = Http::connect(server.port).await?;
    for (name, path, cookie) in pages {
        let headers = [("cookie", cookie.as_str()), ("accept", "text/html"), ("accept-encoding", "br")];
        let mut samples = Vec::with_capacity(count);
        for turn in 0..count + 5 {
            let answer = http.get(path, &headers).await?.expect(StatusCode::OK, name)?;
            if turn >= 5 {
                samples.push(answer.first_byte);
            }
        }
        report.figure(&format!("first_byte_p99_ms_{name}"), ms(percentile(&mut samples, 99)));
    }
    report.condition(format!("first_byte: {count} requests a page, one after the other on one connection, until the page's first bytes"));
    Ok(())
}
