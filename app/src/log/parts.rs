//! Small pieces that several of the log's pages are made of.

use leptos::prelude::*;

use domain::{audit_search::Outcome, ids::SessionId, time::Timestamp};

use super::view::{Place, Row, Whose};
use crate::{
    desk::{
        parts::{number, seen},
        workspace::{Told, told},
    },
    ui::{
        icon,
        time::{date_hm, hms},
    },
};

/// A number in groups of three, as entries are called: 184 297.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| core::str::from_utf8(group).ok()).collect();
    groups.join("\u{202f}")
}

/// An instant to the millisecond: `12 March, 14:20:46.218`.
pub fn instant(at: Timestamp) -> String {
    let date = date_hm(at, 0);
    let day = date.split_once(',').map_or(date.as_str(), |(day, _)| day);
    format!("{day}, {}", clock(at))
}

/// The same without its day.
pub fn clock(at: Timestamp) -> String {
    format!("{}.{:03}", hms(at, 0), at.millis().rem_euclid(1000))
}

/// What an entry says, in words; one that cannot be read says so.
pub fn words(row: &Row) -> Told {
    row.event.as_ref().map_or_else(
        || ("tl tl--bad", "alert", "This entry cannot be read".to_owned(), "Somebody had a hand in the database".to_owned()),
        told,
    )
}

/// How it came out: an icon, and words.
pub fn result(row: &Row, detail: String) -> AnyView {
    let (class, name) = match row.outcome {
        _ if row.event.is_none() => ("bad", "alert"),
        Outcome::Done => ("good", "check"),
        Outcome::NotOpen | Outcome::Expired => ("ink3", "lock"),
        Outcome::NotAccepted | Outcome::Reported => ("bad", "report"),
        Outcome::Undone => ("bad", "undo"),
    };
    let words = if detail.is_empty() { row.outcome.name().to_owned() } else { detail };
    view! { <span class="result"><span class=class>{icon(name, "i")}</span>{words}</span> }.into_any()
}

/// A session in short: the end of its id, which differs where the beginning is only time.
pub fn short(session: SessionId) -> String {
    let id = session.to_string();
    let end = id.get(id.len().saturating_sub(6)..).unwrap_or_default();
    ["S-", &end.to_ascii_uppercase()].concat()
}

/// The way to a session's story.
pub fn story_link(session: SessionId) -> AnyView {
    let href = ["/audit/session/", &session.to_string()].concat();
    view! { <a class="mono" href=href>{short(session)}</a> }.into_any()
}

/// A customer: their name hidden, their number, and what else the log has of them.
pub fn whose(customer: &Whose) -> AnyView {
    let href = ["/audit?when=ever&customer=", &customer.id.to_string()].concat();
    view! { {seen(&customer.name)}" "<a href=href>{number(&customer.number)}</a> }.into_any()
}

/// A rule and the version of the policy that has it, each with the way to it (SE4).
pub fn rule(place: &Place) -> Option<AnyView> {
    let version = place.policy.map(|version| {
        let rule = place.rule.as_ref().map_or_else(String::new, |rule| format!("?rule={rule}#rule"));
        view! { <a href=format!("/policy/{version}{rule}")>{format!("Policy v{version}")}</a>" " }
    });
    let rule = place.rule.clone().map(|rule| view! { <code>{rule}</code> });
    (version.is_some() || rule.is_some()).then(|| view! { {version}{rule} }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_in_groups_of_three() {
        for (number, words) in
            [(0, "0"), (999, "999"), (1000, "1\u{202f}000"), (184_297, "184\u{202f}297"), (10_000_000, "10\u{202f}000\u{202f}000")]
        {
            assert_eq!(grouped(number), words);
        }
    }

    #[test]
    fn an_instant_is_said_to_the_millisecond() {
        assert_eq!(instant(Timestamp::from_micros(1_773_325_246_218_900)), "12 March, 14:20:46.218");
    }
}
