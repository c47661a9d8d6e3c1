//! Over which time numbers are.

use serde::{Deserialize, Serialize};

use crate::time::{Duration, Timestamp};

/// Over which time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Since midnight UTC.
    #[default]
    Today,
    /// The last seven days.
    Week,
    /// The last thirty days.
    Month,
}

impl Span {
    /// All of them, shortest first.
    pub const ALL: [Self; 3] = [Self::Today, Self::Week, Self::Month];

    /// The word for it in addresses, and its name on screens.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Today => ("today", "Today"),
            Self::Week => ("7", "7 days"),
            Self::Month => ("30", "30 days"),
        }
    }

    /// The one with that word; anything else is today.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|span| span.words().0 == key).unwrap_or_default()
    }

    /// When it began.
    #[must_use]
    pub fn begins(self, now: Timestamp) -> Timestamp {
        let day = Duration::DAY.whole_seconds() * 1_000_000;
        match self {
            Self::Today => Timestamp::from_micros(now.micros().div_euclid(day) * day),
            Self::Week => now.before(Duration::days(7)),
            Self::Month => now.before(Duration::days(30)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_begins_at_midnight_utc() {
        let now = Timestamp::from_micros(1_773_325_231_000_000);
        assert_eq!(Span::Today.begins(now).to_string(), "2026-03-12T00:00:00Z");
        assert_eq!(Span::Week.begins(now).to_string(), "2026-03-05T14:20:31Z");
        for span in Span::ALL {
            assert_eq!(Span::from_key(span.words().0), span);
        }
        assert_eq!(Span::from_key("90"), Span::Today);
    }
}
