//! The gate: each answer by example, its laws by chance.

use proptest::prelude::*;
use time::Duration;
use uuid::Uuid;

use super::{Available, Decision, Explanation, Missing, Question, Reason, Reasons, Standing, WhyNot, decide, explain, needs};
use crate::{
    assurance::{Evidence, Level, Method},
    channel::StartedBy,
    policy::{BANK, Policy, RoleSet, SegmentIx, SignalSet, Tell},
    time::Timestamp,
    trying::cases,
};

const NOW: Timestamp = Timestamp::from_micros(1_773_324_960_000_000);

fn bank() -> Policy {
    Policy::read(BANK).unwrap()
}

/// An agent asks in an open session on the phone of a personal customer who called us.
fn question<'a>(policy: &'a Policy, action: &str) -> Question<'a> {
    Question {
        policy,
        action: policy.action(action).unwrap(),
        amount: None,
        roles: RoleSet::NONE.with(policy.role("agent").unwrap()),
        standing: Standing::OPEN,
        channel: policy.channel("phone").unwrap(),
        carried: Level::High,
        started_by: StartedBy::Customer,
        segment: policy.segment("personal").unwrap(),
        signals: SignalSet::NONE,
        evidence: &[],
        consent: false,
        second_person: false,
        available: &[],
        now: NOW,
    }
}

fn has(method: Method, user_verifies: bool) -> Available {
    Available { method, user_verifies, synced: false, asserted: None, counts_from: NOW, seconds: None }
}

fn proved(method: Method, user_verified: bool, minutes_ago: i64) -> Evidence {
    let at = NOW.before(Duration::minutes(minutes_ago));
    Evidence {
        id: Uuid::nil().into(),
        method,
        user_verified,
        synced: false,
        asserted: None,
        obtained_at: at,
        expires_at: at.after(Duration::minutes(15)),
        counts_from: at,
    }
}

fn reasons(question: &Question<'_>) -> Vec<Reason> {
    match decide(question) {
        Decision::Refuse { reasons, .. } => reasons.iter().collect(),
        other => panic!("{other:?}"),
    }
}

fn missing(question: &Question<'_>) -> Missing {
    match decide(question) {
        Decision::StepUp { missing, .. } => missing,
        other => panic!("{other:?}"),
    }
}

#[test]
fn as6_a_general_inquiry_needs_no_challenge() {
    assert!(decide(&question(&bank(), "general_inquiry")).allows());
}

#[test]
fn a_locked_action_says_what_is_missing_and_an_open_one_what_else_must_happen() {
    let bank = bank();
    let locked = question(&bank, "change_email");
    assert_eq!(missing(&locked), Missing { level: Some(Level::High), stale: false, consent: true, second_person: false });
    let evidence = [proved(Method::Push, true, 0)];
    let open = Question { evidence: &evidence, consent: true, ..locked };
    let Decision::Allow { obligations, rule } = decide(&open) else { panic!() };
    assert!(obligations.use_approval);
    assert_eq!((obligations.tell, obligations.revert, rule), (Tell::EarlierAddresses, Duration::days(7), "email.change"));
}

#[test]
fn a_second_person_is_all_that_is_missing_when_nothing_else_is() {
    for level in [None, Some(Level::High)] {
        for (consent, second_person) in [(false, false), (false, true), (true, false), (true, true)] {
            let missing = Missing { level, stale: false, consent, second_person };
            assert_eq!(missing.only_second_person(), missing == Missing { second_person: true, ..Missing::default() }, "{missing:?}");
            assert_eq!(missing.any(), missing != Missing::default(), "{missing:?}");
        }
    }
}

#[test]
fn what_an_action_needs_is_the_same_whatever_has_been_proved() {
    let bank = bank();
    let proved = [proved(Method::Push, true, 0)];
    let small = Question { amount: Some(20_000), ..question(&bank, "refund") };
    let large = Question { amount: Some(20_001), ..small };
    let wary = Question { signals: SignalSet::NONE.with(bank.signal("new_device").unwrap()), ..small };
    for (asked, level) in [(small, Level::Substantial), (large, Level::High), (wary, Level::High)] {
        assert_eq!((needs(&asked), needs(&Question { evidence: &proved, ..asked })), (level, level));
    }
}

