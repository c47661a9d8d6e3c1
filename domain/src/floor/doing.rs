//! What a session is at, for whoever watches the floor.

use core::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::{
    action::ActionKind,
    assurance::Method,
    session::SessionState,
    time::{Duration, Timestamp},
};

/// After how long without a step a session that waits for nobody counts as paused.
pub const PAUSED_AFTER: Duration = Duration::minutes(10);

/// After how long a wait is longer than most.
pub const SLOW_AFTER: Duration = Duration::MINUTE;

/// What a session is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "doing")]
pub enum Doing {
    /// Everything in it is stopped: a supervisor ends that.
    Frozen,
    /// The customer was asked and has not answered.
    Waiting {
        /// By which method.
        method: Method,
        /// Since when.
        since: Timestamp,
    },
    /// The customer agreed; a second member of staff has to.
    SecondPerson {
        /// Since when.
        since: Timestamp,
    },
    /// The customer agreed, and nothing else is missing: the agent runs it.
    Approved,
    /// Nothing has happened in it for a while ([`PAUSED_AFTER`]).
    Paused,
    /// This ran last.
    Done {
        /// Which action.
        action: ActionKind,
    },
    /// What the customer came for is open, or lacks only their consent.
    Ready,
    /// What the customer came for is closed, whatever they prove.
    Closed {
        /// Which action.
        action: ActionKind,
    },
    /// The customer was asked nothing yet.
    NotAsked,
    /// They proved something, and not enough.
    NotEnough,
}

/// Whether what the customer came for is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// It is, or only the customer's consent is missing.
    Reached,
    /// Something has to be proved first.
    Missing,
    /// It is closed, whatever is proved.
    Closed,
}

/// An approval that was not used yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approved {
    /// Since when.
    pub at: Timestamp,
    /// Whether all that is missing is a second person.
    pub second_person: bool,
}

/// What is known of a session.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Where it stands.
    pub state: SessionState,
    /// What the customer came for.
    pub reason: ActionKind,
    /// By which method they are being asked, and since when.
    pub asking: Option<(Method, Timestamp)>,
    /// What they approved and was not run.
    pub approved: Option<Approved>,
    /// What ran last.
    pub ran: Option<ActionKind>,
    /// Whether they were ever asked anything.
    pub asked: bool,
    /// Whether what they came for is open.
    pub goal: Goal,
    /// When the record says something of it last.
    pub last_step: Timestamp,
}

impl Doing {
    /// What a session is at, at `now`: what somebody waits for comes first.
    #[must_use]
    pub fn of(known: &Known, now: Timestamp) -> Self {
        match (known.state, known.asking, known.approved) {
            (SessionState::Frozen { .. }, ..) => Self::Frozen,
            (_, Some((method, since)), _) => Self::Waiting { method, since },
            (_, None, Some(Approved { at, second_person: true })) => Self::SecondPerson { since: at },
            (_, None, Some(Approved { second_person: false, .. })) => Self::Approved,
            (_, None, None) => Self::quiet(known, now),
        }
    }

    fn quiet(known: &Known, now: Timestamp) -> Self {
        match (known.ran, known.goal) {
            _ if now.since(known.last_step) >= PAUSED_AFTER => Self::Paused,
            (Some(action), _) => Self::Done { action },
            (None, Goal::Closed) => Self::Closed { action: known.reason },
            (None, Goal::Reached) => Self::Ready,
            (None, Goal::Missing) if known.asked => Self::NotEnough,
            (None, Goal::Missing) => Self::NotAsked,
        }
    }

    /// Since when somebody is waited for.
    #[must_use]
    pub const fn since(self) -> Option<Timestamp> {
        match self {
            Self::Waiting { since, .. } | Self::SecondPerson { since } => Some(since),
            _ => None,
        }
    }

    /// Whether somebody has been waited for for long ([`SLOW_AFTER`]).
    #[must_use]
    pub fn slow(self, now: Timestamp) -> bool {
        self.since().is_some_and(|since| now.since(since) >= SLOW_AFTER)
    }

    /// Whether it goes on only when a supervisor does something.
    #[must_use]
    pub const fn needs_supervisor(self) -> bool {
        matches!(self, Self::Frozen | Self::SecondPerson { .. })
    }
}

/// The order of the floor: the longest wait first, then the rest, the longest contact first. Each is what it is at, and when it began.
#[must_use]
pub fn order(one: (Doing, Timestamp), other: (Doing, Timestamp)) -> Ordering {
    let key = |(doing, opened_at): (Doing, Timestamp)| (doing.since().is_none(), doing.since().unwrap_or(opened_at));
    key(one).cmp(&key(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::FrozenBecause;

    const NOW: Timestamp = Timestamp::from_micros(1_773_325_231_000_000);

    fn known() -> Known {
        Known {
            state: SessionState::Open,
            reason: ActionKind::Refund,
            asking: None,
            approved: None,
            ran: None,
            asked: false,
            goal: Goal::Missing,
            last_step: NOW,
        }
    }

    #[test]
    fn what_somebody_waits_for_comes_before_what_was_done() {
        let asking = Some((Method::Push, NOW));
        let ran = Some(ActionKind::ChangeEmail);
        let approved = |second_person| Some(Approved { at: NOW, second_person });
        let frozen = SessionState::Frozen { at: NOW, because: FrozenBecause::NotMe };
        for (at, is) in [
            (Known { state: frozen, asking, ran, ..known() }, Doing::Frozen),
            (Known { asking, approved: approved(true), ran, ..known() }, Doing::Waiting { method: Method::Push, since: NOW }),
            (Known { approved: approved(true), ran, ..known() }, Doing::SecondPerson { since: NOW }),
            (Known { approved: approved(false), ran, ..known() }, Doing::Approved),
            (Known { ran, goal: Goal::Closed, ..known() }, Doing::Done { action: ActionKind::ChangeEmail }),
            (Known { goal: Goal::Closed, ..known() }, Doing::Closed { action: ActionKind::Refund }),
            (Known { goal: Goal::Reached, ..known() }, Doing::Ready),
            (Known { asked: true, ..known() }, Doing::NotEnough),
            (known(), Doing::NotAsked),
        ] {
            assert_eq!(Doing::of(&at, NOW), is);
        }
    }

    #[test]
    fn what_waits_for_nobody_is_paused_after_ten_minutes_and_not_before() {
        let quiet = Known { ran: Some(ActionKind::Refund), ..known() };
        assert_eq!(Doing::of(&quiet, NOW.after(PAUSED_AFTER).before(Duration::MICROSECOND)), Doing::Done { action: ActionKind::Refund });
        assert_eq!(Doing::of(&quiet, NOW.after(PAUSED_AFTER)), Doing::Paused);
        let waits = Known { asking: Some((Method::Pin, NOW)), ..known() };
        assert!(matches!(Doing::of(&waits, NOW.after(Duration::HOUR)), Doing::Waiting { .. }));
    }

    #[test]
    fn the_longest_wait_comes_first_and_then_the_longest_contact() {
        let at = |seconds| NOW.after(Duration::seconds(seconds));
        let waits = |seconds| Doing::Waiting { method: Method::Push, since: at(seconds) };
        let mut rows = vec![(Doing::Ready, at(0)), (waits(9), at(8)), (Doing::Paused, at(-5)), (waits(4), at(20)), (Doing::Frozen, at(7))];
        rows.sort_by(|one, other| order(*one, *other));
        assert_eq!(rows, [(waits(4), at(20)), (waits(9), at(8)), (Doing::Paused, at(-5)), (Doing::Ready, at(0)), (Doing::Frozen, at(7))]);
    }
}
