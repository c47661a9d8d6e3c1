//! What happened outside any contact, in words: the policy, the log, alerts, staff and what they may find.

use domain::audit::{ErasedBecause, Event};

use super::timeline::{BAD, GOOD, PLAIN, Told, WAIT, line};
use crate::desk::parts::count;

/// Class, icon, head and detail of such an event; nothing of any other.
pub fn told(event: &Event) -> Told {
    match event {
        Event::AlertSeen => line(PLAIN, "eye", "Alert seen", String::new()),
        Event::AlertRaised { because, .. } => line(BAD, "alert", "Supervisors alerted", because.key().replace('_', " ")),
        Event::AlertOver { .. } => line(GOOD, "check", "What was alerted of is over", String::new()),
        Event::AlertAcknowledged { .. } => line(PLAIN, "eye", "Alert acknowledged", String::new()),
        Event::AlertClosed { outcome, .. } => line(PLAIN, "flag", "Alert closed", outcome.name().to_owned()),
        Event::FewWaysRead { .. } => line(PLAIN, "eye", "Customers with fewer than two ways read", String::new()),
        Event::PairsRead => line(PLAIN, "eye", "Who approves whom read", String::new()),
        Event::ManyReveals { in_an_hour, in_a_day } => many_reveals(*in_an_hour, *in_a_day),
        Event::CanariesChanged { planted, removed } => canaries(*planted, *removed),
        Event::KioskAdded { kiosk } => line(PLAIN, "kiosk", "Kiosk added", kiosk.clone()),
        Event::KioskRetired { kiosk } => line(PLAIN, "kiosk", "Kiosk retired", kiosk.clone()),
        Event::PolicyProposed { version } => line(PLAIN, "list", "Policy proposed", version_name(*version)),
        Event::PolicyApproved { version } => line(PLAIN, "list", "Policy approved", version_name(*version)),
        Event::PolicyRejected { version } => line(PLAIN, "list", "Policy not approved", version_name(*version)),
        Event::PolicyWithdrawn { version } => line(PLAIN, "list", "Policy withdrawn", version_name(*version)),
        Event::LogEpochBegun { epoch, .. } => line(BAD, "alert", "The log begins anew", ["Epoch ", &epoch.to_string()].concat()),
        Event::LogRead { hits, .. } => line(PLAIN, "search", "Log searched", count(*hits, "entry shown", "entries shown")),
        Event::EntryRead { number } => line(PLAIN, "eye", "Entry read", ["No. ", &number.to_string()].concat()),
        Event::ReceiptMade { number } => line(PLAIN, "receipt", "Receipt made", ["Of no. ", &number.to_string()].concat()),
        Event::Erased { entries, because } => erased(*entries, because),
        Event::LogPruningAsked { from, to, reason, .. } => line(WAIT, "trash", "Pruning of the log asked for", entries(*from, *to, reason)),
        Event::LogPruningRefused { .. } => line(PLAIN, "x", "Pruning of the log not approved", String::new()),
        Event::LogPruned { from, to, reason, .. } => line(BAD, "trash", "Log pruned", entries(*from, *to, reason)),
        Event::LegalHold { begins, reason } => legal_hold(*begins, reason),
        Event::StoryRead { .. } => line(PLAIN, "eye", "Session’s story read", String::new()),
        Event::LogExported { rows, reason, .. } => exported(PLAIN, "Log exported", *rows, reason),
        Event::ExportAsked { rows, reason, .. } => exported(WAIT, "Export asked for", *rows, reason),
        Event::ExportApproved { .. } => line(GOOD, "check", "Export approved", "With their own passkey".to_owned()),
        Event::ExportDenied { .. } => line(BAD, "report", "Export not approved", String::new()),
        Event::ExportWithdrawn { .. } => line(PLAIN, "x", "Export taken back", String::new()),
        Event::ExportExpired { approved, .. } => line(PLAIN, "clock", "Export out of time", not_in_time(*approved).to_owned()),
        Event::StaffInvited => line(PLAIN, "users", "Staff invited", String::new()),
        Event::StaffRegistered => line(PLAIN, "users", "Staff passkey registered", String::new()),
        Event::SignedIn => line(PLAIN, "users", "Signed in", String::new()),
        Event::StaffPasskeyRefused => line(BAD, "users", "Staff passkey refused", "The answer did not fit".to_owned()),
        Event::TurnedAway { door } => line(BAD, "lock", "Turned away", door.clone()),
        Event::SignedOut { everywhere } => line(PLAIN, "users", "Signed out", if *everywhere { "Everywhere" } else { "" }.to_owned()),
        _ => line(PLAIN, "list", "", String::new()),
    }
}

fn many_reveals(in_an_hour: u32, in_a_day: u32) -> Told {
    let detail = [in_an_hour.to_string().as_str(), " within an hour, ", &in_a_day.to_string(), " within a day"].concat();
    line(BAD, "alert", "Many masked fields shown", detail)
}

fn canaries(planted: u32, removed: u32) -> Told {
    line(PLAIN, "list", "Canary customers changed", [&planted.to_string(), " planted, ", &removed.to_string(), " taken away"].concat())
}

fn exported(class: &'static str, head: &str, rows: u32, reason: &str) -> Told {
    line(class, "download", head, [&count(rows, "entry", "entries"), ": ", reason].concat())
}

const fn not_in_time(approved: bool) -> &'static str {
    if approved { "Approved, and its day is over" } else { "Nobody approved it" }
}

fn erased(entries: u32, because: &ErasedBecause) -> Told {
    let why = match because {
        ErasedBecause::Request { reason } => reason,
        ErasedBecause::Retention { .. } => "kept for long enough",
    };
    line(PLAIN, "trash", "Personal data erased", ["Beside ", &count(entries, "entry", "entries"), ": ", why].concat())
}

fn entries(from: u64, to: u64, reason: &str) -> String {
    ["No. ", &from.to_string(), " to ", &to.saturating_sub(1).to_string(), ": ", reason].concat()
}

fn legal_hold(begins: bool, reason: &str) -> Told {
    let (icon, head) = if begins { ("lock", "Legal hold") } else { ("unlock", "Legal hold ended") };
    line(PLAIN, icon, head, reason.to_owned())
}

/// A version of the policy as people call it.
fn version_name(version: u32) -> String {
    ["v", &version.to_string()].concat()
}
