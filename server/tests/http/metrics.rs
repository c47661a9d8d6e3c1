//! What is counted, and that no path is.

use domain::time::Duration;
use server::http::metrics;

use super::{
    Frame,
    frame::{request, send},
};

async fn shown(frame: &Frame) -> String {
    send(metrics::router(frame.shell.metrics.clone()), request("GET", "/metrics", &[], "")).await.body
}

#[tokio::test]
async fn requests_are_counted_by_pattern_and_never_by_path() {
    let frame = Frame::new();
    frame.send(request("POST", "/changes/a-secret-token?q=another", &[], "")).await;
    frame.send(request("GET", "/a-secret-place", &[], "")).await;
    let text = shown(&frame).await;
    let counted = "countersign_http_requests_total{route=\"/changes/{token}\",method=\"POST\",status=\"2xx\"} 1";
    assert!(text.contains(counted), "{text}");
    assert!(text.contains("route=\"none\""), "{text}");
    assert!(text.contains("countersign_http_request_seconds_bucket"), "{text}");
    assert!(!text.contains("secret"), "{text}");
}

#[tokio::test]
async fn an_open_stream_is_counted_until_it_is_dropped() {
    let frame = Frame::new();
    let stream = frame.shell.metrics.stream_opened();
    assert!(shown(&frame).await.contains("countersign_open_streams 1"));
    drop(stream);
    assert!(shown(&frame).await.contains("countersign_open_streams 0"));
}

#[tokio::test]
async fn policy_reports_are_counted_and_must_be_small() {
    let frame = Frame::new();
    let report = r#"{"csp-report":{"effective-directive":"img-src","blocked-uri":"https://evil.example/x"}}"#;
    for _ in 0..40 {
        let answer = frame.send(request("POST", "/csp-report", &[("sec-fetch-site", "same-origin")], report)).await;
        assert_eq!(answer.status, 204);
        frame.clock.advance(Duration::milliseconds(10));
    }
    let rubbish = frame.send(request("POST", "/csp-report", &[], "[1")).await;
    assert_eq!(rubbish.status, 204);
    let large = frame.send(request("POST", "/csp-report", &[], "x".repeat(9_000))).await;
    assert_eq!(large.status, 413);
    assert!(shown(&frame).await.contains("countersign_csp_reports_total 41"));
}
