//! Recovery is no back door (R5): it needs what the strongest sign-in gives.

use crate::{
    action::ActionClass,
    assurance::Method,
    policy::{
        Policy,
        file::{Findings, PolicyFile},
    },
};

/// Who recovers an account, or changes what proves it, is asked for as much as the strongest method that is in use.
pub(super) fn recovery_is_as_strong_as_sign_in(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    let used = Method::ALL.into_iter().filter(|&method| policy.method(method).enabled);
    let Some((strongest, level)) = used.map(|method| (method, policy.method(method).user_verified)).max_by_key(|(_, level)| *level) else {
        return;
    };
    for action in policy.actions().iter().filter(|action| action.class == ActionClass::RecoveryAndStateChange) {
        if action.needs.level < level {
            findings.error(
                "recovery-weak",
                format!("actions.{}.needs", action.key),
                format!(
                    "It needs {}, and {} reaches {level}: an impostor would recover rather than sign in.",
                    action.needs.level,
                    strongest.key()
                ),
                format!("Write needs = \"{}\".", word(level)),
            );
        }
    }
}

fn word(level: crate::assurance::Level) -> String {
    level.to_string().to_lowercase()
}
