//! What is written and changes no decision (X11). It looks like a safeguard and is none.

use time::Duration;

use crate::{
    assurance::{Level, Method},
    policy::{
        ActionRow, MethodSet, Policy,
        file::{Findings, Kind, PolicyFile},
    },
};

/// Holds, and proof that is to be fresh.
pub(super) fn every_safeguard_changes_something(policy: &Policy, file: &PolicyFile, findings: &mut Findings) {
    let enabled = || Method::ALL.into_iter().map(|method| policy.method(method)).filter(|row| row.enabled);
    let longest = enabled().map(|row| row.lifetime).max().unwrap_or_default();
    for action in policy.actions() {
        let path = format!("actions.{}", action.key);
        if action.needs.hold_lifted {
            let lifted = format!("{path}.hold_lifted_by_phishing_resistant");
            if action.needs.hold == Duration::ZERO {
                findings.add(Kind::NoHold, lifted, "There is no hold to lift.", "Add a hold, or take this out.");
            } else if !enabled().any(|row| row.phishing_resistant && row.user_verified >= action.needs.level) {
                findings.add(
                    Kind::NothingLifts,
                    lifted,
                    format!("No method that resists phishing reaches {}.", action.needs.level),
                    "Offer passkey with that level, or take this out.",
                );
            }
        }
        let whens =
            action.when.iter().map(|when| (format!("{path}.when.{}", when.rule), action.needs.and(when.needs).level, when.needs.fresh));
        for (path, level, fresh) in core::iter::once((path.clone(), action.needs.level, action.needs.fresh)).chain(whens) {
            let Some(fresh) = fresh else { continue };
            if level == Level::Unverified {
                findings.add(
                    Kind::FreshOfNothing,
                    format!("{path}.fresh"),
                    "Nothing has to be proved, so nothing can be too old.",
                    "Raise `needs`, or take this out.",
                );
            } else if fresh >= longest {
                findings.add(
                    Kind::FreshAnyway,
                    format!("{path}.fresh"),
                    "No proof counts for so long.",
                    "Write less than the methods' lifetimes, or take this out.",
                );
            }
        }
        no_time(action, file, findings);
    }
}

/// A hold or a way back of no time, which would look like one.
fn no_time(action: &ActionRow, file: &PolicyFile, findings: &mut Findings) {
    let Some(table) = file.actions.get(&action.key) else { return };
    for field in table.of_no_time() {
        let path = format!("actions.{}.{field}", action.key);
        findings.add(Kind::NoTime, path, "It is no time at all.", "Write how long, such as \"24h\", or take it out.");
    }
}

/// Signals that do something, and say to what.
pub(super) fn every_signal_changes_something(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    for (_, signal) in policy.signals() {
        let path = format!("signals.{}", signal.key);
        let raises = signal.raises > 0;
        if raises == signal.raises_classes.is_empty() {
            let (field, what) = if raises { ("raises", "It raises no class.") } else { ("classes", "They are raised by nothing.") };
            findings.add(Kind::RaisesNothing, format!("{path}.{field}"), what, "Write both `raises` and `classes`, or neither.");
        } else if signal.cap == Level::High && signal.bars == MethodSet::NONE && !raises && !named(policy, &signal.key) {
            findings.add(
                Kind::SignalIdle,
                path,
                "It caps, bars and raises nothing, and no rule asks for it.",
                "Say what it does, or take it out.",
            );
        }
    }
}

/// Whether a rule of some action is about that signal.
fn named(policy: &Policy, key: &str) -> bool {
    let Some(ix) = policy.signal(key) else { return false };
    policy.actions().iter().flat_map(|action| &action.when).any(|when| when.circumstances.signals.has(ix))
}

/// What counts, stands or can be used does so for some time, and limits let something through.
pub(super) fn nothing_is_over_at_once(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    let mut spans = vec![("limits.prompts_in".to_owned(), Some(policy.limits.prompts_in))];
    spans.extend(policy.signals().map(|(_, row)| (format!("signals.{}.stands", row.key), Some(row.stands))));
    for method in Method::ALL.into_iter().filter(|&method| policy.method(method).enabled) {
        spans.push((format!("methods.{}.lifetime", method.key()), Some(policy.method(method).lifetime)));
    }
    for action in policy.actions() {
        let path = format!("actions.{}", action.key);
        spans
            .extend([(format!("{path}.fresh"), action.needs.fresh), (format!("{path}.approval_lifetime"), Some(action.approval_lifetime))]);
        spans.extend(action.when.iter().map(|when| (format!("{path}.when.{}.fresh", when.rule), when.needs.fresh)));
    }
    for (path, _) in spans.into_iter().filter(|(_, span)| *span == Some(Duration::ZERO)) {
        findings.add(Kind::OverAtOnce, path, "It is over at once.", "Write how long it lasts, such as \"15m\".");
    }
    let limits = &policy.limits;
    let counts = [
        ("prompts", limits.prompts),
        ("prompts_a_day", limits.prompts_a_day),
        ("challenges_an_hour", limits.challenges_an_hour),
        ("contacts_an_hour", limits.contacts_an_hour),
        ("look_ups_an_hour", limits.look_ups_an_hour),
    ];
    for (field, most) in counts {
        if most == 0 {
            findings.add(Kind::LimitOfNone, format!("limits.{field}"), "It lets nothing through.", "Write at least 1.");
        }
    }
}
