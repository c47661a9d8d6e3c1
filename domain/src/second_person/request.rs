//! One request to a second person, from being asked to its end.

use serde::{Deserialize, Serialize};
use time::Duration;

use crate::{
    action::{ActionHash, ActionRequest},
    assurance::Level,
    ids::{AgentId, ApprovalId, CustomerId, SecondPersonId, SessionId},
    refusal::Refusal,
    text::ShownText,
    time::Timestamp,
};

/// How long a request waits at most. It waits less when what the customer proved counts less long.
pub const WAITS: Duration = Duration::minutes(15);

/// Why a request was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// Whoever asked took it back.
    Agent,
    /// Its contact was stopped, ended, moved, or taken over.
    Contact,
    /// It was approved, and the gate did not let it run any more.
    NotOpen,
}

impl Because {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::Agent, Self::Contact, Self::NotOpen];

    /// The word for it in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Contact => "contact",
            Self::NotOpen => "not_open",
        }
    }

    /// The reason with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.key() == key)
    }
}

/// Where a request stands. Everything but waiting is its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// For somebody to approve or deny it.
    Waiting,
    /// Approved, and it ran.
    Approved {
        /// By whom.
        by: AgentId,
        /// When.
        at: Timestamp,
    },
    /// Denied.
    Denied {
        /// By whom.
        by: AgentId,
        /// When.
        at: Timestamp,
        /// Why, in their words.
        reason: ShownText,
    },
    /// Taken back.
    Withdrawn {
        /// When.
        at: Timestamp,
        /// Why.
        because: Because,
    },
    /// Nobody answered in time.
    Expired,
}

impl State {
    /// The word for it in the database.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved { .. } => "approved",
            Self::Denied { .. } => "denied",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Expired => "expired",
        }
    }
}

/// A request to a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its name.
    pub id: SecondPersonId,
    /// In which session.
    pub session: SessionId,
    /// For whom.
    pub customer: CustomerId,
    /// Who asked.
    pub asked_by: AgentId,
    /// The customer's approval that it rests on; none when the policy asks for none.
    pub approval: Option<ApprovalId>,
    /// What is to run.
    pub request: ActionRequest,
    /// The hash of it, of the session and of the customer.
    pub action_hash: ActionHash,
    /// What the second person is shown, one line each.
    pub shown_text: String,
    /// The rule that asks for them.
    pub rule: String,
    /// The level that it needs besides.
    pub needs: Level,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
    /// Where it stands.
    pub state: State,
}

impl Request {
    /// What a second person is shown, and signs: the action with its new value, who asks, and by which rule. The value that is replaced
    /// is not there: nobody on the staff needs it to judge.
    #[must_use]
    pub fn words(request: &ActionRequest, asked_by: &str, rule: &str) -> String {
        [request.kind().name(), &request.new_value(), &format!("Asked by {asked_by}"), &format!("Rule {rule}")].join("\n")
    }

    /// Where it stands at `now`: a request whose time is up has expired, whether somebody wrote it down or not.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> State {
        if self.state == State::Waiting && now >= self.expires_at { State::Expired } else { self.state.clone() }
    }

    /// Whether it is still exactly what was asked: for its session, its customer and its parameters.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        ActionHash::of(self.session, self.customer, Some(&self.request)) == self.action_hash
    }

    /// Passes only one that waits.
    fn waits(&self, now: Timestamp) -> Result<(), Refusal> {
        if self.state_at(now) == State::Waiting { Ok(()) } else { Err(Refusal::ChallengeOver) }
    }

    /// Approved by somebody who may ([`super::may_approve`]).
    ///
    /// # Errors
    /// [`Refusal::ChallengeOver`] when it waits no more; [`Refusal::ApprovalVoid`] when it is not what was asked.
    pub fn approved(self, by: AgentId, at: Timestamp) -> Result<Self, Refusal> {
        self.waits(at)?;
        if !self.is_whole() {
            return Err(Refusal::ApprovalVoid);
        }
        Ok(Self { state: State::Approved { by, at }, ..self })
    }

    /// Denied.
    ///
    /// # Errors
    /// [`Refusal::ChallengeOver`] when it waits no more.
    pub fn denied(self, by: AgentId, reason: ShownText, at: Timestamp) -> Result<Self, Refusal> {
        self.waits(at)?;
        Ok(Self { state: State::Denied { by, at, reason }, ..self })
    }

    /// Taken back.
    ///
    /// # Errors
    /// [`Refusal::ChallengeOver`] when it waits no more.
    pub fn withdrawn(self, because: Because, at: Timestamp) -> Result<Self, Refusal> {
        self.waits(at)?;
        Ok(Self { state: State::Withdrawn { at, because }, ..self })
    }
}
