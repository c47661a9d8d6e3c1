//! The telephony API, version 1: what the customer types on the keypad of the telephone they are calling with.
//! `docs/telephony-api.yaml` describes it.
//!
//! The telephone system takes the caller out of the conversation, mutes the tones to the agent, and posts the digits under the
//! one-time number that the agent's page shows. It is known by its bearer token, which opens nothing else; it hears whether the
//! digits were right and nothing about the customer.

use std::net::IpAddr;

use axum::{
    Extension, Json, Router,
    extract::{DefaultBodyLimit, Path, State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde::Deserialize;

use domain::{challenge::EntryNumber, refusal::Refusal};

use super::{layers::ClientAddress, refused::Refused, systems, throttle::Throttle};
use crate::services::{Shared, pins};

/// No entry is longer.
const BODY_LIMIT: usize = 1024;

/// The telephony API's routes.
pub fn router(shared: &Shared) -> Router {
    Router::new()
        .route("/telephony/v1/entries/{number}/started", post(started))
        .route("/telephony/v1/entries/{number}/digits", post(digits))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(Extension(Throttle::default()))
        .with_state(shared.clone())
}

/// What was typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    digits: String,
}

async fn started(
    State(shared): State<Shared>,
    Extension(guesses): Extension<Throttle>,
    Extension(ClientAddress(from)): Extension<ClientAddress>,
    Path(number): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Refused> {
    caller(&shared, &guesses, from, &headers)?;
    pins::started(&shared, &EntryNumber::parse(&number)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn digits(
    State(shared): State<Shared>,
    Extension(guesses): Extension<Throttle>,
    Extension(ClientAddress(from)): Extension<ClientAddress>,
    Path(number): Path<String>,
    headers: HeaderMap,
    body: Result<Json<Typed>, JsonRejection>,
) -> Result<StatusCode, Refused> {
    caller(&shared, &guesses, from, &headers)?;
    let Ok(Json(typed)) = body else {
        return Err(Refusal::bad_input("Send JSON with `digits` and nothing else, as docs/telephony-api.yaml says.").into());
    };
    pins::enter(&shared, &EntryNumber::parse(&number)?, &typed.digits).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn caller(shared: &Shared, guesses: &Throttle, from: IpAddr, headers: &HeaderMap) -> Result<String, Refusal> {
    systems::caller(&shared.settings.telephony, guesses, from, headers, shared.now())
}
