//! Alive, ready, and nothing else.

use std::time::Duration;

use server::http::{health::Readiness, layers};

use super::{
    Frame,
    frame::{request, send},
};

#[tokio::test]
async fn draining_is_alive_but_not_ready() {
    let frame = Frame::new();
    assert_eq!(frame.send(request("GET", "/readyz", &[], "")).await.status, 200);
    frame.shell.drain.begin();
    let answer = frame.send(request("GET", "/readyz", &[], "")).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (503, "not ready\n"));
    assert_eq!(frame.send(request("GET", "/healthz", &[], "")).await.body, "ok\n");
}

#[tokio::test]
async fn a_part_that_says_no_or_nothing_makes_the_server_not_ready() {
    let frame = Frame::new();
    let checks = [Readiness::when(async || false), Readiness::when(std::future::pending::<bool>).within(Duration::from_millis(1))];
    for check in checks {
        let router = layers::wrap(axum::Router::new(), &frame.shell.clone().ready_when(check));
        assert_eq!(send(router, request("GET", "/readyz", &[], "")).await.status, 503);
    }
}

#[tokio::test]
async fn the_public_door_has_no_metrics() {
    assert_eq!(Frame::new().send(request("GET", "/metrics", &[], "")).await.status, 404);
}
