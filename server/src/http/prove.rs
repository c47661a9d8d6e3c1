//! What the page behind a link calls to ask the customer's passkey: its own door and nobody else's, so it has no version to keep.
//!
//! Whoever comes is known by the link's token alone, in the body, so that no address but the page's own holds it. It opens one request,
//! which only the customer's passkey approves.

use axum::{
    Extension, Json, Router,
    extract::{DefaultBodyLimit, State, rejection::JsonRejection},
    http::header,
    response::{IntoResponse, Response},
    routing::post,
};
use serde::Deserialize;
use serde_json::Value;

use app::phone::api::AnswerResult;
use domain::refusal::Refusal;

use super::{layers::ClientAddress, refused::Refused, throttle::Throttle};
use crate::services::{Outcome, Shared, Trouble, passkeys};

/// No answer is longer.
const BODY_LIMIT: usize = 16 * 1024;

/// The page's routes.
pub fn router(shared: &Shared) -> Router {
    Router::new()
        .route("/prove/v1/start", post(start))
        .route("/prove/v1/answer", post(answer))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(Extension(Throttle::default()))
        .with_state(shared.clone())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Start {
    token: String,
    verify: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Give {
    token: String,
    credential: Value,
}

type Body<T> = Result<Json<T>, JsonRejection>;

async fn start(
    State(shared): State<Shared>,
    Extension(guesses): Extension<Throttle>,
    Extension(from): Extension<ClientAddress>,
    body: Body<Start>,
) -> Result<Response, Refused> {
    let Start { token, verify } = read(body)?;
    let options = guarded(&shared, &guesses, &from, passkeys::start(&shared, &token, verify)).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], format!("{{\"publicKey\":{options}}}")).into_response())
}

async fn answer(
    State(shared): State<Shared>,
    Extension(guesses): Extension<Throttle>,
    Extension(from): Extension<ClientAddress>,
    body: Body<Give>,
) -> Result<Json<AnswerResult>, Refused> {
    let Give { token, credential } = read(body)?;
    Ok(Json(guarded(&shared, &guesses, &from, passkeys::give(&shared, &token, &credential)).await?))
}

fn read<T>(body: Body<T>) -> Result<T, Refusal> {
    body.map(|Json(body)| body).map_err(|_| Refusal::bad_input("This page is not the one that belongs to the server. Load it again."))
}

/// Slows whoever tries one link after the other.
async fn guarded<T>(shared: &Shared, guesses: &Throttle, from: &ClientAddress, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    guesses.check(from.0, shared.now())?;
    let outcome = work.await;
    if let Err(Trouble::Refused(Refusal::ChallengeOver)) = &outcome {
        guesses.failed(from.0, shared.now());
    }
    outcome
}
