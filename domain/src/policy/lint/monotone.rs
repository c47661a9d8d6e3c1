//! More proof is never worth less, so that no more assurance can turn an allow into a refusal.
//!
//! What circumstances and signals say only tightens, whatever is proved; so the worth of methods and the rules that add them
//! up are all that could turn.

use crate::{
    assurance::Method,
    policy::{
        Policy,
        file::{Findings, Kind, PolicyFile},
    },
};

/// A verified person is worth at least as much as one who is not, and two proofs at least as much as each.
pub(super) fn more_proof_is_never_less(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    for method in Method::ALL {
        let row = policy.method(method);
        if row.user_verified < row.alone {
            findings.add(
                Kind::VerifiedLess,
                format!("methods.{}.user_verified", method.key()),
                format!("Verifying the person takes it from {} to {}.", row.alone, row.user_verified),
                format!("Write at least \"{}\", what it reaches alone.", row.alone.key()),
            );
        }
    }
    let combine = policy.combine();
    for (path, reach, part) in [
        ("combine.two_factors", combine.two_factors, combine.each),
        ("combine.strong_possession", combine.strong_possession, combine.possession),
    ] {
        if reach < part {
            findings.add(
                Kind::TwoLess,
                format!("{path}.reach"),
                format!("Two factors reach {reach}, and one of them is {part} already."),
                format!("Write at least \"{}\", what one of them must be.", part.key()),
            );
        }
    }
}
