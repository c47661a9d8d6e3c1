//! Event streams: one for each open page, and one for each phone (Server-Sent Events, WHATWG HTML section 9.2).
//!
//! A stream reads the whole truth right after it is opened, at each change that concerns it, and when time alone changes
//! something, and says so if it is another than before. A phone is sent it; a page that the server draws is sent nothing
//! but the word, and fetches its drawing. A slow reader misses words, never the truth: it is told to read everything anew.
//! Rights are asked for again each time (E04).

mod pages;
mod reader;

use axum::{
    Extension, Router,
    extract::{Path, Query, State},
    http::HeaderMap,
    response::Response,
    routing::get,
};
use serde::Deserialize;

use app::desk::view::Place;
use domain::{
    agent::{Agent, LogReader, Overseer, Supervisor},
    ids::SessionId,
    refusal::Refusal,
};

use super::{Shell, device::Phone, kiosk::handle_of, refused::Refused};
use crate::services::{Shared, accounts::CurrentSignIn, workspace};
use pages::{AccessPage, DeskPage, ExportsPage, FloorPage, KioskScreen, PhonePage};
use reader::open;

#[derive(Clone)]
struct Streams {
    shared: Shared,
    shell: Shell,
}

impl axum::extract::FromRef<Streams> for Shared {
    fn from_ref(streams: &Streams) -> Self {
        streams.shared.clone()
    }
}

/// The streams' routes.
pub fn router(shared: &Shared, shell: &Shell) -> Router {
    let streams = Streams { shared: shared.clone(), shell: shell.clone() };
    Router::new()
        .route("/live/desk/{session}", get(desk))
        .route("/live/floor", get(floor))
        .route("/live/access", get(access))
        .route("/live/exports", get(exports))
        .route("/live/kiosk", get(kiosk))
        .route("/device/v1/events", get(phone))
        .with_state(streams)
}

#[derive(Deserialize)]
struct Where {
    /// A [`Place`] as JSON.
    place: String,
}

async fn desk(
    State(streams): State<Streams>,
    Extension(current): Extension<CurrentSignIn>,
    Path(session): Path<SessionId>,
    Query(query): Query<Where>,
) -> Result<Response, Refused> {
    let staff = current.staff().cloned().ok_or(Refusal::NotSignedIn)?;
    let agent = Agent::try_from(staff)?;
    let place: Place = serde_json::from_str(&query.place).map_err(|_| Refusal::NotFound)?;
    let customer = workspace::customer_of(&streams.shared, &agent, session).await?;
    let page = DeskPage { agent, current, session, customer, place };
    Ok(open(streams, page).await?)
}

async fn floor(State(streams): State<Streams>, Extension(current): Extension<CurrentSignIn>) -> Result<Response, Refused> {
    let staff = current.staff().cloned().ok_or(Refusal::NotSignedIn)?;
    let _supervisor = Supervisor::try_from(staff)?;
    Ok(open(streams, FloorPage { current }).await?)
}

async fn access(State(streams): State<Streams>, Extension(current): Extension<CurrentSignIn>) -> Result<Response, Refused> {
    let staff = current.staff().cloned().ok_or(Refusal::NotSignedIn)?;
    let overseer = Overseer::try_from(staff)?;
    Ok(open(streams, AccessPage { overseer, current }).await?)
}

async fn exports(State(streams): State<Streams>, Extension(current): Extension<CurrentSignIn>) -> Result<Response, Refused> {
    let staff = current.staff().cloned().ok_or(Refusal::NotSignedIn)?;
    let reader = LogReader::try_from(staff)?;
    Ok(open(streams, ExportsPage { reader, current }).await?)
}

async fn kiosk(State(streams): State<Streams>, headers: HeaderMap) -> Result<Response, Refused> {
    let handle = handle_of(&headers).ok_or(Refusal::NotSignedIn)?;
    Ok(open(streams, KioskScreen::of(handle)).await?)
}

async fn phone(State(streams): State<Streams>, Phone(phone): Phone) -> Result<Response, Refused> {
    Ok(open(streams, PhonePage { phone }).await?)
}
