//! When a notification is sent again: later each time, never all of them at once, and never when it is of no use any more.

use domain::{
    entropy::{self, Entropy},
    time::{Duration, Timestamp},
};

/// The longest wait between two tries, before chance shortens it.
const LONGEST: u32 = 30_000_000;
/// The first one. In microseconds, as instants are.
const FIRST: u32 = 1_000_000;

/// When to try again after the try with that number, from one: between half of 1, 2, 4 … 30 seconds and all of it. `None`
/// when that is too late.
pub(crate) fn again_at(tries: i64, now: Timestamp, expires_at: Timestamp, chance: &dyn Entropy) -> Option<Timestamp> {
    let doublings = u32::try_from(tries.saturating_sub(1)).unwrap_or(u32::MAX).min(5);
    let longest = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    let wait = longest / 2 + entropy::below(longest / 2 + 1, chance);
    Some(now.after(Duration::microseconds(wait.into()))).filter(|at| *at < expires_at)
}

#[cfg(test)]
mod tests {
    use domain::testing::SeededEntropy;

    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(0);
    const NEVER: Timestamp = Timestamp::from_micros(i64::MAX);

    #[test]
    fn each_wait_is_longer_and_none_is_longer_than_half_a_minute() {
        let chance = SeededEntropy::new(1);
        for (tries, most) in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 30), (7, 30), (1_000_000, 30)] {
            let waits: Vec<_> = (0..200).map(|_| again_at(tries, NOW, NEVER, &chance).unwrap().micros()).collect();
            let most = most * 1_000_000;
            assert!(waits.iter().all(|wait| (most / 2..=most).contains(wait)), "try {tries}");
            assert!(waits.windows(2).filter(|two| two[0] != two[1]).count() > 190, "try {tries}: chance decides");
        }
    }

    #[test]
    fn nothing_is_sent_when_it_is_of_no_use_any_more() {
        let chance = SeededEntropy::new(1);
        assert_eq!(again_at(3, NOW, NOW.after(Duration::seconds(2)), &chance), None);
        assert!(again_at(3, NOW, NOW.after(Duration::microseconds(4_000_001)), &chance).is_some());
    }
}
