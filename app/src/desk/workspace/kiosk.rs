//! "Kiosk": on which screen the customer sees what is asked, and the way to choose it. Only in a session at a counter.

use leptos::prelude::*;

use super::page::Page;
use crate::{
    desk::{parts::button_form, view::Place},
    kiosk::view::KioskRow,
    ui::{Tone, icon, note},
};

/// The part; nothing where the customer is at no counter.
pub fn kiosk(page: &Page<'_>) -> AnyView {
    let Some(at) = &page.truth.kiosk else { return ().into_any() };
    let inner = match &at.on {
        Some(on) => on_one(page, on),
        None if at.others.is_empty() => note(
            Tone::Plain,
            "kiosk",
            "There is no kiosk".to_owned(),
            "An administrator makes a screen one, under Kiosks. Until then read digits aloud, and hand over links in a message.".to_owned(),
            false,
        ),
        None => choose(page, &at.others),
    };
    view! { <section class="stack stack--sm" aria-labelledby="kiosk-h"><h2 id="kiosk-h" class="h-sec">"Kiosk"</h2>{inner}</section> }
        .into_any()
}

fn on_one(page: &Page<'_>, on: &KioskRow) -> AnyView {
    let (tone, body) = if on.heard {
        ("note note--good", "It shows what you ask here, and nothing of theirs longer than a minute without a touch.")
    } else {
        ("note note--warn", "It has not been heard of for two minutes. If they see nothing there, choose another or read the digits aloud.")
    };
    let go = view! { <button type="submit" class="btn btn--sm">"They left it"</button> }.into_any();
    view! {
        <div class=tone>
            {icon("kiosk", "i")}
            <p class="grow"><b>{["They are at ", &on.name].concat()}</b><br />{body}</p>
            {button_form("/api/desk/let-kiosk-go", page.truth.session.id, asked(page), go)}
        </div>
    }
    .into_any()
}

fn choose(page: &Page<'_>, others: &[KioskRow]) -> AnyView {
    let rows: Vec<_> = others.iter().map(|kiosk| offer(page, kiosk)).collect();
    view! {
        <p class="ink2">"At which one do they stand? Until you choose, no screen shows what you ask."</p>
        <ul class="row row--wrap">{rows}</ul>
    }
    .into_any()
}

fn offer(page: &Page<'_>, kiosk: &KioskRow) -> AnyView {
    let why = match (kiosk.heard, kiosk.asking) {
        (_, true) => Some("in use"),
        (false, false) => Some("not heard of"),
        (true, false) => None,
    };
    let name = kiosk.name.clone();
    if let Some(why) = why.filter(|_| kiosk.asking) {
        return view! { <li class="tag">{icon("kiosk", "i")}{name}", "{why}</li> }.into_any();
    }
    let fields = asked(page).into_iter().chain([("kiosk", kiosk.id.to_string())]).collect();
    let button = view! { <button type="submit" class="btn">{icon("kiosk", "i")}{name}{why.map(|why| view! { <span class="hint">", "{why}</span> })}</button> };
    view! { <li>{button_form("/api/desk/kiosk", page.truth.session.id, fields, button.into_any())}</li> }.into_any()
}

/// Which request to lead back to.
fn asked(page: &Page<'_>) -> Vec<(&'static str, String)> {
    match page.place {
        Place::Asked(challenge) => vec![("asked", challenge.to_string())],
        Place::Overview | Place::FillIn(_) | Place::Ran(_) | Place::Waits(_) => vec![],
    }
}
