//! The arithmetic of assurance: PRODUCT's table by example, its laws by chance.

use proptest::prelude::*;
use time::Duration;
use uuid::Uuid;

use super::{Evidence, Factor, Level, Limit, Method, Rule, assess};
use crate::{
    policy::{BANK, Policy},
    time::Timestamp,
    trying::cases,
};

const NOW: Timestamp = Timestamp::from_micros(1_773_324_960_000_000);

fn bank() -> Policy {
    Policy::read(BANK).unwrap()
}

/// The bank's policy with everything switched on that it has switched off.
fn everything_on() -> Policy {
    Policy::read(&BANK.replace("enabled = false", "enabled = true").replace(
        "factor = \"inherence\"\nalone = \"unverified\"\nrestricted = true",
        "factor = \"inherence\"\nalone = \"low\"\nrestricted = true",
    ))
    .unwrap()
}

fn piece(method: Method, user_verified: bool) -> Evidence {
    Evidence {
        id: Uuid::nil().into(),
        method,
        user_verified,
        synced: false,
        asserted: None,
        obtained_at: NOW,
        expires_at: NOW.after(Duration::minutes(15)),
        counts_from: NOW,
    }
}

fn level(policy: &Policy, evidence: &[Evidence]) -> Level {
    assess(policy, evidence, Limit::at(Level::High), NOW).level
}

#[test]
fn what_one_piece_gives_alone_is_named_after_it_however_many_there_are() {
    let bank = bank();
    let rule = |evidence: &[Evidence]| assess(&bank, evidence, Limit::at(Level::High), NOW).rule;
    assert_eq!(rule(&[piece(Method::Push, true), piece(Method::Pin, false)]), Rule::Strongest, "High without the PIN too");
    assert_eq!(rule(&[piece(Method::Push, false), piece(Method::Pin, false)]), Rule::StrongPossession);
    assert_eq!(rule(&[piece(Method::Totp, false), piece(Method::Pin, false)]), Rule::TwoFactors);
    assert_eq!(rule(&[piece(Method::IdDocument, false), piece(Method::Pin, false)]), Rule::Strongest, "Substantial without the PIN too");
}

#[test]
fn the_default_policy_gives_the_levels_of_the_product() {
    let bank = bank();
    let table: [(&[Evidence], Level); 12] = [
        (&[], Level::Unverified),
        (&[piece(Method::Passkey, true)], Level::High),
        (&[piece(Method::Passkey, false)], Level::Low),
        (&[piece(Method::Push, true)], Level::High),
        (&[piece(Method::Push, false)], Level::Substantial),
        (&[piece(Method::Pin, false)], Level::Low),
        (&[piece(Method::Totp, false)], Level::Low),
        (&[piece(Method::IdDocument, false)], Level::Substantial),
        (&[piece(Method::Social, false)], Level::Low),
        (&[piece(Method::Pin, false), piece(Method::Totp, false)], Level::Substantial),
        (&[piece(Method::Push, false), piece(Method::Pin, false)], Level::High),
        (&[piece(Method::IdDocument, false), piece(Method::Pin, false)], Level::Substantial),
    ];
    for (evidence, expected) in table {
        assert_eq!(level(&bank, evidence), expected, "{evidence:?}");
    }
}

#[test]
fn ch7_an_assertion_is_worth_its_acr_and_nothing_without_one() {
    let bank = bank();
    let with = |asserted| Evidence { asserted, ..piece(Method::Portal, false) };
    assert_eq!(level(&bank, &[with(None)]), Level::Unverified);
    assert_eq!(level(&bank, &[with(Some(Level::Substantial))]), Level::Substantial);
    assert_eq!(level(&bank, &[with(Some(Level::High))]), Level::High);
}

#[test]
fn a20_a_synced_credential_gives_no_more_than_the_policy_lets_it() {
    let strict = Policy::read(&BANK.replacen("user_verified = \"high\"", "user_verified = \"high\"\nsynced = \"substantial\"", 1)).unwrap();
    let synced = Evidence { synced: true, ..piece(Method::Passkey, true) };
    assert_eq!(level(&bank(), &[synced]), Level::High);
    assert_eq!(level(&strict, &[synced]), Level::Substantial);
    assert_eq!(level(&strict, &[piece(Method::Passkey, true)]), Level::High);
}

#[test]
fn a_method_that_is_off_counts_for_nothing() {
    let bank = bank();
    for method in [Method::OtpSms, Method::OtpVoice, Method::OtpEmail, Method::VoiceBiometric, Method::Kba] {
        assert_eq!(level(&bank, &[piece(method, true)]), Level::Unverified, "{method:?}");
    }
}

