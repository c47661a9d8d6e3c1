//! What is written and changes no decision (X11). It looks like a safeguard and is none.

use time::Duration;

use crate::{
    assurance::{Level, Method},
    policy::{
        MethodSet, Policy,
        file::{Findings, PolicyFile},
    },
};

const INSTEAD: &str = "Make it stricter than what holds anyway, or take it out.";

/// Circumstances, signals and holds that add nothing.
pub(super) fn every_rule_changes_something(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    for action in policy.actions() {
        let path = format!("actions.{}", action.key);
        for when in &action.when {
            if when.refuse.is_none() && action.needs.and(when.needs) == action.needs {
                findings.error(
                    "no-effect",
                    format!("{path}.when.{}", when.rule),
                    "It asks for nothing that the action does not need anyway.",
                    INSTEAD,
                );
            }
        }
        if action.needs.hold_lifted && action.needs.hold == Duration::ZERO {
            let path = format!("{path}.hold_lifted_by_phishing_resistant");
            findings.error("no-effect", path, "There is no hold to lift.", "Add a hold, or take this out.");
        }
        if action.needs.fresh.is_some() && action.needs.level == Level::Unverified {
            findings.error(
                "no-effect",
                format!("{path}.fresh"),
                "Nothing has to be proved, so nothing can be too old.",
                "Raise `needs`, or take this out.",
            );
        }
    }
    for (_, signal) in policy.signals() {
        let raises = signal.raises > 0 && !signal.raises_classes.is_empty();
        if signal.cap == Level::High && signal.bars == MethodSet::NONE && !raises && !named(policy, &signal.key) {
            let path = format!("signals.{}", signal.key);
            findings.error(
                "no-effect",
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

/// A method that is asked for must be worth something, where it is offered.
pub(super) fn every_method_proves_something(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    for method in Method::ALL {
        let row = policy.method(method);
        let path = format!("methods.{}", method.key());
        if !row.enabled {
            continue;
        }
        if row.user_verified == Level::Unverified {
            findings.error("method-idle", path, "It is on, and proves nothing.", "Write enabled = false, or a level that it reaches.");
        } else if row.offered_on.is_empty() {
            findings.error(
                "method-idle",
                format!("{path}.offered_on"),
                "It is on, and offered nowhere.",
                "Name a channel, or write enabled = false.",
            );
        } else if row.lifetime == Duration::ZERO {
            findings.error(
                "method-idle",
                format!("{path}.lifetime"),
                "Its evidence is over at once.",
                "Write how long it counts, such as \"15m\".",
            );
        }
    }
}
