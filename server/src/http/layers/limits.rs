//! How much, how long, how many at once. Over the limit is cheap to say.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::{
    body::{Body, HttpBody},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use crate::http::{Problem, Shell};

/// Refuses a body whose length is not announced (HTTP/1 `Transfer-Encoding`). With two ways to say where a body ends, a
/// proxy and we could disagree about it, and hyper hides from us that both were said. Browsers and phones announce it.
pub(super) async fn framing(request: Request, next: Next) -> Response {
    if !request.headers().contains_key(header::TRANSFER_ENCODING) {
        return next.run(request).await;
    }
    let mut answer = Problem::new(StatusCode::LENGTH_REQUIRED).into_response();
    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    answer
}

/// Refuses a body over the limit: at once if its length is announced, otherwise as soon as it is seen, whatever the
/// door made of the broken body.
pub(super) async fn body(State(shell): State<Shell>, request: Request, next: Next) -> Response {
    let limit = shell.body_limit;
    if request.body().size_hint().lower() > limit as u64 {
        return too_large(limit);
    }
    let over = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&over);
    let limited = request.map(|body| {
        Body::new(Limited::new(body, limit).map_err(move |error| {
            if error.is::<LengthLimitError>() {
                seen.store(true, Ordering::Relaxed);
            }
            error
        }))
    });
    let answer = next.run(limited).await;
    if over.load(Ordering::Relaxed) { too_large(limit) } else { answer }
}

/// Gives up on a request that takes too long until its answer begins; a transaction not yet committed rolls back. What
/// follows the beginning is not timed, so event streams pass. Not a 408: browsers repeat those by themselves.
pub(super) async fn time(State(shell): State<Shell>, request: Request, next: Next) -> Response {
    tokio::time::timeout(shell.request_timeout, next.run(request)).await.unwrap_or_else(|_| {
        tracing::warn!("gave up on a request that took too long");
        unavailable("This took too long, so it was given up.")
    })
}

/// Tells those over the number that may be in work to come back, instead of letting all of them wait.
pub(super) async fn in_work(State(shell): State<Shell>, request: Request, next: Next) -> Response {
    match shell.in_work.try_acquire() {
        Ok(_place) => next.run(request).await,
        Err(_) => unavailable("Too much is going on just now."),
    }
}

fn too_large(limit: usize) -> Response {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE)
        .detail(format!("The largest request that is read has {limit} bytes."))
        .with("limit", limit)
        .into_response()
}

fn unavailable(detail: &str) -> Response {
    let mut answer = Problem::new(StatusCode::SERVICE_UNAVAILABLE).detail(detail).into_response();
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    answer
}