#[test]
fn it_says_when_the_level_drops() {
    let bank = bank();
    let mut pin = piece(Method::Pin, false);
    pin.expires_at = NOW.after(Duration::minutes(5));
    let until = |evidence: &[Evidence]| assess(&bank, evidence, Limit::at(Level::High), NOW).until;
    let (strong, weak) = (piece(Method::Push, true), piece(Method::Push, false));
    assert_eq!(until(&[strong, pin]), Some(strong.expires_at));
    assert_eq!(until(&[weak, pin]), Some(pin.expires_at));
    assert_eq!(until(&[]), None);
}

#[test]
fn what_is_barred_or_too_old_is_not_counted() {
    let bank = bank();
    let push = piece(Method::Push, true);
    let barred = Limit { barred: [Method::Push].into_iter().collect(), ..Limit::at(Level::High) };
    assert_eq!(assess(&bank, &[push], barred, NOW).level, Level::Unverified);
    let later = NOW.after(Duration::minutes(6));
    let fresh = Limit { since: Some(later.before(Duration::minutes(5))), ..Limit::at(Level::High) };
    assert_eq!(assess(&bank, &[push], fresh, later).level, Level::Unverified);
    assert_eq!(assess(&bank, &[push], Limit::at(Level::High), later).level, Level::High);
}

prop_compose! {
    fn any_piece()(
        m in 0..Method::ALL.len(),
        user_verified in any::<bool>(),
        synced in any::<bool>(),
        asserted in prop::option::of(0_u8..4),
        from in -20_i64..20,
        life in 0_i64..40,
        seasoned in -5_i64..20,
    ) -> Evidence {
        Evidence {
            method: Method::ALL[m],
            synced,
            asserted: asserted.and_then(Level::from_rank),
            obtained_at: NOW.after(Duration::minutes(from)),
            expires_at: NOW.after(Duration::minutes(from + life)),
            counts_from: NOW.after(Duration::minutes(seasoned)),
            ..piece(Method::Pin, user_verified)
        }
    }
}

fn pieces() -> impl Strategy<Value = Vec<Evidence>> {
    prop::collection::vec(any_piece(), 0..6)
}

fn seasoned(all: Vec<Evidence>) -> Vec<Evidence> {
    all.into_iter().filter(|piece| piece.counts_from <= NOW && piece.obtained_at <= NOW).collect()
}

/// How many cases each law is tried with.
const CASES: u32 = 100_000;

