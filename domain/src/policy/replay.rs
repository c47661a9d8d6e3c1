//! "What would it have done?": recorded decisions asked again of another policy (W16).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Answered, Policy, Recorded};
use crate::{
    gate::{Decision, Missing, Ways, decide},
    ids::{CustomerId, SessionId},
};

/// A recorded decision, and whose it was.
#[derive(Clone, Debug)]
pub struct Past {
    /// In which session.
    pub session: SessionId,
    /// For which customer.
    pub customer: CustomerId,
    /// What was decided.
    pub recorded: Recorded,
}

/// What a policy would have done with what was decided under others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Replay {
    /// Decisions asked again.
    pub decisions: u64,
    /// Sessions they were made in.
    pub sessions: u64,
    /// Decisions with the same answer.
    pub same: u64,
    /// Sessions in which something would have been asked that was not.
    pub more: BTreeSet<SessionId>,
    /// Sessions in which something would not have been asked that was.
    pub fewer: BTreeSet<SessionId>,
    /// Sessions in which something would have been closed that was not.
    pub closed: BTreeSet<SessionId>,
    /// Sessions in which something would not have been closed that was.
    pub opened: BTreeSet<SessionId>,
    /// Customers who would have had no way to go on.
    pub dead_ends: BTreeSet<CustomerId>,
    /// Seconds that customers would have spent more, or less, by the fastest way of each.
    pub seconds: i64,
    /// Affected sessions by channel.
    pub by_channel: BTreeMap<String, u64>,
    /// Segments that the policy does not have, with how many decisions are about their customers: those are asked by the rules of
    /// every segment, as the gate does, and are counted above.
    pub strictest: BTreeMap<String, u64>,
    /// Names that the policy does not have, with how many decisions are about them. They are not counted above.
    pub unknown: BTreeMap<String, u64>,
}

impl Replay {
    /// Sessions in which anything would have been otherwise.
    #[must_use]
    pub fn affected(&self) -> u64 {
        let all: BTreeSet<_> = [&self.more, &self.fewer, &self.closed, &self.opened].into_iter().flatten().collect();
        all.len() as u64
    }
}

/// Asks each of them again.
#[must_use]
pub fn replay<'a>(policy: &Policy, past: impl IntoIterator<Item = &'a Past>) -> Replay {
    let mut replay = Replay::default();
    let (mut sessions, mut channels) = (BTreeSet::new(), BTreeMap::<&str, BTreeSet<SessionId>>::new());
    for one in past {
        let asked = &one.recorded.asked;
        let question = match asked.question(policy) {
            Ok(question) => question,
            Err(name) => {
                *replay.unknown.entry(name.to_owned()).or_default() += 1;
                continue;
            }
        };
        if policy.segment(asked.segment()).is_none() {
            *replay.strictest.entry(asked.segment().to_owned()).or_default() += 1;
        }
        replay.decisions += 1;
        sessions.insert(one.session);
        let decision = decide(&question);
        if take(&mut replay, one, &decision) {
            channels.entry(asked.channel()).or_default().insert(one.session);
        }
    }
    replay.sessions = sessions.len() as u64;
    replay.by_channel = channels.into_iter().map(|(channel, sessions)| (channel.to_owned(), sessions.len() as u64)).collect();
    replay
}

