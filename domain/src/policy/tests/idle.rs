//! What looks idle and is not, and what does not and is: policies at the border of the checks in `lint/idle.rs` and
//! `lint/methods.rs`.

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
