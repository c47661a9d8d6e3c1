//! How far back a search goes.

use crate::time::Duration;

/// How far back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// The last fifteen minutes.
    Quarter,
    /// The last day.
    #[default]
    Day,
    /// The last seven days.
    Week,
    /// The last thirty days.
    Month,
    /// From the first entry on.
    Ever,
}

impl When {
    /// All of them, shortest first.
    pub const ALL: [Self; 5] = [Self::Quarter, Self::Day, Self::Week, Self::Month, Self::Ever];

    /// The word for it in addresses, and its name on screens.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Quarter => ("quarter", "Last 15 minutes"),
            Self::Day => ("day", "Last 24 hours"),
            Self::Week => ("week", "Last 7 days"),
            Self::Month => ("month", "Last 30 days"),
            Self::Ever => ("ever", "Any time"),
        }
    }

    /// How long it is; none when it has no beginning.
    #[must_use]
    pub const fn span(self) -> Option<Duration> {
        match self {
            Self::Quarter => Some(Duration::minutes(15)),
            Self::Day => Some(Duration::days(1)),
            Self::Week => Some(Duration::days(7)),
            Self::Month => Some(Duration::days(30)),
            Self::Ever => None,
        }
    }
}