/// Counts one answer; whether it differs from what was answered.
fn take(replay: &mut Replay, past: &Past, decision: &Decision<'_>) -> bool {
    let (was, is) = (past.recorded.answer, Answered::from(decision));
    let fastest = |ways: &Ways<'_>| ways.fastest().map(|way| i64::from(way.seconds));
    if let Decision::StepUp { ways, missing, .. } = decision
        && (missing.level.is_some() || missing.consent)
        && fastest(ways).is_none()
    {
        replay.dead_ends.insert(past.customer);
    }
    if was == is {
        replay.same += 1;
        return false;
    }
    match (was, decision) {
        (Answered::Refuse, _) => drop(replay.opened.insert(past.session)),
        (_, Decision::Refuse { .. }) => drop(replay.closed.insert(past.session)),
        (Answered::Allow, Decision::StepUp { ways, .. }) => {
            replay.more.insert(past.session);
            replay.seconds += fastest(ways).unwrap_or_default();
        }
        (Answered::StepUp(_), Decision::Allow { .. }) => {
            replay.fewer.insert(past.session);
            replay.seconds -= before(past).unwrap_or_default();
        }
        (Answered::StepUp(was), Decision::StepUp { missing, ways, .. }) => {
            if asks_more(was, *missing) {
                replay.more.insert(past.session);
            } else if asks_more(*missing, was) {
                replay.fewer.insert(past.session);
            } else {
                // The same is asked, for another reason: what was proved is too old instead of missing, or the reverse.
                replay.same += 1;
                return false;
            }
            // Who has no way any more saves no time by it.
            replay.seconds += fastest(ways).zip(before(past)).map_or(0, |(after, before)| after - before);
        }
        (Answered::Allow, Decision::Allow { .. }) => return false,
    }
    true
}

/// Whether something is asked that was not before, of the customer or of a second person.
fn asks_more(before: Missing, after: Missing) -> bool {
    let (consent, second) = (after.consent && !before.consent, after.second_person && !before.second_person);
    after.level > before.level || consent || second
}

