//! Recent changes, each with its way back, and recent contacts.

use domain::time::Timestamp;
use leptos::prelude::*;

use super::parts::button;
use crate::{
    phone::{
        api::{Change, Home, PastContact},
        words,
    },
    ui::icon,
};

/// Recent changes: each can be said to be one's own, or put back. Which were said to be is known to the phone alone.
pub fn changes(home: &Home) -> AnyView {
    let to_check = home.recent_changes.iter().filter(|change| change.put_back_at.is_none()).count();
    let none_to_check = to_check == 0;
    let rows: Vec<AnyView> = home.recent_changes.iter().map(|change| one(change, home.now)).collect();
    view! {
        <section class="stack stack--sm" aria-labelledby="chg-h">
            <div class="row">
                <h2 id="chg-h">"Recent changes"</h2>
                <span class="tag tag--warn end" id="to-check" hidden=none_to_check><span>{to_check}</span>" to check"</span>
            </div>
            {group(rows, "Nothing was changed lately")}
        </section>
    }
    .into_any()
}

fn one(change: &Change, now: Timestamp) -> AnyView {
    let (name, head, body) = words::change(change, now);
    let run = change.run.to_string();
    let open = change.put_back_at.is_none();
    let ways = view! {
        <div class="row">
            {button("btn btn--lg grow", "It was me", "mine", run.clone())}
            {button("btn btn--bad btn--lg grow", view! { {icon("undo", "i")}"Put it back" }, "put-back", run.clone())}
        </div>
        <span class="mine" hidden><span class="vh">"You said it was you"</span>{icon("check", "i")}</span>
    };
    let receipt = change.approved.then(|| receipt(["/me/receipt/change/", &run].concat(), &head));
    let more = if open { ways.into_any() } else { icon("undo", "i") };
    view! { <li data-run=open.then_some(run)>{icon(name, "i i--lg")}<p class="grow"><b>{head}</b>{body}{receipt}</p>{more}</li> }.into_any()
}

/// The way to the receipt of something.
fn receipt(href: String, of: &str) -> AnyView {
    let label = ["Receipt: ", of].concat();
    view! { " "<a class="nowrap" href=href aria-label=label>"Receipt"</a> }.into_any()
}

/// Recent contacts.
pub fn contacts(home: &Home) -> AnyView {
    let rows: Vec<AnyView> = home.recent_contacts.iter().map(|past| contact(past, home.now)).collect();
    view! {
        <section class="stack stack--sm" aria-labelledby="con-h">
            <h2 id="con-h">"Recent contacts"</h2>
            {group(rows, "You have not talked to us lately")}
        </section>
    }
    .into_any()
}

fn contact(past: &PastContact, now: Timestamp) -> AnyView {
    let (head, body) = words::past(past, now);
    let receipt = receipt(["/me/receipt/contact/", &past.session.to_string()].concat(), &head);
    let (name, stopped) = match past.stopped {
        Some(_) => ("report", Some(view! { <span class="tag">"Stopped"</span> })),
        None => (words::channel_icon(past.channel), None),
    };
    view! { <li>{icon(name, "i i--lg")}<p class="grow"><b>{head}</b>{body}{receipt}</p>{stopped}</li> }.into_any()
}

fn group(rows: Vec<AnyView>, none: &'static str) -> AnyView {
    if rows.is_empty() { view! { <p class="ink3">{none}</p> }.into_any() } else { view! { <ul class="group">{rows}</ul> }.into_any() }
}
