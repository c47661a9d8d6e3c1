//! The states of a challenge and the ways between them.
//!
//! `pending → delivered → opened → answered / denied / reported / expired / withdrawn`. Each way consumes the challenge
//! and gives it back changed, or refuses; the store repeats the expected state in its update, so that of two at once
//! only one wins (A03).

use serde::{Deserialize, Serialize};

use super::{EntryNumber, Means, Push};
use crate::{
    action::{ActionHash, ActionRequest},
    ids::{AgentId, ChallengeId, CustomerId, SessionId},
    refusal::Refusal,
    time::Timestamp,
};

/// Why a challenge expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpiredBecause {
    /// Its two minutes are over.
    Time,
    /// Other digits were typed five times.
    Tries,
}

/// Where a challenge stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChallengeState {
    /// Made, not yet on the phone.
    Pending,
    /// On the phone.
    Delivered,
    /// In front of the customer.
    Opened,
    /// Approved with the right digits.
    Answered,
    /// "No, this isn't me".
    Denied,
    /// "Someone told me to approve this".
    Reported,
    /// Too late, or too many wrong digits.
    Expired(ExpiredBecause),
    /// Taken back by the agent, or by the end of the session.
    Withdrawn,
}

impl ChallengeState {
    /// Every state.
    pub const ALL: [Self; 9] = [
        Self::Pending,
        Self::Delivered,
        Self::Opened,
        Self::Answered,
        Self::Denied,
        Self::Reported,
        Self::Expired(ExpiredBecause::Time),
        Self::Expired(ExpiredBecause::Tries),
        Self::Withdrawn,
    ];

    /// Whether it can still be answered.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Delivered | Self::Opened)
    }

    /// The word for it in the database and in events.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Opened => "opened",
            Self::Answered => "answered",
            Self::Denied => "denied",
            Self::Reported => "reported",
            Self::Expired(ExpiredBecause::Time) => "expired",
            Self::Expired(ExpiredBecause::Tries) => "expired_tries",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// A challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// Its name.
    pub id: ChallengeId,
    /// The session it belongs to.
    pub session: SessionId,
    /// Who is asked.
    pub customer: CustomerId,
    /// Who asks.
    pub agent: AgentId,
    /// How they are asked.
    pub means: Means,
    /// The change it asks for; `None` for one that only raises the level.
    pub request: Option<ActionRequest>,
    /// What it is bound to.
    pub action_hash: ActionHash,
    /// The words the phone shows and signs.
    pub shown_text: String,
    /// Where it stands.
    pub state: ChallengeState,
    /// How many more times digits can be typed.
    pub tries_left: u8,
    /// When it was made.
    pub asked_at: Timestamp,
    /// When it reached the phone.
    pub delivered_at: Option<Timestamp>,
    /// When the customer saw it.
    pub opened_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
}

impl Challenge {
    /// The prompt on a phone, if it is one.
    #[must_use]
    pub const fn push(&self) -> Option<&Push> {
        self.means.push()
    }

    /// The number of the entry on the keypad, if it is one.
    #[must_use]
    pub const fn entry(&self) -> Option<&EntryNumber> {
        self.means.entry()
    }

    /// Where it stands at `now`: an open one past its time has expired, whether or not anybody wrote that down yet.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> ChallengeState {
        if self.state.is_open() && now >= self.expires_at { ChallengeState::Expired(ExpiredBecause::Time) } else { self.state }
    }

    /// It reached the phone. A second report of the same changes nothing.
    ///
    /// # Errors
    /// [`Refusal::ChallengeOver`] when it can no longer be answered.
    pub fn delivered(self, now: Timestamp) -> Result<Self, Refusal> {
        match self.state_at(now) {
            ChallengeState::Pending => Ok(Self { state: ChallengeState::Delivered, delivered_at: Some(now), ..self }),
            ChallengeState::Delivered | ChallengeState::Opened => Ok(self),
            _ => Err(Refusal::ChallengeOver),
        }
    }

    /// The customer sees it. That says it was delivered too.
    ///
    /// # Errors
    /// [`Refusal::ChallengeOver`] when it can no longer be answered.
    pub fn opened(self, now: Timestamp) -> Result<Self, Refusal> {
        match self.state_at(now) {
            ChallengeState::Pending | ChallengeState::Delivered => {
                let delivered_at = self.delivered_at.or(Some(now));
                Ok(Self { state: ChallengeState::Opened, delivered_at, opened_at: Some(now), ..self })
            }
            ChallengeState::Opened => Ok(self),
            _ => Err(Refusal::ChallengeOver),
        }
    }

    /// Other digits were typed: one try fewer, and the last one ends it.
    ///
    /// # Errors
    /// [`Refusal::ChallengeOver`] when it can no longer be answered.
    pub fn other_digits(self, now: Timestamp) -> Result<Self, Refusal> {
        let left = self.tries_left.saturating_sub(1);
        self.tried(left, now)
    }

    /// Something else was typed, and so many tries are left by a count that is not this challenge's alone; the last one ends it.
    ///
    /// # Errors
    /// [`Refusal::ChallengeOver`] when it can no longer be answered.
    pub fn tried(self, tries_left: u8, now: Timestamp) -> Result<Self, Refusal> {
        self.while_open(now)?;
        if tries_left > 0 {
            Ok(Self { tries_left, ..self })
        } else {
            Ok(Self { tries_left, ..self.ended(ChallengeState::Expired(ExpiredBecause::Tries), now) })
        }
    }

    /// Approved with the right digits.
    ///
    /// # Errors
    /// [`Refusal::ChallengeOver`] when it can no longer be answered.
    pub fn answered(self, now: Timestamp) -> Result<Self, Refusal> {
        self.while_open(now)?;
        Ok(self.ended(ChallengeState::Answered, now))
    }

    /// "No, this isn't me".
    ///
    /// # Errors
    /// [`Refusal::ChallengeOver`] when it can no longer be answered.
    pub fn denied(self, now: Timestamp) -> Result<Self, Refusal> {
        self.while_open(now)?;
        Ok(self.ended(ChallengeState::Denied, now))
    }

    /// "Someone told me to approve this".
    ///
    /// # Errors
    /// [`Refusal::ChallengeOver`] when it can no longer be answered.
    pub fn reported(self, now: Timestamp) -> Result<Self, Refusal> {
        self.while_open(now)?;
        Ok(self.ended(ChallengeState::Reported, now))
    }

    /// Taken back.
    ///
    /// # Errors
    /// [`Refusal::ChallengeOver`] when it was answered already.
    pub fn withdrawn(self, now: Timestamp) -> Result<Self, Refusal> {
        self.while_open(now)?;
        Ok(self.ended(ChallengeState::Withdrawn, now))
    }

    fn while_open(&self, now: Timestamp) -> Result<(), Refusal> {
        if self.state_at(now).is_open() { Ok(()) } else { Err(Refusal::ChallengeOver) }
    }

    fn ended(self, state: ChallengeState, now: Timestamp) -> Self {
        Self { state, ended_at: Some(now), ..self }
    }
}
