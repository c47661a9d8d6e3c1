//! What looks like a mistake and is none, and what does not and is one: policies at the border of the checks in `lint`.

use crate::policy::file;

const SMALL: &str = include_str!("small.toml");

/// What is said of the small policy with these edits.
fn said(edits: &[(&str, &str)]) -> String {
    let edited = edits.iter().fold(SMALL.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the small policy no longer has: {from}");
        text.replacen(from, to, 1)
    });
    match file::read(&edited) {
        Ok((_, findings)) | Err(findings) => findings.in_file("small.toml").to_string(),
    }
}

/// One more channel, on which the address alone can be changed: High, with consent, and a hold that can be lifted.
const WALL: [(&str, &str); 4] = [
    ("[roles.agent]", "[channels.wall]\nname = \"Wall\"\nceiling = \"high\"\nconveyed = \"in_writing\"\n\n[roles.agent]"),
    ("channels = [\"phone\"]", "channels = [\"phone\", \"wall\"]"),
    ("tell = \"nobody\"", "channels = [\"phone\", \"chat\"]\ntell = \"nobody\""),
    ("tell = \"customer\"", "channels = [\"phone\", \"chat\"]\ntell = \"customer\""),
];

#[test]
fn a_signal_that_only_a_rule_asks_for_is_not_idle() {
    let edits =
        [("raises = 1\nclasses = [\"transactional\"]\n", ""), ("{ segments = [\"business\"], needs", "{ signals = [\"travel\"], needs")];
    assert_eq!(said(&edits), "");
}

#[test]
fn a_method_is_idle_where_consent_and_a_lifted_hold_are_wanted_of_others() {
    let on = ("id_document = { enabled = false,", "id_document = { offered_on = [\"wall\"],");
    assert_eq!(
        said(&[&WALL[..], &[on]].concat()),
        "small.toml:9: error[method-idle]: methods.id_document: It reaches Substantial, and nothing on its channels is decided by it. \
         Write enabled = false: customers would be asked for nothing."
    );
}

#[test]
fn a_method_that_decides_only_beside_another_is_not_idle() {
    let beside = [
        ("alone = \"substantial\"\nuser_verified = \"high\"", "alone = \"substantial\""),
        ("[methods.pin]", "[methods.pin]\noffered_on = [\"wall\"]"),
    ];
    assert_eq!(said(&[&WALL[..], &beside].concat()), "");
}

#[test]
fn a_finding_about_what_is_not_there_names_no_line() {
    let edits = SMALL.replacen("[segments.personal]\nname = \"Personal\"\n\n[segments.business]\nname = \"Business\"\n", "[segments]\n", 1);
    let edits = edits.replacen("when.\"refund.business\" = { segments = [\"business\"], needs = \"substantial\" }\n", "", 1);
    let findings = file::read(&edits).unwrap_err().to_string();
    assert!(findings.starts_with("error[empty]: There must be"), "{findings}");
    let mistaken = file::read(&SMALL.replacen("prompts = 3", "prompts = 0", 1)).map_or_else(|findings| findings, |(_, findings)| findings);
    assert!(mistaken.to_string().starts_with("line 111: error[over-at-once]"), "{mistaken}");
}

#[test]
fn a_method_that_only_takes_a_consent_is_not_idle() {
    let wall = "[channels.wall]\nname = \"Wall\"\nceiling = \"unverified\"\nconveyed = \"in_writing\"\n\n[roles.agent]";
    let agree = "[actions.agree]\nname = \"Agree\"\nclass = \"inquiry\"\nneeds = \"unverified\"\nconsent = true\nwho = [\"agent\"]\n\
                 channels = [\"wall\"]\ntell = \"customer\"\n\n[limits]";
    let edits = [("[roles.agent]", wall), ("[limits]", agree), ("[methods.push]", "[methods.push]\noffered_on = [\"wall\"]")];
    assert_eq!(said(&edits), "");
}

#[test]
fn a_consent_that_only_a_rule_wants_has_to_be_taken_where_that_rule_holds() {
    let portal_alone_on_chat = [
        ("portal = { enabled = false,", "portal = { offered_on = [\"chat\"], phishing_resistant = true,"),
        ("[methods.passkey]", "[methods.passkey]\noffered_on = [\"phone\"]"),
        ("[methods.push]", "[methods.push]\noffered_on = [\"phone\"]"),
        ("needs = \"low\"\nconsent = true", "needs = \"low\""),
    ];
    let over_200 = |to| said(&[&portal_alone_on_chat[..], &[("{ amount_above = \"200.00\",", to)]].concat());
    assert_eq!(
        over_200("{ amount_above = \"200.00\", consent = true,"),
        "small.toml:108: error[consent-unreachable]: actions.refund.when.refund.over_200.consent: Nothing that is offered on `chat` can \
         show the customer what they agree to. Offer passkey or push there, or leave the channel out of this action."
    );
    assert_eq!(over_200("{ amount_above = \"200.00\", channels = [\"phone\"], consent = true,"), "");
}

