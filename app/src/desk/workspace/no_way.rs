//! Nobody can be asked for what is needed: what is missing, and what the customer can do about it now.

use leptos::prelude::*;

use domain::assurance::Level;

use crate::{
    desk::{
        gate::strongest,
        view::{Theirs, Workspace},
    },
    ui::{Tone, level, note},
};

/// Says that no way of this customer reaches `needs`.
pub fn no_way(truth: &Workspace, needs: Level) -> AnyView {
    let (head, body) = words(truth, needs);
    view! { <div id="no-way">{note(Tone::Warn, "lock", head, body, false)}</div> }.into_any()
}

/// What is missing, and the way on.
fn words(truth: &Workspace, needs: Level) -> (String, String) {
    let (needs, app) = (level::name(needs), [truth.session.organisation.as_str(), " app"].concat());
    match strongest(&truth.ways) {
        Some(way) => (
            ["Missing: ", needs, ". ", &way.on, " has no passkey."].concat(),
            [
                "A push to it reaches ",
                level::name(way.reaches),
                ". In the ",
                &app,
                ", under “Ways to prove it’s you”, they can add one now. This page sees it by itself.",
            ]
            .concat(),
        ),
        None if truth.theirs == Theirs::NoPhone => (
            ["Missing: ", needs, ". They have no phone enrolled."].concat(),
            ["Nobody can be asked until they have. With a one-time code from their account they can add one to the ", &app, "."].concat(),
        ),
        None => (
            ["Missing: ", needs, ". None of their phones counts now."].concat(),
            "A new phone counts a day after it was added. One that was disabled must be added again.".to_owned(),
        ),
    }
}