/// The seconds of the way that was the fastest then, if the record kept them.
fn before(past: &Past) -> Option<i64> {
    past.recorded.seconds.map(i64::from)
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, test_runner::TestRunner};
    use time::Duration;
    use uuid::Uuid;

    use super::*;
    use crate::{
        assurance::{Evidence, Method},
        channel::StartedBy,
        gate::{Available, Question, Standing},
        policy::{BANK, RoleSet, SignalSet},
        time::Timestamp,
        trying::cases,
    };

    const NOW: Timestamp = Timestamp::from_micros(1_773_324_960_000_000);

    fn push(user_verified: bool) -> Evidence {
        Evidence {
            id: Uuid::nil().into(),
            method: Method::Push,
            user_verified,
            synced: false,
            asserted: None,
            obtained_at: NOW,
            expires_at: NOW.after(Duration::minutes(15)),
            counts_from: NOW,
        }
    }

    /// A decision of `policy` in session `n`.
    fn past(policy: &Policy, n: u128, action: &str, channel: &str, evidence: &[Evidence], available: &[Available]) -> Past {
        let question = Question {
            policy,
            action: policy.action(action).unwrap(),
            amount: Some(15_000),
            roles: RoleSet::NONE.with(policy.role("agent").unwrap()),
            standing: Standing::OPEN,
            channel: policy.channel(channel).unwrap(),
            carried: crate::assurance::Level::High,
            started_by: StartedBy::Customer,
            segment: policy.segment("personal").unwrap(),
            signals: SignalSet::NONE,
            evidence,
            consent: true,
            second_person: false,
            available,
            now: NOW,
        };
        let recorded = Recorded::of(1, &question, &decide(&question));
        Past { session: Uuid::from_u128(n).into(), customer: Uuid::from_u128(n).into(), recorded }
    }

    fn phone(seconds: u32) -> Available {
        Available { method: Method::Push, user_verifies: true, synced: false, asserted: None, counts_from: NOW, seconds: Some(seconds) }
    }

    #[test]
    fn w16_the_policy_in_force_reproduces_every_decision_even_through_the_database() {
        let bank = Policy::read(BANK).unwrap();
        let actions: Vec<_> = bank.actions().iter().map(|row| row.key.clone()).collect();
        let channels: Vec<_> = bank.channels().map(|(_, row)| row.key.clone()).collect();
        let case = (0..actions.len(), 0..channels.len(), prop::collection::vec(any::<bool>(), 0..3), any::<bool>());
        TestRunner::new(cases(2_000))
            .run(&case, |(action, channel, verified, has)| {
                let evidence: Vec<_> = verified.into_iter().map(push).collect();
                let available = [phone(20)];
                let mut one = past(&bank, 1, &actions[action], &channels[channel], &evidence, if has { &available } else { &[] });
                one.recorded = serde_json::from_str(&serde_json::to_string(&one.recorded).unwrap()).unwrap();
                let replay = replay(&bank, [&one]);
                prop_assert_eq!((replay.decisions, replay.same, replay.affected()), (1, 1, 0));
                let asked = &one.recorded.asked;
                prop_assert_eq!((asked.action(), asked.channel()), (actions[action].as_str(), channels[channel].as_str()));
                Ok(())
            })
            .unwrap();
    }

    #[test]
    fn a_draft_shows_what_would_have_been_asked_and_who_would_have_met_a_dead_end() {
        let bank = Policy::read(BANK).unwrap();
        let stricter = Policy::read(&BANK.replacen("amount_above = \"200.00\"", "amount_above = \"100.00\"", 1)).unwrap();
        let weak = [push(false)];
        let all = [
            past(&bank, 1, "refund", "phone", &weak, &[phone(30)]),
            past(&bank, 2, "refund", "phone", &weak, &[]),
            past(&bank, 3, "refund", "phone", &[push(true)], &[]),
            past(&bank, 4, "view_orders", "chat", &weak, &[]),
            past(&bank, 5, "refund", "phone", &[], &[phone(20)]),
        ];
        let seen = replay(&stricter, &all);
        assert_eq!((seen.decisions, seen.sessions, seen.same), (5, 5, 1));
        assert_eq!(seen.more.len(), 4, "two need High now, one a second person only, one more than before");
        assert_eq!(seen.dead_ends.iter().copied().collect::<Vec<_>>(), [Uuid::from_u128(2).into()]);
        assert_eq!(seen.seconds, 30, "one customer spends 30 s more; whoever was asked before is asked the same way");
        assert_eq!(seen.by_channel, [("phone".to_owned(), 4)].into());
        let reversed = replay(&bank, &[past(&stricter, 1, "refund", "phone", &weak, &[phone(30)])]);
        assert_eq!((reversed.fewer.len(), reversed.seconds), (1, -30));
    }

    #[test]
    fn whoever_was_asked_before_and_is_asked_for_more_needs_the_difference() {
        let bank = Policy::read(BANK).unwrap();
        let stricter = Policy::read(&BANK.replacen("amount_above = \"200.00\"", "amount_above = \"100.00\"", 1)).unwrap();
        let weak = Available { user_verifies: false, ..phone(20) };
        let strong = Available { method: Method::Passkey, seconds: Some(45), ..phone(45) };
        let asked = past(&bank, 1, "refund", "phone", &[], &[weak, strong]);
        let seen = replay(&stricter, [&asked]);
        assert_eq!((seen.more.len(), seen.seconds), (1, 25));
        let reversed = replay(&bank, [&past(&stricter, 1, "refund", "phone", &[], &[weak, strong])]);
        assert_eq!((reversed.fewer.len(), reversed.seconds), (1, -25));
    }

    #[test]
    fn more_is_asked_when_anything_is_asked_that_was_not() {
        let nothing = Missing { level: None, stale: false, consent: false, second_person: false };
        let consent = Missing { consent: true, ..nothing };
        let second = Missing { second_person: true, ..nothing };
        for (before, after, more) in [
            (nothing, nothing, false),
            (nothing, consent, true),
            (nothing, second, true),
            (consent, consent, false),
            (second, second, false),
            (consent, second, true),
            (second, nothing, false),
        ] {
            assert_eq!(asks_more(before, after), more, "{before:?} {after:?}");
        }
    }

    fn draft(from: &str, to: &str) -> Policy {
        assert!(BANK.contains(from), "{from}");
        Policy::read(&BANK.replacen(from, to, 1)).unwrap()
    }

    /// The same, with one fact of what was asked otherwise.
    fn but(mut past: Past, fact: &str, value: serde_json::Value) -> Past {
        let mut recorded = serde_json::to_value(&past.recorded).unwrap();
        *recorded.pointer_mut(&format!("/asked/{fact}")).unwrap() = value;
        past.recorded = serde_json::from_value(recorded).unwrap();
        past
    }

    #[test]
    fn what_a_draft_would_close_and_open_is_told_apart_from_what_it_would_ask() {
        let bank = Policy::read(BANK).unwrap();
        let closed = draft("segments = [\"business\"], needs = \"high\"", "segments = [\"personal\"], refuse = \"Not here.\"");
        let strong = [push(true)];
        let all = [past(&bank, 1, "refund", "phone", &strong, &[]), past(&bank, 1, "refund", "chat", &[], &[phone(9)])];
        let seen = replay(&closed, &all);
        assert_eq!((seen.decisions, seen.sessions, seen.same, seen.affected()), (2, 1, 0, 1));
        assert_eq!((seen.closed.len(), seen.opened.len(), seen.more.len(), seen.fewer.len(), seen.seconds), (1, 0, 0, 0, 0));
        assert_eq!(seen.by_channel, [("chat".to_owned(), 1), ("phone".to_owned(), 1)].into());
        let reversed = replay(&bank, &[past(&closed, 1, "refund", "phone", &strong, &[])]);
        assert_eq!((reversed.closed.len(), reversed.opened.len(), reversed.more.len(), reversed.fewer.len()), (0, 1, 0, 0));
    }

    #[test]
    fn of_two_answers_that_lack_something_the_stricter_asks_more_and_the_seconds_are_those_of_their_fastest_ways() {
        let bank = Policy::read(BANK).unwrap();
        let stricter = draft("amount_above = \"200.00\"", "amount_above = \"100.00\"");
        let weak = Available { user_verifies: false, ..phone(20) };
        let asked = |policy| past(policy, 1, "refund", "phone", &[], &[weak, phone(50)]);
        let more = replay(&stricter, &[asked(&bank)]);
        assert_eq!((more.more.len(), more.fewer.len(), more.seconds), (1, 0, 30));
        let fewer = replay(&bank, &[asked(&stricter)]);
        assert_eq!((fewer.more.len(), fewer.fewer.len(), fewer.seconds), (0, 1, -30));

        // A way that is gone is a dead end, and no time saved.
        let gone = replay(&stricter, &[past(&bank, 1, "refund", "phone", &[], &[weak])]);
        assert_eq!((gone.more.len(), gone.dead_ends.len(), gone.seconds), (1, 1, 0));

        // Consent alone is more too, and so is a second person.
        let consenting = draft(
            "needs = \"substantial\"\nwho = [\"agent\", \"supervisor\"]\ntell = \"customer\"",
            "needs = \"substantial\"\nconsent = true\nwho = [\"agent\", \"supervisor\"]\ntell = \"customer\"",
        );
        let seen = |policy: &Policy, of: &Policy| {
            replay(policy, &[but(past(of, 1, "view_billing", "phone", &[], &[phone(20)]), "consent", false.into())])
        };
        assert_eq!((seen(&consenting, &bank).more.len(), seen(&consenting, &bank).fewer.len()), (1, 0));
        let second =
            draft("tell = \"customer\"\nwhen.\"refund.over_200\"", "second_person = true\ntell = \"customer\"\nwhen.\"refund.over_200\"");
        let seconded = replay(&second, &[past(&bank, 1, "refund", "phone", &[], &[phone(20)])]);
        assert_eq!((seconded.more.len(), seconded.fewer.len(), seconded.same), (1, 0, 0));
        let alone = replay(&bank, &[past(&second, 1, "refund", "phone", &[], &[phone(20)])]);
        assert_eq!((alone.more.len(), alone.fewer.len(), alone.same), (0, 1, 0));
    }

    #[test]
    fn what_is_asked_for_another_reason_is_the_same() {
        let bank = Policy::read(BANK).unwrap();
        let old = [Evidence { obtained_at: NOW.before(Duration::minutes(10)), ..push(true) }];
        let asked = || past(&bank, 1, "change_email", "phone", &old, &[phone(20)]);
        // High, but proved too long ago; and by the draft never High.
        let weaker = draft("alone = \"substantial\"\nuser_verified = \"high\"", "alone = \"substantial\"\nuser_verified = \"substantial\"");
        let stale = |decision: &Answered| matches!(decision, Answered::StepUp(missing) if missing.stale);
        assert!(stale(&asked().recorded.answer) && !stale(&past(&weaker, 1, "change_email", "phone", &old, &[]).recorded.answer));
        let seen = replay(&weaker, [&asked(), &asked()]);
        assert_eq!((seen.decisions, seen.same, seen.affected(), seen.seconds), (2, 2, 0, 0));
    }

    #[test]
    fn a_dead_end_is_where_the_customer_lacks_something_and_has_no_way() {
        let bank = Policy::read(BANK).unwrap();
        let strong = [push(true)];
        let dead = |past: Past| replay(&bank, &[past]).dead_ends.len();
        assert_eq!(dead(past(&bank, 1, "refund", "phone", &[], &[])), 1);
        assert_eq!(dead(past(&bank, 1, "refund", "phone", &[], &[phone(20)])), 0);
        assert_eq!(dead(past(&bank, 1, "refund", "phone", &strong, &[])), 0);
        assert_eq!(dead(but(past(&bank, 1, "refund", "phone", &strong, &[]), "consent", false.into())), 1);
        assert_eq!(dead(past(&bank, 1, "transfer_ownership", "phone", &strong, &[])), 0, "a second person is not the customer's to have");
        assert_eq!(dead(past(&bank, 1, "change_email", "ticket", &[], &[])), 0, "what is closed is closed to everybody");
    }

    #[test]
    fn a_name_that_is_gone_is_named() {
        let bank = Policy::read(BANK).unwrap();
        let of = |fact: &str, value: serde_json::Value| {
            let past = but(past(&bank, 1, "refund", "phone", &[], &[]), fact, value);
            let seen = replay(&bank, [&past, &past]);
            (seen.decisions, seen.unknown.into_iter().collect::<Vec<_>>())
        };
        for (fact, value, name) in [
            ("action", "fly".into(), "fly"),
            ("channel", "fax".into(), "fax"),
            ("roles", serde_json::json!(["agent", "king"]), "king"),
            ("signals", serde_json::json!(["weather"]), "weather"),
        ] {
            assert_eq!(of(fact, value), (0, vec![(name.to_owned(), 2)]));
        }
    }

    #[test]
    fn se7_a_segment_that_is_gone_is_named_and_asked_by_the_rules_of_every_one() {
        let bank = Policy::read(BANK).unwrap();
        let weak = [push(false)];
        let refund = past(&bank, 1, "refund", "phone", &weak, &[phone(30)]);
        let gone = but(refund.clone(), "segment", "kings".into());
        let seen = replay(&bank, [&refund, &gone, &gone]);
        assert_eq!((seen.decisions, seen.same, seen.more.len(), seen.unknown.len()), (3, 1, 1, 0));
        assert_eq!(seen.strictest, [("kings".to_owned(), 2)].into());

        // What was decided so is reproduced, and a policy that knows the key asks by its own rules.
        let question = Question { segment: bank.segment_of(Some("kings")), ..gone.recorded.asked.question(&bank).unwrap() };
        let decided = Past { recorded: Recorded::of(1, &question, &decide(&question)).of_segment("kings"), ..gone.clone() };
        assert_eq!(replay(&bank, [&decided]).same, 1);
        let crowned = draft("[segments.business]", "[segments.kings]\nname = \"Kings\"\n\n[segments.business]");
        let seen = replay(&crowned, [&decided]);
        assert_eq!((seen.fewer.len(), seen.strictest.len()), (1, 0));
    }

    #[test]
    fn what_a_draft_no_longer_knows_is_said_and_not_counted() {
        let bank = Policy::read(BANK).unwrap();
        let without = Policy::read(&BANK.replacen("[actions.view_orders]", "[actions.see_orders]", 1)).unwrap();
        let seen = replay(&without, &[past(&bank, 1, "view_orders", "chat", &[], &[])]);
        assert_eq!((seen.decisions, seen.unknown), (0, [("view_orders".to_owned(), 1)].into()));
    }
}