#[test]
fn b13_proof_that_is_too_old_for_the_action_is_asked_again() {
    let bank = bank();
    let evidence = [proved(Method::Push, true, 6)];
    let email = Question { evidence: &evidence, consent: true, ..question(&bank, "change_email") };
    assert_eq!(missing(&email), Missing { level: Some(Level::High), stale: true, consent: false, second_person: false });
    assert!(decide(&Question { action: bank.action("export_personal_data").unwrap(), ..email }).allows());
}

#[test]
fn an_amount_over_the_band_needs_more_and_names_its_rule() {
    let bank = bank();
    let evidence = [proved(Method::Push, false, 0)];
    let small = Question { evidence: &evidence, consent: true, amount: Some(20_000), ..question(&bank, "refund") };
    assert!(decide(&small).allows());
    let large = Question { amount: Some(20_001), ..small };
    assert_eq!(missing(&large), Missing { level: Some(Level::High), second_person: true, ..Missing::default() });
    assert_eq!(decide(&large).rule(), "refund.over_200");
    let business = Question { segment: bank.segment("business").unwrap(), ..small };
    assert_eq!(missing(&business).level, Some(Level::High), "SE7");
}

#[test]
fn se7_a_segment_that_the_policy_does_not_know_is_under_the_rules_of_every_one() {
    let closing = BANK.replacen(
        "[actions.general_inquiry]",
        "when.\"refund.children\" = { segments = [\"child\"], refuse = \"Ask a parent.\" }\n\n[actions.general_inquiry]",
        1,
    );
    let closing =
        Policy::read(&closing.replacen("[segments.business]", "[segments.child]\nname = \"Child\"\n\n[segments.business]", 1)).unwrap();
    let evidence = [proved(Method::Push, false, 0)];
    for (policy, of, needs) in [
        (&bank(), None, None),
        (&bank(), Some("personal"), None),
        (&bank(), Some("business"), Some(Level::High)),
        (&bank(), Some("bussiness"), Some(Level::High)),
        (&bank(), Some(""), Some(Level::High)),
    ] {
        let segment = policy.segment_of(of);
        let refund = Question { segment, evidence: &evidence, consent: true, amount: Some(5_000), ..question(policy, "refund") };
        match needs {
            None => assert!(decide(&refund).allows(), "{of:?}"),
            Some(level) => assert_eq!((missing(&refund).level, decide(&refund).rule()), (Some(level), "refund.business"), "{of:?}"),
        }
    }
    let refund = Question { segment: closing.segment_of(Some("nobility")), amount: Some(1), ..question(&closing, "refund") };
    assert_eq!(reasons(&refund), [Reason::Circumstances], "what is closed to one segment is closed to one that nobody knows");
    assert!(decide(&Question { action: closing.action("general_inquiry").unwrap(), ..refund }).allows(), "what asks nobody asks none");
}

#[test]
fn an_amount_that_is_not_known_is_over_every_band() {
    let bank = bank();
    let evidence = [proved(Method::Push, false, 0)];
    let unknown = Question { evidence: &evidence, consent: true, amount: None, ..question(&bank, "refund") };
    let most = Question { amount: Some(u64::MAX), ..unknown };
    assert_eq!(missing(&unknown), missing(&most));
    assert_eq!(missing(&unknown), Missing { level: Some(Level::High), second_person: true, ..Missing::default() });
    assert_eq!(decide(&unknown).rule(), "refund.over_200");

    let closing = BANK.replacen(
        "amount_above = \"200.00\", needs = \"high\", second_person = true",
        "amount_above = \"200.00\", refuse = \"Ask a branch.\"",
        1,
    );
    let closing = Policy::read(&closing).unwrap();
    assert_eq!(reasons(&Question { evidence: &evidence, consent: true, ..question(&closing, "refund") }), [Reason::Circumstances]);

    let plain = Question { amount: None, ..question(&bank, "general_inquiry") };
    assert!(decide(&plain).allows(), "what has no band asks for no amount");
}

