//! What the gate did not let run, hour by hour, and whether that is more than usual.

use serde::{Deserialize, Serialize};

use crate::time::{Duration, Timestamp};

/// How many hours the picture shows, this one included.
pub const HOURS: usize = 24;
/// How many days back the same hour is looked at.
pub const DAYS: usize = 14;
/// From how many days on anything is called usual.
pub const DAYS_TO_KNOW: usize = 3;
/// How many times the usual is unusual.
const TIMES: u32 = 3;
/// Fewer than this in an hour is never unusual: one more than one is no flood.
const FEW: u32 = 10;

/// What the gate did not let run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusals {
    /// How often in each of the last hours, the oldest first; this hour is the last.
    pub hours: Vec<u32>,
    /// What this hour of the day usually has; `None` while too few days are known.
    pub usual: Option<u32>,
}

impl Refusals {
    /// How often since this hour began.
    #[must_use]
    pub fn this_hour(&self) -> u32 {
        self.hours.last().copied().unwrap_or_default()
    }

    /// Whether that is unusual.
    #[must_use]
    pub fn unusual(&self) -> bool {
        self.usual.is_some_and(|usual| unusual(self.this_hour(), usual))
    }
}

/// When the hour of that instant began, in UTC.
#[must_use]
pub fn hour_of(at: Timestamp) -> Timestamp {
    let hour = 3_600_000_000;
    Timestamp::from_micros(at.micros().div_euclid(hour) * hour)
}

/// Of how many of the last days the hour that begins at `hour` is known whole: those after the first decision there is.
#[must_use]
pub fn known_days(first: Option<Timestamp>, hour: Timestamp) -> usize {
    let since = first.map_or(Duration::ZERO, |first| hour.since(first));
    usize::try_from(since.whole_days()).unwrap_or_default().min(DAYS)
}

/// What is usual: the median of those days' counts, the larger of two in the middle so that nobody is alarmed too soon; `None` of fewer
/// than [`DAYS_TO_KNOW`].
#[must_use]
pub fn usual(mut days: Vec<u32>) -> Option<u32> {
    days.sort_unstable();
    if days.len() < DAYS_TO_KNOW { None } else { days.get(days.len() / 2).copied() }
}

/// Whether so many in this hour are three times the usual, and more than a few.
#[must_use]
pub fn unusual(this_hour: u32, usual: u32) -> bool {
    this_hour >= FEW && u64::from(this_hour) >= u64::from(usual) * u64::from(TIMES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_usual_before_the_third_day() {
        assert_eq!(usual(vec![]), None);
        assert_eq!(usual(vec![9, 9]), None);
        assert_eq!(usual(vec![9, 1, 4]), Some(4));
        assert_eq!(usual(vec![9, 1, 4, 6]), Some(6));
        assert_eq!(usual(vec![0; DAYS]), Some(0));
    }

    #[test]
    fn a_day_counts_when_its_hour_is_known_whole() {
        let hour = hour_of(Timestamp::from_micros(1_773_325_231_000_000));
        assert_eq!(hour.to_string(), "2026-03-12T14:00:00Z");
        assert_eq!(known_days(None, hour), 0);
        assert_eq!(known_days(Some(hour.before(Duration::DAY).after(Duration::MICROSECOND)), hour), 0, "the hour had begun already");
        assert_eq!(known_days(Some(hour.before(Duration::DAY)), hour), 1);
        assert_eq!(known_days(Some(hour.before(Duration::days(400))), hour), DAYS);
        assert_eq!(known_days(Some(hour.after(Duration::HOUR)), hour), 0, "a clock that was put back knows nothing");
    }

    #[test]
    fn three_times_the_usual_is_unusual_unless_it_is_few() {
        for (this_hour, of, is) in [(27, 9, true), (26, 9, false), (9, 0, false), (10, 0, true), (10, 3, true), (10, 4, false)] {
            assert_eq!(unusual(this_hour, of), is, "{this_hour} of {of}");
        }
        let known = |usual| Refusals { hours: vec![1, 30], usual };
        assert!(known(Some(10)).unusual());
        assert!(!known(None).unusual(), "what is not known is not exceeded");
        assert!(!Refusals::default().unusual());
    }
}
