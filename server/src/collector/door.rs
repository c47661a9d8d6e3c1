//! The collector's doors: `POST /collect/v1/entries` for the log's servers, `GET /collect/v1/status` for who has the token too, and
//! `GET /healthz` for anybody.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    body::to_bytes,
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::json;

use super::{Collector, LARGEST, No};
use crate::http::{Problem, bearer};

/// How long a request may take, from its head until its answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The doors of that collector.
pub fn router(collector: Arc<Collector>) -> Router {
    Router::new()
        .route("/collect/v1/entries", post(entries))
        .route("/collect/v1/status", get(status))
        .route("/healthz", get(health))
        .layer(middleware::from_fn(in_time))
        .with_state(collector)
}

async fn entries(State(collector): State<Arc<Collector>>, request: Request) -> Response {
    // Before any of the body is read.
    if !is_known(&collector, request.headers()) {
        return stranger();
    }
    let Ok(body) = to_bytes(request.into_body(), LARGEST).await else {
        return problem(StatusCode::PAYLOAD_TOO_LARGE, "too-large", format!("A batch has at most {LARGEST} bytes.")).into_response();
    };
    // It waits for the disk. What was begun is finished, whether anybody still waits for the answer or not.
    let taken = tokio::task::spawn_blocking(move || collector.take(&body)).await;
    match taken {
        Ok(Ok(answer)) => Json(json!({ "next": answer.next, "again": answer.again })).into_response(),
        Ok(Err(no)) => refused(&no).into_response(),
        Err(_) => problem(StatusCode::INTERNAL_SERVER_ERROR, "failed", "The entries could not be kept.").into_response(),
    }
}

fn refused(no: &No) -> Problem {
    match no {
        No::Unreadable(why) => problem(StatusCode::BAD_REQUEST, "unreadable", why),
        No::Refused(why) => {
            tracing::warn!(%why, "a batch was refused that no known log has signed for");
            problem(StatusCode::FORBIDDEN, "not-signed", why.to_string())
        }
        No::Trouble { trouble, next } => {
            let status = StatusCode::from_u16(trouble.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            problem(status, trouble.code(), trouble.to_string()).with("next", *next).with("entry", trouble.entry())
        }
        No::Failed(error) => {
            tracing::error!(error = error as &dyn std::error::Error, "entries could not be kept");
            problem(StatusCode::INTERNAL_SERVER_ERROR, "failed", "The entries could not be kept.")
        }
    }
}

async fn status(State(collector): State<Arc<Collector>>, headers: HeaderMap) -> Response {
    if is_known(&collector, &headers) { Json(json!({ "logs": collector.standing() })).into_response() } else { stranger() }
}

async fn health(State(collector): State<Arc<Collector>>) -> (StatusCode, &'static str) {
    if collector.is_well() { (StatusCode::OK, "ok\n") } else { (StatusCode::SERVICE_UNAVAILABLE, "not well\n") }
}

fn is_known(collector: &Collector, headers: &HeaderMap) -> bool {
    bearer(headers).is_some_and(|token| collector.knows(token))
}

fn stranger() -> Response {
    problem(StatusCode::UNAUTHORIZED, "not-known", "This needs the token that the collector was given.").into_response()
}

fn problem(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Problem {
    Problem::new(status).detail(detail).with("code", code)
}

async fn in_time(request: Request, next: Next) -> Response {
    let answer = tokio::time::timeout(PATIENCE, next.run(request)).await;
    answer.unwrap_or_else(|_| problem(StatusCode::SERVICE_UNAVAILABLE, "too-slow", "This took too long.").into_response())
}
