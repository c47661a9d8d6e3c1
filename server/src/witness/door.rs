//! The witness's one door: `POST /add-checkpoint`. Nobody signs in; what is signed is what is believed.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Request, State},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::post,
};

use domain::audit_log::witness::Refused;

use super::Witness;

/// The largest request that is read: a proof of 63 hashes is three kilobytes, a note with 16 of the longest signatures there are 55.
pub const LARGEST: usize = 64 * 1024;
/// How long a request may take, from its head until its answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The kind of text that a conflict is answered with, as the specification names it.
const SIZE: &str = "text/x.tlog.size";
const TEXT: &str = "text/plain; charset=utf-8";

/// The door of that witness.
pub fn router(witness: Arc<Witness>) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(middleware::from_fn(in_time))
        .with_state(witness)
}

async fn add_checkpoint(State(witness): State<Arc<Witness>>, body: Bytes) -> Response {
    match witness.add_checkpoint(&body).await {
        Ok(Ok(line)) => text(StatusCode::OK, TEXT, line),
        Ok(Err(refused)) => no(refused),
        Err(fault) => {
            tracing::error!(error = &fault as &dyn std::error::Error, "a head could not be kept");
            text(StatusCode::INTERNAL_SERVER_ERROR, TEXT, "the head could not be kept, so nothing was cosigned\n".to_owned())
        }
    }
}

fn no(refused: Refused) -> Response {
    let status = StatusCode::from_u16(refused.status()).unwrap_or(StatusCode::BAD_REQUEST);
    match refused.size() {
        Some(size) => text(status, SIZE, format!("{size}\n")),
        None => text(status, TEXT, format!("{refused}\n")),
    }
}

fn text(status: StatusCode, kind: &'static str, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, kind)], body).into_response()
}

/// A transaction that is not committed by then rolls back.
async fn in_time(request: Request, next: Next) -> Response {
    let answer = tokio::time::timeout(PATIENCE, next.run(request)).await;
    answer.unwrap_or_else(|_| text(StatusCode::SERVICE_UNAVAILABLE, TEXT, "this took too long, so it was given up\n".to_owned()))
}
