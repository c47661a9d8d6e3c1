//! Beside a field of the record: from which level it can be seen, the way to have it shown for a while, or for how long it still is.

use leptos::prelude::*;

use domain::{
    customer::{Field, Seen},
    reveal::Because,
    time::Timestamp,
};

use super::page::Page;
use crate::{
    desk::{
        parts::{hidden, seen},
        view::RecordField,
    },
    ui::{
        icon, level,
        tick::{self, Kind},
    },
};

/// The field's value, or its mask. What a reason opened says when it is over, for a page that nobody tells.
pub fn value(row: &RecordField) -> AnyView {
    match &row.seen {
        Seen::Revealed { text, until } => {
            let until = until.micros().to_string();
            view! { <span class="revealed" data-hides=until>{text.clone()}</span> }.into_any()
        }
        other => seen(other),
    }
}

/// What stands beside it.
pub fn beside(page: &Page<'_>, row: &RecordField) -> AnyView {
    match row.seen {
        Seen::Hidden { from, .. } => view! { <span class="xs ink3">{["From ", level::name(from)].concat()}</span> }.into_any(),
        Seen::Masked { .. } => ask(page, row.field),
        Seen::Revealed { until, .. } => hides(page, row.field, until),
        Seen::Value { .. } | Seen::Missing => ().into_any(),
    }
}

/// The control has one id whatever it is, so that the focus stays where it was when one becomes the other.
fn id(field: Field, part: &str) -> String {
    ["reveal-", field.key(), part].concat()
}

/// What every form here sends.
fn about(page: &Page<'_>, field: Field) -> AnyView {
    let place = serde_json::to_string(&page.place).unwrap_or_default();
    view! {
        {hidden("session", page.truth.session.id.to_string())}
        {hidden("field", field.key().to_owned())}
        {hidden("place", place)}
    }
    .into_any()
}

fn ask(page: &Page<'_>, field: Field) -> AnyView {
    let name = field.name().to_lowercase();
    let (why, words) = (id(field, "-why"), id(field, "-words"));
    let reasons = Because::ALL.map(|because| view! { <option value=because.key()>{because.name()}</option> });
    view! {
        <details class="reveal" name="reveal">
            <summary class="btn btn--ghost btn--sm" id=id(field, "") aria-label=["Reveal ", &name, ", audited"].concat()>
                {icon("eye", "i i--sm")}"Reveal"
            </summary>
            <form method="post" action="/api/desk/reveal" class="card dialog" aria-labelledby=id(field, "-h")
                data-say=[field.name(), " shown for 60 seconds"].concat()>
                <h3 class="h-sec" id=id(field, "-h")>{["Reveal ", &name].concat()}</h3>
                <p class="ink2">"Shown for 60 s. Logged with your name and reason, and shown to the customer."</p>
                {about(page, field)}
                <div class="field">
                    <label for=why.clone()>"Why do you need it?"</label>
                    <select class="input" id=why name="because">{reasons}</select>
                </div>
                <div class="field reveal__words">
                    <label for=words.clone()>"The reason, in a few words"</label>
                    <input class="input" id=words name="words" maxlength="80" autocomplete="off" />
                </div>
                <div class="row">
                    <button type="submit" class="btn btn--primary">{icon("eye", "i")}"Reveal for 60 s "<kbd>"↵"</kbd></button>
                    <button type="button" class="btn btn--ghost" data-close>"Cancel "<kbd>"Esc"</kbd></button>
                </div>
            </form>
        </details>
    }
    .into_any()
}

fn hides(page: &Page<'_>, field: Field, until: Timestamp) -> AnyView {
    view! {
        <form method="post" action="/api/desk/hide" class="reveal">
            {about(page, field)}
            <button type="submit" class="btn btn--ghost btn--sm" id=id(field, "")>
                <span class="vh">{[field.name(), ": "].concat()}</span>"Hides in "{tick::inline(Kind::Left, until, page.now())}
            </button>
        </form>
    }
    .into_any()
}
