//! What an alert says: in a line, in a sentence, and what to do.

use domain::{
    alert::{AlertBecause, Facts},
    session::FrozenBecause,
};

use super::view::AlertRow;
use crate::{
    desk::parts::{count, number},
    log::parts::short,
    ui::time::date_hm,
};

/// In a line.
pub const fn head(because: AlertBecause) -> &'static str {
    match because {
        AlertBecause::Stopped(FrozenBecause::NotMe) => "“No, this isn’t me”",
        AlertBecause::Stopped(FrozenBecause::ToldTo) => "“Someone told me to approve this”",
        AlertBecause::Stopped(FrozenBecause::SuspectedAttack) => "Suspected attack, marked by the agent",
        AlertBecause::Stopped(FrozenBecause::PutBack) => "Put back: “this was not me”",
        AlertBecause::Stopped(FrozenBecause::NotTheirDoing) => "“This was not me”: somebody else changed how they prove who they are",
        AlertBecause::Stopped(FrozenBecause::NotTheirContact) => "“That’s not right”: the customer does not know this contact",
        AlertBecause::TriedAgain => "Tried again within the hour",
        AlertBecause::LookUps => "As many look-ups as one agent may do",
        AlertBecause::GateRefusals => "Gate refusals three times the usual",
        AlertBecause::LogNotSigned => "The audit log is not signed",
        AlertBecause::LogNotWitnessed => "The audit log is not witnessed",
        AlertBecause::LogNotCollected => "A copy of the audit log is not whole",
        AlertBecause::ManyReveals => "Many masked fields shown to one agent",
        AlertBecause::CanaryFound => "Canary customer looked up",
        AlertBecause::CanaryOpened => "Canary customer opened",
    }
}

/// What to do about it.
pub const fn advice(because: AlertBecause) -> &'static str {
    match because {
        AlertBecause::Stopped(_) => {
            "Call the customer back on a number from before today, then end the freeze. For an hour new contacts of theirs open with a warning and reach less."
        }
        AlertBecause::TriedAgain => "Listen in, or ask the agent who is talking. New contacts of this customer reach less for an hour.",
        AlertBecause::LookUps => "Ask the agent what the look-ups were for. More are refused until the hour has passed.",
        AlertBecause::GateRefusals => {
            "See which action and channel they are of, and whether the policy changed. The gate goes on deciding as it did."
        }
        AlertBecause::LogNotSigned => {
            "Tell whoever runs this installation at once. While the log is not what was signed, nothing sensitive is done."
        }
        AlertBecause::LogNotWitnessed => "Tell whoever runs this installation. Until the log is witnessed, nothing sensitive is done.",
        AlertBecause::LogNotCollected => {
            "Tell whoever runs this installation. Work goes on; if the copy is another than the log, tell them at once."
        }
        AlertBecause::ManyReveals => "Half of what one agent may have shown. Each is in the log with its reason: read them before you ask.",
        AlertBecause::CanaryFound | AlertBecause::CanaryOpened => {
            "Nobody has a reason to open this one. The agent was told nothing: find out what they were looking for before you ask."
        }
    }
}

/// Its icon, and how it is meant.
pub const fn look(because: AlertBecause) -> (&'static str, &'static str) {
    match because {
        AlertBecause::Stopped(_) => ("chan chan--bad", "report"),
        AlertBecause::LogNotSigned | AlertBecause::LogNotWitnessed | AlertBecause::LogNotCollected => ("chan chan--bad", "shield"),
        AlertBecause::TriedAgain => ("chan chan--warn", "users"),
        AlertBecause::CanaryFound | AlertBecause::CanaryOpened => ("chan chan--bad", "eye"),
        AlertBecause::LookUps | AlertBecause::ManyReveals => ("chan chan--warn", "eye"),
        AlertBecause::GateRefusals => ("chan chan--warn", "scale"),
    }
}

/// Whom it is about, what happened and when, in sentences.
pub fn detail(alert: &AlertRow) -> String {
    let at = [&date_hm(alert.at, 0), " UTC."].concat();
    let customer = alert.customer_number.as_ref().map(|digits| ["Customer ", &number(digits), ". "].concat()).unwrap_or_default();
    let agent = alert.about.as_ref().map(|(_, name)| name).or(alert.agent.as_ref());
    let place = match (alert.session, agent, alert.channel) {
        (Some(session), Some(agent), Some(channel)) => [&short(session), ", ", agent, ", ", channel.rule().name, ". "].concat(),
        (None, Some(agent), _) if alert.facts.is_none() => [agent, ". "].concat(),
        _ => String::new(),
    };
    let what = match (&alert.facts, alert.because) {
        (Some(Facts::LookUps { most }), _) => {
            let name = alert.about.as_ref().map_or("", |(_, name)| name);
            [name, ": ", &count(*most, "customer", "customers"), " looked up within the hour, reached "].concat()
        }
        (Some(Facts::GateRefusals { this_hour, usual }), _) => {
            [&this_hour.to_string(), " this hour, usual is ", &usual.to_string(), ". Seen "].concat()
        }
        (Some(Facts::Log { why }), _) => [&capital(why), ". Seen "].concat(),
        (None, AlertBecause::Stopped(_)) => "Account frozen ".to_owned(),
        (None, AlertBecause::ManyReveals) => "Reached ".to_owned(),
        (None, AlertBecause::CanaryFound) => "Looked up ".to_owned(),
        (None, AlertBecause::CanaryOpened) => "Opened ".to_owned(),
        (None, AlertBecause::TriedAgain) => "After a try that did not get through. Opened ".to_owned(),
        (None, _) => "Seen ".to_owned(),
    };
    let over = alert.over_at.map(|at| [" Over since ", &date_hm(at, 0), " UTC."].concat()).unwrap_or_default();
    customer + &place + &what + &at + &over
}

/// The sentence, beginning with a capital letter and without its last full stop.
fn capital(text: &str) -> String {
    let mut letters = text.trim_end_matches('.').chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// Where it stands, in words.
pub fn standing(alert: &AlertRow) -> String {
    let at = |(at, by): &(domain::time::Timestamp, String)| [by, ", ", &date_hm(*at, 0), " UTC"].concat();
    match (&alert.acknowledged, &alert.closed) {
        (_, Some(closed)) => ["Closed by ", &at(closed)].concat(),
        (Some(taken), None) => ["Acknowledged by ", &at(taken)].concat(),
        (None, None) => "Open".to_owned(),
    }
}
