//! The browser's files.

use std::fs;

use server::http::{layers, static_files::Assets};

use super::{
    Frame,
    frame::{Answer, request, send},
};

/// A frame with a site. The shell reads it anew, as at a start.
fn site() -> Frame {
    let mut frame = Frame::new();
    let pkg = frame.folder.path().join("site/pkg");
    fs::create_dir_all(pkg.join("icons")).unwrap();
    for (name, content) in [
        ("app.js", "plain"),
        ("app.js.br", "brotli"),
        ("app.js.gz", "gzip"),
        ("app.wasm", "\0asm"),
        ("app.webmanifest", "{}"),
        ("icons/one.svg", "<svg/>"),
    ] {
        fs::write(pkg.join(name), content).unwrap();
    }
    frame.shell.assets = Assets::read(&frame.folder.path().join("site"));
    frame
}

async fn fetch(frame: &Frame, path: &str, headers: &[(&str, &str)]) -> Answer {
    send(layers::wrap(axum::Router::new(), &frame.shell), request("GET", path, headers, "")).await
}

#[tokio::test]
async fn only_a_request_for_this_very_content_may_be_kept() {
    let frame = site();
    let url = frame.shell.assets.url("app.js");
    assert!(url.starts_with("/pkg/app.js?v="));
    let named = fetch(&frame, &url, &[]).await;
    assert_eq!(named.header("cache-control"), "public, max-age=31536000, immutable");
    for other in ["/pkg/app.js", "/pkg/app.js?v=", "/pkg/app.js?v=older"] {
        assert_eq!(fetch(&frame, other, &[]).await.header("cache-control"), "no-cache", "{other}");
    }
    let inner = fetch(&frame, &frame.shell.assets.url("icons/one.svg"), &[]).await;
    assert_eq!(inner.header("cache-control"), "public, max-age=31536000, immutable");
}

#[tokio::test]
async fn a_file_that_did_not_change_is_not_sent_again() {
    let frame = site();
    let first = fetch(&frame, "/pkg/app.js", &[]).await;
    let again = fetch(&frame, "/pkg/app.js", &[("if-none-match", first.header("etag"))]).await;
    assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""));
    assert_eq!(again.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn the_best_encoding_is_sent_with_the_plain_type() {
    let frame = site();
    for (accept, body) in [("br, gzip", "brotli"), ("gzip", "gzip"), ("identity", "plain")] {
        let answer = fetch(&frame, "/pkg/app.js", &[("accept-encoding", accept)]).await;
        assert_eq!(answer.body, body);
        assert!(answer.header("content-type").contains("javascript"));
        assert_eq!(answer.header("vary"), "accept-encoding");
    }
}

#[tokio::test]
async fn types_are_what_browsers_insist_on() {
    let frame = site();
    assert_eq!(fetch(&frame, "/pkg/app.wasm", &[]).await.header("content-type"), "application/wasm");
    let manifest = fetch(&frame, "/pkg/app.webmanifest", &[]).await;
    assert_eq!(manifest.header("content-type"), "application/manifest+json");
}

#[tokio::test]
async fn folders_are_not_listed_and_nothing_outside_is_given() {
    let frame = site();
    fs::write(frame.folder.path().join("site/secret.txt"), "secret").unwrap();
    for path in ["/pkg", "/pkg/", "/pkg/icons", "/pkg/icons/", "/pkg/../secret.txt", "/pkg/%2e%2e/secret.txt"] {
        assert_eq!(fetch(&frame, path, &[]).await.status, 404, "{path}");
    }
}