#[test]
fn b06_what_we_started_opens_no_credential_and_no_payout() {
    let bank = bank();
    for action in ["change_email", "change_phone_number", "refund"] {
        let ours = Question { started_by: StartedBy::Us, consent: true, ..question(&bank, action) };
        assert_eq!(reasons(&ours), [Reason::Circumstances], "{action}");
        let Explanation::Refuse { reasons, rule } = explain(&ours, &decide(&ours)) else { panic!() };
        assert_eq!(reasons, ["We started this contact. Credentials and payouts stay closed."]);
        assert!(rule.ends_with(".we_started"), "{rule}");
    }
}

#[test]
fn every_reason_is_given_with_its_words() {
    let bank = bank();
    let open = question(&bank, "change_email");
    let auditor = RoleSet::NONE.with(bank.role("auditor").unwrap());
    let travel = SignalSet::NONE.with(bank.signal("bulk_look_ups").unwrap());
    let ticket = bank.channel("ticket").unwrap();
    let table = [
        (Question { standing: Standing { ended: true, ..Standing::OPEN }, ..open }, vec![Reason::Ended]),
        (Question { standing: Standing { frozen: true, ..Standing::OPEN }, ..open }, vec![Reason::Frozen]),
        (Question { standing: Standing { account_frozen: true, ..Standing::OPEN }, ..open }, vec![Reason::AccountFrozen]),
        (Question { standing: Standing { theirs: false, ..Standing::OPEN }, ..open }, vec![Reason::NotTheirs]),
        (Question { roles: auditor, ..open }, vec![Reason::Role]),
        (Question { channel: ticket, ..open }, vec![Reason::Channel, Reason::Ceiling]),
        (Question { carried: Level::Substantial, ..open }, vec![Reason::Carried]),
        (Question { signals: travel, ..open }, vec![Reason::Risk]),
    ];
    for (question, expected) in table {
        assert_eq!(reasons(&question), expected);
        let Explanation::Refuse { reasons, .. } = explain(&question, &decide(&question)) else { panic!() };
        assert_eq!(reasons.len(), expected.len(), "{reasons:?}");
        assert!(reasons.iter().all(|words| words.ends_with('.')), "{reasons:?}");
    }
}

#[test]
fn what_a_method_would_give_is_what_can_be_asked_for_and_counts() {
    let bank = bank();
    let open = question(&bank, "change_email");
    let signal = |key: &str| SignalSet::NONE.with(bank.signal(key).unwrap());
    let (looked_up, travelled) = (signal("bulk_look_ups"), signal("impossible_travel"));
    let social = bank.channel("social").unwrap();
    let new = Available { counts_from: NOW.after(Duration::SECOND), ..has(Method::Push, true) };
    let table = [
        (open, has(Method::Push, true), Some(Level::High)),
        (open, has(Method::Push, false), Some(Level::Substantial)),
        (open, new, None),
        (open, has(Method::OtpSms, false), None),
        (open, has(Method::IdDocument, false), None),
        (Question { channel: social, ..open }, has(Method::Push, true), Some(bank.ceiling(social))),
        (Question { signals: looked_up, ..open }, has(Method::Push, true), Some(Level::Low)),
        (Question { signals: travelled, ..open }, has(Method::Pin, false), None),
    ];
    for (at, (question, one, expected)) in table.into_iter().enumerate() {
        assert_eq!(question.with(&one), expected, "row {at}");
    }
}

