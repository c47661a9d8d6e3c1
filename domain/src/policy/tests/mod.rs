//! Policies that are right, and one with each mistake.

use super::{BANK, LIBRARY, Policy, file::Severity, lint::CHECKS};

#[test]
fn the_two_policies_that_come_along_are_right() {
    for (name, text) in [("bank", BANK), ("library", LIBRARY)] {
        let (_, findings) = super::file::read(text).unwrap_or_else(|findings| panic!("{name}:\n{findings}"));
        assert_eq!(findings.iter().count(), 0, "{name}:\n{findings}");
    }
}

#[test]
fn se5_the_bank_has_an_action_of_each_class_and_sixteen_at_least() {
    use crate::action::ActionClass::{Compliance, Inquiry, Onboarding, RecoveryAndStateChange, Transactional};
    let bank = Policy::read(BANK).unwrap();
    assert!(bank.actions().len() >= 16, "{}", bank.actions().len());
    for class in [Inquiry, Transactional, Onboarding, RecoveryAndStateChange, Compliance] {
        assert!(bank.actions().iter().any(|action| action.class == class), "{class:?}");
    }
    let lowest = |class| bank.actions().iter().filter(|action| action.class == class).map(|action| action.needs.level).min();
    assert!(lowest(Compliance) >= lowest(RecoveryAndStateChange), "SE5: exports need what recovery needs");
}

/// The bank's policy with one thing changed, and what must be found: check, line by its text, severity.
struct Mistake {
    check: &'static str,
    from: &'static str,
    to: &'static str,
    line_says: &'static str,
    severity: Severity,
}

const fn error(check: &'static str, from: &'static str, to: &'static str, line_says: &'static str) -> Mistake {
    Mistake { check, from, to, line_says, severity: Severity::Error }
}

const MISTAKES: &[Mistake] = &[
    error(
        "syntax",
        "needs = \"low\"\nwho = [\"agent\"]\ntell = \"customer\"",
        "needs = \"lowish\"\nwho = [\"agent\"]\ntell = \"customer\"",
        "needs = \"lowish\"",
    ),
    error("syntax", "seconds = 45", "secconds = 45", "secconds = 45"),
    error("syntax", "lifetime = \"30m\"", "lifetime = \"half an hour\"", "lifetime = \"half an hour\""),
    error("syntax", "amount_above = \"200.00\"", "amount_above = 200", "when.\"refund.over_200\""),
    error("syntax", "name = \"Bank\"", "name = \"Bank\"\nname = \"Bank\"", "name = \"Bank\""),
    error("syntax", "[actions.refund]\nname", "[actions.refund]\nnam", "nam = \"Refund"),
    error(
        "method-missing",
        "[methods.kba]\nenabled = false\nfactor = \"knowledge\"\nalone = \"low\"\nrestricted = true\nlifetime = \"5m\"\nseasoning = \"24h\"\nseconds = 90\n",
        "",
        "[methods.passkey]",
    ),
    error(
        "unknown-name",
        "channels = [\"phone\", \"kiosk\", \"portal\"]\ntell = \"earlier_addresses\"\nrevert = \"7d\"\n\n[actions.recover",
        "channels = [\"phone\", \"kiosc\"]\ntell = \"earlier_addresses\"\nrevert = \"7d\"\n\n[actions.recover",
        "channels = [\"phone\", \"kiosc\"]",
    ),
    error("unknown-name", "segments = [\"business\"]", "segments = [\"buisness\"]", "when.\"refund.business\""),
    error("unknown-name", "signals = [\"credential_change\"]", "signals = [\"weather\"]", "when.\"order_card.new_address\""),
    error("action-missing", "[actions.refund]", "[actions.pay_back]", "[actions.change_email]"),
    error("rule-twice", "rule = \"refund.small\"", "rule = \"email.change\"", "rule = \"email.change\""),
    error(
        "unreachable",
        "who = [\"agent\"]\nchannels = [\"phone\", \"kiosk\", \"portal\"]\ntell = \"earlier_addresses\"\nrevert = \"7d\"\n\n[actions.recover",
        "who = []\nchannels = [\"phone\"]\ntell = \"earlier_addresses\"\nrevert = \"7d\"\n\n[actions.recover",
        "who = []",
    ),
    error(
        "unreachable",
        "channels = [\"phone\", \"kiosk\", \"portal\"]\ntell = \"earlier_addresses\"\nrevert = \"7d\"\n\n[actions.recover",
        "channels = [\"ticket\"]\ntell = \"earlier_addresses\"\nrevert = \"7d\"\n\n[actions.recover",
        "needs = \"high\"",
    ),
    error(
        "unreachable",
        "when.\"refund.business\" = { segments = [\"business\"], needs = \"high\" }",
        "when.\"refund.business\" = { needs = \"high\" }",
        "when.\"refund.business\"",
    ),
    error(
        "unreachable",
        "when.\"email.change.we_started\" = { we_started = true,",
        "when.\"email.change.we_started\" = { channels = [\"social\"],",
        "when.\"email.change.we_started\"",
    ),
    error(
        "consent-unreachable",
        "phishing_resistant = true\nlifetime = \"15m\"\nseasoning = \"24h\"\nseconds = 45\n\n[methods.push]\nfactor",
        "phishing_resistant = true\nlifetime = \"15m\"\nseasoning = \"24h\"\noffered_on = [\"phone\"]\nseconds = 45\n\n[methods.push]\noffered_on = [\"phone\"]\nfactor",
        "consent = true",
    ),
    error(
        "recovery-weak",
        "needs = \"high\"\nsecond_person = true\nhold = \"24h\"",
        "needs = \"substantial\"\nsecond_person = true\nhold = \"24h\"",
        "needs = \"substantial\"",
    ),
    error(
        "not-monotone",
        "alone = \"substantial\"\nuser_verified = \"high\"",
        "alone = \"substantial\"\nuser_verified = \"low\"",
        "user_verified = \"low\"",
    ),
    error(
        "not-monotone",
        "possession = \"substantial\"\nreach = \"high\"",
        "possession = \"substantial\"\nreach = \"low\"",
        "reach = \"low\"",
    ),
    error(
        "no-effect",
        "{ segments = [\"business\"], needs = \"high\" }",
        "{ segments = [\"business\"], needs = \"low\" }",
        "when.\"refund.business\"",
    ),
    error("no-effect", "bars = [\"otp_sms\", \"otp_voice\"]\nraises = 1\n", "", "[signals.sim_change]"),
    error(
        "no-effect",
        "hold = \"24h\"\nhold_lifted_by_phishing_resistant = true",
        "hold_lifted_by_phishing_resistant = true",
        "hold_lifted_by_phishing_resistant = true",
    ),
    error(
        "method-idle",
        "[methods.voice_biometric]\nenabled = false",
        "[methods.voice_biometric]\nenabled = true",
        "[methods.voice_biometric]",
    ),
    error("method-idle", "offered_on = [\"kiosk\", \"portal\"]", "offered_on = []", "offered_on = []"),
    error(
        "restricted-strong",
        "alone = \"low\"\nrestricted = true\nlifetime = \"5m\"\nseasoning = \"24h\"\nseconds = 90",
        "alone = \"substantial\"\nrestricted = true\nlifetime = \"5m\"\nseasoning = \"24h\"\nseconds = 90",
        "alone = \"substantial\"",
    ),
    error(
        "restricted-strong",
        "alone = \"low\"\nrestricted = true\nlifetime = \"5m\"\nseasoning = \"24h\"\nseconds = 90",
        "alone = \"low\"\nlifetime = \"5m\"\nseasoning = \"24h\"\nseconds = 90",
        "[methods.kba]",
    ),
    error(
        "phishable",
        "user_verified = \"high\"\nlifetime = \"15m\"\nseasoning = \"24h\"\nneeds",
        "user_verified = \"high\"\nphishing_resistant = true\nlifetime = \"15m\"\nseasoning = \"24h\"\nneeds",
        "phishing_resistant = true",
    ),
    Mistake {
        check: "discouraged",
        from: "[methods.kba]\nenabled = false",
        to: "[methods.kba]\nenabled = true",
        line_says: "enabled = true",
        severity: Severity::Warning,
    },
    Mistake {
        check: "discouraged",
        from: "seasoning = \"24h\"\nseconds = 45",
        to: "seasoning = \"0s\"\nseconds = 45",
        line_says: "seasoning = \"0s\"",
        severity: Severity::Warning,
    },
    error(
        "dead-end",
        "ceiling = \"high\"\nconveyed = \"aloud\"",
        "ceiling = \"high\"\nneeds = [\"hearing\"]\nconveyed = \"aloud\"",
        "[channels.phone]",
    ),
];

