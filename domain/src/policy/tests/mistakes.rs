//! Each kind of mistake, made once in a small policy that has no other, and all that is said of it, word for word.

use std::collections::BTreeSet;

use crate::policy::{
    Policy,
    file::{self, Findings, Kind, Severity},
};

const SMALL: &str = include_str!("small.toml");

/// A kind of mistake, how it is made (what is written instead of what), and what is said.
struct Mistake {
    kind: Kind,
    edits: Vec<(&'static str, String)>,
    said: &'static str,
}

fn made<const N: usize>(kind: Kind, edits: [(&'static str, &str); N], said: &'static str) -> Mistake {
    Mistake { kind, edits: edits.map(|(from, to)| (from, to.to_owned())).into(), said }
}

fn read(text: &str) -> Findings {
    match file::read(text) {
        Ok((_, findings)) | Err(findings) => findings,
    }
}

impl Mistake {
    fn text(&self) -> String {
        let edit = |text: String, (from, to): &(&str, String)| {
            assert!(text.contains(from), "the small policy no longer has: {from}");
            text.replacen(from, to, 1)
        };
        self.edits.iter().fold(SMALL.to_owned(), edit)
    }
}

#[test]
fn the_small_policy_has_nothing_wrong() {
    assert_eq!(read(SMALL).in_file("small.toml").to_string(), "");
}

#[test]
fn each_kind_of_mistake_is_refused_with_its_line_what_is_wrong_and_what_to_write_instead() {
    for mistake in mistakes() {
        let text = mistake.text();
        let findings = read(&text);
        assert_eq!(findings.in_file("small.toml").to_string(), mistake.said, "{:?}", mistake.kind);
        assert!(findings.iter().any(|finding| finding.kind == mistake.kind), "{:?} is not what was found:\n{findings}", mistake.kind);
        assert_eq!(Policy::read(&text).is_err(), mistake.kind.severity() == Severity::Error, "{:?}", mistake.kind);
    }
}

#[test]
fn no_kind_is_without_its_mistake() {
    let made: BTreeSet<_> = mistakes().iter().map(|mistake| mistake.kind).collect();
    let without: Vec<_> = Kind::ALL.iter().filter(|kind| !made.contains(kind)).collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn every_check_is_in_the_documentation_and_nothing_else_is() {
    let doc = include_str!("../../../../docs/policy.md");
    let table = doc.split("## What is refused").nth(1).unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `")).filter_map(|line| line.split('|').nth(1));
    let told: BTreeSet<_> = rows.flat_map(|cell| cell.split(',')).map(|word| word.trim().trim_matches('`')).collect();
    let checks: BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.check()).collect();
    assert_eq!(told, checks);
}

const BUSINESS: &str = "{ segments = [\"business\"], needs = \"substantial\" }";
const PREFERENCES: &str = "needs = \"low\"\nwho = [\"agent\", \"supervisor\"]";
const PORTAL_OFF: &str = "portal = { enabled = false,";
const KBA: &str = "kba = { enabled = false, factor = \"knowledge\", alone = \"low\", restricted = true,";
const PIN: &str = "factor = \"knowledge\"\nalone = \"low\"\nlifetime = \"12m\"\nseasoning = \"24h\"";
const PASSKEY_VERIFIED: &str = "user_verified = \"high\"\nphishing_resistant = true";
const LIFTED: &str = "hold_lifted_by_phishing_resistant = true\n";
const OVER_200: &str = "when.\"refund.over_200\"";
const LIMITS: &str = "\n[limits]\n";

#[expect(clippy::too_many_lines, reason = "it is a table")]
fn mistakes() -> Vec<Mistake> {
    let segments = (0..32).map(|n| format!("s{n} = {{ name = \"S\" }}")).collect::<Vec<_>>().join(
        "
",
    );
    let exception = |from: &str| {
        format!(
            "\n[exceptions.relay]\nchannel = \"phone\"\nwithout = \"smartphone\"\nfrom = \"{from}\"\nbecause = \"They are called back.\"\napproved_by = \"Ingrid\"\n{LIMITS}"
        )
    };
    vec![
        made(
            Kind::NoToml,
            [("name = \"Small\"", "name = \"Small")],
            "small.toml:3: error[syntax]: Invalid basic string, expected `\"`. Correct this line; docs/policy.md shows each field with an example.",
        ),
        made(
            Kind::NoToml,
            [("name = \"Small\"", "name = \"Small\"\nname = \"Small\"")],
            "small.toml:4: error[syntax]: Duplicate key. Correct this line; docs/policy.md shows each field with an example.",
        ),
        made(
            Kind::UnknownField,
            [("seconds = 45", "secconds = 45")],
            "small.toml:24: error[syntax]: Unknown field `secconds`, expected one of `enabled`, `factor`, `alone`, `user_verified`, `synced`, `restricted`, `phishing_resistant`, `lifetime`, `seasoning`, `offered_on`, `needs`, `seconds`, `acr`. Correct its spelling or take it out; docs/policy.md lists every field.",
        ),
        made(
            Kind::UnknownField,
            [("[limits]", "[limit]")],
            "small.toml:110: error[syntax]: Unknown field `limit`, expected one of `name`, `currency`, `methods`, `combine`, `channels`, `roles`, `segments`, `signals`, `actions`, `exceptions`, `limits`. Correct its spelling or take it out; docs/policy.md lists every field.",
        ),
        made(
            Kind::UnknownWord,
            [(PREFERENCES, "needs = \"lowish\"\nwho = [\"agent\", \"supervisor\"]")],
            "small.toml:96: error[syntax]: Unknown word `lowish`, expected one of `unverified`, `low`, `substantial`, `high`. Write one of the words that are expected there.",
        ),
        made(
            Kind::UnknownWord,
            [("[methods.pin]", "[methods.pim]")],
            "small.toml:35: error[syntax]: Unknown word `pim`, expected one of `passkey`, `push`, `portal`, `pin`, `totp`, `id_document`, `social`, `otp_sms`, `otp_voice`, `otp_email`, `voice_biometric`, `kba`. Write one of the words that are expected there.",
        ),
        made(
            Kind::MissingField,
            [("name = \"Refund\"\n", "")],
            "small.toml:100: error[syntax]: Missing field `name`. Add it to this table; docs/policy.md says what it means.",
        ),
        made(
            Kind::MissingField,
            [("\n[limits]\nprompts = 3\nprompts_in = \"10m\"\nlook_ups_an_hour = 60\nreveals_an_hour = 20\n", "")],
            "small.toml:1: error[syntax]: Missing field `limits`. Add it to this table; docs/policy.md says what it means.",
        ),
        made(
            Kind::WrongType,
            [("amount_above = \"200.00\"", "amount_above = 200")],
            "small.toml:107: error[syntax]: Invalid type: integer `200`, expected a text. Write it in quotes, such as \"15m\" or \"200.00\".",
        ),
        made(
            Kind::WrongType,
            [("consent = true", "consent = \"yes\"")],
            "small.toml:84: error[syntax]: Invalid type: string \"yes\", expected true or false. Write true or false, without quotes.",
        ),
        made(
            Kind::WrongType,
            [("channels = [\"phone\"]", "channels = \"phone\"")],
            "small.toml:88: error[syntax]: Invalid type: string \"phone\", expected a list. Write a list, such as [\"phone\", \"chat\"].",
        ),
        made(
            Kind::WrongType,
            [("seconds = 45", "seconds = \"45\"")],
            "small.toml:24: error[syntax]: Invalid type: string \"45\", expected a whole number. Write a whole number, without quotes.",
        ),
        made(
            Kind::WrongType,
            [(PREFERENCES, "needs = 1\nwho = [\"agent\", \"supervisor\"]")],
            "small.toml:96: error[syntax]: Invalid type, expected a word. Write one of its words in quotes, such as \"low\".",
        ),
        made(
            Kind::WrongType,
            [("reveals_an_hour = 20", "reveals_an_hour = 20\n\n[exceptions]\nrelay = \"Ingrid\"")],
            "small.toml:117: error[syntax]: Invalid type: string \"Ingrid\", expected the table of an exception. docs/policy.md shows each table and field with an example.",
        ),
        made(
            Kind::WrongNumber,
            [("prompts = 3", "prompts = -3")],
            "small.toml:111: error[syntax]: Invalid value: integer `-3`, expected a whole number. Write a whole number that is not negative, and not so large.",
        ),
        made(
            Kind::WrongNumber,
            [("raises = 1", "raises = 300")],
            "small.toml:74: error[syntax]: Invalid value: integer `300`, expected a whole number up to 255. Write a whole number that is not negative, and not so large.",
        ),
        made(
            Kind::NoSpan,
            [("lifetime = \"12m\"\nseasoning = \"24h\"\nseconds = 15", "lifetime = \"12min\"\nseasoning = \"24h\"\nseconds = 15")],
            "small.toml:38: error[syntax]: `12min` is no span of time. Write a whole number and s, m, h or d, such as \"15m\" or \"24h\".",
        ),
        made(
            Kind::NoSpan,
            [("hold = \"24h\"", "hold = \"24\"")],
            "small.toml:85: error[syntax]: `24` is no span of time. Write a whole number and s, m, h or d, such as \"15m\" or \"24h\".",
        ),
        made(
            Kind::NoAmount,
            [("amount_above = \"200.00\"", "amount_above = \"200\"")],
            "small.toml:107: error[syntax]: `200` is no amount. Write it with two decimals, such as \"200.00\".",
        ),
        made(
            Kind::MethodMissing,
            [(
                "kba = { enabled = false, factor = \"knowledge\", alone = \"low\", restricted = true, lifetime = \"5m\", seasoning = \"24h\", seconds = 90 }\n",
                "",
            )],
            "small.toml:6: error[method-missing]: methods.kba: There is no row for kba. Add [methods.kba] with enabled = false if you do not use it.",
        ),
        made(
            Kind::ActionMissing,
            [("[actions.refund]", "[actions.pay_back]")],
            "small.toml:78: error[action-missing]: actions: `refund` has no rule. Add [actions.refund]; to close it, give it a `when` with `refuse`.",
        ),
        made(
            Kind::UnknownName,
            [("channels = [\"phone\"]", "channels = [\"phon\"]")],
            "small.toml:88: error[unknown-name]: actions.change_email.channels: There is no `phon`. Write one of: phone, chat.",
        ),
        made(
            Kind::UnknownName,
            [("segments = [\"business\"]", "segments = [\"buisness\"]")],
            "small.toml:108: error[unknown-name]: actions.refund.when.refund.business.segments: There is no `buisness`. Write one of: personal, business.",
        ),
        made(
            Kind::Empty,
            [
                ("[segments.personal]\nname = \"Personal\"\n\n[segments.business]\nname = \"Business\"\n", "[segments]\n"),
                ("when.\"refund.business\" = { segments = [\"business\"], needs = \"substantial\" }\n", ""),
            ],
            "small.toml: error[empty]: There must be a channel, a role and a segment. Add one of each; the bank's policy shows how.",
        ),
        made(
            Kind::TooMany,
            [
                (
                    "[segments.personal]\nname = \"Personal\"\n\n[segments.business]\nname = \"Business\"\n",
                    format!("[segments]\n{segments}\n").as_str(),
                ),
                ("when.\"refund.business\" = { segments = [\"business\"], needs = \"substantial\" }\n", ""),
            ],
            "small.toml:66: error[too-many]: segments: There are 32; there can be 31. Take some out.",
        ),
        made(
            Kind::NoWords,
            [("says = \"They were somewhere else shortly before.\"", "says = \" \"")],
            "small.toml:73: error[words]: signals.travel.says: There is no word in it. Write what people are to read there.",
        ),
        made(
            Kind::NoWords,
            [("refuse = \"We started this contact.\"", "refuse = \"\"")],
            "small.toml:91: error[words]: actions.change_email.when.email.change.we_started.refuse: There is no word in it. Write what people are to read there.",
        ),
        made(
            Kind::OddKey,
            [("[segments.business]", "[segments.\"big business\"]"), ("segments = [\"business\"]", "segments = [\"big business\"]")],
            "small.toml:69: error[words]: segments.big business: `big business` stands in addresses and events, and cannot. Write it in small letters, digits and underscores; its `name` is free.",
        ),
        made(
            Kind::OddCurrency,
            [("currency = \"EUR\"", "currency = \"Euro\"")],
            "small.toml:4: error[words]: currency: `Euro` is no currency code. Write its three letters of ISO 4217, such as \"EUR\".",
        ),
        made(
            Kind::RuleTwice,
            [("when.\"refund.business\"", "when.\"refund\"")],
            "small.toml:108: error[rule-twice]: actions.refund.when.refund: `refund` is a rule of `refund` too. Give each rule a name of its own.",
        ),
        made(
            Kind::NobodyMayDoIt,
            [("who = [\"agent\", \"supervisor\"]", "who = []")],
            "small.toml:97: error[unreachable]: actions.update_contact_preferences.who: Nobody may do it. Name at least one role.",
        ),
        made(
            Kind::NobodyHasTheRole,
            [
                ("[roles.supervisor]\nname = \"Supervisor\"", "[roles.clerk]\nname = \"Clerk\""),
                ("who = [\"agent\", \"supervisor\"]", "who = [\"clerk\"]"),
            ],
            "small.toml:63: warning[unreachable]: roles.clerk: This program gives that role to nobody. Name one of `agent`, `supervisor`, `auditor`, `administrator`, or take it out.\nsmall.toml:97: error[unreachable]: actions.update_contact_preferences.who: Nobody can have any of these roles. Name one of `agent`, `supervisor`, `auditor`, `administrator`.",
        ),
        made(
            Kind::RoleOfNobody,
            [("[roles.supervisor]", "[roles.clerk]\nname = \"Clerk\"\n\n[roles.supervisor]")],
            "small.toml:63: warning[unreachable]: roles.clerk: This program gives that role to nobody. Name one of `agent`, `supervisor`, `auditor`, `administrator`, or take it out.",
        ),
        made(
            Kind::OnNoChannel,
            [("channels = [\"phone\"]", "channels = []")],
            "small.toml:88: error[unreachable]: actions.change_email.channels: It can be done on no channel. Name at least one.",
        ),
        made(
            Kind::LevelOutOfReach,
            [("channels = [\"phone\"]", "channels = [\"chat\"]")],
            "small.toml:82: error[unreachable]: actions.change_email.needs: It needs High, and its channels reach Substantial at most. Lower the need, or add a channel that reaches it.",
        ),
        made(
            Kind::ChannelTooLow,
            [("channels = [\"phone\"]", "channels = [\"phone\", \"chat\"]")],
            "small.toml:88: error[unreachable]: actions.change_email.channels: It needs High, and `chat` reaches Substantial at most. Leave the channel out of this action.",
        ),
        made(
            Kind::WhenElsewhere,
            [("{ we_started = true,", "{ channels = [\"chat\"],")],
            "small.toml:91: error[unreachable]: actions.change_email.when.email.change.we_started.channels: It is about channels on which the action cannot be done. Name channels of the action, or take the rule out.",
        ),
        made(
            Kind::WhenAlways,
            [(BUSINESS, "{ needs = \"substantial\" }")],
            "small.toml:108: error[unreachable]: actions.refund.when.refund.business: It has no circumstances, so the action's own row is never the rule. Say when it applies, or write it into the action itself.",
        ),
        made(
            Kind::WhenOutOfReach,
            [(BUSINESS, "{ channels = [\"chat\"], needs = \"high\" }")],
            "small.toml:108: error[unreachable]: actions.refund.when.refund.business.needs: It needs High then, and the channels reach Substantial at most. Write `refuse` and why, which the agent is told, or lower the need.",
        ),
        made(
            Kind::NothingShowsIt,
            [
                (PORTAL_OFF, "portal = { offered_on = [\"chat\"], phishing_resistant = true,"),
                ("[methods.passkey]", "[methods.passkey]\noffered_on = [\"phone\"]"),
                ("[methods.push]", "[methods.push]\noffered_on = [\"phone\"]"),
            ],
            "small.toml:106: error[consent-unreachable]: actions.refund.consent: Nothing that is offered on `chat` can show the customer what they agree to. Offer passkey or push there, or leave the channel out of this action.",
        ),
        made(
            Kind::WrongFactor,
            [(PIN, "factor = \"possession\"\nalone = \"low\"\nlifetime = \"12m\"\nseasoning = \"24h\"")],
            "small.toml:36: error[factor-wrong]: methods.pin.factor: PIN does not prove possession. Write \"knowledge\".",
        ),
        made(
            Kind::UnprovedCounts,
            [("possession = \"substantial\"", "possession = \"unverified\"")],
            "small.toml:47: error[combine-weak]: combine.strong_possession.possession: What nobody has proved would count as one of the two. Write possession = \"substantial\".",
        ),
        made(
            Kind::UnprovedCounts,
            [("each = \"low\"", "each = \"unverified\"")],
            "small.toml:43: error[combine-weak]: combine.two_factors.each: What nobody has proved would count as one of the two. Write each = \"low\".",
        ),
        made(
            Kind::Leap,
            [("possession = \"substantial\"", "possession = \"low\"")],
            "small.toml:48: error[combine-weak]: combine.strong_possession.reach: It lifts from Low to High, past a level in between. Write reach = \"substantial\", or a higher `possession`.",
        ),
        made(
            Kind::RecoveryWeak,
            [("needs = \"high\"\nfresh", "needs = \"substantial\"\nfresh")],
            "small.toml:82: error[recovery-weak]: actions.change_email.needs: It needs Substantial, and customers can prove High on `phone`: an impostor would recover rather than sign in. Write needs = \"high\".",
        ),
        made(
            Kind::VerifiedLess,
            [("alone = \"substantial\"\nuser_verified = \"high\"", "alone = \"substantial\"\nuser_verified = \"low\"")],
            "small.toml:29: error[not-monotone]: methods.push.user_verified: Verifying the person takes it from Substantial to Low. Write at least \"substantial\", what it reaches alone.",
        ),
        made(
            Kind::TwoLess,
            [("possession = \"substantial\"\nreach = \"high\"", "possession = \"substantial\"\nreach = \"low\"")],
            "small.toml:48: error[not-monotone]: combine.strong_possession.reach: Two factors reach Low, and one of them is Substantial already. Write at least \"substantial\", what one of them must be.",
        ),
        made(
            Kind::EarlierAddressesNotTold,
            [("tell = \"earlier_addresses\"", "tell = \"customer\"")],
            "small.toml:89: error[silent]: actions.change_email.tell: Who takes an account over and changes its addresses would be told alone. Write tell = \"earlier_addresses\".",
        ),
        made(
            Kind::NobodyTold,
            [("tell = \"customer\"", "tell = \"nobody\"\nrevert = \"1d\"")],
            "small.toml:106: error[silent]: actions.refund.tell: It waits or can be put back, and nobody hears of it. Write tell = \"customer\" or \"earlier_addresses\".",
        ),
        made(
            Kind::RevertOver,
            [("revert = \"7d\"", "revert = \"1h\"")],
            "small.toml:90: error[silent]: actions.change_email.revert: The time to put it back is over before it takes effect. Write at least as long as it is held.",
        ),
        made(
            Kind::WhenAddsNothing,
            [(BUSINESS, "{ segments = [\"business\"], needs = \"low\" }")],
            "small.toml:108: error[no-effect]: actions.refund.when.refund.business: It asks for nothing that the action does not need anyway. Make it stricter than what holds anyway, or take it out.",
        ),
        made(
            Kind::WhenCovered,
            [(OVER_200, "when.\"refund.over_300\" = { amount_above = \"300.00\", needs = \"substantial\" }\nwhen.\"refund.over_200\"")],
            "small.toml:107: error[no-effect]: actions.refund.when.refund.over_300: Whenever it applies, `refund.over_200` asks for as much. Make it stricter than what holds anyway, or take it out.",
        ),
        made(
            Kind::WhenClosed,
            [(
                "when.\"email",
                "when.\"email.change.business\" = { we_started = true, segments = [\"business\"], second_person = true }\nwhen.\"email",
            )],
            "small.toml:91: error[no-effect]: actions.change_email.when.email.change.business: Whenever it applies, `email.change.we_started` closes the action. Take one of the two out.",
        ),
        made(
            Kind::ClosedAndAsks,
            [("{ we_started = true,", "{ we_started = true, second_person = true,")],
            "small.toml:91: error[no-effect]: actions.change_email.when.email.change.we_started: It closes the action, so what else it asks for is asked of nobody. Take out `refuse`, or all that it asks for.",
        ),
        made(
            Kind::NoHold,
            [("hold = \"24h\"\n", "")],
            "small.toml:85: error[no-effect]: actions.change_email.hold_lifted_by_phishing_resistant: There is no hold to lift. Add a hold, or take this out.",
        ),
        made(
            Kind::NothingLifts,
            [(PASSKEY_VERIFIED, "user_verified = \"substantial\"\nphishing_resistant = true")],
            "small.toml:86: error[no-effect]: actions.change_email.hold_lifted_by_phishing_resistant: No method that resists phishing reaches High. Offer passkey with that level, or take this out.",
        ),
        made(
            Kind::FreshOfNothing,
            [(PREFERENCES, "needs = \"unverified\"\nfresh = \"5m\"\nwho = [\"agent\", \"supervisor\"]")],
            "small.toml:97: error[no-effect]: actions.update_contact_preferences.fresh: Nothing has to be proved, so nothing can be too old. Raise `needs`, or take this out.",
        ),
        made(
            Kind::FreshAnyway,
            [("fresh = \"5m\"", "fresh = \"15m\"")],
            "small.toml:83: error[no-effect]: actions.change_email.fresh: No proof counts for so long. Write less than the methods' lifetimes, or take this out.",
        ),
        made(
            Kind::SignalIdle,
            [("raises = 1\nclasses = [\"transactional\"]\n", "")],
            "small.toml:72: error[no-effect]: signals.travel: It caps, bars and raises nothing, and no rule asks for it. Say what it does, or take it out.",
        ),
        made(
            Kind::RaisesNothing,
            [("classes = [\"transactional\"]\n", "")],
            "small.toml:74: error[no-effect]: signals.travel.raises: It raises no class. Write both `raises` and `classes`, or neither.",
        ),
        made(
            Kind::RaisesNothing,
            [("raises = 1\n", "")],
            "small.toml:74: error[no-effect]: signals.travel.classes: They are raised by nothing. Write both `raises` and `classes`, or neither.",
        ),
        made(
            Kind::NoTime,
            [("tell = \"customer\"", "tell = \"customer\"\nhold = \"0s\"")],
            "small.toml:107: error[no-effect]: actions.refund.hold: It is no time at all. Write how long, such as \"24h\", or take it out.",
        ),
        made(
            Kind::NobodyVerifies,
            [(PIN, "factor = \"knowledge\"\nalone = \"low\"\nuser_verified = \"low\"\nlifetime = \"12m\"\nseasoning = \"24h\"")],
            "small.toml:38: error[no-effect]: methods.pin.user_verified: No device verifies the person for this method, so this never counts. Take it out; `alone` says what it is worth.",
        ),
        made(
            Kind::AssertsNothing,
            [(PIN, "factor = \"knowledge\"\nalone = \"low\"\nacr = { phr = \"low\" }\nlifetime = \"12m\"\nseasoning = \"24h\"")],
            "small.toml:38: error[no-effect]: methods.pin.acr: Only an assertion comes with an acr. Take it out; `alone` says what it is worth.",
        ),
        made(
            Kind::AcrTooHigh,
            [("factor = \"assertion\", alone = \"high\"", "factor = \"assertion\", alone = \"low\"")],
            "small.toml:7: error[no-effect]: methods.portal.acr.phr: It says High, and `alone` cuts it to Low. Write no more than `alone`, or raise that.",
        ),
        made(
            Kind::ProvesNothing,
            [(PIN, "factor = \"knowledge\"\nalone = \"unverified\"\nlifetime = \"12m\"\nseasoning = \"24h\"")],
            "small.toml:35: error[method-idle]: methods.pin: It is on, and proves nothing. Write enabled = false, or a level that it reaches.",
        ),
        made(
            Kind::ProvesNothing,
            [("portal = { enabled = false, factor", "portal = { factor"), (", acr = { \"phr\" = \"high\" }", "")],
            "small.toml:7: error[method-idle]: methods.portal: It is on, and proves nothing. Write what each `acr` of your sign-in is worth, or enabled = false.",
        ),
        made(
            Kind::OfferedNowhere,
            [("[methods.pin]", "[methods.pin]\noffered_on = []")],
            "small.toml:36: error[method-idle]: methods.pin.offered_on: It is on, and offered nowhere. Name a channel, or write enabled = false.",
        ),
        made(
            Kind::ChangesNothing,
            [
                ("totp = { enabled = false,", "totp = { offered_on = [\"wall\"],"),
                (
                    "[channels.phone]",
                    "[channels.wall]\nname = \"Wall\"\nceiling = \"unverified\"\nconveyed = \"in_writing\"\n\n[channels.phone]",
                ),
            ],
            "small.toml:8: error[method-idle]: methods.totp: It reaches Low, and nothing on its channels is decided by it. Write enabled = false: customers would be asked for nothing.",
        ),
        made(
            Kind::OverAtOnce,
            [("stands = \"24h\"", "stands = \"0s\"")],
            "small.toml:76: error[over-at-once]: signals.travel.stands: It is over at once. Write how long it lasts, such as \"15m\".",
        ),
        made(
            Kind::OverAtOnce,
            [("tell = \"customer\"", "tell = \"customer\"\napproval_lifetime = \"0s\"")],
            "small.toml:107: error[over-at-once]: actions.refund.approval_lifetime: It is over at once. Write how long it lasts, such as \"15m\".",
        ),
        made(
            Kind::LimitOfNone,
            [("prompts = 3", "prompts = 0")],
            "small.toml:111: error[over-at-once]: limits.prompts: It lets nothing through. Write at least 1.",
        ),
        made(
            Kind::NotRestricted,
            [(KBA, "kba = { enabled = false, factor = \"knowledge\", alone = \"low\",")],
            "small.toml:15: error[restricted-strong]: methods.kba.restricted: This is a weak channel, and has to be called so. Write restricted = true.",
        ),
        made(
            Kind::RestrictedAboveLow,
            [(KBA, "kba = { enabled = false, factor = \"knowledge\", alone = \"substantial\", restricted = true,")],
            "small.toml:15: error[restricted-strong]: methods.kba.alone: It is restricted, so it never counts above Low, and Substantial is written. Write alone = \"low\" or less.",
        ),
        made(
            Kind::Relayed,
            [("[methods.push]", "[methods.push]\nphishing_resistant = true")],
            "small.toml:27: error[phishable]: methods.push.phishing_resistant: Push can be relayed by an impostor. Take it out.",
        ),
        made(
            Kind::NothingResists,
            [("phishing_resistant = true\n", ""), (LIFTED, "")],
            "small.toml:49: warning[phishable]: channels.phone: No method that resists phishing is offered on it. Offer passkey there (NIST SP 800-63B-4 section 2.2.2).\nsmall.toml:54: warning[phishable]: channels.chat: No method that resists phishing is offered on it. Offer passkey there (NIST SP 800-63B-4 section 2.2.2).",
        ),
        made(
            Kind::WeakMethod,
            [("otp_sms = { enabled = false,", "otp_sms = {")],
            "small.toml:11: warning[discouraged]: methods.otp_sms.enabled: Code by text is on, and impostors pass it. Switch it off as soon as customers have something better.",
        ),
        made(
            Kind::CountsAtOnce,
            [(PIN, "factor = \"knowledge\"\nalone = \"low\"\nlifetime = \"12m\"\nseasoning = \"0s\"")],
            "small.toml:39: warning[discouraged]: methods.pin.seasoning: It counts as soon as it is enrolled, so whoever enrols one in the contact has it. Write at least a day, such as \"24h\" (AS7).",
        ),
        made(
            Kind::CountsForDays,
            [(PIN, "factor = \"knowledge\"\nalone = \"low\"\nlifetime = \"12d\"\nseasoning = \"24h\"")],
            "small.toml:38: warning[discouraged]: methods.pin.lifetime: It counts for longer than a day, and a contact takes minutes. Write minutes, such as \"15m\" (NIST SP 800-63B-4 section 2.2.3).",
        ),
        made(
            Kind::DeadEnd,
            [("conveyed = \"aloud\"", "conveyed = \"aloud\"\nneeds = [\"hearing\"]")],
            "small.toml:50: error[dead-end]: channels.phone: On it, people without hearing reach Unverified at most, and some of its actions need Low. Offer them a method there, or add [exceptions.…] with channel = \"phone\", without = \"hearing\", from = \"low\", why, and who answers for it.",
        ),
        made(
            Kind::DeadEnd,
            [(PASSKEY_VERIFIED, "user_verified = \"low\"\nphishing_resistant = true"), (LIFTED, "")],
            "small.toml:50: error[dead-end]: channels.phone: On it, people without a smartphone reach Substantial at most, and some of its actions need High. Offer them a method there, or add [exceptions.…] with channel = \"phone\", without = \"smartphone\", from = \"high\", why, and who answers for it.\nsmall.toml:50: error[dead-end]: channels.phone: On it, people without hearing reach Substantial at most, and some of its actions need High. Offer them a method there, or add [exceptions.…] with channel = \"phone\", without = \"hearing\", from = \"high\", why, and who answers for it.",
        ),
        made(
            Kind::CannotConsent,
            [("[methods.passkey]", "[methods.passkey]\nneeds = [\"smartphone\"]"), (PORTAL_OFF, "portal = {")],
            "small.toml:51: error[dead-end]: channels.phone: On it, people without a smartphone reach High, and have nothing to agree with to what needs their consent. Offer them passkey or push there, or add [exceptions.…] with channel = \"phone\", without = \"smartphone\", from = \"low\", why, and who answers for it.\nsmall.toml:56: error[dead-end]: channels.chat: On it, people without a smartphone reach Substantial, and have nothing to agree with to what needs their consent. Offer them passkey or push there, or add [exceptions.…] with channel = \"chat\", without = \"smartphone\", from = \"low\", why, and who answers for it.",
        ),
        made(
            Kind::ExceptionIdle,
            [(LIMITS, exception("high").as_str())],
            "small.toml:110: warning[dead-end]: exceptions.relay: There is no such dead end any more. Take the exception out.",
        ),
        made(
            Kind::ExceptionTooWide,
            [
                (PASSKEY_VERIFIED, "user_verified = \"low\"\nphishing_resistant = true"),
                (LIFTED, ""),
                ("conveyed = \"aloud\"", "conveyed = \"in_writing\""),
                (LIMITS, exception("low").as_str()),
            ],
            "small.toml:112: warning[dead-end]: exceptions.relay.from: They reach Substantial, so it would hide a dead end that is none today. Write from = \"high\".",
        ),
    ]
}
