//! The headers of every kind of answer.

use super::{
    Frame,
    frame::{Answer, request},
};

const ALWAYS: &[(&str, &str)] = &[
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
];

fn assert_headers(what: &str, answer: &Answer) {
    for (name, value) in ALWAYS {
        assert_eq!(answer.header(name), *value, "{what}");
    }
    assert!(answer.header("permissions-policy").contains("publickey-credentials-get=(self)"), "{what}");
    assert_eq!(answer.header("x-request-id").len(), 36, "{what}");
    assert!(!answer.headers.contains_key("server"), "{what}");
    let nonce = nonce(answer);
    assert_eq!(
        answer.header("content-security-policy"),
        format!(
            "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
             object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; connect-src 'self'; \
             report-uri /csp-report"
        ),
        "{what}"
    );
}

fn nonce(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy");
    let from = policy.find("'nonce-").unwrap() + 7;
    policy[from..].split('\'').next().unwrap().to_owned()
}

#[tokio::test]
async fn every_kind_of_answer_has_every_header() {
    let frame = Frame::with(&[("request_timeout", "1ms")]);
    let large = "x".repeat(65_537);
    let cases = [
        ("page", 200, request("GET", "/page", &[], "")),
        ("head", 200, request("HEAD", "/page", &[], "")),
        ("health", 200, request("GET", "/healthz", &[], "")),
        ("not found", 404, request("GET", "/nowhere", &[], "")),
        ("no such file", 404, request("GET", "/pkg/nothing.js", &[], "")),
        ("wrong method", 405, request("DELETE", "/page", &[], "")),
        ("wrong method for a file", 405, request("POST", "/pkg/nothing.js", &[], "")),
        ("trace", 405, request("TRACE", "/page", &[], "")),
        ("trace nowhere", 405, request("TRACE", "/nowhere", &[], "")),
        ("invented method", 405, request("BREW", "/page", &[], "")),
        ("too large", 413, request("POST", "/changes/1", &[], large)),
        ("from another site", 403, request("POST", "/changes/1", &[("sec-fetch-site", "cross-site")], "")),
        ("panic", 500, request("GET", "/panics", &[], "")),
        ("too slow", 503, request("GET", "/never", &[], "")),
    ];
    for (what, status, request) in cases {
        let answer = frame.send(request).await;
        assert_eq!(answer.status, status, "{what}");
        assert_headers(what, &answer);
        if status == 405 {
            assert!(answer.headers.contains_key("allow"), "{what}");
        }
        if status >= 400 {
            assert_eq!(answer.json()["status"], status, "{what}");
            assert_eq!(answer.json()["request_id"], answer.header("x-request-id"), "{what}");
        }
    }
}

#[tokio::test]
async fn a_nonce_and_a_request_id_are_never_used_twice() {
    let frame = Frame::new();
    let first = frame.send(request("GET", "/page", &[], "")).await;
    let second = frame.send(request("GET", "/page", &[], "")).await;
    assert_eq!(nonce(&first).len(), 24);
    assert_ne!(nonce(&first), nonce(&second));
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
}

#[tokio::test]
async fn a_request_id_from_outside_is_not_taken() {
    let answer = Frame::new().send(request("GET", "/page", &[("x-request-id", "mine")], "")).await;
    assert_ne!(answer.header("x-request-id"), "mine");
}

#[tokio::test]
async fn a_panic_says_nothing_of_itself_and_a_browser_gets_a_page() {
    let answer = Frame::new().send(request("GET", "/panics", &[("accept", "text/html,*/*")], "")).await;
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert!(!answer.body.contains("paper"));
    assert!(answer.body.contains(answer.header("x-request-id")));
}
