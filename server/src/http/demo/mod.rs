//! What only a demo has: doors to its customers' phones, the mailbox where messages to customers land, the keypad of the telephone they
//! call with, and a clock that can
//! be put forward, so that nobody has to wait until a request runs out. The router is not even made without `--demo`, and
//! that needs a loopback address.

mod keypad;
mod mailbox;

use axum::{
    Form, Router,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;

use domain::refusal::Refusal;

use super::refused::Refused;
use crate::{
    live::Change,
    services::{Shared, enrol, expire, passkeys::invite},
    store::customer,
};

/// 366 days: as far as the clock is put forward at a time. What is kept for years is tried in a few steps.
const MOST_SECONDS: u32 = 31_622_400;

/// The demo's pages.
pub fn router(shared: &Shared) -> Router {
    Router::new()
        .route("/demo/phone/{number}", get(phone))
        .route("/demo/passkey/{number}", get(passkey))
        .route("/demo/mailbox", get(mailbox::mailbox))
        .route("/demo/keypad", get(keypad::keypad).post(keypad::typed))
        .route("/demo/clock", post(clock))
        .with_state(shared.clone())
}

/// Stands for the customer's computer, where they are signed in and make a binding code. The code travels in the fragment,
/// which is sent to no server.
async fn phone(State(shared): State<Shared>, Path(number): Path<String>) -> Result<Response, Refused> {
    let mut tx = shared.db.write().await?;
    let customer = customer::by_number(&mut tx, &number).await?.ok_or(Refusal::NotFound)?;
    drop(tx);
    let code = enrol::make_code(&shared, customer.id, true).await?;
    Ok(Redirect::to(&format!("/me#bind={}", code.expose())).into_response())
}

/// Stands for the same computer, where they ask for a passkey on it.
async fn passkey(State(shared): State<Shared>, Path(number): Path<String>) -> Result<Response, Refused> {
    let mut tx = shared.db.write().await?;
    let customer = customer::by_number(&mut tx, &number).await?.ok_or(Refusal::NotFound)?;
    drop(tx);
    let link = invite::by_operator(&shared, customer.id).await?;
    Ok(Redirect::to(link.expose()).into_response())
}

#[derive(Deserialize)]
struct Forward {
    seconds: u32,
}

/// Puts the clock forward, and lets every open page and phone look again. Back it never goes: what expired stays expired.
async fn clock(State(shared): State<Shared>, Form(Forward { seconds }): Form<Forward>) -> Result<Redirect, Refused> {
    if !(1..=MOST_SECONDS).contains(&seconds) {
        return Err(Refusal::bad_input("The clock can be put forward by 1 to 31622400 seconds at a time.").into());
    }
    shared.demo_clock.as_ref().ok_or(Refusal::NotFound)?.put_forward(seconds);
    expire::expire_overdue(&shared).await?;
    shared.live.tell(Change::Time);
    Ok(Redirect::to("/demo/mailbox"))
}

/// The head of a page of the demo's.
fn head(title: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title>\
         <link rel=\"icon\" type=\"image/svg+xml\" href=\"/pkg/icon.svg\"><link rel=\"stylesheet\" href=\"/pkg/countersign.css\"></head><body><main class=\"work mailbox\">"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
