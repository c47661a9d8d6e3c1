//! What was tried before in a customer's name (W9): somebody who did not get through once comes again, until an agent bends.
//!
//! Owns how far back it is looked, and what counts is one number for the customer: not one an agent, a session or a channel.

use serde::{Deserialize, Serialize};

use crate::time::{Duration, Timestamp};

/// For how long what was tried is held against the next contact, and how often a supervisor and the customer are told.
pub const WITHIN: Duration = Duration::HOUR;

/// Tries that did not get through: other digits until the request was over, "this isn't me", "someone told me to", a freeze.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// How many, with whomever and wherever.
    pub times: u32,
    /// The last of them.
    pub last: Timestamp,
}

impl Tried {
    /// Those of them that count at `now`; `None` when there is none.
    #[must_use]
    pub fn of(tries: impl IntoIterator<Item = Timestamp>, now: Timestamp) -> Option<Self> {
        let since = now.before(WITHIN);
        tries.into_iter().filter(|at| since < *at && *at <= now).fold(None, |before: Option<Self>, at| {
            Some(before.map_or(Self { times: 1, last: at }, |tried| Self { times: tried.times + 1, last: tried.last.max(at) }))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_773_325_231_000_000);

    #[test]
    fn w9_tries_count_for_an_hour_and_together() {
        let at = |minutes| NOW.before(Duration::minutes(minutes));
        assert_eq!(Tried::of([], NOW), None);
        assert_eq!(Tried::of([at(60), at(200)], NOW), None, "an hour is over after an hour");
        assert_eq!(Tried::of([at(30), at(5), at(59), at(61)], NOW), Some(Tried { times: 3, last: at(5) }));
        assert_eq!(Tried::of([NOW], NOW), Some(Tried { times: 1, last: NOW }));
    }
}
