//! One line of numbers: what became of a number of challenges.

use serde::{Deserialize, Serialize};

use super::percentile;
use crate::{
    assurance::Method,
    challenge::{ChallengeState, ExpiredBecause},
    channel::Channel,
    floor,
    time::{Duration, Timestamp},
};

/// A challenge, as far as numbers go.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// By which method.
    pub method: Method,
    /// On which channel its session is.
    pub channel: Channel,
    /// What became of it.
    pub state: ChallengeState,
    /// When the customer was asked.
    pub asked_at: Timestamp,
    /// When that ended.
    pub ended_at: Option<Timestamp>,
}

impl Asked {
    /// How long the customer took, if they approved.
    fn took(&self) -> Option<Duration> {
        let ended_at = self.ended_at.filter(|_| self.state == ChallengeState::Answered)?;
        Some(ended_at.since(self.asked_at).max(Duration::ZERO))
    }
}

/// What became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// How many ended by themselves or by the customer: the number that the shares are of. Those that are still open are not in it, nor
    /// those that an agent took back.
    pub ended: u32,
    /// How many of them were approved.
    pub answered: u32,
    /// "No, this isn't me".
    pub not_me: u32,
    /// "Someone told me to approve this".
    pub told_to: u32,
    /// How many ran out of time.
    pub ran_out: u32,
    /// How many ended after too much that was wrong.
    pub wrong: u32,
    /// How many an agent took back, which is nobody's failure.
    pub withdrawn: u32,
    /// The median of the time from asked to approved, in milliseconds.
    pub p50: Option<u64>,
    /// The 95th percentile of it.
    pub p95: Option<u64>,
}

impl Line {
    /// Counts them.
    #[must_use]
    pub fn of<'a>(rows: impl IntoIterator<Item = &'a Asked>) -> Self {
        let (mut line, mut took) = (Self::default(), Vec::new());
        for row in rows {
            line.count(row.state);
            took.extend(row.took().map(|took| u64::try_from(took.whole_milliseconds()).unwrap_or_default()));
        }
        took.sort_unstable();
        Self { p50: percentile(&took, 50), p95: percentile(&took, 95), ..line }
    }

    const fn count(&mut self, state: ChallengeState) {
        let (one, ended) = match state {
            ChallengeState::Pending | ChallengeState::Delivered | ChallengeState::Opened => return,
            ChallengeState::Answered => (&mut self.answered, true),
            ChallengeState::Denied => (&mut self.not_me, true),
            ChallengeState::Reported => (&mut self.told_to, true),
            ChallengeState::Expired(ExpiredBecause::Time) => (&mut self.ran_out, true),
            ChallengeState::Expired(ExpiredBecause::Tries) => (&mut self.wrong, true),
            ChallengeState::Withdrawn => (&mut self.withdrawn, false),
        };
        *one += 1;
        if ended {
            self.ended += 1;
        }
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ended == 0 && self.withdrawn == 0
    }

    /// The share that was not approved, in thousandths; `None` of none.
    #[must_use]
    pub fn failed(&self) -> Option<u32> {
        self.share(self.ended - self.answered)
    }

    /// The share in which the customer said that somebody else is behind it, in thousandths; `None` of none.
    #[must_use]
    pub fn fraud(&self) -> Option<u32> {
        self.share(self.not_me + self.told_to)
    }

    /// `part` of those that ended, in thousandths, rounded.
    #[must_use]
    pub fn share(&self, part: u32) -> Option<u32> {
        floor::share(part, self.ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_773_325_231_000_000);

    fn asked(state: ChallengeState, took: i64) -> Asked {
        let channel = Channel::from_key("phone").unwrap();
        Asked { method: Method::Push, channel, state, asked_at: NOW, ended_at: Some(NOW.after(Duration::milliseconds(took))) }
    }

    #[test]
    fn every_state_is_counted_once_and_the_shares_are_of_those_that_ended() {
        let rows: Vec<_> = ChallengeState::ALL.into_iter().map(|state| asked(state, 900)).collect();
        let line = Line::of(&rows);
        assert_eq!((line.ended, line.answered, line.not_me, line.told_to, line.ran_out, line.wrong, line.withdrawn), (5, 1, 1, 1, 1, 1, 1));
        assert_eq!((line.failed(), line.fraud()), (Some(800), Some(400)));
        assert_eq!((line.p50, line.p95), (Some(900), Some(900)), "only what was approved took its time");
    }

    #[test]
    fn there_is_no_share_and_no_time_of_nothing() {
        let line = Line::of(&[asked(ChallengeState::Withdrawn, 900), asked(ChallengeState::Opened, 900)]);
        assert_eq!((line.failed(), line.fraud(), line.p50, line.is_empty()), (None, None, None, false));
        assert!(Line::of(&[asked(ChallengeState::Opened, 900)]).is_empty());
    }

    #[test]
    fn a_clock_that_was_put_back_makes_no_negative_time() {
        assert_eq!(Line::of(&[asked(ChallengeState::Answered, -5)]).p50, Some(0));
    }
}