#[test]
fn a_way_is_worth_what_its_credential_and_the_other_system_s_word_are() {
    let text = BANK.replacen("user_verified = \"high\"\nphishing", "user_verified = \"high\"\nsynced = \"substantial\"\nphishing", 1);
    let policy = Policy::read(&text).unwrap();
    let open = Question { channel: policy.channel("chat").unwrap(), ..question(&policy, "change_email") };
    let ceiling = policy.ceiling(open.channel);
    let passkey = has(Method::Passkey, true);
    assert_eq!(open.with(&passkey), Some(Level::High.min(ceiling)));
    assert_eq!(open.with(&Available { synced: true, ..passkey }), Some(Level::Substantial));
    let portal = has(Method::Portal, false);
    for level in [Level::Low, Level::Substantial, Level::High] {
        assert_eq!(open.with(&Available { asserted: Some(level), ..portal }), Some(level.min(ceiling)), "{level}");
    }
    let proved = [proved(Method::Pin, false, 1)];
    let after_pin = Question { evidence: &proved, ..open };
    assert_eq!(after_pin.with(&has(Method::Push, false)), Some(Level::High.min(ceiling)), "with what was proved already");
}

#[test]
fn only_an_allowed_action_is_allowed_and_a_reason_given_twice_is_given() {
    let bank = bank();
    let open = question(&bank, "change_email");
    assert!(!decide(&open).allows());
    assert!(!decide(&Question { standing: Standing { ended: true, ..Standing::OPEN }, ..open }).allows());
    assert!(decide(&Question { evidence: &[proved(Method::Push, true, 1)], consent: true, ..open }).allows());
    let twice = Reasons::default().with(Reason::Role, true).with(Reason::Role, true);
    assert!(twice.has(Reason::Role));
}

#[test]
fn cp4_a_signal_raises_what_an_action_needs_and_bars_methods() {
    let bank = bank();
    let evidence = [proved(Method::Push, false, 0)];
    let calm = Question { amount: Some(4_550), evidence: &evidence, consent: true, ..question(&bank, "refund") };
    assert!(decide(&calm).allows());
    let wary = Question { signals: SignalSet::NONE.with(bank.signal("new_device").unwrap()), ..calm };
    assert_eq!(missing(&wary).level, Some(Level::High));
    let travelling = SignalSet::NONE.with(bank.signal("impossible_travel").unwrap());
    let available = [has(Method::Pin, false), has(Method::Push, true)];
    let barred = Question { signals: travelling, available: &available, evidence: &[], ..question(&bank, "update_postal_address") };
    let Decision::StepUp { ways, .. } = decide(&barred) else { panic!() };
    assert_eq!(ways.why_not(0), Some(WhyNot::Barred));
    assert_eq!(ways.fastest().map(|way| way.first.method), Some(Method::Push));
}

#[test]
fn w15_ways_are_the_fastest_that_are_enough_and_no_longer_than_needed() {
    let bank = bank();
    let too_new = Available { counts_from: NOW.after(Duration::hours(1)), ..has(Method::Passkey, true) };
    let slow = Available { seconds: Some(90), ..has(Method::Passkey, true) };
    let available = [has(Method::Pin, false), has(Method::Totp, false), has(Method::Push, true), too_new, slow, has(Method::Social, false)];
    let locked = Question { available: &available, ..question(&bank, "view_billing") };
    let Decision::StepUp { ways, .. } = decide(&locked) else { panic!() };
    let all = ways.all();
    let steps: Vec<_> = all.iter().map(|way| (way.first.method, way.second.map(|second| second.method), way.seconds)).collect();
    assert_eq!(steps, [(Method::Push, None, 20), (Method::Pin, Some(Method::Totp), 45), (Method::Passkey, None, 90)]);
    let why: Vec<_> = (0..available.len()).map(|place| ways.why_not(place)).collect();
    assert_eq!(why, [None, None, None, Some(WhyNot::TooNew(too_new.counts_from)), None, Some(WhyNot::NotOnThisChannel)]);
}

#[test]
fn consent_is_given_on_a_device_of_the_customers_own() {
    let bank = bank();
    let evidence = [proved(Method::Push, true, 0)];
    let available = [has(Method::Pin, false), has(Method::Push, false)];
    let locked = Question { amount: Some(4_550), evidence: &evidence, available: &available, ..question(&bank, "refund") };
    assert_eq!(missing(&locked), Missing { consent: true, ..Missing::default() });
    let Decision::StepUp { ways, .. } = decide(&locked) else { panic!() };
    assert_eq!(ways.all().iter().map(|way| way.first.method).collect::<Vec<_>>(), [Method::Push]);
}

