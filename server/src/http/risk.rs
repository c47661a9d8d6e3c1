//! The risk API, version 1: what other systems tell of a customer's account (CP4). `docs/risk-api.yaml` describes it.
//!
//! A system is known by its bearer token (RFC 6750), which only tells and never asks: nothing about a customer is answered but
//! whether they exist, to somebody who has a token.

use axum::{
    Extension, Json, Router,
    extract::{DefaultBodyLimit, Path, State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{delete, post},
};
use serde::{Deserialize, Serialize};

use domain::{ids::SignalId, refusal::Refusal, text::CustomerNumber, time::Timestamp};

use super::{layers::ClientAddress, refused::Refused, systems, throttle::Throttle};
use crate::services::{
    Shared,
    signals::{self, NewSignal},
};

/// No signal is longer.
const BODY_LIMIT: usize = 4 * 1024;

/// The risk API's routes.
pub fn router(shared: &Shared) -> Router {
    Router::new()
        .route("/risk/v1/signals", post(tell))
        .route("/risk/v1/signals/{reference}", delete(take_back))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(Extension(Throttle::default()))
        .with_state(shared.clone())
}

/// What is told.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    customer_number: CustomerNumber,
    signal: String,
    reference: String,
    #[serde(default)]
    since: Option<i64>,
}

/// What was kept.
#[derive(Serialize)]
struct Kept {
    id: SignalId,
    /// Microseconds since 1970.
    stands_until: i64,
}

async fn tell(
    State(shared): State<Shared>,
    Extension(guesses): Extension<Throttle>,
    Extension(ClientAddress(from)): Extension<ClientAddress>,
    headers: HeaderMap,
    body: Result<Json<Told>, JsonRejection>,
) -> Result<Response, Refused> {
    let source = source(&shared, &guesses, from, &headers)?;
    let Ok(Json(told)) = body else {
        return Err(Refusal::bad_input("Send JSON with the fields that docs/risk-api.yaml names, and no others.").into());
    };
    let told = NewSignal {
        customer: told.customer_number,
        kind: told.signal,
        reference: reference(told.reference)?,
        since: told.since.map(Timestamp::from_micros),
    };
    let received = signals::receive(&shared, &source, told).await?;
    let status = if received.new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(Kept { id: received.id, stands_until: received.until.micros() })).into_response())
}

async fn take_back(
    State(shared): State<Shared>,
    Extension(guesses): Extension<Throttle>,
    Extension(ClientAddress(from)): Extension<ClientAddress>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Refused> {
    let source = source(&shared, &guesses, from, &headers)?;
    signals::withdraw(&shared, &source, &reference(name)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The name of the system whose token came along.
fn source(shared: &Shared, guesses: &Throttle, from: std::net::IpAddr, headers: &HeaderMap) -> Result<String, Refusal> {
    systems::caller(&shared.settings.signal_sources, guesses, from, headers, shared.now())
}

/// The sender's own name for a signal.
fn reference(text: String) -> Result<String, Refusal> {
    let fits = (1..=100).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if fits { Ok(text) } else { Err(Refusal::bad_input("`reference` is 1 to 100 printable ASCII characters without a space.")) }
}
