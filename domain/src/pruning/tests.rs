use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{agent::Role, challenge::Binds};

fn proposal() -> Proposal {
    Proposal {
        id: Uuid::from_u128(1).into(),
        range: Range { from: 256, to: 768 },
        before: Timestamp::from_micros(5),
        head: 900,
        root: Hash::leaf(b"root"),
        reason: "Ten years are over".parse().unwrap(),
        asked_by: Uuid::from_u128(2).into(),
        asked_at: Timestamp::from_micros(1_000),
        until: Timestamp::from_micros(1_000).after(WAITS),
    }
}

fn staff(id: u128, roles: &[Role]) -> Staff {
    Staff { id: Uuid::from_u128(id).into(), name: "Ana Lindqvist".parse().unwrap(), number: 2207, roles: roles.to_vec() }
}

#[test]
fn g13_only_somebody_else_with_the_role_approves_and_only_in_time() {
    let (asked, now) = (proposal(), Timestamp::from_micros(1_000));
    for role in Role::ALL {
        let may = matches!(role, Role::Supervisor | Role::Administrator);
        assert_eq!(may_approve(&asked, &staff(3, &[role]), now).is_ok(), may, "{role:?}");
        assert!(may_approve(&asked, &staff(2, &[role]), now).is_err(), "{role:?}");
    }
    let last = asked.until.before(Duration::MICROSECOND);
    assert!(may_approve(&asked, &staff(3, &[Role::Supervisor]), last).is_ok());
    assert_eq!(may_approve(&asked, &staff(3, &[Role::Supervisor]), asked.until).unwrap_err(), Refusal::ChallengeOver);
}

#[test]
fn g13_whatever_differs_is_another_challenge() {
    let is = Bound::of(&proposal(), Uuid::from_u128(3).into());
    let other = Uuid::from_u128(9);
    let changes: [fn(&mut Bound, Uuid); 8] = [
        |b, other| b.pruning_id = other.into(),
        |b, other| b.asked_by = other.into(),
        |b, other| b.approver_id = other.into(),
        |b, _| b.from += 256,
        |b, _| b.to += 256,
        |b, _| b.head += 1,
        |b, _| b.root.push('='),
        |b, _| b.shown_text.push('!'),
    ];
    let first = is.webauthn_challenge(&[7; 32]);
    assert_eq!(first, is.clone().webauthn_challenge(&[7; 32]));
    assert_ne!(first, is.webauthn_challenge(&[8; 32]));
    for change in changes {
        let mut another = is.clone();
        change(&mut another, other);
        assert_ne!(first, another.webauthn_challenge(&[7; 32]));
    }
}

#[test]
fn g13_the_words_say_what_goes_and_why() {
    let words = proposal().shown_text();
    assert!(words.starts_with("Prune entries 256 to 767: 512 entries\n") && words.ends_with("\nBecause: Ten years are over"), "{words}");
    assert!(words.contains(&proposal().root.to_string()), "{words}");
}

#[test]
fn g13_entries_are_kept_for_longer_than_what_they_prove_can_be_claimed() {
    use crate::audit_log::retention::Retention;
    assert!(Keep::LEAST > Retention::Proof.usual_days() && Keep::default().as_days() >= Keep::LEAST);
    assert_eq!((Keep::days(Keep::LEAST - 1), Keep::days(Keep::MOST + 1)), (None, None));
    let now = Timestamp::from_micros(1_796_000_000_000_000);
    assert_eq!(Keep::days(3_000).unwrap().ends(now), now.before(Duration::days(3_000)));
}

#[test]
fn a_day_is_written_as_people_sort_it() {
    assert_eq!(day("2016-03-31").unwrap().to_string(), "2016-03-31T00:00:00Z");
    for wrong in ["", "2016-03", "31.03.2016", "2016-13-01", "2016-02-30", "2016-03-31x", "x-01-01"] {
        assert!(matches!(day(wrong), Err(Refusal::BadInput(_))), "{wrong}");
    }
}

#[test]
fn each_reason_has_a_word_of_its_own() {
    for why in Needed::ALL {
        assert_eq!(Needed::from_key(why.key()), Some(why));
    }
    assert_eq!(Needed::from_key("other"), None);
}

proptest! {
    #[test]
    fn g13_what_can_go_is_whole_tiles_below_what_stays(tiles in 0_u64..50, limit in any::<u64>()) {
        let from = tiles * 256;
        match Range::below(from, limit) {
            Some(range) => {
                prop_assert!(range.is_whole() && range.from == from && range.to <= limit && range.entries() <= MOST);
                prop_assert!(limit - range.to < 256 || range.entries() == MOST, "as much as there is");
            }
            None => prop_assert!(limit < from + 256),
        }
    }
}