#[test]
fn the_laws_hold_for_a_hundred_thousand_sets_of_evidence_each() {
    let policies = [bank(), everything_on()];
    let mut runner = proptest::test_runner::TestRunner::new(cases(CASES));
    let case = (0..2_usize, pieces(), any_piece(), 0_i64..60, 0_u8..4);
    runner
        .run(&case, |(which, all, one, later, ceiling)| {
            let policy = &policies[which];
            let ceiling = Level::from_rank(ceiling).unwrap();
            let before = level(policy, &all);

            let more: Vec<_> = all.iter().copied().chain([one]).collect();
            prop_assert!(level(policy, &more) >= before, "monotone in evidence");

            let mut turned = all.clone();
            turned.reverse();
            prop_assert_eq!(level(policy, &turned), before, "the order does not matter");

            let cut = assess(policy, &all, Limit::at(ceiling), NOW).level;
            prop_assert_eq!(cut, before.min(ceiling), "the ceiling cuts, and does nothing else");

            let weak: Vec<_> = more.iter().copied().filter(|piece| policy.method(piece.method).restricted).collect();
            prop_assert!(level(policy, &weak) <= Level::Low, "AS8: restricted evidence never lifts above Low");

            let same = |factor: Factor| more.iter().copied().filter(move |piece| policy.method(piece.method).factor == factor);
            for factor in Factor::ALL {
                let together: Vec<_> = same(factor).collect();
                let strongest = together.iter().map(|&piece| level(policy, &[piece])).max().unwrap_or_default();
                prop_assert_eq!(level(policy, &together), strongest, "AS4: the same factor twice adds nothing");
            }

            let all = seasoned(all);
            let now = assess(policy, &all, Limit::at(Level::High), NOW);
            let after = assess(policy, &all, Limit::at(Level::High), NOW.after(Duration::minutes(later))).level;
            prop_assert!(after <= now.level, "never rises with time");
            if let Some(until) = now.until {
                let at = |at| assess(policy, &all, Limit::at(Level::High), at).level;
                prop_assert_eq!(at(until.before(Duration::microseconds(1))), now.level, "stays until it drops");
                prop_assert!(at(until) < now.level, "drops when it says");
            } else {
                prop_assert_eq!(now.level, Level::Unverified);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn w4_a_transfer_cuts_to_the_ceiling_and_never_raises() {
    let bank = bank();
    for before in Level::ALL {
        for (from, _) in bank.channels() {
            for (to, _) in bank.channels() {
                let once = bank.after_transfer(before, to);
                assert!(once <= before && once <= bank.ceiling(to));
                assert!(bank.after_transfer(once, from) <= once, "moving on, or back, never raises");
            }
        }
    }
}

#[test]
fn evidence_counts_from_when_it_was_got_and_seasoned_until_it_is_over() {
    let at = |seconds| NOW.after(Duration::seconds(seconds));
    let one = |obtained, seasoned, expires| Evidence {
        obtained_at: at(obtained),
        counts_from: at(seasoned),
        expires_at: at(expires),
        ..piece(Method::Pin, false)
    };
    for (piece, lives) in [
        (one(0, 0, 1), true),
        (one(-60, -60, 1), true),
        (one(1, 0, 60), false),
        (one(0, 1, 60), false),
        (one(-60, -60, 0), false),
        (one(-60, -60, -1), false),
    ] {
        assert_eq!(piece.is_live(NOW), lives, "{piece:?}");
        assert_eq!(level(&bank(), &[piece]), if lives { Level::Low } else { Level::Unverified }, "{piece:?}");
    }
}

#[test]
fn an_agent_is_warned_in_the_last_minute_before_a_level_drops() {
    let bank = bank();
    let soon = |seconds| {
        let piece = Evidence { expires_at: NOW.after(Duration::seconds(seconds)), ..piece(Method::Push, true) };
        assess(&bank, &[piece], Limit::at(Level::High), NOW).drops_soon(NOW)
    };
    assert!(soon(1) && soon(60) && !soon(61));
    assert!(!assess(&bank, &[], Limit::at(Level::High), NOW).drops_soon(NOW), "what is nothing does not drop");
}

#[test]
fn a_level_names_the_rule_that_gave_it() {
    let bank = bank();
    let rule = |evidence: &[Evidence]| assess(&bank, evidence, Limit::at(Level::High), NOW).rule;
    let (push, pin, totp) = (piece(Method::Push, false), piece(Method::Pin, false), piece(Method::Totp, false));
    assert_eq!(rule(&[]), Rule::None);
    assert_eq!(rule(&[piece(Method::OtpSms, false)]), Rule::None, "a method that is off is no strongest piece");
    assert_eq!(rule(&[push]), Rule::Strongest);
    assert_eq!(rule(&[pin, totp]), Rule::TwoFactors);
    assert_eq!(rule(&[push, pin]), Rule::StrongPossession);
    assert_eq!(rule(&[piece(Method::Push, true), pin]), Rule::Strongest, "what is enough alone is the rule");
    let even =
        Policy::read(&BANK.replacen("possession = \"substantial\"\nreach = \"high\"", "possession = \"low\"\nreach = \"substantial\"", 1))
            .unwrap();
    assert_eq!(assess(&even, &[pin, totp], Limit::at(Level::High), NOW).rule, Rule::TwoFactors, "of two rules with one end, the first");
}

#[test]
fn levels_methods_and_factors_have_their_words() {
    assert_eq!(Level::ALL.map(Level::key), ["unverified", "low", "substantial", "high"]);
    assert_eq!(Level::ALL.map(|level| level.to_string().to_lowercase()), Level::ALL.map(Level::key));
    assert_eq!(Level::ALL.map(Level::below), [Level::Unverified, Level::Unverified, Level::Low, Level::Substantial]);
    assert_eq!(Level::ALL.map(|level| level.raised(1)), [Level::Low, Level::Substantial, Level::High, Level::High]);
    assert_eq!((Level::Low.raised(0), Level::Low.raised(u8::MAX), Level::from_rank(4)), (Level::Low, Level::High, None));
    for method in Method::ALL {
        assert_eq!(Method::from_key(method.key()), Some(method));
        assert_eq!(Method::ALL[method.place()], method);
        assert_eq!(serde_json::to_value(method).unwrap(), method.key());
        assert!(!method.name().is_empty());
    }
    assert_eq!(Method::from_key("password"), None);
    let names: std::collections::BTreeSet<_> = Method::ALL.iter().map(|method| method.name()).collect();
    assert_eq!(names.len(), Method::ALL.len());
    // RFC 8176 section 2, and our own where it has none.
    let amr = ["hwk", "swk", "portal", "pin", "otp", "id_document", "social", "sms", "tel", "otp_email", "vbm", "kba"];
    assert_eq!(Method::ALL.map(Method::amr), amr);
    for factor in Factor::ALL {
        assert_eq!(serde_json::to_value(factor).unwrap(), factor.key());
    }
}
