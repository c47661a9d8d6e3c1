//! A method that is asked for must be worth something where it is offered, and be able to change a decision (X11): otherwise a
//! customer's time is spent on nothing.

use crate::{
    assurance::{Level, Method},
    policy::{
        ChannelIx, Policy, coverage,
        file::{Findings, Kind, PolicyFile},
    },
};

/// What is on proves something, somewhere.
pub(super) fn every_method_proves_something(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    for method in Method::ALL.into_iter().filter(|&method| policy.method(method).enabled) {
        let path = format!("methods.{}", method.key());
        if policy.method(method).offered_on.is_empty() {
            let path = format!("{path}.offered_on");
            findings.add(Kind::OfferedNowhere, path, "It is on, and offered nowhere.", "Name a channel, or write enabled = false.");
        } else if coverage::worth(policy, method) == Level::Unverified {
            let instead = match method {
                Method::Portal => "Write what each `acr` of your sign-in is worth, or enabled = false.",
                _ => "Write enabled = false, or a level that it reaches.",
            };
            findings.add(Kind::ProvesNothing, path, "It is on, and proves nothing.", instead);
        }
    }
}

/// What is on can decide something, on some channel: with it, and what else is offered there, a level is reached that something
/// needs and that would not be reached without; or it takes a consent; or it lifts a hold.
pub(super) fn every_method_changes_a_decision(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    for method in Method::ALL {
        let (row, worth) = (policy.method(method), coverage::worth(policy, method));
        if !row.enabled || row.offered_on.is_empty() || worth == Level::Unverified {
            continue;
        }
        if !row.offered_on.iter().any(|ix| decides(policy, ix, method)) {
            findings.add(
                Kind::ChangesNothing,
                format!("methods.{}", method.key()),
                format!("It reaches {worth}, and nothing on its channels is decided by it."),
                "Write enabled = false: customers would be asked for nothing.",
            );
        }
    }
}

fn decides(policy: &Policy, ix: ChannelIx, method: Method) -> bool {
    let consents = method.consents() && coverage::wanted(policy, ix).any(|needs| needs.consent);
    let lifts = policy.method(method).phishing_resistant && coverage::wanted(policy, ix).any(|needs| needs.hold_lifted);
    let others = coverage::usable(policy, ix, None);
    let alone = core::iter::once(None).chain(others.into_iter().filter(|&other| other != method).map(Some));
    let mut steps = alone.map(|other| {
        let without: Vec<_> = other.into_iter().collect();
        let with: Vec<_> = other.into_iter().chain([method]).collect();
        (coverage::reached(policy, ix, &without), coverage::reached(policy, ix, &with))
    });
    consents || lifts || steps.any(|(without, with)| wanted_between(policy, ix, without, with))
}

/// Whether something there needs more than `low` and no more than `high`, as it is or with a signal that raises it.
fn wanted_between(policy: &Policy, ix: ChannelIx, low: Level, high: Level) -> bool {
    let between = |level: Level| low < level && level <= high;
    let raised = |level: Level| policy.signals().map(move |(_, row)| level.raised(row.raises));
    coverage::wanted(policy, ix).any(|needs| between(needs.level) || raised(needs.level).any(between))
}
