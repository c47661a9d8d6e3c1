//! The small words of the customer's pages that depend on data: when, where, how. Each is a view, because the times in them
//! are drawn again in the reader's own zone.

use domain::{
    action::ActionKind,
    challenge::Prompt,
    channel::{Channel, Conveyed, StartedBy},
    time::Timestamp,
};
use leptos::prelude::*;

use super::api::{Change, Contact, LookedAt, PastContact};
use crate::ui::{
    icon,
    tick::{self, Kind},
};

/// "14:20" today, "tomorrow, 14:20", else "13 March, 14:20".
pub fn when(at: Timestamp, now: Timestamp) -> AnyView {
    tick::inline(Kind::When, at, now)
}

/// "14:20".
pub fn hm(at: Timestamp, now: Timestamp) -> AnyView {
    tick::inline(Kind::Hm, at, now)
}

/// The first letters of a name.
pub fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).collect()
}

/// Above the field for the six digits, by the way they come.
pub fn ask_for_digits(first_name: &str, channel: Channel) -> String {
    let how = match channel.rule().conveyed {
        Conveyed::Aloud => " reads out",
        Conveyed::InWriting => " sends you",
        Conveyed::OnKiosk => return "If yes, type the six digits the kiosk shows".to_owned(),
    };
    ["If yes, type the six digits ", first_name, how].concat()
}

/// Whether a prompt only shows who somebody is. Its words say so.
pub fn changes_nothing(prompt: &Prompt) -> bool {
    prompt.what.get(1).is_some_and(|line| line == "Nothing changes by this")
}

/// "You called us at 14:16. About: change email."
pub fn contact(contact: &Contact, now: Timestamp) -> AnyView {
    let rule = contact.channel.rule();
    let how = match contact.started_by {
        StartedBy::Customer => rule.customer_started,
        StartedBy::Us => rule.we_started,
    };
    view! { {how}" at "{hm(contact.since, now)}". About: "{contact.about.about()}"." }.into_any()
}

/// A contact that was: its heading and what came of it.
pub fn past(past: &PastContact, now: Timestamp) -> (String, AnyView) {
    let head = [&past.with, ", ", &past.channel.rule().name.to_lowercase()].concat();
    let span = match past.until {
        None => "Now.".into_any(),
        Some(until) => view! { {when(past.from, now)}" to "{hm(until, now)}"." }.into_any(),
    };
    let proved = if past.proved { " You proved it by app." } else { " Not proved." };
    let looks: Vec<_> = past.looked_at.iter().map(|look| looked_at(look, now)).collect();
    (head, view! { {span}{proved}{looks} }.into_any())
}

/// "Ana L. looked at your email address, 14:05."
fn looked_at(look: &LookedAt, now: Timestamp) -> AnyView {
    let said = [&look.by, " looked at ", look.field.to_its_owner(), ", "].concat();
    view! { <span class="looked">{icon("eye", "i i--sm")}<span>{said}{when(look.at, now)}"."</span></span> }.into_any()
}

/// A change: its icon, its heading and how it came about.
pub fn change(change: &Change, now: Timestamp) -> (&'static str, String, AnyView) {
    let (icon, head) = match change.what {
        ActionKind::ChangeEmail => ("mail", "Email changed to "),
        ActionKind::Refund => ("bill", "Paid back to you: "),
        ActionKind::UpdateContactPreferences => ("msg", "News from us: "),
    };
    let how = if change.approved { ". Approved by you on a phone" } else { ". Made by us" };
    let back = change.put_back_at.map(|at| view! { ". Put back, "{when(at, now)} });
    (icon, [head, &change.in_words].concat(), view! { {when(change.at, now)}{how}{back} }.into_any())
}

/// The icon of a channel.
pub fn channel_icon(channel: Channel) -> &'static str {
    match channel.rule().key {
        "chat" => "chat",
        "ticket" => "ticket",
        "kiosk" => "kiosk",
        "social" => "social",
        "embedded" => "puzzle",
        "portal" => "inapp",
        _ => "phone",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_says_how_the_digits_come() {
        let by = |key| ask_for_digits("Ana", Channel::from_key(key).unwrap());
        assert_eq!(by("phone"), "If yes, type the six digits Ana reads out");
        assert_eq!(by("chat"), "If yes, type the six digits Ana sends you");
        assert_eq!(by("kiosk"), "If yes, type the six digits the kiosk shows");
    }
}
