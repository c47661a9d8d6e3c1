//! What holds for every policy that the checks let through, by chance: texts with other levels in them, most of which are
//! refused, and evidence about which those that are not must never change their mind.

use core::cell::Cell;

use proptest::{prelude::*, test_runner::TestRunner};

use crate::{
    assurance::{Evidence, Level, Limit, Method, assess},
    policy::Policy,
    time::Timestamp,
    trying::cases,
};

const SMALL: &str = include_str!("small.toml");
const NOW: Timestamp = Timestamp::from_micros(1_773_324_960_000_000);

/// The levels of the small policy, in the order of [`text`].
const AS_THEY_ARE: [Level; 9] =
    [Level::Low, Level::High, Level::Substantial, Level::High, Level::Low, Level::Low, Level::Substantial, Level::Substantial, Level::High];

/// The small policy with those levels: passkey, push (alone and verified), pin, and the parts and ends of the two rules.
fn text(levels: [Level; 9]) -> String {
    let [passkey, passkey_verified, push, push_verified, pin, each, two, possession, strong] = levels.map(Level::key);
    let edits = [
        ("alone = \"low\"\nuser_verified = \"high\"", format!("alone = \"{passkey}\"\nuser_verified = \"{passkey_verified}\"")),
        ("alone = \"substantial\"\nuser_verified = \"high\"", format!("alone = \"{push}\"\nuser_verified = \"{push_verified}\"")),
        ("factor = \"knowledge\"\nalone = \"low\"", format!("factor = \"knowledge\"\nalone = \"{pin}\"")),
        ("each = \"low\"\nreach = \"substantial\"", format!("each = \"{each}\"\nreach = \"{two}\"")),
        ("possession = \"substantial\"\nreach = \"high\"", format!("possession = \"{possession}\"\nreach = \"{strong}\"")),
    ];
    edits.iter().fold(SMALL.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

const USED: [Method; 3] = [Method::Passkey, Method::Push, Method::Pin];

fn level(policy: &Policy, verified: [Option<bool>; 3]) -> Level {
    let evidence: Vec<_> = USED
        .into_iter()
        .zip(verified)
        .filter_map(|(method, verified)| verified.map(|verified| Evidence::left_by(policy, method, verified, NOW)))
        .collect();
    assess(policy, &evidence, Limit::at(Level::High), NOW).level
}

/// Whether `b` is `a` with more proved: a piece that was not there, or a person verified who was not.
fn more(a: [Option<bool>; 3], b: [Option<bool>; 3]) -> bool {
    a.iter().zip(b).all(|(&a, b)| a <= b)
}

#[test]
fn a_policy_that_is_let_through_never_gives_less_for_more() {
    let each = [None, Some(false), Some(true)];
    let sets: Vec<[Option<bool>; 3]> = each.iter().flat_map(|&a| each.iter().flat_map(move |&b| each.map(|c| [a, b, c]))).collect();
    // Mostly as they are, so that some go through.
    let mostly = AS_THEY_ARE.map(|level| prop_oneof![4 => Just(level), 1 => (0_u8..4).prop_map(|rank| Level::from_rank(rank).unwrap())]);
    let (let_through, refused) = (Cell::new(0), Cell::new(0));
    TestRunner::new(cases(2_000))
        .run(&mostly, |levels| {
            let Ok(policy) = Policy::read(&text(levels)) else {
                refused.set(refused.get() + 1);
                return Ok(());
            };
            let_through.set(let_through.get() + 1);
            for &less in &sets {
                for &most in sets.iter().filter(|&&most| more(less, most)) {
                    prop_assert!(level(&policy, less) <= level(&policy, most), "{less:?} {most:?}");
                }
            }
            prop_assert_eq!(level(&policy, [None; 3]), Level::Unverified, "nothing is worth nothing");
            let weak = [Some(false), None, Some(false)];
            let (passkey, pin) = (level(&policy, [weak[0], None, None]), level(&policy, [None, None, weak[2]]));
            prop_assert!(level(&policy, weak) <= passkey.max(pin).raised(1), "two proofs lift by one level at most");
            Ok(())
        })
        .unwrap();
    assert!(let_through.get() > 0 && refused.get() > 0, "{let_through:?} let through, {refused:?} refused");
    println!("{} let through, {} refused", let_through.get(), refused.get());
}
