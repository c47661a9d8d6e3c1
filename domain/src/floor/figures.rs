//! Figures over the floor's sessions.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// Since when the middle one of those waits: half of them wait no longer. Of two in the middle the one that waits longer.
#[must_use]
pub fn middle(mut since: Vec<Timestamp>) -> Option<Timestamp> {
    since.sort_unstable();
    let place = since.len().checked_sub(1)? / 2;
    since.get(place).copied()
}

/// A session that ended today and in which the action that it was opened for was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Try {
    /// When its customer was asked first; none if nothing had to be proved.
    pub asked_at: Option<Timestamp>,
    /// When that action ran; none if it did not.
    pub ran_at: Option<Timestamp>,
}

/// How many of those reached what the customer came for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goals {
    /// How many there were.
    pub tried: u32,
    /// How many reached it.
    pub reached: u32,
    /// How long it took, from the first question to the run: the mean in whole seconds, over those that were asked.
    pub seconds: Option<u32>,
}

impl Goals {
    /// Counts them.
    #[must_use]
    pub fn of(tries: &[Try]) -> Self {
        let reached: Vec<_> = tries.iter().filter_map(|one| Some((one.ran_at?, one.asked_at))).collect();
        let took = reached.iter().filter_map(|(ran_at, asked_at)| Some(ran_at.since((*asked_at)?).whole_milliseconds().max(0)));
        let (sum, count) = took.fold((0, 0), |(sum, count), millis| (sum + millis, count + 1));
        let seconds = (count > 0).then(|| u32::try_from((sum + count * 500) / (count * 1_000)).unwrap_or(u32::MAX));
        Self { tried: whole(tries.len()), reached: whole(reached.len()), seconds }
    }

    /// The share that reached it, in thousandths, rounded; `None` while there is none of them.
    #[must_use]
    pub fn permille(self) -> Option<u32> {
        share(self.reached, self.tried)
    }
}

/// `part` of `whole` in thousandths, rounded; `None` of nothing.
#[must_use]
pub fn share(part: u32, whole: u32) -> Option<u32> {
    let (part, whole) = (u64::from(part), u64::from(whole));
    if whole == 0 { None } else { u32::try_from((part * 2_000 + whole) / (whole * 2)).ok() }
}

fn whole(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Duration;

    const NOW: Timestamp = Timestamp::from_micros(1_773_325_231_000_000);

    #[test]
    fn half_of_them_wait_no_longer_than_the_middle_one() {
        let at = |seconds| NOW.after(Duration::seconds(seconds));
        assert_eq!(middle(vec![]), None);
        assert_eq!(middle(vec![at(3)]), Some(at(3)));
        assert_eq!(middle(vec![at(3), at(1)]), Some(at(1)));
        assert_eq!(middle(vec![at(9), at(1), at(3)]), Some(at(3)));
    }

    #[test]
    fn the_goal_is_a_share_of_those_that_asked_for_it_and_a_mean_of_those_that_were_asked() {
        let asked = |took: Option<i64>| Try { asked_at: Some(NOW), ran_at: took.map(|millis| NOW.after(Duration::milliseconds(millis))) };
        let unasked = Try { asked_at: None, ran_at: Some(NOW) };
        assert_eq!(Goals::of(&[]), Goals::default());
        assert_eq!(Goals::of(&[]).permille(), None, "no share of nothing");
        let goals = Goals::of(&[asked(Some(20_000)), asked(Some(41_499)), asked(None), unasked]);
        assert_eq!(goals, Goals { tried: 4, reached: 3, seconds: Some(31) });
        assert_eq!(goals.permille(), Some(750));
        assert_eq!(Goals { tried: 3, reached: 2, seconds: None }.permille(), Some(667));
        assert_eq!(Goals::of(&[unasked]).seconds, None);
    }
}
