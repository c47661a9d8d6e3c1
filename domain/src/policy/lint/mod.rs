//! What can be wrong with a policy that reads well. Each check is a function of the policy alone, and has a test with a policy
//! that makes just this mistake.

mod idle;
mod monotone;
mod names;
mod people;
mod reach;
mod recovery;
mod weak;

use super::{
    Policy,
    file::{Findings, PolicyFile},
};

/// A check: what it looks at, and where it tells.
type Check = fn(&Policy, &PolicyFile, &mut Findings);

/// Every check, by the words its findings carry.
pub const CHECKS: [(&str, Check); 11] = [
    ("rule-twice", names::every_rule_has_its_own_name),
    ("unreachable", reach::every_action_can_be_done),
    ("consent-unreachable", reach::consent_can_be_given),
    ("recovery-weak", recovery::recovery_is_as_strong_as_sign_in),
    ("not-monotone", monotone::more_proof_is_never_less),
    ("no-effect", idle::every_rule_changes_something),
    ("method-idle", idle::every_method_proves_something),
    ("restricted-strong", weak::restricted_stays_low),
    ("phishable", weak::only_passkeys_resist_phishing),
    ("discouraged", weak::discouraged_methods_are_pointed_out),
    ("dead-end", people::nobody_is_left_out),
];

/// Runs every check.
pub(super) fn all(policy: &Policy, file: &PolicyFile, findings: &mut Findings) {
    for (_, check) in CHECKS {
        check(policy, file, findings);
    }
}
