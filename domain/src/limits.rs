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
    /// Masked fields that one agent had shown in an hour.
    Reveals,
    /// Masked fields that one agent had shown in a day.
    RevealsADay,
}

impl Limited {
    /// What there was too much of, and what to do now.
    #[must_use]
    pub fn in_words(self, again: Timestamp) -> String {
        // Never a minute too early.
        let at = again.after(Duration::MINUTE).before(Duration::MICROSECOND).utc();
        let (hour, minute) = (at.hour(), at.minute());
        let (day, month) = (at.day(), at.month());
        match self {
            Self::Prompts => format!(
                "This customer was asked often and did not approve. Ask again from {hour:02}:{minute:02} UTC; until then only another way to prove it helps."
            ),
            Self::PromptsADay => format!(
                "This customer has approved nothing for many requests. Ask again from {day} {month}, {hour:02}:{minute:02} UTC, or when they have approved one; until then only another way to prove it helps."
            ),
            Self::Challenges => format!(
                "You have asked as many customers as one agent may in an hour. Ask again from {hour:02}:{minute:02} UTC; a colleague can take the session over."
            ),
            Self::Contacts => format!(
                "You have opened as many sessions as one agent may in an hour. Open the next from {hour:02}:{minute:02} UTC; a colleague can open it now."
            ),
            Self::Reveals => format!(
                "You have had as many masked fields shown as one agent may in an hour, and a supervisor was told. The next opens from {hour:02}:{minute:02} UTC; until then ask the customer to say it to you, or work without it: what you ask them shows them the value."
            ),
            Self::RevealsADay => format!(
                "You have had as many masked fields shown as one agent may in a day, and a supervisor was told. The next opens from {day} {month}, {hour:02}:{minute:02} UTC; until then ask the customer to say it to you, or work without it: what you ask them shows them the value."
            ),
        }
    }
}

/// What of an agent's budget for masked fields is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reveals {
    /// How many in the last hour.
    pub in_an_hour: u32,
    /// How many in the last day.
    pub in_a_day: u32,
}

impl Limits {
    /// Whether a supervisor is told of an agent who has had so many fields shown: from half of what stops them, of either kind.
    #[must_use]
    pub const fn are_many(&self, reveals: Reveals) -> bool {
        reveals.in_an_hour >= self.reveals_an_hour.div_ceil(2) || reveals.in_a_day >= self.reveals_a_day.div_ceil(2)
    }

    /// Whether an agent may have one more field shown. `shown` are those of the last day, newest first.
    ///
    /// # Errors
    /// [`Refusal::TooManyOf`], with when; [`Refusal::NotOpen`] where the policy has none.
    pub fn may_reveal(&self, shown: &[Timestamp], now: Timestamp) -> Result<(), Refusal> {
        if self.reveals_an_hour == 0 || self.reveals_a_day == 0 {
            return Err(Refusal::NotOpen("The policy shows masked fields to nobody. Ask the customer to say it to you.".to_owned()));
        }
        let within = |span: Duration| shown.iter().copied().filter(move |at| *at > now.before(span));
        full(within(Duration::HOUR), self.reveals_an_hour, Duration::HOUR, Limited::Reveals)?;
        full(within(Duration::DAY), self.reveals_a_day, Duration::DAY, Limited::RevealsADay)
    }

    /// What of an agent's budget is used. `shown` as in [`Limits::may_reveal`].
    #[must_use]
    pub fn reveals(shown: &[Timestamp], now: Timestamp) -> Reveals {
        let within = |span| u32::try_from(shown.iter().filter(|at| **at > now.before(span)).count()).unwrap_or(u32::MAX);
        Reveals { in_an_hour: within(Duration::HOUR), in_a_day: within(Duration::DAY) }
    }

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
    fn d04_reveals_stop_at_the_hours_and_at_the_days_number_and_many_are_half_of_either() {
        let limits = Limits { reveals_an_hour: 3, reveals_a_day: 5, ..Policy::read(BANK).unwrap().limits };
        let shown = |minutes: &[i64]| minutes.iter().map(|minutes| ago(*minutes)).collect::<Vec<_>>();
        let asked = |minutes: &[i64]| match limits.may_reveal(&shown(minutes), NOW) {
            Ok(()) => None,
            Err(Refusal::TooManyOf { what, again }) => Some((what, again.since(NOW).whole_minutes())),
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(asked(&[1, 2]), None);
        assert_eq!(asked(&[1, 2, 40]), Some((Limited::Reveals, 20)));
        assert_eq!(asked(&[1, 2, 60]), None, "an hour is over after an hour");
        assert_eq!(asked(&[1, 2, 70, 80, 90]), Some((Limited::RevealsADay, 23 * 60 - 30)));
        let none = Limits { reveals_an_hour: 0, ..limits };
        assert!(matches!(none.may_reveal(&[], NOW), Err(Refusal::NotOpen(_))));
        let many = |minutes: &[i64]| limits.are_many(Limits::reveals(&shown(minutes), NOW));
        assert!(!many(&[1]) && many(&[1, 2]), "two of three");
        assert!(!many(&[70, 80]) && many(&[70, 80, 90]), "three of five");
    }

    #[test]
    fn what_is_said_names_the_minute_and_never_one_too_early() {
        let at = Timestamp::from_micros(1_773_325_231_000_001);
        assert!(Limited::Prompts.in_words(at).contains("from 14:21 UTC"), "{}", Limited::Prompts.in_words(at));
        let whole = Timestamp::from_micros(1_773_325_200_000_000);
        assert!(Limited::PromptsADay.in_words(whole).contains("from 12 March, 14:20 UTC"), "{}", Limited::PromptsADay.in_words(whole));
    }
}
