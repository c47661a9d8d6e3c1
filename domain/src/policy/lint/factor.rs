//! A method proves the kind of thing that it can prove. Two proofs add up when they are of different kinds, so a wrong kind
//! would let one weakness count twice.

use crate::{
    assurance::{Factor, Method},
    policy::{
        Policy,
        file::{Findings, Kind, PolicyFile},
    },
};

/// What a method can prove (NIST SP 800-63B-4 section 1; PRODUCT's table of methods).
const fn can_be(method: Method) -> &'static [Factor] {
    match method {
        Method::Passkey | Method::Push | Method::Totp | Method::OtpSms | Method::OtpVoice | Method::OtpEmail => &[Factor::Possession],
        Method::Portal => &[Factor::Assertion],
        Method::Pin | Method::Kba => &[Factor::Knowledge],
        Method::VoiceBiometric => &[Factor::Inherence],
        // The document is held, the face on it is theirs; an account elsewhere is held, or that other system's word.
        Method::IdDocument => &[Factor::Inherence, Factor::Possession],
        Method::Social => &[Factor::Possession, Factor::Assertion],
    }
}

/// Every method is of a factor that it can be of, and has the fields of that factor alone.
pub(super) fn methods_prove_what_they_can(policy: &Policy, file: &PolicyFile, findings: &mut Findings) {
    for method in Method::ALL {
        let (row, path) = (policy.method(method), format!("methods.{}", method.key()));
        if !can_be(method).contains(&row.factor) {
            let words: Vec<_> = can_be(method).iter().map(|factor| format!("\"{}\"", factor.key())).collect();
            findings.add(
                Kind::WrongFactor,
                format!("{path}.factor"),
                format!("{} does not prove {}.", method.name(), row.factor.key()),
                format!("Write {}.", words.join(" or ")),
            );
        }
        let written = file.methods.get(&method).is_some_and(|table| table.user_verified.is_some());
        if written && !matches!(method, Method::Passkey | Method::Push) {
            findings.add(
                Kind::NobodyVerifies,
                format!("{path}.user_verified"),
                "No device verifies the person for this method, so this never counts.",
                "Take it out; `alone` says what it is worth.",
            );
        }
        if row.factor != Factor::Assertion && !row.acr.is_empty() {
            findings.add(
                Kind::AssertsNothing,
                format!("{path}.acr"),
                "Only an assertion comes with an acr.",
                "Take it out; `alone` says what it is worth.",
            );
        }
        for (acr, level) in row.acr.iter().filter(|(_, level)| *level > row.alone) {
            findings.add(
                Kind::AcrTooHigh,
                format!("{path}.acr.{acr}"),
                format!("It says {level}, and `alone` cuts it to {}.", row.alone),
                "Write no more than `alone`, or raise that.",
            );
        }
    }
}
