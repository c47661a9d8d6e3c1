use uuid::Uuid;

use super::*;
use crate::{
    agent::Role,
    audit::ExportFormat,
    audit_log::personal::Salt,
    audit_search::{Group, Search, When},
    challenge::Binds,
    second_person,
    time::{Duration, Timestamp},
};

const NOW: Timestamp = Timestamp::from_micros(1_796_000_000_000_000);

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn request() -> Request {
    let asked = Request {
        id: id(1).into(),
        asked_by: id(2).into(),
        asked_at: NOW,
        search: "when=ever".to_owned(),
        format: ExportFormat::Csv,
        reason: "Case ACM-1".parse().unwrap(),
        entries: 3,
        cut: false,
        shown_text: "3 entries, as CSV".to_owned(),
        salt: Salt::from_bytes([7; 32]),
        hash: String::new(),
        expires_at: NOW.after(WAITS),
        taken: 0,
        state: State::Waiting,
    };
    Request { hash: asked.hash_of(&places()), ..asked }
}

fn places() -> Vec<u8> {
    encode(&[4, 9, 1000])
}

fn somebody(who: u128, roles: &[Role]) -> Staff {
    Staff { id: id(who).into(), name: "Jo Doe".parse().unwrap(), number: 1, roles: roles.to_vec() }
}

fn over<T: core::fmt::Debug + PartialEq>(result: &Result<T, Refusal>) -> bool {
    matches!(result, Err(Refusal::ChallengeOver))
}

#[test]
fn d14_another_reader_of_the_log_may_approve_and_nobody_else() {
    let asked = request();
    for role in Role::ALL {
        let may = may_approve(&asked, &somebody(3, &[role]));
        assert_eq!(may.is_ok(), matches!(role, Role::Supervisor | Role::Auditor), "{role:?}");
    }
    assert_eq!(may_approve(&asked, &somebody(2, &Role::ALL)), Err(Refusal::NotOpen(OWN.to_owned())));
    assert_eq!(may_approve(&asked, &somebody(3, &[])), Err(Refusal::NotYourRole));
}

#[test]
fn d14_it_waits_a_day_is_answered_once_and_is_taken_three_times_within_a_day() {
    let late = request().expires_at;
    let before = Timestamp::from_micros(late.micros() - 1);
    assert!(over(&request().approved(id(3).into(), &places(), late)) && over(&request().denied(id(3).into(), "No".parse().unwrap(), late)));
    assert_eq!(request().taken(NOW), Err(Refusal::NotOpen(NOT_APPROVED.to_owned())));

    let approved = request().approved(id(3).into(), &places(), before).unwrap();
    assert_eq!(approved.expires_at, before.after(TAKEN_WITHIN));
    assert!(over(&approved.clone().approved(id(4).into(), &places(), before)));
    assert!(over(&approved.clone().denied(id(4).into(), "No".parse().unwrap(), before)));
    let mut taken = approved.clone();
    for n in 1..=MOST_TAKEN {
        taken = taken.taken(before).unwrap();
        assert_eq!(taken.taken, n);
    }
    assert!(matches!(taken.state, State::Taken(_)) && over(&taken.clone().taken(before)) && over(&taken.withdrawn(before)));
    assert!(over(&approved.clone().taken(approved.expires_at)));
    assert!(matches!(approved.clone().expired(approved.expires_at).unwrap().state, State::Expired { approved: Some(_) }));
    assert!(over(&approved.clone().expired(before)), "not before its time");
}

#[test]
fn it_is_withdrawn_before_it_is_approved_and_after_and_then_it_is_over() {
    let approved = request().approved(id(3).into(), &places(), NOW).unwrap();
    for open in [request(), approved] {
        let gone = open.withdrawn(NOW).unwrap();
        assert!(over(&gone.clone().taken(NOW)) && over(&gone.clone().approved(id(3).into(), &places(), NOW)) && over(&gone.withdrawn(NOW)));
    }
}

