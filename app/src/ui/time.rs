//! Instants and spans as people read them: 24 hours, "12 March", tabular digits. `zone` is how far ahead of UTC the reader
//! is, in microseconds: zero on the server, the browser's own afterwards.

use domain::time::Timestamp;

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400;

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// Two digits.
fn two(n: i64) -> String {
    let mut text = String::with_capacity(2);
    for digit in [n / 10 % 10, n % 10] {
        text.push(char::from(b'0' + u8::try_from(digit).unwrap_or(0)));
    }
    text
}

fn seconds(at: Timestamp, zone: i64) -> i64 {
    (at.micros() + zone).div_euclid(SECOND)
}

/// `14:20`.
#[must_use]
pub fn hm(at: Timestamp, zone: i64) -> String {
    let of_day = seconds(at, zone).rem_euclid(DAY);
    [two(of_day / 3600), two(of_day / 60 % 60)].join(":")
}

/// `14:20:31`.
#[must_use]
pub fn hms(at: Timestamp, zone: i64) -> String {
    let of_day = seconds(at, zone).rem_euclid(DAY);
    [two(of_day / 3600), two(of_day / 60 % 60), two(of_day % 60)].join(":")
}

/// `13 March, 14:20`.
#[must_use]
pub fn date_hm(at: Timestamp, zone: i64) -> String {
    let (month, day) = civil(seconds(at, zone).div_euclid(DAY));
    let month = usize::try_from(month - 1).ok().and_then(|m| MONTHS.get(m)).copied().unwrap_or_default();
    [&day.to_string(), " ", month, ", ", &hm(at, zone)].concat()
}

/// `13 March`.
#[must_use]
pub fn date(at: Timestamp, zone: i64) -> String {
    let text = date_hm(at, zone);
    text.split_once(',').map_or(text.as_str(), |(day, _)| day).to_owned()
}

/// The day of something that was: `Today`, `Yesterday`, `13 March`, or that it was over a year ago.
#[must_use]
pub fn day(at: Timestamp, now: Timestamp, zone: i64) -> String {
    let day = |at: Timestamp| seconds(at, zone).div_euclid(DAY);
    match day(now) - day(at) {
        ..=0 => "Today".to_owned(),
        1 => "Yesterday".to_owned(),
        2..=365 => date(at, zone),
        _ => "Over a year ago".to_owned(),
    }
}

/// `13 March 2026, 14:20:31 UTC`: for what is read years later, and elsewhere.
#[must_use]
pub fn in_full(at: Timestamp) -> String {
    let date = date_hm(at, 0);
    let day = date.split_once(',').map_or(date.as_str(), |(day, _)| day);
    [day, " ", &at.utc().year().to_string(), ", ", &hms(at, 0), " UTC"].concat()
}

/// `14:20` today, `tomorrow, 14:20`, else `13 March, 14:20`.
#[must_use]
pub fn when(at: Timestamp, now: Timestamp, zone: i64) -> String {
    let day = |at: Timestamp| seconds(at, zone).div_euclid(DAY);
    match day(at) - day(now) {
        0 => hm(at, zone),
        1 => ["tomorrow, ", &hm(at, zone)].concat(),
        _ => date_hm(at, zone),
    }
}

/// How long something has lasted: `04:12`, from an hour on `2 h 10`. Never negative.
#[must_use]
pub fn lasted(from: Timestamp, to: Timestamp) -> String {
    let s = whole(from, to);
    if s < 3600 { [two(s / 60), two(s % 60)].join(":") } else { [(s / 3600).to_string(), two(s / 60 % 60)].join(" h ") }
}

/// A short span: `0:14`.
#[must_use]
pub fn short(from: Timestamp, to: Timestamp) -> String {
    let s = whole(from, to);
    [(s / 60).to_string(), two(s % 60)].join(":")
}

/// `after 6.4 s`.
#[must_use]
pub fn after(from: Timestamp, to: Timestamp) -> String {
    let tenths = (to.micros() - from.micros()).max(0) / 100_000;
    ["after ", &(tenths / 10).to_string(), ".", &(tenths % 10).to_string(), " s"].concat()
}

/// Whole seconds between two instants, never negative.
#[must_use]
pub fn whole(from: Timestamp, to: Timestamp) -> i64 {
    ((to.micros() - from.micros()) / SECOND).max(0)
}

/// How much of a span is left, in percent.
#[must_use]
pub fn percent_left(from: Timestamp, until: Timestamp, now: Timestamp) -> i64 {
    let span = (until.micros() - from.micros()).max(1);
    ((until.micros() - now.micros()).max(0) * 100 / span).min(100)
}

/// Month and day of a day counted from 1970-01-01, by Howard Hinnant's `civil_from_days`.
fn civil(days: i64) -> (i64, i64) {
    let z = days + 719_468;
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: Timestamp = Timestamp::from_micros(1_773_325_231_000_000);

    #[test]
    fn an_instant_reads_as_the_mock_ups_write_it() {
        assert_eq!(hms(AT, 0), "14:20:31");
        assert_eq!(date_hm(AT, 0), "12 March, 14:20");
        assert_eq!(hm(AT, 3600 * SECOND), "15:20");
    }

    #[test]
    fn days_are_counted_as_the_calendar_counts_them() {
        for (days, month, day) in [(0, 1, 1), (58, 2, 28), (59, 3, 1), (789, 2, 29), (790, 3, 1), (-1, 12, 31), (20_453, 12, 31)] {
            assert_eq!(civil(days), (month, day), "{days}");
        }
    }

    #[test]
    fn near_days_are_said_in_words() {
        let day = |n: i64| Timestamp::from_micros(AT.micros() + n * DAY * SECOND);
        assert_eq!(when(AT, AT, 0), "14:20");
        assert_eq!(when(day(1), AT, 0), "tomorrow, 14:20");
        assert_eq!(when(day(2), AT, 0), "14 March, 14:20");
        assert_eq!(when(day(-9), AT, 0), "3 March, 14:20");
        for (ago, words) in [(0, "Today"), (1, "Yesterday"), (9, "3 March"), (365, "12 March"), (366, "Over a year ago")] {
            assert_eq!(super::day(day(-ago), AT, 0), words);
        }
    }

    #[test]
    fn spans_are_short_and_never_negative() {
        let later = |seconds: i64| Timestamp::from_micros(AT.micros() + seconds * SECOND);
        assert_eq!(lasted(AT, later(252)), "04:12");
        assert_eq!(lasted(AT, later(7800)), "2 h 10");
        assert_eq!(short(AT, later(106)), "1:46");
        assert_eq!(short(later(5), AT), "0:00");
        assert_eq!(after(AT, Timestamp::from_micros(AT.micros() + 6_440_000)), "after 6.4 s");
        assert_eq!(percent_left(AT, later(120), later(14)), 88);
    }
}
