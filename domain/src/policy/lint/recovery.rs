//! Recovery is no back door (R5): it needs the most that can be proved at all.

use crate::{
    action::ActionClass,
    policy::{
        Policy,
        coverage::highest,
        file::{Findings, Kind, PolicyFile},
    },
};

/// Who recovers an account, or changes what proves it, is asked for as much as anybody can prove: by one method or by two, on
/// the channel that reaches furthest.
pub(super) fn recovery_is_as_strong_as_what_can_be_proved(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    let Some((level, channel)) = highest(policy) else { return };
    for action in policy.actions().iter().filter(|action| action.class == ActionClass::RecoveryAndStateChange) {
        if action.needs.level < level {
            findings.add(
                Kind::RecoveryWeak,
                format!("actions.{}.needs", action.key),
                format!(
                    "It needs {}, and customers can prove {level} on `{channel}`: an impostor would recover rather than sign in.",
                    action.needs.level
                ),
                format!("Write needs = \"{}\".", level.key()),
            );
        }
    }
}
