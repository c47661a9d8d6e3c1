//! The small words of the customer's pages that depend on data: when, where, how, and what of a typed code is kept.

use domain::{
    action::ActionKind,
    challenge::Prompt,
    channel::{Channel, Conveyed, StartedBy},
    time::Timestamp,
};

use super::api::{Change, Contact, PastContact};
use crate::ui::time;

const DAY: i64 = 86_400_000_000;

/// "14:20" today, "tomorrow, 14:20", else "13 March, 14:20". `zone` as in [`time`].
pub fn when(at: Timestamp, now: Timestamp, zone: i64) -> String {
    let day = |t: Timestamp| (t.micros() + zone).div_euclid(DAY);
    match day(at) - day(now) {
        0 => time::hm(at, zone),
        1 => ["tomorrow, ", &time::hm(at, zone)].concat(),
        _ => time::date_hm(at, zone),
    }
}

/// The first letters of a name.
pub fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).collect()
}

/// Only the digits, at most six: what a pasted "481 205" means.
pub fn digits(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_digit).take(6).collect()
}

/// Only letters and digits, in capitals, at most eight: a binding code as people type it.
pub fn binding_code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).take(8).map(|c| c.to_ascii_uppercase()).collect()
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

/// Under the field when they were others.
pub fn other_digits(first_name: &str, tries_left: u8) -> String {
    let tries = if tries_left == 1 { " try left." } else { " tries left." };
    ["Not the same digits. Ask ", first_name, " again. ", &tries_left.to_string(), tries].concat()
}

/// Whether a prompt only shows who somebody is. The phone knows the words alone, so it goes by the words.
pub fn changes_nothing(prompt: &Prompt) -> bool {
    prompt.what.get(1).is_some_and(|line| line == "Nothing changes by this")
}

/// "You called us at 14:16. About: change email."
pub fn contact(contact: &Contact, zone: i64) -> String {
    let rule = contact.channel.rule();
    let how = match contact.started_by {
        StartedBy::Customer => rule.customer_started,
        StartedBy::Us => rule.we_started,
    };
    [how, " at ", &time::hm(contact.since, zone), ". About: ", contact.about.about(), "."].concat()
}

/// A contact that was: its heading and what came of it.
pub fn past(past: &PastContact, now: Timestamp, zone: i64) -> (String, String) {
    let head = [&past.with, ", ", &past.channel.rule().name.to_lowercase()].concat();
    let span = match past.until {
        None => "Now.".to_owned(),
        Some(until) => [&when(past.from, now, zone), " to ", &time::hm(until, zone), "."].concat(),
    };
    let proved = if past.proved { " You proved it by app." } else { " Not proved." };
    (head, [&span, proved].concat())
}

/// A change: its icon, its heading and how it came about.
pub fn change(change: &Change, now: Timestamp, zone: i64) -> (&'static str, String, String) {
    let (icon, head) = match change.what {
        ActionKind::ChangeEmail => ("mail", "Email changed to "),
        ActionKind::Refund => ("bill", "Paid back to you: "),
        ActionKind::UpdateContactPreferences => ("msg", "News from us: "),
    };
    let how = if change.approved { ". Approved by you on a phone" } else { ". Made by us" };
    let back = change.put_back_at.map(|at| [". Put back, ", &when(at, now, zone)].concat()).unwrap_or_default();
    (icon, [head, &change.in_words].concat(), [&when(change.at, now, zone), how, &back].concat())
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

    const AT: Timestamp = Timestamp::from_micros(1_773_325_231_000_000);

    #[test]
    fn near_days_are_said_in_words() {
        let day = |n: i64| Timestamp::from_micros(AT.micros() + n * DAY);
        assert_eq!(when(AT, AT, 0), "14:20");
        assert_eq!(when(day(1), AT, 0), "tomorrow, 14:20");
        assert_eq!(when(day(2), AT, 0), "14 March, 14:20");
        assert_eq!(when(day(-9), AT, 0), "3 March, 14:20");
    }

    #[test]
    fn a_pasted_code_loses_what_is_not_code() {
        assert_eq!(digits(" 481 2056"), "481205");
        assert_eq!(binding_code("7kq4-m2 px9"), "7KQ4M2PX");
    }

    #[test]
    fn other_digits_say_how_often_one_may_try() {
        assert_eq!(other_digits("Ana", 4), "Not the same digits. Ask Ana again. 4 tries left.");
        assert_eq!(other_digits("Ana", 1), "Not the same digits. Ask Ana again. 1 try left.");
    }

    #[test]
    fn the_field_says_how_the_digits_come() {
        let by = |key| ask_for_digits("Ana", Channel::from_key(key).unwrap());
        assert_eq!(by("phone"), "If yes, type the six digits Ana reads out");
        assert_eq!(by("chat"), "If yes, type the six digits Ana sends you");
        assert_eq!(by("kiosk"), "If yes, type the six digits the kiosk shows");
    }
}
