//! Two proofs are two, and lift by one level.

use crate::{
    assurance::Level,
    policy::{
        Policy,
        file::{Findings, Kind, PolicyFile},
    },
};

/// What is combined has been proved; and two proofs reach at most the level above what each must be, as PRODUCT's rules 2
/// and 3 do. Otherwise weak proofs would add up to High.
pub(super) fn two_proofs_are_two_and_no_leap(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    let combine = policy.combine();
    for (table, part, least, reach) in [
        ("combine.two_factors", "each", combine.each, combine.two_factors),
        ("combine.strong_possession", "possession", combine.possession, combine.strong_possession),
    ] {
        if least == Level::Unverified {
            findings.add(
                Kind::UnprovedCounts,
                format!("{table}.{part}"),
                "What nobody has proved would count as one of the two.",
                format!("Write {part} = \"{}\".", if part == "each" { "low" } else { "substantial" }),
            );
        } else if reach.rank() > least.rank() + 1 {
            findings.add(
                Kind::Leap,
                format!("{table}.reach"),
                format!("It lifts from {least} to {reach}, past a level in between."),
                format!("Write reach = \"{}\", or a higher `{part}`.", least.raised(1).key()),
            );
        }
    }
}
