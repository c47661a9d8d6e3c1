//! What the page behind a link calls to ask the customer's passkey, and where it sends what they type: its own door and nobody
//! else's, so it has no version to keep.
//!
//! Whoever comes is known by the link's token alone, in the body, so that no address but the page's own holds it. It opens one request,
//! which only the customer's passkey approves, or what only they can type. What they type comes as a plain form, is in no answer and
//! in no address, and is not taken from a browser in which staff are signed in (A14).

use axum::{
    Extension, Form, Json, Router,
    extract::{
        DefaultBodyLimit, State,
        rejection::{FormRejection, JsonRejection},
    },
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use serde::Deserialize;
use serde_json::Value;

use app::{backend::SignedIn, phone::api::AnswerResult};
use domain::refusal::Refusal;

use super::{layers::ClientAddress, refused::Refused, throttle::Throttle};
use crate::services::{Outcome, Shared, Trouble, links, passkeys};

/// No answer is longer.
const BODY_LIMIT: usize = 16 * 1024;

/// The page's routes.
pub fn router(shared: &Shared) -> Router {
    Router::new()
        .route("/prove/v1/start", post(start))
        .route("/prove/v1/answer", post(answer))
        .route("/prove/v1/typing", post(typing))
        .route("/prove/v1/enter", post(enter))
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typing {
    token: String,
}

/// What was typed. It has no `Debug`: nothing prints it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    token: String,
    typed: String,
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

async fn typing(
    State(shared): State<Shared>,
    Extension(guesses): Extension<Throttle>,
    Extension(from): Extension<ClientAddress>,
    body: Body<Typing>,
) -> Result<StatusCode, Refused> {
    let Typing { token } = read(body)?;
    guarded(&shared, &guesses, &from, links::started(&shared, &token)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Leads back to the page, which says what came of it.
async fn enter(
    State(shared): State<Shared>,
    Extension(guesses): Extension<Throttle>,
    Extension(from): Extension<ClientAddress>,
    Extension(SignedIn(staff)): Extension<SignedIn>,
    body: Result<Form<Typed>, FormRejection>,
) -> Result<Redirect, Refused> {
    let Ok(Form(Typed { token, typed })) = body else { return Err(Refusal::bad_input(OLD_PAGE).into()) };
    if staff.is_some() {
        return Err(Refusal::NotYourRole.into());
    }
    match guarded(&shared, &guesses, &from, links::enter(&shared, &token, &typed)).await {
        Err(Trouble::Refused(Refusal::BadInput(_))) => Ok(Redirect::to(&["/p/", &token, "?again"].concat())),
        Err(Trouble::Refused(Refusal::TooMany)) => Err(Refusal::TooMany.into()),
        // The page says what is so.
        Ok(()) | Err(Trouble::Refused(_)) => Ok(Redirect::to(&["/p/", &token].concat())),
        Err(fault) => Err(fault.into()),
    }
}

const OLD_PAGE: &str = "This page is not the one that belongs to the server. Load it again.";

fn read<T>(body: Body<T>) -> Result<T, Refusal> {
    body.map(|Json(body)| body).map_err(|_| Refusal::bad_input(OLD_PAGE))
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
