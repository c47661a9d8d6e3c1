//! One session's page: an island that always shows the last whole truth the server sent.
//!
//! Each part is a function from the state to what is drawn, and reads only the versions it depends on. To add a part:
//! a field in [`state::Parts`], a file here, a line in [`SessionWorkspace`].

mod actions;
mod assurance;
#[cfg(feature = "hydrate")]
mod awake;
mod done;
mod fill_in;
mod frozen;
mod head;
mod over;
mod pending;
mod raise;
mod side;
mod state;
mod steps;
mod timeline;

use leptos::prelude::*;

use domain::session::SessionState;

use super::{
    rail::rail,
    view::{Place, Workspace},
};
use crate::ui::{Tone, note};
use state::{Live, Panel};

/// The rail and the sheet of one session.
#[island]
pub fn SessionWorkspace(
    /// What was true when the page was drawn.
    initial: Workspace,
    /// Which part of the page is open.
    place: Place,
    /// The idempotency key of the page's forms.
    key: String,
    /// The agent's name, as customers see it.
    agent: String,
    /// What a form was answered, if it did not go.
    problem: Option<String>,
) -> impl IntoView {
    let live = Live::new(initial, place);
    #[cfg(feature = "hydrate")]
    awake::awake(live, place);
    let rail = move || {
        live.parts.rail.track();
        live.read(|truth| rail(&truth.rail, Some(truth.session.id), move || live.now()))
    };
    let problem = problem.map(|problem| note(Tone::Warn, "alert", "That did not go through".to_owned(), problem, true));
    view! {
        {rail}
        <main class="sheet" id="main">
            <div class="work">
                {move || head::head(live)}
                <hr />
                {problem}
                {move || assurance::assurance(live)}
                {move || middle(live, place, &key, &agent)}
            </div>
            <aside class="side" aria-label="Record and timeline">
                {move || side::record(live)}
                <section aria-labelledby="tl-h">
                    <div class="sec__head"><h2 id="tl-h">"Timeline"</h2></div>
                    <div role="log">{move || timeline::timeline(live)}</div>
                </section>
                {move || side::theirs(live)}
            </aside>
        </main>
    }
}

/// What stands in the middle. Only a change of the panel draws it anew; its parts watch for the rest.
fn middle(live: Live, place: Place, key: &str, agent: &str) -> AnyView {
    let (key, agent) = (key.to_owned(), agent.to_owned());
    let panel = live.panel.get();
    match panel {
        Panel::Overview => view! { {ended(live)}{move || raise::raise(live)}{move || actions::actions(live)} }.into_any(),
        Panel::FillIn => {
            let action = match place {
                Place::FillIn(action) => action,
                _ => live.read(|truth| truth.session.reason),
            };
            view! { <hr />{fill_in::fill_in(live, fill_in::Form { action, kept: None, key, agent })} }.into_any()
        }
        Panel::Pending => view! { <hr />{pending::pending(live, &agent)} }.into_any(),
        Panel::Expired(_) | Panel::Withdrawn => view! { <hr />{over::over(live, &key, &agent)} }.into_any(),
        Panel::Done | Panel::Ran => view! { <hr />{move || done::done(live)} }.into_any(),
        Panel::NotOpen => view! { <hr />{move || done::not_open(live, &key)} }.into_any(),
        Panel::Raised => view! { <hr />{move || over::raised(live)} }.into_any(),
        Panel::Frozen => view! { <hr />{move || frozen::frozen(live)} }.into_any(),
    }
}

fn ended(live: Live) -> AnyView {
    let over = move || {
        live.parts.head.track();
        live.read(|truth| match truth.session.state {
            SessionState::Ended { .. } => {
                note(Tone::Plain, "check", "This session has ended".to_owned(), "Open a new one for a new contact.".to_owned(), false)
            }
            _ => ().into_any(),
        })
    };
    over.into_any()
}
