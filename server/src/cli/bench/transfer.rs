//! What a browser that was never here fetches for a page, in bytes as they cross the wire.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use super::{Failure, child::Server, http::Http, pages::Places, report::Report};

const WASM: &str = "/pkg/countersign_bg.wasm";

pub(super) async fn measure(server: &Server, places: &Places, report: &mut Report) -> Result<(), Failure> {
    let mut http = Http::connect(server.port).await?;
    let wasm = fetch(&mut http, WASM, "").await?;
    report.figure("wasm_brotli_bytes", float(wasm.len()));
    for (name, page, cookie) in [("console", places.console.as_str(), &places.agent), ("prompt", "/me", &places.customer)] {
        let (bytes, fetched) = weigh(&mut http, page, cookie).await?;
        report.figure(&format!("page_transfer_bytes_{name}"), float(bytes));
        report.figure(&format!("page_transfer_requests_{name}"), float(fetched));
    }
    report.condition("page_transfer: bodies of the page and of all it refers to, fetched with Accept-Encoding: br; pages themselves are not compressed here");
    Ok(())
}

/// Fetches a page and everything it leads to under `/pkg/`; bytes of all bodies, and how many there were.
async fn weigh(http: &mut Http, page: &str, cookie: &str) -> Result<(usize, usize), Failure> {
    let body = fetch(http, page, cookie).await?;
    let mut bytes = body.len();
    let mut seen = BTreeSet::new();
    let mut waiting = references("/", &String::from_utf8_lossy(&body));
    while let Some(path) = waiting.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        bytes += fetch(http, &path, "").await?.len();
        if path.ends_with(".js") || path.ends_with(".css") {
            let text = plain(http, &path).await?;
            waiting.extend(references(&path, &text));
        }
    }
    Ok((bytes, seen.len() + 1))
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
