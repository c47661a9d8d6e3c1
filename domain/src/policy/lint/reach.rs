//! Rules that nobody can reach.

use crate::{
    agent::Role,
    assurance::{Level, Method},
    policy::{
        ActionRow, ChannelIx, Circumstances, Policy, When,
        file::{Findings, Kind, PolicyFile},
    },
};

/// An action needs a role, a channel, and a level that the channel lets a session have.
pub(super) fn every_action_can_be_done(policy: &Policy, file: &PolicyFile, findings: &mut Findings) {
    for action in policy.actions() {
        let path = format!("actions.{}", action.key);
        if action.who.is_empty() {
            findings.add(Kind::NobodyMayDoIt, format!("{path}.who"), "Nobody may do it.", "Name at least one role.");
        } else if !policy.roles().any(|(ix, row)| action.who.has(ix) && Role::from_key(&row.key).is_some()) {
            let path = format!("{path}.who");
            findings.add(Kind::NobodyHasTheRole, path, "Nobody can have any of these roles.", format!("Name one of {}.", roles()));
        }
        match highest(policy, channels(policy, action)) {
            None => findings.add(Kind::OnNoChannel, format!("{path}.channels"), "It can be done on no channel.", "Name at least one."),
            Some(highest) if highest < action.needs.level => findings.add(
                Kind::LevelOutOfReach,
                format!("{path}.needs"),
                format!("It needs {}, and its channels reach {highest} at most.", action.needs.level),
                "Lower the need, or add a channel that reaches it.",
            ),
            Some(_) => too_low(policy, file, action, findings),
        }
        for when in &action.when {
            circumstances(policy, action, when, findings);
        }
    }
}

/// Channels that an action names, and that never let it happen. One that names none is closed where it has to be, and says so.
fn too_low(policy: &Policy, file: &PolicyFile, action: &ActionRow, findings: &mut Findings) {
    if file.actions.get(&action.key).is_none_or(|table| table.channels.is_none()) {
        return;
    }
    for ix in channels(policy, action).filter(|&ix| policy.ceiling(ix) < action.needs.level) {
        let key = policy.channel_row(ix).map_or("", |row| row.key.as_str());
        findings.add(
            Kind::ChannelTooLow,
            format!("actions.{}.channels", action.key),
            format!("It needs {}, and `{key}` reaches {} at most.", action.needs.level, policy.ceiling(ix)),
            "Leave the channel out of this action.",
        );
    }
}

fn circumstances(policy: &Policy, action: &ActionRow, when: &When, findings: &mut Findings) {
    let path = format!("actions.{}.when.{}", action.key, when.rule);
    if when.circumstances == Circumstances::default() {
        findings.add(
            Kind::WhenAlways,
            path,
            "It has no circumstances, so the action's own row is never the rule.",
            "Say when it applies, or write it into the action itself.",
        );
        return;
    }
    let there = || channels(policy, action).filter(|&ix| when.circumstances.channels.is_empty() || when.circumstances.channels.has(ix));
    let needs = action.needs.and(when.needs).level;
    match highest(policy, there()) {
        None if !action.channels.is_empty() => findings.add(
            Kind::WhenElsewhere,
            format!("{path}.channels"),
            "It is about channels on which the action cannot be done.",
            "Name channels of the action, or take the rule out.",
        ),
        Some(highest) if when.refuse.is_none() && action.needs.level <= highest && highest < needs => findings.add(
            Kind::WhenOutOfReach,
            format!("{path}.needs"),
            format!("It needs {needs} then, and the channels reach {highest} at most."),
            "Write `refuse` and why, which the agent is told, or lower the need.",
        ),
        Some(_) | None => {}
    }
}

/// Consent to exact parameters is given on the customer's own device: some method for it must be offered where it is needed.
pub(super) fn consent_can_be_given(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    for action in policy.actions() {
        let asks = |when: &&When| when.refuse.is_none() && when.needs.consent;
        for ix in channels(policy, action) {
            let on = |when: &When| when.circumstances.channels.is_empty() || when.circumstances.channels.has(ix);
            let when = action.when.iter().filter(asks).find(|when| on(when));
            let path = match when {
                _ if action.needs.consent => format!("actions.{}.consent", action.key),
                Some(when) => format!("actions.{}.when.{}.consent", action.key, when.rule),
                None => continue,
            };
            let offered = Method::ALL.into_iter().any(|method| {
                let row = policy.method(method);
                method.consents() && row.enabled && row.offered_on.has(ix)
            });
            if !offered {
                let channel = policy.channel_row(ix).map_or("", |row| row.key.as_str());
                findings.add(
                    Kind::NothingShowsIt,
                    path,
                    format!("Nothing that is offered on `{channel}` can show the customer what they agree to."),
                    "Offer passkey or push there, or leave the channel out of this action.",
                );
            }
        }
    }
}

/// A role is one that this program gives to staff.
pub(super) fn every_role_is_somebodys(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    for (_, row) in policy.roles().filter(|(_, row)| Role::from_key(&row.key).is_none()) {
        findings.add(
            Kind::RoleOfNobody,
            format!("roles.{}", row.key),
            "This program gives that role to nobody.",
            format!("Name one of {}, or take it out.", roles()),
        );
    }
}

fn roles() -> String {
    Role::ALL.map(|role| format!("`{}`", role.key())).join(", ")
}

fn channels<'a>(policy: &'a Policy, action: &'a ActionRow) -> impl Iterator<Item = ChannelIx> + 'a {
    policy.channels().map(|(ix, _)| ix).filter(|&ix| action.channels.has(ix))
}

fn highest(policy: &Policy, channels: impl Iterator<Item = ChannelIx>) -> Option<Level> {
    channels.map(|ix| policy.ceiling(ix)).max()
}
