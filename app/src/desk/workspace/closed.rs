//! What is no way now, and why: shown beside the ways, so that nobody looks for it (M19).

use leptos::prelude::*;

use domain::assurance::Method;

use super::raise::icon_of;
use crate::{
    desk::{
        gate::{Closed, WhyClosed},
        view::Workspace,
    },
    ui::{
        icon,
        tick::{self, Kind},
    },
};

/// A card for each of them, which cannot be pressed.
pub fn cards(truth: &Workspace) -> AnyView {
    let card = |closed: &Closed| {
        view! {
            <li class="method method--closed">
                <span class="method__name">{icon(icon_of(closed.method), "i")}{closed.method.name()}</span>
                <span class="xs">{words(truth, closed)}</span>
            </li>
        }
    };
    truth.closed.iter().map(card).collect_view().into_any()
}

/// What the policy uses for nobody.
pub fn off(truth: &Workspace) -> AnyView {
    if truth.off.is_empty() {
        return ().into_any();
    }
    let words = ["Off in policy v", &truth.policy_version.to_string(), ": ", &truth.off.join(", "), "."].concat();
    view! { <p class="xs ink3 hint">{words}</p> }.into_any()
}

fn words(truth: &Workspace, closed: &Closed) -> AnyView {
    let sentence = match &closed.why {
        WhyClosed::From(from) => {
            return view! { "Too new. Counts from " {tick::inline(Kind::Date, *from, truth.now)} "." }.into_any();
        }
        WhyClosed::Off => ["Off in policy v", &truth.policy_version.to_string(), "."].concat(),
        WhyClosed::NotHere(on) => ["Works on ", &on.join(", ").to_lowercase(), " only."].concat(),
        WhyClosed::Barred => "Not while a risk signal stands: see above.".to_owned(),
        WhyClosed::Disabled => match closed.method {
            Method::Pin => "Locked after too many wrong tries. They choose a new one in the app.".to_owned(),
            _ => "Disabled after too many wrong tries. It must be added again.".to_owned(),
        },
        WhyClosed::HasNone => match closed.method {
            Method::Push => "They have no phone enrolled.",
            Method::Pin => "They have chosen none.",
            _ => "They have set up none.",
        }
        .to_owned(),
    };
    sentence.into_any()
}