#[test]
fn x12_nobody_is_asked_for_more_when_only_a_second_person_is_missing() {
    let bank = bank();
    let evidence = [proved(Method::Push, true, 0)];
    let available = [has(Method::Push, true)];
    let locked = Question { evidence: &evidence, available: &available, consent: true, ..question(&bank, "transfer_ownership") };
    assert_eq!(missing(&locked), Missing { second_person: true, ..Missing::default() });
    let Decision::StepUp { ways, .. } = decide(&locked) else { panic!() };
    assert_eq!(ways.all(), []);
}

#[test]
fn a_hold_falls_away_for_a_phishing_resistant_proof_only_where_the_policy_says_so() {
    let bank = bank();
    let hold = |action: &str, method: Method| {
        let evidence = [proved(method, true, 0)];
        let open = Question { evidence: &evidence, consent: true, ..question(&bank, action) };
        let Decision::Allow { obligations, .. } = decide(&open) else { panic!() };
        obligations.hold
    };
    assert_eq!(hold("change_phone_number", Method::Push), Duration::days(1));
    assert_eq!(hold("change_phone_number", Method::Passkey), Duration::ZERO);
    assert_eq!(hold("close_account", Method::Passkey), Duration::days(3));
}

#[test]
fn a_session_that_is_over_or_frozen_has_no_level_and_a_channel_a_carried_level_and_a_signal_cut_it() {
    let bank = bank();
    let evidence = [proved(Method::Push, true, 0)];
    let open = Question { evidence: &evidence, ..question(&bank, "change_email") };
    let level = |question: Question<'_>| question.assurance().level;
    assert_eq!(level(open), Level::High);
    assert_eq!(level(Question { standing: Standing { ended: true, ..Standing::OPEN }, ..open }), Level::Unverified);
    assert_eq!(level(Question { standing: Standing { frozen: true, ..Standing::OPEN }, ..open }), Level::Unverified);
    assert_eq!(level(Question { standing: Standing { account_frozen: true, ..Standing::OPEN }, ..open }), Level::High);
    assert_eq!(level(Question { channel: bank.channel("ticket").unwrap(), ..open }), Level::Substantial);
    assert_eq!(level(Question { carried: Level::Low, ..open }), Level::Low);
    assert_eq!(level(Question { signals: SignalSet::NONE.with(bank.signal("agents_tried").unwrap()), ..open }), Level::Substantial);
    assert_eq!(level(Question { channel: crate::policy::ChannelIx::NONE, ..open }), Level::Unverified, "a channel that is gone");
}

#[test]
fn an_explanation_says_all_that_the_decision_does() {
    let bank = bank();
    let evidence = [proved(Method::Pin, false, 0)];
    let available = [has(Method::Push, true), has(Method::Social, false)];
    let locked = Question { evidence: &evidence, available: &available, amount: Some(1), ..question(&bank, "refund") };
    let Explanation::StepUp { rule, current, missing, ways, offers } = explain(&locked, &decide(&locked)) else { panic!() };
    assert_eq!((rule.as_str(), current, missing.level), ("refund.small", Level::Low, Some(Level::Substantial)));
    assert_eq!(ways.iter().map(|way| (way.first.method, way.reaches, way.seconds)).collect::<Vec<_>>(), [(Method::Push, Level::High, 20)]);
    let offers: Vec<_> = offers.iter().map(|offer| (offer.place, offer.method, offer.why_not)).collect();
    assert_eq!(offers, [(0, Method::Push, None), (1, Method::Social, Some(WhyNot::NotOnThisChannel))]);

    let strong = [proved(Method::Push, true, 0)];
    let open = Question { evidence: &strong, consent: true, ..locked };
    let Explanation::Allow { rule, obligations } = explain(&open, &decide(&open)) else { panic!() };
    assert_eq!((rule.as_str(), obligations.use_approval, obligations.tell), ("refund.small", true, Tell::Customer));

    let said = |question: Question<'_>| match explain(&question, &decide(&question)) {
        Explanation::Refuse { reasons, .. } => reasons,
        other => panic!("{other:?}"),
    };
    let both = SignalSet::NONE.with(bank.signal("bulk_look_ups").unwrap()).with(bank.signal("new_device").unwrap());
    assert_eq!(
        said(Question { signals: both, ..locked }),
        ["Many customers were looked up from here in a short time."],
        "only what keeps the level down is said"
    );
    let email = question(&bank, "change_email");
    assert_eq!(
        said(Question { channel: bank.channel("social").unwrap(), ..email }),
        [
            "This cannot be done on Social. Ask them to call or use the app.",
            "Social reaches Substantial at most. Ask them to call or use the app."
        ]
    );
    assert_eq!(
        said(Question { carried: Level::Low, ..email }),
        ["This session has been on a channel that reaches Low at most. Open a new one."]
    );
}

