//! How long a copy may be behind, and how long a log may say nothing, before somebody is told.

use crate::time::{Duration, Timestamp};

/// What a server knows of how far a collector has its log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lag {
    /// When the oldest head was signed that the collector has not all entries of; `None`: it has them all.
    pub waiting_since: Option<Timestamp>,
    /// Since when it has not answered as it should; `None`: it does.
    pub failing_since: Option<Timestamp>,
}

impl Lag {
    /// Since when the copy is behind, if that is longer than `patience`.
    #[must_use]
    pub fn late(self, patience: Duration, now: Timestamp) -> Option<Timestamp> {
        let since = self.waiting_since.into_iter().chain(self.failing_since).min()?;
        (since.after(patience) <= now).then_some(since)
    }
}

/// Whether a log has said nothing for too long: `heard` is when it signed the last head that came.
#[must_use]
pub fn silent(heard: Timestamp, patience: Duration, now: Timestamp) -> bool {
    heard.after(patience) <= now
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_796_000_000_000_000);
    const PATIENCE: Duration = Duration::minutes(5);

    #[test]
    fn a_copy_is_late_from_the_end_of_the_patience_on_whatever_the_reason() {
        let (early, late) = (NOW.before(PATIENCE - Duration::MICROSECOND), NOW.before(PATIENCE));
        for (waiting_since, failing_since, since) in [
            (None, None, None),
            (Some(early), None, None),
            (Some(late), None, Some(late)),
            (None, Some(early), None),
            (None, Some(late), Some(late)),
            (Some(early), Some(late), Some(late)),
            (Some(late), Some(early), Some(late)),
        ] {
            assert_eq!(Lag { waiting_since, failing_since }.late(PATIENCE, NOW), since, "{waiting_since:?} {failing_since:?}");
        }
    }

    #[test]
    fn a_log_is_silent_from_the_end_of_the_patience_on() {
        assert!(!silent(NOW.before(PATIENCE - Duration::MICROSECOND), PATIENCE, NOW));
        assert!(silent(NOW.before(PATIENCE), PATIENCE, NOW));
    }
}
