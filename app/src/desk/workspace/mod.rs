//! One session's page. The server draws it, always from the last whole truth; a browser that lives asks for the drawing
//! again at every event and puts in what differs ([`crate::browser::redraw`]). So there is one way to draw it, with or
//! without a script, and forms that are being filled in are never touched.
//!
//! Each part is a function from [`Page`] to what is drawn. A part that changes while the page is open is wrapped by
//! [`live`]. To add one: a file here and a line in [`sheet`].

mod access_told;
mod actions;
mod assurance;
mod channels;
mod closed;
mod done;
mod fill_in;
mod frozen;
mod head;
mod house_told;
mod keypad;
mod kiosk;
mod link;
mod news;
mod no_way;
mod notification;
mod over;
mod page;
mod pending;
mod phones;
mod raise;
mod reveal;
mod second;
mod side;
mod steps;
mod timeline;
mod tried;

use leptos::prelude::*;

use domain::session::SessionState;

use super::{
    rail::rail,
    typed::{Forms, Typed},
    view::{Place, Workspace},
};
use crate::ui::{Tone, note};
use page::{Page, Panel};
pub use {
    link::code as qr_code,
    pending::{grouped, spelled},
    timeline::{Told, told},
};

/// The rail and the sheet of one session.
pub fn sheet(truth: &Workspace, place: Place, forms: &Forms, agent: &str) -> AnyView {
    let page = Page { truth, place, panel: Panel::of(truth, place), key: &forms.key, agent, typed: &forms.typed };
    let (news, urgent) = page.news();
    let place = serde_json::to_string(&place).unwrap_or_default();
    let problem = forms.problem.clone().map(|problem| note(Tone::Warn, "alert", "That did not go through".to_owned(), problem, true));
    view! {
        {rail(&truth.rail, Some(truth.session.id), Some(truth.now))}
        <main class="sheet" id="main" data-session=truth.session.id.to_string() data-place=place data-now=truth.now.micros().to_string()
            data-panel=page.panel.key() data-focus=page.focus() data-news=news data-urgent=urgent>
            <div class="work">
                {live("head", head::head(&page))}
                <hr />
                {problem}
                {live("tried", tried::tried(&page))}
                {live("assurance", assurance::assurance(&page))}
                {live("kiosk", kiosk::kiosk(&page))}
                <div class="live" id="panel">{middle(&page)}</div>
            </div>
            <aside class="side" aria-label="Record and timeline">
                <section aria-labelledby="rec-h">{live("record", side::record(&page))}</section>
                {live("phones", phones::phones(&page))}
                <section aria-labelledby="tl-h">
                    <div class="sec__head"><h2 id="tl-h">"Timeline"</h2></div>
                    <div role="log" id="timeline" data-live>{timeline::timeline(&page)}</div>
                </section>
                <section aria-labelledby="theirs-h">{live("theirs", side::theirs(&page))}</section>
            </aside>
        </main>
    }
    .into_any()
}

/// A part that is drawn again when it differs.
fn live(id: &'static str, part: AnyView) -> AnyView {
    view! { <div class="live" id=id data-live>{part}</div> }.into_any()
}

/// What stands in the middle: drawn anew as a whole only when it is another panel.
fn middle(page: &Page<'_>) -> AnyView {
    let panel = match page.panel {
        Panel::Overview => {
            return view! {
                {live("ended", ended(page))}
                {live("raise", raise::raise(page))}
                {live("actions", actions::actions(page))}
            }
            .into_any();
        }
        Panel::FillIn => {
            let action = match page.place {
                Place::FillIn(action) => action,
                _ => page.truth.session.reason,
            };
            fill_in::fill_in(page, action, &Typed::default())
        }
        Panel::Pending => pending::pending(page),
        Panel::Expired(_) | Panel::Withdrawn => over::over(page),
        Panel::Done | Panel::Ran => live("done", done::done(page)),
        Panel::NotOpen | Panel::OpenNow => live("not-open", done::not_open(page)),
        Panel::Waits => second::waiting(page),
        Panel::SecondDenied | Panel::SecondWithdrawn | Panel::SecondExpired => second::over(page),
        Panel::Raised => live("raised", over::raised(page)),
        Panel::Frozen => frozen::frozen(page),
    };
    view! { <hr />{panel} }.into_any()
}

fn ended(page: &Page<'_>) -> AnyView {
    match page.truth.session.state {
        SessionState::Ended { .. } => {
            note(Tone::Plain, "check", "This session has ended".to_owned(), "Open a new one for a new contact.".to_owned(), false)
        }
        _ => ().into_any(),
    }
}
