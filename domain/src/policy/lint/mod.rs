//! What can be wrong with a policy that reads well. Each check is a function of the policy alone, and each
//! [kind](super::file::Kind) of mistake it finds has a policy in the tests that makes just that mistake.

mod combine;
mod factor;
mod idle;
mod methods;
mod monotone;
mod names;
mod people;
mod reach;
mod recovery;
mod told;
mod weak;
mod whens;
mod words;

use super::{
    Policy,
    file::{Findings, PolicyFile},
};

/// A check: what it looks at, and where it tells.
type Check = fn(&Policy, &PolicyFile, &mut Findings);

/// Every check.
pub const CHECKS: [Check; 21] = [
    words::everything_has_its_words,
    words::keys_fit_into_addresses,
    names::every_rule_has_its_own_name,
    reach::every_action_can_be_done,
    reach::consent_can_be_given,
    reach::every_role_is_somebodys,
    factor::methods_prove_what_they_can,
    combine::two_proofs_are_two_and_no_leap,
    recovery::recovery_is_as_strong_as_what_can_be_proved,
    monotone::more_proof_is_never_less,
    told::changes_are_told_where_it_helps,
    whens::every_circumstance_changes_something,
    idle::every_safeguard_changes_something,
    idle::every_signal_changes_something,
    idle::nothing_is_over_at_once,
    methods::every_method_proves_something,
    methods::every_method_changes_a_decision,
    weak::restricted_stays_low,
    weak::only_passkeys_resist_phishing,
    weak::what_may_be_and_should_not_is_pointed_out,
    people::nobody_is_left_out,
];

/// Runs every check.
pub(super) fn all(policy: &Policy, file: &PolicyFile, findings: &mut Findings) {
    for check in CHECKS {
        check(policy, file, findings);
    }
}
