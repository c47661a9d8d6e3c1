//! Who is it? The two fields of the form, and a look-up before the session is opened. Without a script the fields alone
//! are enough: opening looks up too, and says so when there is not exactly one match.

use leptos::{
    html::{Input, Select},
    prelude::*,
    task::spawn_local,
};

use domain::assurance::Level;

use super::{
    parts::number,
    server_fns::look_up,
    view::{Found, Identifier, IdentifierKind},
};
use crate::{
    error::ApiError,
    ui::{Tone, icon, level, note},
};

const KINDS: [(IdentifierKind, &str, &str); 3] = [
    (IdentifierKind::CustomerNumber, "customer_number", "Customer number"),
    (IdentifierKind::Phone, "phone", "Phone number"),
    (IdentifierKind::Email, "email", "Email address"),
];

fn kind_of(key: &str) -> IdentifierKind {
    KINDS.iter().find(|(_, this, _)| *this == key).map_or(IdentifierKind::CustomerNumber, |(kind, ..)| *kind)
}

/// The fields, the button and what was found.
#[island]
pub fn FindCustomer(
    /// The kind that was chosen before, when the form came back; empty when it did not.
    typed_kind: String,
    /// What had been typed.
    typed_value: String,
) -> impl IntoView {
    let kind = RwSignal::new(if typed_kind.is_empty() { "customer_number".to_owned() } else { typed_kind });
    let value = RwSignal::new(typed_value.clone());
    let found = RwSignal::new(None::<Result<Vec<Found>, ApiError>>);
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    // What was typed before this woke up is kept; afterwards the fields follow the signals.
    let (select, input) = (NodeRef::<Select>::new(), NodeRef::<Input>::new());
    Effect::new(move |adopted: Option<bool>| {
        // Read on every run, or this would not run again when they change.
        let (kind_now, value_now) = (kind.get(), value.get());
        let (Some(select), Some(input)) = (select.get(), input.get()) else { return false };
        if adopted == Some(true) {
            select.set_value(&kind_now);
            input.set_value(&value_now);
        } else {
            kind.set(select.value());
            value.set(input.value());
        }
        true
    });
    let find = move || {
        let identifier = Identifier { kind: kind_of(&kind.read_untracked()), value: value.get_untracked() };
        spawn_local(async move { found.set(Some(look_up(identifier).await)) });
    };
    let enter = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && !event.ctrl_key() && !event.meta_key() {
            event.prevent_default();
            find();
        }
    };
    let button =
        move || awake.get().then(|| view! { <button type="button" class="btn" on:click=move |_| find()>"Find "<kbd>"↵"</kbd></button> });
    let option = move |(_, key, name): (IdentifierKind, &'static str, &'static str)| {
        view! { <option value=key selected=key == kind.get_untracked()>{name}</option> }
    };
    view! {
        <fieldset class="field">
            <legend class="label">"2. Who is it?"</legend>
            <div class="row row--top row--wrap">
                <div class="field input--short">
                    <label class="vh" for="kind">"Kind of identifier"</label>
                    <select class="input" id="kind" name="kind" on:change=move |event| kind.set(event_target_value(&event)) node_ref=select>
                        {KINDS.map(option).collect_view()}
                    </select>
                </div>
                <div class="field grow">
                    <label class="vh" for="value">"Identifier"</label>
                    <input class="input" id="value" name="value" value=typed_value required maxlength="254" autocomplete="off" aria-describedby="value-h" aria-keyshortcuts="/"
                        node_ref=input on:input=move |event| { value.set(event_target_value(&event)); found.set(None); } on:keydown=enter />
                    <span class="hint" id="value-h">"Exact match only. There is no list to browse and no search by name."</span>
                </div>
                {button}
            </div>
        </fieldset>
        <div aria-live="polite">{move || found.with(|found| found.as_ref().map(|found| result(found, kind, value)))}</div>
    }
}

fn result(found: &Result<Vec<Found>, ApiError>, kind: RwSignal<String>, value: RwSignal<String>) -> AnyView {
    let records = match found {
        Ok(records) => records,
        Err(error) => return note(Tone::Warn, "alert", "The look-up did not go through".to_owned(), error.to_string(), false),
    };
    let (tone, head, body) = match records.len() {
        0 => (Tone::Warn, "No exact match", "Check it with the customer, or try their customer number."),
        1 => (Tone::Good, "One record", "Nothing but this is shown until the session is open."),
        _ => (
            Tone::Warn,
            "More than one record has this",
            "They may be one person with two accounts, or two people on one line. Ask for the customer number on their last bill, then choose. Do not read any detail aloud.",
        ),
    };
    let several = records.len() > 1;
    let rows: Vec<_> = records.iter().map(|record| row(record, several, kind, value)).collect();
    let group = (!rows.is_empty()).then(|| view! { <div class="group" role="group" aria-label="Matching records">{rows}</div> });
    view! { <div class="stack stack--sm">{note(tone, if tone == Tone::Good { "check" } else { "users" }, head.to_owned(), body.to_owned(), false)}{group}</div> }
        .into_any()
}

fn row(record: &Found, choose: bool, kind: RwSignal<String>, value: RwSignal<String>) -> AnyView {
    let digits = StoredValue::new(record.number.clone());
    let choice = choose.then(|| {
        let take = move |_| {
            kind.set("customer_number".to_owned());
            value.set(digits.get_value());
        };
        view! { <input type="radio" name="record" id=record.number.clone() on:change=take /> }
    });
    let reach = if record.can_reach == Level::High {
        view! { <span class="xs good result">{icon("check", "i i--sm")}"Can reach High"</span> }.into_any()
    } else {
        view! { <span class="xs ink3">{["At most ", level::name(record.can_reach)].concat()}</span> }.into_any()
    };
    view! {
        <div>
            {choice}
            <label class="grow" for=record.number.clone()>
                <span class="row"><b class="md">{record.masked_name.clone()}</b><span class="tag">"Customer "{number(&record.number)}</span></span>
            </label>
            {reach}
        </div>
    }
    .into_any()
}
