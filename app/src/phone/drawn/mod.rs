//! How each screen of the phone looks, drawn on the server from the whole truth. A script finds its way by what is marked:
//!
//! - `#screen` carries in `data-screen` which screen this is (another one is drawn anew as a whole), in `data-at` its own
//!   address, and in `data-pending` which requests have not been reported as delivered;
//! - `[data-live]` parts have an id and are put in when they differ; `[data-t]` times are counted on;
//! - `[data-press]` is what a button does, and `[data-said]` each line of what is signed, in its order;
//! - `template` elements hold what only the phone itself can know: that it is offline, or that something did not go.

mod code_entry;
mod enrol;
mod home;
mod invite;
mod lists;
mod lost;
mod outcome;
mod parts;
mod pin;
mod prompt;
mod told;
mod totp;
mod ways;

pub use prompt::said_card;

use domain::challenge::ChallengeState;
use leptos::prelude::*;

use super::{
    place::Place,
    screen::{Screen, Truth, now},
};

/// What every customer page shows of the organisation.
#[derive(Clone, Copy)]
pub struct House<'a> {
    /// Its name.
    pub organisation: &'a str,
    /// Its telephone number.
    pub hotline: &'a str,
}

/// The screen at `place`, and what the phone may show by itself.
pub fn screen(house: House<'_>, truth: &Truth, place: Place) -> AnyView {
    let screen = Screen::of(truth, place);
    let at = screen.place(place).to_string();
    let drawn = match screen {
        Screen::Enrol => enrol::code(house),
        Screen::Added(home) => enrol::added(house, home),
        Screen::Suspended(home, since) => lost::suspended(house, home, since),
        Screen::Home(home) => home::home(house, home),
        Screen::Pin(home) => pin::pin(house, home),
        Screen::Totp(home) => totp::totp(house, home),
        Screen::Invite(home) => invite::invite(house, home),
        Screen::Prompt(home, prompt) => prompt::prompt(house, home, prompt),
        Screen::Over(over) => outcome::over(house, over),
        Screen::Stopped => outcome::not_me(house),
        Screen::Undone(_) => outcome::undone(house),
    };
    let prompts = truth.home.iter().flat_map(|home| &home.prompts);
    let pending: Vec<_> =
        prompts.filter(|prompt| prompt.state == ChallengeState::Pending).map(|prompt| prompt.challenge.to_string()).collect();
    view! {
        <div id="trouble"></div>
        <div
            class="screen"
            id="screen"
            data-screen=[screen.key(), " ", &at].concat()
            data-now=now(truth).micros().to_string()
            data-device=truth.home.as_ref().map(|home| home.device.id.to_string())
            data-pending=pending.join(" ")
            data-at=at
        >
            {drawn}
        </div>
        <template id="t-trouble">{parts::trouble()}</template>
        <template id="t-error">{parts::error()}</template>
        <template id="t-cannot-tell">{home::cannot_tell(house)}</template>
        <template id="t-code-used">{outcome::code_used(house)}</template>
    }
    .into_any()
}
