//! What a browser that was never here fetches for a page, in bytes as they cross the wire.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use super::{Failure, child::Server, http::Http, pages::Places, report::Report};

pub(super) async fn measure(server: &Server, places: &Places, report: &mut Report) -> Result<(), Failure> {
    let mut http = Http::connect(server.port).await?;
    let mut largest = 0;
    for (name, page, cookie) in [("console", places.console.as_str(), &places.agent), ("prompt", "/me", &places.customer)] {
        let weight = weigh(&mut http, page, cookie).await?;
        report.figure(&format!("page_transfer_bytes_{name}"), float(weight.bytes));
        report.figure(&format!("page_transfer_requests_{name}"), float(weight.requests));
        report.figure(&format!("wasm_brotli_bytes_{name}"), float(weight.wasm));
        largest = largest.max(weight.wasm);
    }
    report.figure("wasm_brotli_bytes", float(largest));
    report.condition("page_transfer: bodies of the page and of all it refers to, fetched with Accept-Encoding: br; pages themselves are not compressed here");
    Ok(())
}

/// What a page costs somebody who has none of it.
struct Weight {
    /// Of all bodies.
    bytes: usize,
    /// How many there were.
    requests: usize,
    /// Of those that are wasm.
    wasm: usize,
}

/// Fetches a page and everything it leads to under `/pkg/`.
async fn weigh(http: &mut Http, page: &str, cookie: &str) -> Result<Weight, Failure> {
    let body = fetch(http, page, cookie).await?;
    let mut weight = Weight { bytes: body.len(), requests: 1, wasm: 0 };
    let mut seen = BTreeSet::new();
    let mut waiting = references("/", &String::from_utf8_lossy(&body));
    while let Some(path) = waiting.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let bytes = fetch(http, &path, "").await?.len();
        weight.bytes += bytes;
        weight.requests += 1;
        if is(&path, "wasm") {
            weight.wasm += bytes;
        }
        if is(&path, "js") || is(&path, "css") {
            let text = plain(http, &path).await?;
            waiting.extend(references(&path, &text));
        }
    }
    Ok(weight)
}

/// As it crosses the wire.
async fn fetch(http: &mut Http, path: &str, cookie: &str) -> Result<Vec<u8>, Failure> {
    let headers = [("cookie", cookie), ("accept", "*/*"), ("accept-encoding", "br")];
    Ok(http.get(path, &headers).await?.expect(StatusCode::OK, path)?.body.into())
}

/// As it is read: only to look for references.
async fn plain(http: &mut Http, path: &str) -> Result<String, Failure> {
    let answer = http.get(path, &[]).await?.expect(StatusCode::OK, path)?;
    Ok(String::from_utf8_lossy(&answer.body).into_owned())
}

/// Quoted addresses under `/pkg/`, and what scripts import and stylesheets name, without what follows `?` or `#`.
fn references(from: &str, text: &str) -> Vec<String> {
    let folder = &from[..=from.rfind('/').unwrap_or(0)];
    let pieces: Vec<&str> = text.split(['"', '\'', '`', '(', ')']).collect();
    let named = |before: &str| ["from", "import", "url"].into_iter().any(|word| before.trim_end().ends_with(word));
    let addresses = pieces.windows(2).filter_map(|pair| match pair[1].strip_prefix("./") {
        Some(relative) => named(pair[0]).then(|| format!("{folder}{relative}")),
        None => pair[1].starts_with("/pkg/").then(|| pair[1].to_owned()),
    });
    addresses
        .filter_map(|address| Some(address.split(['?', '#']).next()?.to_owned()))
        .filter(|path| path.rfind('.') > path.rfind('/'))
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "no page is that large")]
const fn float(count: usize) -> f64 {
    count as f64
}

/// Whether a path names a file of that kind.
fn is(path: &str, kind: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension == kind)
}

#[cfg(test)]
mod tests {
    use super::references;

    #[test]
    fn what_a_page_refers_to_is_found_once_without_query_and_fragment() {
        let page = r#"<link href="/pkg/a.css?v=1"><use href="/pkg/icons.svg#phone"></use><a href="/desk">"#;
        assert_eq!(references("/", page), ["/pkg/a.css", "/pkg/icons.svg"]);
        let script = "import { x } from './snippets/b/c.js'; const names = { './not-fetched.js': x };";
        assert_eq!(references("/pkg/a.js", script), ["/pkg/snippets/b/c.js"]);
    }
}