#[test]
fn t13_whatever_differs_is_not_what_was_asked_for() {
    let changes: [fn(&mut Request); 8] = [
        |r| r.id = id(9).into(),
        |r| r.asked_by = id(9).into(),
        |r| r.search.push('1'),
        |r| r.format = ExportFormat::Jsonl,
        |r| r.reason = "Case ACM-2".parse().unwrap(),
        |r| r.entries = 4,
        |r| r.cut = true,
        |r| r.shown_text.push('!'),
    ];
    assert!(request().is_whole(&places()) && !request().is_whole(&encode(&[4, 9, 1001])));
    for (n, change) in changes.into_iter().enumerate() {
        let mut other = request();
        change(&mut other);
        assert!(!other.is_whole(&places()), "{n}");
        assert_eq!(other.approved(id(3).into(), &places(), NOW), Err(Refusal::NotOpen(CHANGED.to_owned())), "{n}");
    }
    // A part that moves from one text into the next is another text.
    let moved = Request { search: "when=eve".to_owned(), reason: "rCase ACM-1".parse().unwrap(), ..request() };
    assert!(!moved.is_whole(&places()));
}

#[test]
fn a21_whatever_differs_is_another_challenge() {
    let bound = || Bound::of(&request(), id(3).into());
    let changes: [fn(&mut Bound); 5] = [
        |b| b.request_id = id(9).into(),
        |b| b.asked_by = id(9).into(),
        |b| b.approver_id = id(9).into(),
        |b| b.entries = 4,
        |b| b.hash.push('h'),
    ];
    let is = bound().webauthn_challenge(&[7; 32]);
    assert_eq!(is, bound().webauthn_challenge(&[7; 32]));
    assert_ne!(is, bound().webauthn_challenge(&[8; 32]));
    for change in changes {
        let mut another = bound();
        change(&mut another);
        assert_ne!(is, another.webauthn_challenge(&[7; 32]));
    }
    // The same text as a second person's: only the first words tell the two apart.
    let Bound { request_id, asked_by, approver_id, hash, .. } = bound();
    let seconds = second_person::Bound {
        request_id: request_id.uuid().into(),
        asked_by,
        approver_id,
        session_id: id(5).into(),
        customer_id: id(6).into(),
        action_hash: hash,
        shown_text: String::new(),
    };
    assert_ne!(is, seconds.webauthn_challenge(&[7; 32]));
}

#[test]
fn places_come_back_as_they_were() {
    let all: Vec<u64> = (0..10_000).map(|n| n * n).collect();
    for places in [vec![], vec![0], vec![127, 128, 16_384], vec![u64::MAX >> 1], all] {
        assert_eq!(decode(&encode(&places)), Some(places));
    }
    assert_eq!((decode(&[0x80]), decode(&[0xff; 12])), (None, None), "cut, and longer than any");
}

#[test]
fn the_words_say_all_that_was_asked() {
    let reason = "Case ACM-1".parse().unwrap();
    let search = Search {
        groups: vec![Group::Actions, Group::Reveals],
        agent: Some(id(2).into()),
        customer: Some(id(3).into()),
        when: When::Week,
        text: "pixel\n1 entry".to_owned(),
        ..Search::default()
    };
    let named = Named { asked_by: "Jo Doe".to_owned(), agent: Some("Ana Lindqvist".to_owned()), customer: Some("44710982".to_owned()) };
    let said = words(&search, &named, (412, false), ExportFormat::Csv, &reason);
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(lines[..4], ["412 entries, as CSV", "Asked by Jo Doe", "For: Case ACM-1", "Last 7 days, when it was asked for"]);
    assert!(lines[4].starts_with("Event: ") && lines[4].contains(" or "), "{said}");
    assert_eq!(lines[5..], ["By: Ana Lindqvist", "Customer: 44710982", "Words: pixel 1 entry"], "nobody writes a line of their own");
    let all = words(&Search { when: When::Ever, ..Search::default() }, &named, (MOST, true), ExportFormat::Jsonl, &reason);
    assert_eq!(all, "The newest 10000 entries of more, as JSON Lines\nAsked by Jo Doe\nFor: Case ACM-1\nFrom the first entry on");
    let from = Search { from: Some(NOW), to: Some(NOW.after(Duration::hours(1))), ..Search::default() };
    assert!(words(&from, &named, (1, false), ExportFormat::Csv, &reason).contains("1 entry, as CSV"));
}
