//! Circumstances that change no decision (X11): what they ask for is asked for anyway, or the action is closed then.

use crate::policy::{
    ActionRow, Circumstances, Needs, Policy, When,
    file::{Findings, Kind, PolicyFile, WhenTable},
};

/// Every `when` changes what is needed, or closes the action.
pub(super) fn every_circumstance_changes_something(policy: &Policy, file: &PolicyFile, findings: &mut Findings) {
    for action in policy.actions() {
        for when in &action.when {
            let path = format!("actions.{}.when.{}", action.key, when.rule);
            if let Some((kind, what, instead)) = idle(action, when) {
                findings.add(kind, path, what, instead);
            } else if when.refuse.is_some() && asks(file, action, when) {
                findings.add(
                    Kind::ClosedAndAsks,
                    path,
                    "It closes the action, so what else it asks for is asked of nobody.",
                    "Take out `refuse`, or all that it asks for.",
                );
            }
        }
    }
}

fn idle(action: &ActionRow, when: &When) -> Option<(Kind, String, String)> {
    const STRICTER: &str = "Make it stricter than what holds anyway, or take it out.";
    if when.refuse.is_none() && adds_nothing(action.needs, when) {
        return Some((Kind::WhenAddsNothing, "It asks for nothing that the action does not need anyway.".to_owned(), STRICTER.to_owned()));
    }
    // Of two that always apply together, the later is the one too many.
    let mut before = true;
    let others: Vec<&When> = (action.when.iter())
        .filter(|other| {
            before &= !core::ptr::eq(*other, when);
            let same = before || !implies(other.circumstances, when.circumstances);
            !core::ptr::eq(*other, when) && same && implies(when.circumstances, other.circumstances)
        })
        .collect();
    if let Some(other) = others.iter().find(|other| other.refuse.is_some()) {
        return Some((
            Kind::WhenClosed,
            format!("Whenever it applies, `{}` closes the action.", other.rule),
            "Take one of the two out.".to_owned(),
        ));
    }
    let anyway = others.iter().fold(action.needs, |needs, other| needs.and(other.needs));
    (when.refuse.is_none() && adds_nothing(anyway, when)).then(|| {
        let names: Vec<_> = others.iter().map(|other| format!("`{}`", other.rule)).collect();
        (Kind::WhenCovered, format!("Whenever it applies, {} asks for as much.", names.join(" and ")), STRICTER.to_owned())
    })
}

fn adds_nothing(anyway: Needs, when: &When) -> bool {
    anyway.and(when.needs) == anyway
}

/// Whether `a` can only hold when `b` does.
fn implies(a: Circumstances, b: Circumstances) -> bool {
    let amount = b.amount_above.is_none_or(|limit| a.amount_above.is_some_and(|own| own >= limit));
    let channels = b.channels.is_empty() || (!a.channels.is_empty() && a.channels.iter().all(|one| b.channels.has(one)));
    let segments = b.segments.is_empty() || (!a.segments.is_empty() && a.segments.iter().all(|one| b.segments.has(one)));
    let signals = b.signals.is_empty() || (!a.signals.is_empty() && a.signals.iter().all(|one| b.signals.has(one)));
    amount && channels && segments && signals && (a.we_started || !b.we_started)
}

/// Whether anything is written beside the refusal.
fn asks(file: &PolicyFile, action: &ActionRow, when: &When) -> bool {
    let table = file.actions.get(&action.key).and_then(|table| table.when.get(&when.rule));
    table.is_some_and(WhenTable::asks)
}
