//! Size, time, and how much at once.

use std::convert::Infallible;

use axum::{
    Router,
    body::{Body, Bytes},
    http::StatusCode,
    routing::post,
};
use server::http::layers;
use tokio_stream::{StreamExt, iter};

use super::{
    Frame,
    frame::{request, send},
};

/// A body whose length nobody announced.
fn dribble(bytes: usize) -> Body {
    Body::from_stream(iter(vec![Bytes::from_static(b"x"); bytes]).map(Ok::<_, Infallible>))
}

#[tokio::test]
async fn a_body_is_read_up_to_the_limit_and_no_further() {
    let frame = Frame::with(&[("body_limit", "1024")]);
    for (size, status) in [(1023, 200), (1024, 200), (1025, 413)] {
        let announced = frame.send(request("POST", "/changes/1", &[], "x".repeat(size))).await;
        assert_eq!(announced.status, status, "{size} announced");
        let dribbled = frame.send(request("POST", "/changes/1", &[], dribble(size))).await;
        assert_eq!(dribbled.status, status, "{size} dribbled");
    }
}

#[tokio::test]
async fn a_door_that_answers_a_cut_body_with_something_else_is_overruled() {
    let frame = Frame::with(&[("body_limit", "1024")]);
    let door = post(async |body: Body| match axum::body::to_bytes(body, usize::MAX).await {
        Ok(_) => StatusCode::OK,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    });
    let router = layers::wrap(Router::new().route("/own", door), &frame.shell);
    let answer = send(router, request("POST", "/own", &[], dribble(1025))).await;
    assert_eq!(answer.status, 413);
    assert_eq!(answer.json()["limit"], 1024);
}

#[tokio::test]
async fn an_unannounced_length_in_http_1_is_refused() {
    let answer = Frame::new().send(request("POST", "/changes/1", &[("transfer-encoding", "chunked")], "x")).await;
    assert_eq!(answer.status, 411);
    assert_eq!(answer.header("connection"), "close");
}

#[tokio::test]
async fn a_request_that_never_ends_is_given_up() {
    let answer = Frame::with(&[("request_timeout", "1ms")]).send(request("GET", "/never", &[], "")).await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.header("retry-after"), "1");
}

#[tokio::test]
async fn requests_over_the_number_in_work_are_told_to_come_back_while_health_answers() {
    let frame = Frame::with(&[("request_limit", "1")]);
    let router = frame.router();
    let mut first = Box::pin(send(router.clone(), request("GET", "/never", &[], "")));
    assert!(futures::poll!(&mut first).is_pending());
    assert_eq!(send(router.clone(), request("GET", "/page", &[], "")).await.status, 503);
    assert_eq!(send(router.clone(), request("GET", "/healthz", &[], "")).await.status, 200);
    drop(first);
    assert_eq!(send(router, request("GET", "/page", &[], "")).await.status, 200);
}
