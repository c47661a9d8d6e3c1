//! Whether sensitive actions go on: a record that nobody outside has seen for a while is one that could still be rewritten.

use crate::time::{Duration, Timestamp};

/// How many witnesses there must be, and how long it goes on without them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quorum {
    /// How many have to have seen a head.
    pub needed: usize,
    /// For how long sensitive actions go on without.
    pub grace: Duration,
}

/// What is known of the witnesses now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// When the oldest head was signed that has not been seen by enough of them; `None` when all were.
    pub waiting_since: Option<Timestamp>,
    /// Whether one of them knows a head that this database does not continue.
    pub rolled_back: bool,
}

/// Whether sensitive actions go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Enough witnesses have seen all.
    Fine,
    /// Not yet, and that is no trouble before then.
    InGrace {
        /// When it becomes one.
        until: Timestamp,
    },
    /// They stop: it took too long.
    Stopped,
    /// They stop: a witness knows more, or another record, than this database has.
    RolledBack,
}

impl Quorum {
    /// How far enough witnesses have seen, from how far each of them has. Who cosigned a head has seen every earlier one too, for it
    /// was shown that the one continues the other.
    #[must_use]
    pub fn size(self, of_each: impl IntoIterator<Item = u64>) -> u64 {
        let mut sizes: Vec<_> = of_each.into_iter().collect();
        sizes.sort_unstable_by(|one, other| other.cmp(one));
        self.needed.checked_sub(1).map_or(u64::MAX, |last| sizes.get(last).copied().unwrap_or(0))
    }

    /// Whether sensitive actions go on.
    #[must_use]
    pub fn standing(self, seen: Seen, now: Timestamp) -> Standing {
        if seen.rolled_back {
            return Standing::RolledBack;
        }
        match seen.waiting_since.map(|since| since.after(self.grace)) {
            None => Standing::Fine,
            Some(until) if now < until => Standing::InGrace { until },
            Some(_) => Standing::Stopped,
        }
    }
}

impl Standing {
    /// Whether they do.
    #[must_use]
    pub const fn goes_on(self) -> bool {
        matches!(self, Self::Fine | Self::InGrace { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: Quorum = Quorum { needed: 2, grace: Duration::minutes(10) };
    const SIGNED: Timestamp = Timestamp::from_micros(1_796_000_000_000_000);

    fn after(waited: Duration) -> Standing {
        TWO.standing(Seen { waiting_since: Some(SIGNED), rolled_back: false }, SIGNED.after(waited))
    }

    #[test]
    fn what_was_seen_is_fine_however_long_ago() {
        let seen = Seen { waiting_since: None, rolled_back: false };
        assert_eq!(TWO.standing(seen, SIGNED.after(Duration::days(400))), Standing::Fine);
    }

    #[test]
    fn it_goes_on_until_the_grace_is_over_and_not_an_instant_longer() {
        let until = SIGNED.after(TWO.grace);
        assert_eq!(after(Duration::ZERO), Standing::InGrace { until });
        assert_eq!(after(TWO.grace - Duration::MICROSECOND), Standing::InGrace { until });
        assert_eq!(after(TWO.grace), Standing::Stopped);
        assert_eq!(after(Duration::seconds(-5)), Standing::InGrace { until }, "another server's clock may be ahead");
        assert!(after(Duration::ZERO).goes_on() && !after(TWO.grace).goes_on());
    }

    #[test]
    fn a_record_that_went_back_has_no_grace() {
        for waiting_since in [None, Some(SIGNED)] {
            let standing = TWO.standing(Seen { waiting_since, rolled_back: true }, SIGNED);
            assert_eq!(standing, Standing::RolledBack);
            assert!(!standing.goes_on());
        }
    }

    #[test]
    fn enough_have_seen_what_the_last_of_enough_has() {
        assert_eq!(TWO.size([]), 0);
        assert_eq!(TWO.size([7]), 0);
        assert_eq!(TWO.size([7, 5]), 5);
        assert_eq!(TWO.size([3, 9, 7]), 7);
        assert_eq!(Quorum { needed: 1, ..TWO }.size([3, 9, 7]), 9);
        assert_eq!(Quorum { needed: 0, ..TWO }.size([]), u64::MAX, "nobody is needed");
    }
}
