//! Percentiles by the nearest rank: always a value that was measured, never one between two.

/// The smallest of those values that at least `percent` of a hundred of them do not exceed; `None` of none. `sorted` is in ascending
/// order.
#[must_use]
pub fn percentile<T: Copy>(sorted: &[T], percent: usize) -> Option<T> {
    let rank = (sorted.len() * percent.min(100)).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied()
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, test_runner::TestRunner};

    use super::*;
    use crate::trying::cases;

    /// What the definition says, word by word.
    fn by_hand(values: &[i64], percent: usize) -> Option<i64> {
        let enough = |limit: i64| values.iter().filter(|value| **value <= limit).count() * 100 >= values.len() * percent;
        values.iter().copied().filter(|value| enough(*value)).min()
    }

    #[test]
    fn it_is_what_the_definition_says_of_any_values() {
        TestRunner::new(cases(20_000))
            .run(&(prop::collection::vec(-50..50_i64, 0..120), 1..=100_usize), |(mut values, percent)| {
                let expected = by_hand(&values, percent);
                values.sort_unstable();
                prop_assert_eq!(percentile(&values, percent), expected);
                Ok(())
            })
            .unwrap();
    }

    #[test]
    fn of_twenty_the_95th_is_the_nineteenth() {
        let values: Vec<i64> = (1..=20).collect();
        assert_eq!((percentile(&values, 50), percentile(&values, 95), percentile(&values, 100)), (Some(10), Some(19), Some(20)));
        assert_eq!(percentile::<i64>(&[], 50), None);
        assert_eq!(percentile(&[7], 1), Some(7));
    }
}