#[test]
fn circumstances_apply_when_all_that_is_given_holds() {
    let text = BANK.replacen(
        "when.\"refund.business\" = { segments = [\"business\"], needs = \"high\" }",
        "when.\"refund.business\" = { amount_above = \"100.00\", segments = [\"business\"], channels = [\"chat\"], signals = [\"agents_tried\", \"new_device\"], we_started = true, fresh = \"1m\" }",
        1,
    );
    let text = text.replacen(
        "when.\"refund.we_started\" = { we_started = true, refuse = \"We started this contact. Credentials and payouts stay closed.\" }",
        "",
        1,
    );
    let bank = Policy::read(&text).unwrap();
    let all = Question {
        amount: Some(10_001),
        segment: bank.segment("business").unwrap(),
        channel: bank.channel("chat").unwrap(),
        signals: SignalSet::NONE.with(bank.signal("agents_tried").unwrap()),
        started_by: StartedBy::Us,
        ..question(&bank, "refund")
    };
    assert_eq!(decide(&all).rule(), "refund.business");
    for not_all in [
        Question { amount: Some(10_000), ..all },
        Question { segment: bank.segment("personal").unwrap(), ..all },
        Question { channel: bank.channel("phone").unwrap(), ..all },
        Question { signals: SignalSet::NONE, ..all },
        Question { signals: SignalSet::NONE.with(bank.signal("sim_change").unwrap()), ..all },
        Question { started_by: StartedBy::Customer, ..all },
    ] {
        assert_eq!(decide(&not_all).rule(), "refund.small");
    }
}

#[test]
fn a_decision_is_named_after_what_closes_it_and_else_after_what_changed_it_last() {
    let whens = |first: &str, second: &str| {
        let text =
            BANK.replacen("when.\"refund.over_200\" = { amount_above = \"200.00\", needs = \"high\", second_person = true }", first, 1);
        Policy::read(&text.replacen("when.\"refund.business\" = { segments = [\"business\"], needs = \"high\" }", second, 1)).unwrap()
    };
    let rule = |policy: &Policy| {
        let question = Question { segment: policy.segment("business").unwrap(), ..question(policy, "refund") };
        decide(&question).rule().to_owned()
    };
    let closes = "when.\"closes\" = { amount_above = \"200.00\", refuse = \"No.\" }";
    let adds = "when.\"adds\" = { segments = [\"business\"], second_person = true }";
    assert_eq!(rule(&whens(closes, adds)), "closes");
    assert_eq!(rule(&whens(adds, closes)), "closes");
    let also = "when.\"also\" = { amount_above = \"200.00\", fresh = \"1m\" }";
    assert_eq!(rule(&whens(adds, also)), "also");
    assert_eq!(rule(&whens(also, adds)), "adds");
}

prop_compose! {
    fn any_evidence()(m in 0..Method::ALL.len(), verified in any::<bool>(), asserted in prop::option::of(0_u8..4), ago in 0_i64..20) -> Evidence {
        Evidence { asserted: asserted.and_then(Level::from_rank), ..proved(Method::ALL[m], verified, ago) }
    }
}

