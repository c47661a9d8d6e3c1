//! No path with one person in it, whoever holds which role and served what; and pairs that are planted are found.

use std::collections::BTreeSet;

use proptest::{prelude::*, test_runner::TestRunner};
use uuid::Uuid;

use super::{
    Because, NotYours, Request, State, WAITS, may_approve,
    pairs::{Given, MANY, pairs},
    serves,
};
use crate::{
    action::{ActionHash, ActionRequest, Amount},
    agent::{Role, Staff},
    assurance::Level,
    ids::AgentId,
    refusal::Refusal,
    time::{Duration, Timestamp},
    trying::cases,
};

const NOW: Timestamp = Timestamp::from_micros(1_796_040_000_000_000);

fn agent(n: usize) -> AgentId {
    Uuid::from_u128(n as u128).into()
}

fn staff(n: usize, roles: &[Role]) -> Staff {
    Staff { id: agent(n), name: "Sam Doe".parse().unwrap(), number: 2_000, roles: roles.to_vec() }
}

fn asked_by(n: usize) -> Request {
    let request = ActionRequest::Refund { amount: Amount::parse("340").unwrap(), reason: "Invoice 118".parse().unwrap() };
    let (session, customer) = (Uuid::from_u128(100).into(), Uuid::from_u128(101).into());
    Request {
        id: Uuid::from_u128(102).into(),
        session,
        customer,
        asked_by: agent(n),
        approval: None,
        action_hash: ActionHash::of(session, customer, Some(&request)),
        shown_text: Request::words(&request, "Sam Doe", "refund.over_200"),
        request,
        rule: "refund.over_200".to_owned(),
        needs: Level::High,
        asked_at: NOW,
        expires_at: NOW.after(WAITS),
        state: State::Waiting,
    }
}

/// What happens in a contact, one after the other: somebody takes it over, somebody who serves it asks, somebody tries to approve, roles
/// are given and taken.
#[derive(Clone, Copy, Debug)]
enum Step {
    TakesOver(usize),
    Asks,
    Approves(usize),
    Role(usize, Role, bool),
}

fn steps(people: usize) -> impl Strategy<Value = Vec<Step>> {
    let role = prop::sample::select(Role::ALL.to_vec());
    let step = prop_oneof![
        (0..people).prop_map(Step::TakesOver),
        Just(Step::Asks),
        (0..people).prop_map(Step::Approves),
        (0..people, role, any::<bool>()).prop_map(|(who, role, has)| Step::Role(who, role, has)),
    ];
    prop::collection::vec(step, 1..40)
}

