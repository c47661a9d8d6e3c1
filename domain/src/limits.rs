//! How often a customer is asked, and how much one agent does in an hour (H04, H05).
//!
//! The numbers are the policy's ([`Limits`]). A customer's count over all agents and contacts: an impostor who changes both
//! floods nobody. A refusal says when it can be done again, so that an agent neither presses again nor guesses.

use serde::{Deserialize, Serialize};

use crate::{
    policy::Limits,
    refusal::Refusal,
    time::{Duration, Timestamp},
};

/// What there was too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limited {
    /// Requests to one customer in a short time.
    Prompts,
    /// Requests to one customer in a day, since they last approved one.
    PromptsADay,
    /// Requests to customers by one agent in an hour.
    Challenges,
    /// Sessions opened by one agent in an hour.
    Contacts,
}

impl Limited {
    /// What there was too much of, and what to do now.
    #[must_use]
    pub fn in_words(self, again: Timestamp) -> String {
        // Never a minute too early.
        let at = again.after(Duration::MINUTE).before(Duration::MICROSECOND).utc();
        let (hour, minute) = (at.hour(), at.minute());
        match self {
            Self::Prompts => format!(
                "This customer was asked often and did not approve. Ask again from {hour:02}:{minute:02} UTC; until then only another way to prove it helps."
            ),
            Self::PromptsADay => format!(
                "This customer has approved nothing for many requests. Ask again from {} {}, {hour:02}:{minute:02} UTC, or when they have approved one; until then only another way to prove it helps.",
                at.day(),
                at.month()
            ),
            Self::Challenges => format!(
                "You have asked as many customers as one agent may in an hour. Ask again from {hour:02}:{minute:02} UTC; a colleague can take the session over."
            ),
            Self::Contacts => format!(
                "You have opened as many sessions as one agent may in an hour. Open the next from {hour:02}:{minute:02} UTC; a colleague can open it now."
            ),
        }
    }
}

impl Limits {
    /// Whether a customer may be asked once more at `now`. `asked` are the requests of the last day, or of
    /// [`Limits::prompts_in`] if that is longer, that were not approved, newest first; `approved` is when they last approved one.
    ///
    /// # Errors
    /// [`Refusal::TooManyOf`], with when.
    pub fn may_be_asked(&self, asked: &[Timestamp], approved: Option<Timestamp>, now: Timestamp) -> Result<(), Refusal> {
        let lately = asked.iter().copied().filter(|at| *at > now.before(self.prompts_in));
        full(lately, self.prompts, self.prompts_in, Limited::Prompts)?;
        let today = asked.iter().copied().filter(|at| *at > now.before(Duration::DAY) && approved.is_none_or(|approved| *at > approved));
        full(today, self.prompts_a_day, Duration::DAY, Limited::PromptsADay)
    }
}

/// Refuses when there are `most` of them already, until the oldest of the last so many is over.
fn full(mut newest_first: impl Iterator<Item = Timestamp>, most: u32, span: Duration, what: Limited) -> Result<(), Refusal> {
    match newest_first.nth(most.saturating_sub(1) as usize) {
        Some(at) => Err(Refusal::TooManyOf { what, again: at.after(span) }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{BANK, Policy};

    const NOW: Timestamp = Timestamp::from_micros(1_773_325_231_000_000);

    fn ago(minutes: i64) -> Timestamp {
        NOW.before(Duration::minutes(minutes))
    }

    fn again(asked: &[i64], approved: Option<i64>) -> Option<(Limited, i64)> {
        let asked: Vec<_> = asked.iter().map(|minutes| ago(*minutes)).collect();
        match Policy::read(BANK).unwrap().limits.may_be_asked(&asked, approved.map(ago), NOW) {
            Ok(()) => None,
            Err(Refusal::TooManyOf { what, again }) => Some((what, again.since(NOW).whole_minutes())),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn h04_three_in_ten_minutes_and_it_says_when_the_next() {
        assert_eq!(again(&[1, 2], None), None);
        assert_eq!(again(&[1, 2, 7], None), Some((Limited::Prompts, 3)));
        assert_eq!(again(&[1, 2, 10], None), None, "ten minutes are over after ten minutes");
        assert_eq!(again(&[1, 2, 7], Some(0)), Some((Limited::Prompts, 3)), "an approval does not make it fewer");
    }

    #[test]
    fn h04_ten_a_day_since_the_last_that_was_approved() {
        let nine = [20, 40, 60, 80, 100, 120, 140, 160, 180];
        let ten = [&nine[..], &[600]].concat();
        assert_eq!(again(&nine, None), None);
        assert_eq!(again(&ten, None), Some((Limited::PromptsADay, 14 * 60)));
        assert_eq!(again(&ten, Some(601)), Some((Limited::PromptsADay, 14 * 60)));
        assert_eq!(again(&ten, Some(600)), None, "approved since the oldest of them");
        assert_eq!(again(&[&nine[..], &[24 * 60]].concat(), None), None);
    }

    #[test]
    fn what_is_said_names_the_minute_and_never_one_too_early() {
        let at = Timestamp::from_micros(1_773_325_231_000_001);
        assert!(Limited::Prompts.in_words(at).contains("from 14:21 UTC"), "{}", Limited::Prompts.in_words(at));
        let whole = Timestamp::from_micros(1_773_325_200_000_000);
        assert!(Limited::PromptsADay.in_words(whole).contains("from 12 March, 14:20 UTC"), "{}", Limited::PromptsADay.in_words(whole));
    }
}
