//! By when a review has to be decided.

use time::{Date, Month, Time};

use crate::{
    refusal::Refusal,
    time::{Duration, Timestamp},
};

/// The longest a review may take.
pub const LONGEST: Duration = Duration::days(90);

/// The end of a day that was written as `2026-03-31` (ISO 8601), in UTC: what is undecided then lapses.
///
/// # Errors
/// [`Refusal::BadInput`] when it is no day, today or before, or later than [`LONGEST`].
pub fn due(day: &str, now: Timestamp) -> Result<Timestamp, Refusal> {
    let wrong = || Refusal::bad_input("Choose a day from tomorrow on, within 90 days.");
    let at = end_of(day).ok_or_else(wrong)?;
    let tomorrow_ends = now.utc().replace_time(Time::MIDNIGHT).saturating_add(Duration::days(2));
    if at < Timestamp::from(tomorrow_ends) || at > now.after(LONGEST) { Err(wrong()) } else { Ok(at) }
}

fn end_of(day: &str) -> Option<Timestamp> {
    let mut parts = day.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let date = Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    Some(date.next_day()?.midnight().assume_utc().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 12 March 2026, 14:20 UTC.
    fn now() -> Timestamp {
        Timestamp::from_micros(1_773_325_200_000_000)
    }

    #[test]
    fn a_review_is_due_at_the_end_of_its_day() {
        assert_eq!(due("2026-03-31", now()).unwrap().to_string(), "2026-04-01T00:00:00Z");
        assert_eq!(due("2026-03-13", now()).unwrap().to_string(), "2026-03-14T00:00:00Z");
    }

    #[test]
    fn no_review_is_over_before_anybody_can_decide_or_never() {
        for day in ["2026-03-12", "2026-03-11", "2020-01-01", "2026-06-11", "9999-12-31", "2026-02-30", "tomorrow", "", "2026-03", "-1-1-1"]
        {
            assert!(due(day, now()).is_err(), "{day}");
        }
    }
}
