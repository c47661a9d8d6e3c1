//! Whose turn it is: a witness or a collector that gave nothing is asked later each time, and never all of them at once.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use domain::{entropy::Entropy, time::Timestamp};

use crate::push::retry::again_at;

/// The end of time: a head is always of use.
const NEVER: Timestamp = Timestamp::from_micros(i64::MAX);

/// Tries that brought nothing, by witness.
#[derive(Default)]
pub(crate) struct Turns(Mutex<BTreeMap<String, Turn>>);

#[derive(Clone, Copy)]
struct Turn {
    tries: i64,
    at: Timestamp,
}

impl Turns {
    /// Whether that one may be asked now.
    pub(crate) fn has_come(&self, witness: &str, now: Timestamp) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(witness).is_none_or(|turn| turn.at <= now)
    }

    /// It gave what was asked for.
    pub(crate) fn went_well(&self, witness: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(witness);
    }

    /// It did not.
    pub(crate) fn went_wrong(&self, witness: &str, now: Timestamp, chance: &dyn Entropy) {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let tries = turns.get(witness).map_or(1, |turn| turn.tries.saturating_add(1));
        turns.insert(witness.to_owned(), Turn { tries, at: again_at(tries, now, NEVER, chance).unwrap_or(NEVER) });
    }
}

#[cfg(test)]
mod tests {
    use domain::{testing::SeededEntropy, time::Duration};

    use super::*;

    #[test]
    fn who_gave_nothing_is_asked_later_each_time_and_at_the_latest_after_half_a_minute() {
        let (turns, chance) = (Turns::default(), SeededEntropy::new(1));
        let mut now = Timestamp::from_micros(0);
        for most in [1, 2, 4, 8, 16, 30, 30] {
            assert!(turns.has_come("w", now));
            turns.went_wrong("w", now, &chance);
            assert!(!turns.has_come("w", now) && turns.has_come("v", now));
            now = now.after(Duration::seconds(most));
        }
        turns.went_wrong("w", now, &chance);
        turns.went_well("w");
        assert!(turns.has_come("w", now));
    }
}
