//! The head of an action: its name, what it needs, and where in its order it stands.

use std::cmp::Ordering;

use leptos::prelude::*;

use domain::{assurance::Level, ids::SessionId};

use crate::ui::{icon, level_chip};

/// The way back to the actions.
pub fn back(session: SessionId) -> AnyView {
    let href = ["/desk/", &session.to_string()].concat();
    view! { <a class="btn btn--ghost btn--icon" href=href aria-label="Back to actions">{icon("back", "i")}</a> }.into_any()
}

/// The head of an action's panel: `at` is the step it stands at, one more than there are when all are done, 0
/// when it has no steps because nobody is asked.
pub fn action_head(session: SessionId, id: &'static str, title: String, needs: Option<Level>, at: u8) -> AnyView {
    action_head_of(session, id, title, needs, BY_ONE, at)
}

/// The steps of what the customer approves.
const BY_ONE: &[&str] = &["Fill in", "Customer approves", "Done"];
/// The same where a second person approves it too.
pub const BY_TWO: &[&str] = &["Fill in", "Customer approves", "Second person", "Done"];

/// The same with these steps.
pub fn action_head_of(
    session: SessionId,
    id: &'static str,
    title: String,
    needs: Option<Level>,
    names: &'static [&'static str],
    at: u8,
) -> AnyView {
    let needs = needs.map(|level| view! { <span class="ink3">"needs"</span>{level_chip(level, false)} });
    let order = (at > 0).then(|| {
        let steps: Vec<_> = (1..).zip(names).map(|(n, name)| step(n, at, name)).collect();
        view! { <ol class="steps end" aria-label="Order of this action">{steps}</ol> }
    });
    view! {
        <div class="row row--wrap">
            {back(session)}
            <h2 class="h-page" id=id tabindex="-1">{title}</h2>
            {needs}
            {order}
        </div>
    }
    .into_any()
}

fn step(n: u8, at: u8, name: &'static str) -> AnyView {
    let mark = match n.cmp(&at) {
        Ordering::Less => view! { <span class="tag tag--good">{icon("check", "i")}</span> }.into_any(),
        Ordering::Equal => view! { <span class="tag tag--accent">{n.to_string()}</span> }.into_any(),
        Ordering::Greater => view! { <span class="tag">{n.to_string()}</span> }.into_any(),
    };
    view! { <li aria-current=(n == at).then_some("step")>{mark}{name}</li> }.into_any()
}
