//! Dead ends: sessions in which something was locked and nothing that the customer has would have opened it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    ids::SessionId,
    policy::{Answered, Recorded},
};

/// What the gate said, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It ran, or could have.
    Open,
    /// More had to be proved, and the customer had a way.
    Way,
    /// There was no way, or it was closed whatever is proved.
    NoWay,
}

impl From<&Recorded> for Verdict {
    fn from(recorded: &Recorded) -> Self {
        match recorded.answer {
            Answered::Allow => Self::Open,
            Answered::StepUp(_) if recorded.seconds.is_some() => Self::Way,
            Answered::StepUp(_) | Answered::Refuse => Self::NoWay,
        }
    }
}

/// A decision of the gate.
#[derive(Clone, Debug)]
pub struct Decided {
    /// In which session.
    pub session: SessionId,
    /// Of which action, by its key.
    pub action: String,
    /// What it said.
    pub verdict: Verdict,
}

/// How many sessions met one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadEnds {
    /// Sessions in which an action had no way and did not run.
    pub sessions: u32,
    /// Sessions in which the gate was asked at all.
    pub of: u32,
}

impl DeadEnds {
    /// Counts them. An action that had no way at first and ran later was no dead end.
    #[must_use]
    pub fn of(decided: impl IntoIterator<Item = Decided>) -> Self {
        // Of each action of a session: whether it had no way at some time.
        let mut sessions: BTreeMap<SessionId, BTreeMap<String, bool>> = BTreeMap::new();
        // What was open in a session at some time.
        let mut opened: BTreeMap<SessionId, Vec<String>> = BTreeMap::new();
        for Decided { session, action, verdict } in decided {
            if verdict == Verdict::Open {
                opened.entry(session).or_default().push(action.clone());
            }
            *sessions.entry(session).or_default().entry(action).or_default() |= verdict == Verdict::NoWay;
        }
        let dead = |(session, actions): &(&SessionId, &BTreeMap<String, bool>)| {
            let open = opened.get(session);
            actions.iter().any(|(action, no_way)| *no_way && open.is_none_or(|open| !open.contains(action)))
        };
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { sessions: count(sessions.iter().filter(dead).count()), of: count(sessions.len()) }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_ran_later_was_no_dead_end_and_another_action_does_not_open_it() {
        let decided =
            |session: u128, action: &str, verdict| Decided { session: Uuid::from_u128(session).into(), action: action.to_owned(), verdict };
        let ends = DeadEnds::of([
            decided(1, "refund", Verdict::NoWay),
            decided(1, "refund", Verdict::NoWay),
            decided(2, "refund", Verdict::NoWay),
            decided(2, "refund", Verdict::Open),
            decided(3, "refund", Verdict::NoWay),
            decided(3, "change_email", Verdict::Open),
            decided(4, "refund", Verdict::Way),
        ]);
        assert_eq!(ends, DeadEnds { sessions: 2, of: 4 });
        assert_eq!(DeadEnds::of([]), DeadEnds::default());
    }
}
