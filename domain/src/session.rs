//! One contact of one customer with us on one channel.
//!
//! Assurance belongs to the session and dies with it: an ended or frozen session has none, whatever its evidence.

use serde::{Deserialize, Serialize};
use time::Duration;

use crate::{
    action::ActionKind,
    assurance::{Assurance, Evidence, Level, Rule, assess},
    channel::{Channel, StartedBy},
    ids::{AgentId, CustomerId, SessionId},
    policy::{ChannelIx, Policy, SignalSet},
    refusal::Refusal,
    text::CaseReference,
    time::Timestamp,
};

/// Why a session was frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FrozenBecause {
    /// The customer answered "No, this isn't me".
    NotMe,
    /// The customer answered "Someone told me to approve this".
    ToldTo,
    /// The agent marked a suspected attack.
    SuspectedAttack,
    /// The customer put a change back: "this was not me".
    PutBack,
    /// The customer said on their phone that this contact is not theirs.
    NotTheirContact,
}

impl FrozenBecause {
    /// Every reason.
    pub const ALL: [Self; 5] = [Self::NotMe, Self::ToldTo, Self::SuspectedAttack, Self::PutBack, Self::NotTheirContact];

    /// The word for it in the database and in events.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotMe => "not_me",
            Self::ToldTo => "told_to",
            Self::SuspectedAttack => "suspected_attack",
            Self::PutBack => "put_back",
            Self::NotTheirContact => "not_their_contact",
        }
    }

    /// The reason with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.key() == key)
    }
}

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum SessionState {
    /// The contact goes on.
    Open,
    /// Everything in it is stopped until a supervisor ends the freeze.
    Frozen {
        /// Since when.
        at: Timestamp,
        /// Why.
        because: FrozenBecause,
    },
    /// The contact is over.
    Ended {
        /// Since when.
        at: Timestamp,
    },
}

impl SessionState {
    /// The word for it in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Frozen { .. } => "frozen",
            Self::Ended { .. } => "ended",
        }
    }
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its name.
    pub id: SessionId,
    /// Whose account it is about.
    pub customer: CustomerId,
    /// Who serves it now.
    pub agent: AgentId,
    /// Where it came in.
    pub channel: Channel,
    /// Who started the contact.
    pub started_by: StartedBy,
    /// What the customer came for; its level is the session's goal.
    pub reason: ActionKind,
    /// The case it belongs to, if any.
    pub case: Option<CaseReference>,
    /// When it began.
    pub opened_at: Timestamp,
    /// Where it stands.
    pub state: SessionState,
}

impl Session {
    /// Passes only an open session on.
    ///
    /// # Errors
    /// [`Refusal::Frozen`] or [`Refusal::SessionEnded`].
    pub const fn open(&self) -> Result<&Self, Refusal> {
        match self.state {
            SessionState::Open => Ok(self),
            SessionState::Frozen { .. } => Err(Refusal::Frozen),
            SessionState::Ended { .. } => Err(Refusal::SessionEnded),
        }
    }

    /// How sure we are of who is talking, at `now`: nothing unless the session is open, and never above its channel's ceiling
    /// or what the risk signals that stand leave.
    #[must_use]
    pub fn assurance(&self, policy: &Policy, signals: SignalSet, evidence: &[Evidence], now: Timestamp) -> Assurance {
        match self.state {
            SessionState::Open => {
                let channel = policy.channel(self.channel.rule().key).unwrap_or(ChannelIx::NONE);
                assess(policy, evidence, policy.limit(channel, signals), now)
            }
            SessionState::Frozen { .. } | SessionState::Ended { .. } => {
                Assurance { level: Level::Unverified, rule: Rule::None, until: None }
            }
        }
    }

    /// How long the contact has lasted at `now`, or lasted if it is over.
    #[must_use]
    pub fn elapsed(&self, now: Timestamp) -> Duration {
        let until = match self.state {
            SessionState::Ended { at } => at,
            SessionState::Open | SessionState::Frozen { .. } => now,
        };
        until.since(self.opened_at)
    }
}
