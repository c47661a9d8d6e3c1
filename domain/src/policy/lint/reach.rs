//! Rules that nobody can reach.

use crate::policy::{
    ActionRow, ChannelIx, Circumstances, Policy,
    file::{Findings, PolicyFile},
};

/// An action needs a role, a channel, and a level that the channel lets a session have.
pub(super) fn every_action_can_be_done(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    for action in policy.actions() {
        let path = format!("actions.{}", action.key);
        if action.who.is_empty() {
            findings.error("unreachable", format!("{path}.who"), "Nobody may do it.", "Name at least one role.");
        }
        let highest = channels(policy, action).map(|ix| policy.ceiling(ix)).max();
        match highest {
            None => findings.error("unreachable", format!("{path}.channels"), "It can be done on no channel.", "Name at least one."),
            Some(highest) if highest < action.needs.level => findings.error(
                "unreachable",
                format!("{path}.needs"),
                format!("It needs {}, and its channels reach {highest} at most.", action.needs.level),
                "Lower the need, or add a channel that reaches it.",
            ),
            Some(_) => {}
        }
        for when in &action.when {
            let path = format!("{path}.when.{}", when.rule);
            let elsewhere = !when.circumstances.channels.is_empty() && !when.circumstances.channels.meets(action.channels);
            if elsewhere {
                findings.error(
                    "unreachable",
                    format!("{path}.channels"),
                    "It is about channels on which the action cannot be done.",
                    "Name channels of the action, or take the rule out.",
                );
            }
            if when.circumstances == Circumstances::default() {
                findings.error(
                    "unreachable",
                    path,
                    "It has no circumstances, so the action's own row is never the rule.",
                    "Say when it applies, or write it into the action itself.",
                );
            }
        }
    }
}

/// Consent to exact parameters is given on the customer's own device: some method for it must be offered where it is needed.
pub(super) fn consent_can_be_given(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    for action in policy.actions() {
        let needs_it = action.needs.consent || action.when.iter().any(|when| when.needs.consent);
        for ix in channels(policy, action).filter(|_| needs_it) {
            let offered = crate::assurance::Method::ALL.into_iter().any(|method| {
                let row = policy.method(method);
                method.consents() && row.enabled && row.offered_on.has(ix)
            });
            if !offered {
                let channel = policy.channel_row(ix).map_or("", |row| row.key.as_str());
                findings.error(
                    "consent-unreachable",
                    format!("actions.{}.consent", action.key),
                    format!("Nothing that is offered on `{channel}` can show the customer what they agree to."),
                    "Offer passkey or push there, or leave the channel out of this action.",
                );
            }
        }
    }
}

fn channels<'a>(policy: &'a Policy, action: &'a ActionRow) -> impl Iterator<Item = ChannelIx> + 'a {
    policy.channels().map(|(ix, _)| ix).filter(|&ix| action.channels.has(ix))
}
