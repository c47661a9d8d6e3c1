//! Undoing is for somebody who hears of it in time, where an impostor does not.

use time::Duration;

use crate::{
    action::ActionClass,
    policy::{
        Policy, Tell,
        file::{Findings, Kind, PolicyFile},
    },
};

/// Credentials are changed in sight of every earlier address (R6); what waits or can be put back is told to somebody (R7), who
/// has time for it after it took effect.
pub(super) fn changes_are_told_where_it_helps(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    for action in policy.actions() {
        let path = format!("actions.{}", action.key);
        let holds = action.when.iter().map(|when| when.needs.hold).fold(action.needs.hold, Duration::max);
        if action.class == ActionClass::RecoveryAndStateChange && action.tell != Tell::EarlierAddresses {
            findings.add(
                Kind::EarlierAddressesNotTold,
                format!("{path}.tell"),
                "Who takes an account over and changes its addresses would be told alone.",
                "Write tell = \"earlier_addresses\".",
            );
        } else if action.tell == Tell::Nobody && (holds > Duration::ZERO || action.revert > Duration::ZERO) {
            findings.add(
                Kind::NobodyTold,
                format!("{path}.tell"),
                "It waits or can be put back, and nobody hears of it.",
                "Write tell = \"customer\" or \"earlier_addresses\".",
            );
        }
        if action.revert > Duration::ZERO && action.revert < holds {
            findings.add(
                Kind::RevertOver,
                format!("{path}.revert"),
                "The time to put it back is over before it takes effect.",
                "Write at least as long as it is held.",
            );
        }
    }
}