prop_compose! {
    fn any_available()(m in 0..Method::ALL.len(), verifies in any::<bool>(), asserted in prop::option::of(0_u8..4), new in -1_i64..2, seconds in prop::option::of(0_u32..200)) -> Available {
        Available { asserted: asserted.and_then(Level::from_rank), counts_from: NOW.after(Duration::hours(new)), seconds, ..has(Method::ALL[m], verifies) }
    }
}

#[test]
fn the_laws_hold_for_a_hundred_thousand_questions() {
    let bank = bank();
    let actions: Vec<_> = bank.actions().iter().map(|action| action.key.clone()).collect();
    let (channels, segments, signals): (Vec<_>, Vec<_>, Vec<_>) = (
        bank.channels().map(|(ix, _)| ix).collect(),
        bank.segments().map(|(ix, _)| ix).collect(),
        bank.signals().map(|(ix, _)| ix).collect(),
    );
    let case = (
        prop::collection::vec(any_evidence(), 0..4),
        prop::collection::vec(any_available(), 0..5),
        any_evidence(),
        (0..actions.len(), 0..channels.len(), 0..segments.len(), prop::option::of(0_u64..40_000)),
        (prop::collection::vec(0..signals.len(), 0..3), any::<bool>(), any::<bool>(), any::<bool>(), 0_u8..4),
    );
    let mut runner = proptest::test_runner::TestRunner::new(cases(100_000));
    runner
        .run(&case, |(evidence, available, one, (action, channel, segment, amount), (standing, consent, second_person, ours, carried))| {
            let asked = Question {
                amount,
                channel: channels[channel],
                carried: Level::from_rank(carried).unwrap(),
                started_by: if ours { StartedBy::Us } else { StartedBy::Customer },
                segment: segments[segment],
                signals: standing.iter().map(|&place| signals[place]).collect(),
                evidence: &evidence,
                consent,
                second_person,
                available: &available,
                ..question(&bank, &actions[action])
            };
            let decision = decide(&asked);

            let more: Vec<_> = evidence.iter().copied().chain([one]).collect();
            let proved_more = decide(&Question { evidence: &more, ..asked });
            prop_assert!(!decision.allows() || proved_more.allows(), "more proof never closes");
            prop_assert_eq!(
                matches!(decision, Decision::Refuse { .. }),
                matches!(proved_more, Decision::Refuse { .. }),
                "what is refused is refused whatever is proved"
            );

            let calmer = decide(&Question { signals: SignalSet::NONE, ..asked });
            prop_assert!(!decision.allows() || calmer.allows(), "a signal only tightens");

            let unknown = decide(&Question { amount: None, ..asked });
            prop_assert!(!unknown.allows() || decision.allows(), "leaving the amount out opens nothing");
            let nobody = decide(&Question { segment: SegmentIx::NONE, ..asked });
            prop_assert!(!nobody.allows() || decision.allows(), "nor does a segment that nobody knows");

            if let Decision::StepUp { missing, ways, .. } = decision {
                prop_assert!(missing.any());
                let all = ways.all();
                prop_assert!(all.is_sorted_by_key(|way| way.seconds), "fastest first");
                for way in &all {
                    let answered = [Some(way.first), way.second].into_iter().flatten().map(|used| {
                        let one = available[used.place];
                        let lifetime = bank.method(one.method).lifetime;
                        Evidence {
                            user_verified: one.user_verifies,
                            asserted: one.asserted,
                            counts_from: one.counts_from,
                            expires_at: NOW.after(lifetime),
                            ..proved(one.method, false, 0)
                        }
                    });
                    let after: Vec<_> = evidence.iter().copied().chain(answered).collect();
                    let consents = [Some(way.first), way.second].into_iter().flatten().any(|used| used.method.consents());
                    let followed = Question { evidence: &after, consent: consent || consents, second_person: true, ..asked };
                    prop_assert!(decide(&followed).allows(), "W15: a robot that follows a way unlocks it");
                }
            }
            Ok(())
        })
        .unwrap();
}
