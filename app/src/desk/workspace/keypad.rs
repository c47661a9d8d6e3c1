//! Asking for a PIN: the caller goes to the keypad, and the agent sees how far they are and never what they type.

use domain::{assurance::Method, challenge::TRIES};
use leptos::prelude::*;

use super::{page::Page, pending::done};
use crate::{
    desk::{parts::count, view::AskedView},
    ui::{
        Tone, note,
        tick::{self, Kind},
        time,
    },
};

/// Where the call is put through to.
pub fn say(entry: &str) -> AnyView {
    let (first, second) = entry.split_at_checked(4).unwrap_or((entry, ""));
    view! {
        <div class="challenge__say">
            <p class="ink2">"Put the call through to the keypad, with this number"</p>
            <p class="digits digits--eight" id="digits">{first}" "{second}</p>
            <h2 id="panel-h" tabindex="-1">"The customer types their PIN"</h2>
            <p class="xs ink2">"You hear no tones and see no digits. The call comes back to you by itself. Never ask them to say it."</p>
        </div>
    }
    .into_any()
}

/// What is said after a wrong entry, in this contact or before it: the count is the PIN's own.
pub fn wrong(asked: &AskedView) -> AnyView {
    if asked.tries_left >= TRIES {
        return ().into_any();
    }
    let head = if asked.method == Method::Totp { "Their code was typed wrong" } else { "Their PIN was typed wrong" };
    note(Tone::Warn, "keypad", head.to_owned(), ["Nothing was changed. ", &left(asked)].concat(), false)
}

/// How often it can still be wrong.
pub fn left(asked: &AskedView) -> String {
    let left = count(u32::from(asked.tries_left), "try left", "tries left");
    let before = if asked.method == Method::Totp { ", in this request." } else { " before it is locked, in this contact and every other." };
    [left.as_str(), before].concat()
}

/// How far they are.
pub fn steps(page: &Page<'_>, asked: &AskedView) -> AnyView {
    let sent = asked.asked_at;
    let next = if asked.opened_at.is_some() { "Waiting for their PIN" } else { "Waiting for the keypad" };
    view! {
        <ol aria-label="Challenge status">
            {done("Asked".to_owned(), tick::text(Kind::Hms, sent, page.now()))}
            {asked.opened_at.map(|at| done("At the keypad, tones muted".to_owned(), time::after(sent, at).into_any()))}
            <li class="step step--now"><span class="pulse"></span><span>{next}</span>{tick::text(Kind::Since, sent, page.now())}</li>
        </ol>
    }
    .into_any()
}

/// What the agent can say.
pub fn script() -> AnyView {
    view! {
        <section class="stack stack--sm" aria-labelledby="say-h">
            <h3 id="say-h" class="h-sec">"You can say"</h3>
            <p class="script">"“I need your PIN, on your phone’s keypad. I cannot hear or see it. Please never say it aloud, to me or to anybody.”"</p>
            <p class="hint">"If they hesitate, or someone seems to coach them: press "<kbd>"!"</kbd></p>
        </section>
    }
    .into_any()
}
