//! Small pieces that several parts of the desk are made of.

use leptos::prelude::*;

use domain::{
    channel::{Channel, StartedBy},
    customer::Seen,
    ids::SessionId,
};

/// A hidden field.
pub fn hidden(name: &'static str, value: String) -> AnyView {
    view! { <input type="hidden" name=name value=value /> }.into_any()
}

/// A form that is nothing but a button: `POST` to `/api/desk/…` with the session and whatever else is given.
pub fn button_form(action: &'static str, session: SessionId, fields: Vec<(&'static str, String)>, button: AnyView) -> AnyView {
    let fields: Vec<_> = fields.into_iter().map(|(name, value)| hidden(name, value)).collect();
    view! {
        <form method="post" action=action>
            {hidden("session", session.to_string())}
            {fields}
            {button}
        </form>
    }
    .into_any()
}

/// A masked value with its spoken form, or the value.
pub fn seen(seen: &Seen) -> AnyView {
    match seen {
        Seen::Value { text } | Seen::Revealed { text, .. } => text.clone().into_any(),
        Seen::Hidden { mask, spoken, .. } | Seen::Masked { mask, spoken } => {
            view! { <span class="mask" aria-hidden="true">{mask.clone()}</span><span class="vh">{spoken.clone()}</span> }.into_any()
        }
        Seen::Missing => view! { <span class="ink3">"None"</span> }.into_any(),
    }
}

/// A customer number in two groups.
#[must_use]
pub fn number(digits: &str) -> String {
    match digits.split_at_checked(4) {
        Some((first, rest)) if !rest.is_empty() => [first, " ", rest].concat(),
        _ => digits.to_owned(),
    }
}

/// "Phone, they called us": the channel and who started it, said to the agent.
#[must_use]
pub fn contact(channel: Channel, started_by: StartedBy) -> String {
    let who = match (started_by, channel.rule().key) {
        (StartedBy::Customer, "phone") => ", they called us",
        (StartedBy::Customer, "kiosk") => ", they came to us",
        (StartedBy::Customer, _) => ", they wrote to us",
        (StartedBy::Us, "phone") => ", we called them",
        (StartedBy::Us, "kiosk") => ", we invited them in",
        (StartedBy::Us, _) => ", we wrote to them",
    };
    [channel.rule().name, who].concat()
}

/// "1 try", "4 tries": a count with its word.
#[must_use]
pub fn count(n: u32, one: &str, many: &str) -> String {
    [n.to_string().as_str(), " ", if n == 1 { one } else { many }].concat()
}