#[test]
fn each_kind_of_mistake_is_found_on_its_line_and_says_what_to_write_instead() {
    for Mistake { check, from, to, line_says, severity } in MISTAKES {
        assert_eq!(BANK.matches(from).count().min(1), 1, "the bank's policy no longer has: {from}");
        let text = BANK.replacen(from, to, 1);
        let findings = match super::file::read(&text) {
            Ok((_, findings)) | Err(findings) => findings,
        };
        let found = findings.iter().find(|finding| finding.check == *check && finding.severity == *severity);
        let found = found.unwrap_or_else(|| panic!("{check} was not found after writing `{to}`; found:\n{findings}"));
        let line = text.lines().nth(found.line.saturating_sub(1)).unwrap_or_default();
        assert!(line.contains(line_says), "{check}: line {} is `{line}`, not `{line_says}`", found.line);
        assert!(found.what.len() > 10 && found.instead.len() > 10, "{found}");
        assert_eq!(Policy::read(&text).is_err(), *severity == Severity::Error, "{found}");
    }
}

#[test]
fn every_check_has_a_policy_that_makes_its_mistake() {
    for (check, _) in CHECKS {
        assert!(MISTAKES.iter().any(|mistake| mistake.check == check), "{check}");
    }
}

#[test]
fn w13_an_exception_answers_for_a_dead_end_and_is_shown_when_it_is_no_longer_needed() {
    let deaf =
        BANK.replacen("ceiling = \"high\"\nconveyed = \"aloud\"", "ceiling = \"high\"\nneeds = [\"hearing\"]\nconveyed = \"aloud\"", 1);
    let exception = "\n[exceptions.relay]\nchannel = \"phone\"\nwithout = \"hearing\"\nfrom = \"low\"\nbecause = \"Relay calls are taken in the chat.\"\napproved_by = \"Ingrid\"\n";
    assert!(Policy::read(&deaf).is_err());
    assert!(Policy::read(&(deaf + exception)).is_ok());
    let (_, findings) = super::file::read(&(BANK.to_owned() + exception)).unwrap();
    assert!(findings.iter().any(|finding| finding.check == "dead-end" && finding.severity == Severity::Warning), "{findings}");
}
