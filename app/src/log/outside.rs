//! What is asked on `/audit/outside`, and what is shown there.

use domain::{action::ActionKind, policy::outside::Verdict};
use leptos_router::params::ParamsMap;

use super::view::Row;

/// How many days back may be asked for; the first is what is asked when none is named.
pub const DAYS: [u32; 4] = [30, 7, 90, 365];

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutsideSearch {
    /// Of which action; none before one is chosen.
    pub action: Option<ActionKind>,
    /// By which version of the policy; none: that in force.
    pub version: Option<u32>,
    /// Over how many days until now.
    pub days: u32,
}

impl OutsideSearch {
    /// What an address asks for. What is wrong in it asks for nothing.
    #[must_use]
    pub fn of(query: &ParamsMap) -> Self {
        let action = query.get("action").and_then(|key| ActionKind::ALL.into_iter().find(|action| action.key() == key));
        let days = query.get("days").and_then(|days| days.parse().ok()).filter(|days| DAYS.contains(days)).unwrap_or(DAYS[0]);
        Self { action, version: query.get("version").and_then(|version| version.parse().ok()), days }
    }
}

/// What is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideView {
    /// By which version.
    pub version: u32,
    /// The versions that can be chosen, newest first.
    pub versions: Vec<u32>,
    /// What was asked.
    pub search: OutsideSearch,
    /// How many runs there were.
    pub runs: u64,
    /// Whether there were older ones that were not looked at.
    pub cut: bool,
    /// How many of them that version would not have let.
    pub outside: u64,
    /// Those, newest first, as many as are shown.
    pub rows: Vec<OutsideRow>,
}

/// A run that the version would not have let.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideRow {
    /// Its entry.
    pub row: Row,
    /// The rule that let it, and of which version.
    pub let_by: Option<(String, u32)>,
    /// What the version asked for says.
    pub verdict: Verdict,
    /// By which of its rules.
    pub rule: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_in_an_address_asks_for_nothing() {
        let asked = |pairs: &[(&str, &str)]| {
            OutsideSearch::of(&pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
        };
        let whole = asked(&[("action", "refund"), ("version", "3"), ("days", "90")]);
        assert_eq!(whole, OutsideSearch { action: Some(ActionKind::Refund), version: Some(3), days: 90 });
        let none = OutsideSearch { action: None, version: None, days: 30 };
        assert_eq!(asked(&[("action", "fly"), ("version", "x"), ("days", "36500")]), none);
        assert_eq!(asked(&[]), none);
    }
}
