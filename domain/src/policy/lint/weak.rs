//! Weak methods stay weak, and are not called strong.

use time::Duration;

use crate::{
    assurance::{Level, Method},
    policy::{
        Policy,
        file::{Findings, Kind, PolicyFile},
    },
};

/// Weak channels that the product never lets above Low (AS8).
const RESTRICTED: [Method; 5] = [Method::OtpSms, Method::OtpVoice, Method::OtpEmail, Method::VoiceBiometric, Method::Kba];

/// Restricted evidence counts as Low whatever is written, so nothing else may be written; and what is weak says so.
pub(super) fn restricted_stays_low(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    for method in Method::ALL {
        let (row, path) = (policy.method(method), format!("methods.{}", method.key()));
        if RESTRICTED.contains(&method) && !row.restricted {
            findings.add(
                Kind::NotRestricted,
                format!("{path}.restricted"),
                "This is a weak channel, and has to be called so.",
                "Write restricted = true.",
            );
        }
        if row.restricted && row.user_verified > Level::Low {
            let what = format!("It is restricted, so it never counts above Low, and {} is written.", row.user_verified);
            findings.add(Kind::RestrictedAboveLow, format!("{path}.alone"), what, "Write alone = \"low\" or less.");
        }
    }
}

/// Push and codes can be relayed, whatever a vendor says (A18, NIST SP 800-63B-4 section 3.2.5); only a signature that is bound
/// to where it is given resists.
pub(super) fn only_passkeys_resist_phishing(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    for method in Method::ALL {
        if policy.method(method).phishing_resistant && !matches!(method, Method::Passkey | Method::Portal) {
            let path = format!("methods.{}.phishing_resistant", method.key());
            findings.add(Kind::Relayed, path, format!("{} can be relayed by an impostor.", method.name()), "Take it out.");
        }
    }
    for (ix, row) in policy.channels().filter(|(_, row)| row.ceiling >= Level::Substantial) {
        let offered =
            Method::ALL.map(|method| policy.method(method)).iter().any(|m| m.enabled && m.phishing_resistant && m.offered_on.has(ix));
        if !offered {
            findings.add(
                Kind::NothingResists,
                format!("channels.{}", row.key),
                "No method that resists phishing is offered on it.",
                "Offer passkey there (NIST SP 800-63B-4 section 2.2.2).",
            );
        }
    }
}

/// What may be switched on, and should not be.
pub(super) fn what_may_be_and_should_not_is_pointed_out(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    for method in RESTRICTED {
        if policy.method(method).enabled {
            let path = format!("methods.{}.enabled", method.key());
            findings.add(
                Kind::WeakMethod,
                path,
                format!("{} is on, and impostors pass it.", method.name()),
                "Switch it off as soon as customers have something better.",
            );
        }
    }
    for method in Method::ALL {
        let row = policy.method(method);
        if row.enabled && row.seasoning == Duration::ZERO && !matches!(method, Method::Portal | Method::IdDocument) {
            findings.add(
                Kind::CountsAtOnce,
                format!("methods.{}.seasoning", method.key()),
                "It counts as soon as it is enrolled, so whoever enrols one in the contact has it.",
                "Write at least a day, such as \"24h\" (AS7).",
            );
        }
        if row.enabled && row.lifetime > Duration::DAY {
            findings.add(
                Kind::CountsForDays,
                format!("methods.{}.lifetime", method.key()),
                "It counts for longer than a day, and a contact takes minutes.",
                "Write minutes, such as \"15m\" (NIST SP 800-63B-4 section 2.2.3).",
            );
        }
    }
}
