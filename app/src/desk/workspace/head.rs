//! Whose session, how they reached us, how long, and what can be done with the session itself.

use leptos::prelude::*;

use domain::session::SessionState;

use super::{channels::move_on, page::Page};
use crate::{
    desk::{
        parts::{button_form, contact, number, seen},
        rail::channel_icon,
        view::Workspace,
    },
    ui::{
        icon,
        tick::{self, Kind},
        time,
    },
};

/// The head of the page.
pub fn head(page: &Page<'_>) -> AnyView {
    let truth = page.truth;
    let session = &truth.session;
    let (id, opened, state) = (session.id, session.opened_at, session.state);
    let over = matches!(state, SessionState::Ended { .. });
    let elapsed = match state {
        SessionState::Ended { at } => time::lasted(opened, at).into_any(),
        _ => tick::text(Kind::Lasted, opened, page.now()),
    };
    let end = || button_form("/api/desk/end", id, vec![], view! { <button type="submit" class="btn">"End session"</button> }.into_any());
    view! {
        <header class="sesshead">
            <span class="chan chan--lg">{icon(channel_icon(session.channel), "i i--lg")}</span>
            <div class="grow">
                <h1 id="session-h" tabindex="-1">{seen(&session.name)}</h1>
                <p class="meta">
                    <span>"Customer "{number(&session.number)}</span>
                    <span>{contact(session.channel, session.started_by)}</span>
                    {session.case.clone().map(|case| view! { <span>"Case "{case}</span> })}
                </p>
            </div>
            <p class="elapsed num"><b>{elapsed}</b><span class="ink3 xs">{if over { "Ended" } else { "Elapsed" }}</span></p>
            {(!over).then(end)}
            {matches!(state, SessionState::Open).then(|| menu(truth))}
        </header>
    }
    .into_any()
}

fn menu(truth: &Workspace) -> AnyView {
    let id = truth.session.id;
    let attack = view! {
        <button type="submit" class="bad" aria-keyshortcuts="!">
            {icon("report", "i")}<span>"Suspected attack"</span><kbd>"!"</kbd>
            <span class="hint">"Freezes this session, tells a supervisor"</span>
        </button>
    };
    view! {
        <details class="menu">
            <summary class="btn btn--icon" aria-label="Session menu">{icon("more", "i")}</summary>
            <ul>{move_on(truth)}<li>{button_form("/api/desk/suspect-attack", id, vec![], attack.into_any())}</li></ul>
        </details>
    }
    .into_any()
}
