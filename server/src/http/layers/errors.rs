//! Errors that no door made: unknown methods, panics, answers without words.

use std::panic::AssertUnwindSafe;

use axum::{
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::FutureExt;

use super::RequestId;
use crate::http::Problem;

const METHODS: [Method; 7] = [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];

/// Refuses `TRACE`, `CONNECT` and invented methods everywhere, and makes a panic a 500. The panic itself is logged by
/// the hook in `telemetry`, within the request's span.
pub(super) async fn catch(request: Request, next: Next) -> Response {
    if !METHODS.contains(request.method()) {
        let mut answer = Problem::new(StatusCode::METHOD_NOT_ALLOWED).into_response();
        answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
        return answer;
    }
    AssertUnwindSafe(next.run(request)).catch_unwind().await.unwrap_or_else(|_| {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR)
            .detail("Something went wrong on our side. Please try again; if it stays so, quote the reference.")
            .into_response()
    })
}

/// Gives an error the request's id, and words if it has none; a person's browser gets a page.
pub(super) fn put_in_words(answer: &mut Response, id: RequestId, wants_page: bool) {
    let status = answer.status();
    let problem = answer.extensions_mut().remove::<Problem>();
    let wordless = (status.is_client_error() || status.is_server_error()) && !answer.headers().contains_key(header::CONTENT_TYPE);
    if let Some(problem) = problem.or_else(|| wordless.then(|| Problem::new(status))) {
        problem.request_id(id.to_string()).rewrite(answer, wants_page);
    }
}
