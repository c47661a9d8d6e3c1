//! Recent changes, each with its way back, and recent contacts.

use domain::ids::RunId;
use leptos::prelude::*;

use super::{
    outcome::{put_back, row},
    state::Phone,
};
use crate::{
    browser::device,
    phone::{
        api::{Change, PastContact},
        words,
    },
    ui::icon,
};

/// Recent changes: each can be said to be one's own, or put back.
pub fn changes(phone: Phone) -> AnyView {
    let all = Memo::new(move |_| phone.home.with(|home| home.as_ref().map(|home| home.recent_changes.clone()).unwrap_or_default()));
    let mine = RwSignal::new(Vec::<RunId>::new());
    Effect::new(move |_| mine.set(serde_json::from_str(&device::checked()).unwrap_or_default()));
    let to_check = move || all.with(|all| mine.with(|mine| all.iter().filter(|change| open(change, mine)).count()));
    view! {
        <section class="stack stack--sm" aria-labelledby="chg-h">
            <div class="row">
                <h2 id="chg-h">"Recent changes"</h2>
                {move || Some(to_check()).filter(|n| *n > 0).map(|n| view! { <span class="tag tag--warn end">{n}" to check"</span> })}
            </div>
            {move || {
                let rows: Vec<AnyView> = all.get().into_iter().map(|change| one(phone, &change, mine)).collect();
                group(rows, "Nothing was changed lately")
            }}
        </section>
    }
    .into_any()
}

/// Neither put back nor said to be the customer's own doing.
fn open(change: &Change, mine: &[RunId]) -> bool {
    change.put_back_at.is_none() && !mine.contains(&change.run)
}

fn one(phone: Phone, change: &Change, mine: RwSignal<Vec<RunId>>) -> AnyView {
    let (name, head, body) = words::change(change, phone.now.get_untracked(), phone.zone.get());
    let run = change.run;
    let more = if mine.with(|mine| open(change, mine)) {
        let it_was_me = move |_| {
            mine.update(|mine| mine.push(run));
            device::set_checked(&serde_json::to_string(&mine.get_untracked()).unwrap_or_default());
        };
        view! {
            <div class="row">
                <button type="button" class="btn btn--lg grow" on:click=it_was_me>"It was me"</button>
                <button type="button" class="btn btn--bad btn--lg grow" on:click=move |_| put_back(phone, run)>{icon("undo", "i")}"Put it back"</button>
            </div>
        }
        .into_any()
    } else if change.put_back_at.is_some() {
        icon("undo", "i")
    } else {
        view! { <span class="vh">"You said it was you"</span>{icon("check", "i")} }.into_any()
    };
    row(name, head, body, Some(more))
}

/// Recent contacts.
pub fn contacts(phone: Phone) -> AnyView {
    let all = Memo::new(move |_| phone.home.with(|home| home.as_ref().map(|home| home.recent_contacts.clone()).unwrap_or_default()));
    view! {
        <section class="stack stack--sm" aria-labelledby="con-h">
            <h2 id="con-h">"Recent contacts"</h2>
            {move || {
                let rows: Vec<AnyView> = all.get().into_iter().map(|past| contact(phone, &past)).collect();
                group(rows, "You have not talked to us lately")
            }}
        </section>
    }
    .into_any()
}

fn contact(phone: Phone, past: &PastContact) -> AnyView {
    let (head, body) = words::past(past, phone.now.get_untracked(), phone.zone.get());
    let (name, tag) = match past.stopped {
        Some(_) => ("report", Some(view! { <span class="tag">"Stopped"</span> }.into_any())),
        None => (words::channel_icon(past.channel), None),
    };
    row(name, head, body, tag)
}

fn group(rows: Vec<AnyView>, none: &'static str) -> AnyView {
    if rows.is_empty() { view! { <p class="ink3">{none}</p> }.into_any() } else { view! { <ul class="group">{rows}</ul> }.into_any() }
}
