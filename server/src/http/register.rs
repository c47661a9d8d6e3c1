//! What the page behind an invitation calls to make the customer's passkey: its own door and nobody else's, so it has no version to
//! keep.
//!
//! Whoever comes is known by the invitation's token alone, in the body, so that no address but the page's own holds it. Nothing is
//! taken from a browser in which staff are signed in: no agent makes a customer's passkey (A14).

use axum::{
    Extension, Json, Router,
    extract::{DefaultBodyLimit, State, rejection::JsonRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use serde::Deserialize;
use serde_json::Value;

use app::backend::SignedIn;
use domain::refusal::Refusal;

use super::{layers::ClientAddress, refused::Refused, throttle::Throttle};
use crate::services::{Outcome, Shared, Trouble, passkeys::invited};

/// No answer is longer.
const BODY_LIMIT: usize = 16 * 1024;

/// The page's routes.
pub fn router(shared: &Shared) -> Router {
    Router::new()
        .route("/prove/v1/register/start", post(start))
        .route("/prove/v1/register/finish", post(finish))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(Extension(Throttle::default()))
        .with_state(shared.clone())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Start {
    token: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Finish {
    token: String,
    name: String,
    credential: Value,
}

type Body<T> = Result<Json<T>, JsonRejection>;

async fn start(
    State(shared): State<Shared>,
    Extension(guesses): Extension<Throttle>,
    Extension(from): Extension<ClientAddress>,
    Extension(SignedIn(staff)): Extension<SignedIn>,
    body: Body<Start>,
) -> Result<Response, Refused> {
    let Start { token, name } = read(body)?;
    not_staff(staff.is_some())?;
    let options = guarded(&shared, &guesses, &from, invited::start(&shared, &token, &name)).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], format!("{{\"publicKey\":{options}}}")).into_response())
}

async fn finish(
    State(shared): State<Shared>,
    Extension(guesses): Extension<Throttle>,
    Extension(from): Extension<ClientAddress>,
    Extension(SignedIn(staff)): Extension<SignedIn>,
    body: Body<Finish>,
) -> Result<StatusCode, Refused> {
    let Finish { token, name, credential } = read(body)?;
    not_staff(staff.is_some())?;
    guarded(&shared, &guesses, &from, invited::finish(&shared, &token, &name, &credential)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn not_staff(staff: bool) -> Result<(), Refusal> {
    if staff { Err(Refusal::NotYourRole) } else { Ok(()) }
}

const OLD_PAGE: &str = "This page is not the one that belongs to the server. Load it again.";

fn read<T>(body: Body<T>) -> Result<T, Refusal> {
    body.map(|Json(body)| body).map_err(|_| Refusal::bad_input(OLD_PAGE))
}

/// Slows whoever tries one link after the other.
async fn guarded<T>(shared: &Shared, guesses: &Throttle, from: &ClientAddress, work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    guesses.check(from.0, shared.now())?;
    let outcome = work.await;
    if let Err(Trouble::Refused(Refusal::LinkUsed)) = &outcome {
        guesses.failed(from.0, shared.now());
    }
    outcome
}
