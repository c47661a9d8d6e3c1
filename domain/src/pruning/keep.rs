//! How long entries themselves are kept.

use time::{Date, Duration, Month};

use crate::{refusal::Refusal, time::Timestamp};

/// For how many days an entry is kept before it can be pruned. Nothing is pruned by time alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep(u32);

impl Default for Keep {
    /// Ten years: the longest that a law we know of asks for records to be kept.
    fn default() -> Self {
        Self(3_653)
    }
}

impl Keep {
    /// The fewest days: a day more than seven years, after which nothing that an entry proves can be claimed any more.
    pub const LEAST: u32 = 2_558;
    /// The most: a hundred years.
    pub const MOST: u32 = 36_525;

    /// That many days, if they are within the limits.
    #[must_use]
    pub const fn days(days: u32) -> Option<Self> {
        if days >= Self::LEAST && days <= Self::MOST { Some(Self(days)) } else { None }
    }

    /// How many days.
    #[must_use]
    pub const fn as_days(self) -> u32 {
        self.0
    }

    /// What was written before this instant can be pruned.
    #[must_use]
    pub fn ends(self, now: Timestamp) -> Timestamp {
        now.before(Duration::days(i64::from(self.0)))
    }
}

/// The beginning of a day that was written as `2016-03-31` (ISO 8601), in UTC.
///
/// # Errors
/// [`Refusal::BadInput`] when it is none.
pub fn day(text: &str) -> Result<Timestamp, Refusal> {
    let read = || {
        let mut parts = text.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
        Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
    };
    let date = read().ok_or_else(|| Refusal::bad_input("Write a day as year, month and day, such as 2016-03-31."))?;
    Ok(date.midnight().assume_utc().into())
}