#[test]
fn two_factors_may_reach_what_one_of_them_is() {
    assert_eq!(said(&[("possession = \"substantial\"\nreach = \"high\"", "possession = \"substantial\"\nreach = \"substantial\"")]), "");
}

#[test]
fn an_exception_from_the_level_of_its_dead_end_on_is_as_it_should_be() {
    let exception = "\n[exceptions.relay]\nchannel = \"phone\"\nwithout = \"smartphone\"\nfrom = \"high\"\n\
                     because = \"They are called back.\"\napproved_by = \"Ingrid\"\n\n[limits]\n";
    let edits = [
        ("user_verified = \"high\"\nphishing_resistant = true", "user_verified = \"low\"\nphishing_resistant = true"),
        ("hold_lifted_by_phishing_resistant = true\n", ""),
        ("conveyed = \"aloud\"", "conveyed = \"in_writing\""),
        ("\n[limits]\n", exception),
    ];
    assert_eq!(said(&edits), "");
}

#[test]
fn a_hold_alone_has_to_be_told_and_can_be_put_back_until_it_is_over() {
    assert_eq!(
        said(&[("tell = \"customer\"", "tell = \"nobody\"\nhold = \"1d\"")]),
        "small.toml:106: error[silent]: actions.refund.tell: It waits or can be put back, and nobody hears of it. \
         Write tell = \"customer\" or \"earlier_addresses\"."
    );
    assert_eq!(said(&[("revert = \"7d\"", "revert = \"24h\"")]), "");
    assert_eq!(said(&[("tell = \"customer\"", "tell = \"customer\"\nhold = \"1d\"")]), "");
}

#[test]
fn a_proof_may_count_for_a_day() {
    assert_eq!(
        said(&[("lifetime = \"12m\"\nseasoning = \"24h\"\nseconds = 15", "lifetime = \"24h\"\nseasoning = \"24h\"\nseconds = 15")]),
        ""
    );
}

#[test]
fn a_currency_is_three_letters_and_large_ones() {
    for code in ["EU", "EURO", "eur", "EU1"] {
        let what = format!("small.toml:4: error[words]: currency: `{code}` is no currency code.");
        let said = said(&[("currency = \"EUR\"", &format!("currency = \"{code}\""))]);
        assert!(said.starts_with(&what), "{said}");
    }
}

#[test]
fn of_two_rules_that_ask_for_the_same_the_one_that_never_applies_alone_is_one_too_many() {
    let covered = |first: &str, second: &str| {
        let rule = |name: &str, when: &str| format!("when.\"{name}\" = {{ {when}, needs = \"substantial\" }}");
        let said = said(&[
            ("stands = \"24h\"", "stands = \"24h\"\n\n[signals.sim]\nsays = \"Their SIM is new.\"\ncap = \"low\"\nstands = \"24h\""),
            (
                "when.\"refund.over_200\" = { amount_above = \"200.00\", needs = \"substantial\", second_person = true }",
                &rule("first", first),
            ),
            ("when.\"refund.business\" = { segments = [\"business\"], needs = \"substantial\" }", &rule("second", second)),
        ]);
        let named =
            |line: &str| line.split("actions.refund.when.").nth(1).and_then(|rest| rest.split(':').next()).unwrap_or(line).to_owned();
        said.lines().map(named).collect::<Vec<_>>()
    };
    let (none, first, second) = ([""; 0], ["first"], ["second"]);
    let over = "amount_above = \"200.00\"";
    assert_eq!(covered(over, over), second, "of two that say the same, the later");
    assert_eq!(covered(over, "amount_above = \"300.00\""), second);
    assert_eq!(covered("amount_above = \"300.00\"", over), first);
    assert_eq!(covered(over, "amount_above = \"300.00\", we_started = true"), second);
    assert_eq!(covered("we_started = true", over), none);
    assert_eq!(covered("we_started = true", &format!("we_started = true, {over}")), second);
    for (field, one, other) in [("channels", "phone", "chat"), ("segments", "personal", "business"), ("signals", "travel", "sim")] {
        let (one, other, both) =
            (format!("{field} = [\"{one}\"]"), format!("{field} = [\"{other}\"]"), format!("{field} = [\"{one}\", \"{other}\"]"));
        assert_eq!(covered(&one, &other), none, "{field}");
        assert_eq!(covered(&one, over), none, "{field}");
        assert_eq!(covered(&one, &format!("{one}, {over}")), second, "{field}");
        assert_eq!(covered(&both, &one), second, "{field}");
        assert_eq!(covered(&one, &both), first, "{field}");
    }
}
