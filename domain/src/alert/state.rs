//! What becomes of an alert: `open → acknowledged → closed`, and `open → closed` at once, by whoever has seen all there is to see.
//!
//! Each way consumes the state and gives it back changed, or refuses; the store repeats the expected state in its update, so that of
//! two supervisors at once only one is first.

use serde::{Deserialize, Serialize};

use crate::{ids::AgentId, refusal::Refusal, time::Timestamp};

/// What it turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertOutcome {
    /// Somebody tried to get at what is not theirs.
    Attack,
    /// The customer took something of ours for an attack.
    CustomerMistaken,
    /// We did something wrong, or something of ours was broken.
    OurMistake,
    /// Nobody did anything bad, and somebody should do it otherwise next time.
    Training,
    /// There was nothing.
    FalseAlarm,
}

impl AlertOutcome {
    /// All of them, in the order screens offer them.
    pub const ALL: [Self; 5] = [Self::Attack, Self::CustomerMistaken, Self::OurMistake, Self::Training, Self::FalseAlarm];

    /// The word for it in the database and in events.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Attack => "attack",
            Self::CustomerMistaken => "customer_mistaken",
            Self::OurMistake => "our_mistake",
            Self::Training => "training",
            Self::FalseAlarm => "false_alarm",
        }
    }

    /// The outcome with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.key() == key)
    }

    /// Its name on screens.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Attack => "Attack",
            Self::CustomerMistaken => "Customer mistaken",
            Self::OurMistake => "Our mistake",
            Self::Training => "Training needed",
            Self::FalseAlarm => "False alarm",
        }
    }
}

/// Who did a step, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Who.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
}

/// Where an alert stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertState {
    /// Nobody has taken it up.
    Open,
    /// Somebody is at it.
    Acknowledged(Step),
    /// It is over.
    Closed {
        /// Who took it up; whoever closed it at once did.
        acknowledged: Step,
        /// Who closed it.
        closed: Step,
        /// What it turned out to be; none of those that were closed before anybody was asked.
        outcome: Option<AlertOutcome>,
    },
}

impl AlertState {
    /// Somebody takes it up. The same person a second time changes nothing.
    ///
    /// # Errors
    /// [`Refusal::AlertTaken`] when somebody else did, [`Refusal::AlertClosed`] when it is over.
    pub fn acknowledged(self, step: Step) -> Result<Self, Refusal> {
        match self {
            Self::Open => Ok(Self::Acknowledged(step)),
            Self::Acknowledged(first) if first.by == step.by => Ok(self),
            Self::Acknowledged(_) => Err(Refusal::AlertTaken),
            Self::Closed { .. } => Err(Refusal::AlertClosed),
        }
    }

    /// Somebody says what it was: any supervisor may, whoever took it up, because a shift ends before some alerts do.
    ///
    /// # Errors
    /// [`Refusal::AlertClosed`] when it is over.
    pub fn closed(self, step: Step, outcome: AlertOutcome) -> Result<Self, Refusal> {
        match self {
            Self::Open => Ok(Self::Closed { acknowledged: step, closed: step, outcome: Some(outcome) }),
            Self::Acknowledged(acknowledged) => Ok(Self::Closed { acknowledged, closed: step, outcome: Some(outcome) }),
            Self::Closed { .. } => Err(Refusal::AlertClosed),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn step(who: u128, at: i64) -> Step {
        Step { by: Uuid::from_u128(who).into(), at: Timestamp::from_micros(at) }
    }

    #[test]
    fn every_way_there_is_and_no_other() {
        let (jonas, mia) = (step(1, 10), step(2, 20));
        let taken = AlertState::Open.acknowledged(jonas).unwrap();
        assert_eq!(taken, AlertState::Acknowledged(jonas));
        assert_eq!(taken.acknowledged(step(1, 30)), Ok(taken), "his second press changes nothing");
        assert_eq!(taken.acknowledged(mia), Err(Refusal::AlertTaken));

        let over = taken.closed(mia, AlertOutcome::Attack).unwrap();
        assert_eq!(over, AlertState::Closed { acknowledged: jonas, closed: mia, outcome: Some(AlertOutcome::Attack) });
        let at_once = AlertState::Open.closed(mia, AlertOutcome::FalseAlarm).unwrap();
        assert_eq!(at_once, AlertState::Closed { acknowledged: mia, closed: mia, outcome: Some(AlertOutcome::FalseAlarm) });
        for closed in [over, at_once] {
            assert_eq!(closed.acknowledged(jonas), Err(Refusal::AlertClosed));
            assert_eq!(closed.closed(jonas, AlertOutcome::Training), Err(Refusal::AlertClosed), "what was said stays said");
        }
    }

    #[test]
    fn every_outcome_is_read_back_from_its_key() {
        for outcome in AlertOutcome::ALL {
            assert_eq!(AlertOutcome::from_key(outcome.key()), Some(outcome));
        }
        assert_eq!(AlertOutcome::from_key("weather"), None);
    }
}