#[test]
fn d05_d06_over_random_houses_and_sequences_nothing_is_done_by_one_person() {
    const PEOPLE: usize = 5;
    let ran = std::cell::Cell::new(0_u32);
    TestRunner::new(cases(20_000))
        .run(&(prop::collection::vec(prop::collection::vec(0..Role::ALL.len(), 0..4), PEOPLE), steps(PEOPLE)), |(house, steps)| {
            let mut house: Vec<BTreeSet<&str>> =
                house.into_iter().map(|roles| roles.into_iter().map(|role| Role::ALL[role].key()).collect()).collect();
            let roles =
                |house: &[BTreeSet<&str>], who: usize| -> Vec<Role> { house[who].iter().filter_map(|key| Role::from_key(key)).collect() };
            // Who touched the contact in any way, kept apart from what the rule is told.
            let (mut serving, mut served, mut touched) = (0, vec![agent(0)], BTreeSet::from([0]));
            let mut waiting: Option<Request> = None;
            for step in steps {
                match step {
                    Step::TakesOver(who) => {
                        (serving, waiting) = (who, None);
                        served.push(agent(who));
                        touched.insert(who);
                    }
                    Step::Asks => waiting = Some(asked_by(serving)),
                    Step::Role(who, role, true) => drop(house[who].insert(role.key())),
                    Step::Role(who, role, false) => drop(house[who].remove(role.key())),
                    Step::Approves(who) => {
                        let Some(request) = waiting.clone() else { continue };
                        let may = may_approve(&request, &staff(who, &roles(&house, who)), &served);
                        let should = !touched.contains(&who) && house[who].contains(Role::Supervisor.key());
                        prop_assert_eq!(may.is_ok(), should, "{:?}", may);
                        if let Ok(supervisor) = may {
                            let done = request.approved(supervisor.id(), NOW).unwrap();
                            let by_another = matches!(done.state, State::Approved { by, .. } if by != done.asked_by);
                            prop_assert!(by_another);
                            prop_assert_eq!(done.clone().approved(supervisor.id(), NOW), Err(Refusal::ChallengeOver), "once");
                            ran.set(ran.get() + 1);
                            waiting = None;
                        }
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    assert!(ran.get() > 0, "the property is about something");
}

#[test]
fn d06_each_reason_is_said() {
    let supervisor = [Role::Agent, Role::Supervisor];
    let request = asked_by(1);
    assert_eq!(may_approve(&request, &staff(1, &supervisor), &[agent(1)]), Err(NotYours::Asked));
    assert_eq!(may_approve(&request, &staff(1, &supervisor), &[]), Err(NotYours::Asked), "even if the history does not know them");
    assert_eq!(may_approve(&request, &staff(2, &supervisor), &[agent(1), agent(2)]), Err(NotYours::Served));
    for role in [Role::Agent, Role::Auditor, Role::Administrator] {
        assert_eq!(may_approve(&request, &staff(3, &[role]), &[agent(1)]), Err(NotYours::Role));
    }
    assert!(may_approve(&request, &staff(3, &supervisor), &[agent(1), agent(2)]).is_ok());
}

#[test]
fn d06_whoever_did_anything_but_oversee_served() {
    for event in ["session_opened", "session_taken_over", "session_moved", "asked", "withdrawn", "ran", "something_new"] {
        assert!(serves(event), "{event}");
    }
    for event in ["alert_acknowledged", "alert_closed", "alert_seen", "freeze_ended", "second_person_denied", "second_person_approved"] {
        assert!(!serves(event), "{event}");
    }
}

/// A way for a request to end.
type Ends = fn(Request, AgentId, Timestamp) -> Result<Request, Refusal>;

#[test]
fn b03_a_request_is_answered_once_in_time_and_only_as_it_was_asked() {
    let (request, by) = (asked_by(1), agent(2));
    let end = request.expires_at;
    assert_eq!(request.state_at(end.before(Duration::microseconds(1))), State::Waiting);
    assert_eq!(request.state_at(end), State::Expired);
    let reason = || "Call them back first".parse().unwrap();
    let ends: [Ends; 3] = [
        |request, by, at| request.approved(by, at),
        |request, by, at| request.denied(by, "Call them back first".parse().unwrap(), at),
        |request, _, at| request.withdrawn(Because::Agent, at),
    ];
    for first in ends {
        assert_eq!(first(request.clone(), by, end), Err(Refusal::ChallengeOver), "too late");
        let over = first(request.clone(), by, NOW).unwrap();
        for second in ends {
            assert_eq!(second(over.clone(), by, NOW), Err(Refusal::ChallengeOver), "{:?}", over.state);
        }
    }
    let other = ActionRequest::Refund { amount: Amount::parse("341").unwrap(), reason: "Invoice 118".parse().unwrap() };
    let ways: [fn(&mut Request, ActionRequest); 3] = [
        |request, other| request.request = other,
        |request, _| request.session = Uuid::from_u128(7).into(),
        |request, _| request.customer = Uuid::from_u128(7).into(),
    ];
    for change in ways {
        let mut changed = request.clone();
        change(&mut changed, other.clone());
        assert_eq!(changed.clone().approved(by, NOW), Err(Refusal::ApprovalVoid));
        assert!(changed.denied(by, reason(), NOW).is_ok(), "no is always an answer");
    }
}

#[test]
fn t20_a_planted_pair_is_flagged_and_honest_work_is_not() {
    // Six supervisors who also serve; each request of the honest ones goes to whoever is next.
    let mut given = Vec::new();
    for n in 0..60 {
        let asker = n % 6;
        given.push(Given { asked_by: agent(asker), approved_by: agent((asker + 1 + n / 6 % 5) % 6) });
    }
    assert!(pairs(&given).iter().all(|pair| !pair.flagged), "{:?}", pairs(&given));
    for _ in 0..MANY {
        given.push(Given { asked_by: agent(7), approved_by: agent(8) });
        given.push(Given { asked_by: agent(8), approved_by: agent(7) });
    }
    // One of theirs went elsewhere, as it does when the other is not there.
    given.push(Given { asked_by: agent(7), approved_by: agent(1) });
    let found = pairs(&given);
    assert_eq!(found.iter().filter(|pair| pair.flagged).count(), 1);
    assert_eq!(found[0].ways.map(|way| way.asked_by), [agent(7), agent(8)]);
    assert_eq!((found[0].ways[0].by_the_other, found[0].ways[0].of, found[0].in_turn()), (MANY, MANY + 1, MANY));
}

#[test]
fn t20_one_direction_alone_is_no_pair() {
    let given: Vec<_> = (0..20).map(|_| Given { asked_by: agent(1), approved_by: agent(2) }).collect();
    assert_eq!(pairs(&given), []);
}
