//! Actions: the catalogue, what is filled in, and what became of it.

use serde::{Deserialize, Serialize};

use crate::desk::gate::Decision;
use domain::{
    action::{ActionKind, ActionRequest, Amount},
    assurance::Level,
    customer::ContactBy,
    ids::{ChallengeId, RunId, SecondPersonId},
    text::{EmailAddress, ShownText},
    time::Timestamp,
};

/// A filled-in action, before the server adds what it replaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "action")]
pub enum Draft {
    /// Another e-mail address.
    ChangeEmail {
        /// The address to be.
        to: EmailAddress,
    },
    /// Money back.
    Refund {
        /// How much.
        amount: Amount,
        /// What for.
        reason: ShownText,
    },
    /// News.
    UpdateContactPreferences {
        /// By which way.
        news_by: ContactBy,
    },
}

impl Draft {
    /// What of an action an agent may see: the new value, not the one it replaces.
    #[must_use]
    pub fn of(request: &ActionRequest) -> Self {
        match request {
            ActionRequest::ChangeEmail { to, .. } => Self::ChangeEmail { to: to.clone() },
            ActionRequest::Refund { amount, reason } => Self::Refund { amount: *amount, reason: reason.clone() },
            ActionRequest::UpdateContactPreferences { news_by } => Self::UpdateContactPreferences { news_by: *news_by },
        }
    }

    /// Which action it is.
    #[must_use]
    pub const fn kind(&self) -> ActionKind {
        match self {
            Self::ChangeEmail { .. } => ActionKind::ChangeEmail,
            Self::Refund { .. } => ActionKind::Refund,
            Self::UpdateContactPreferences { .. } => ActionKind::UpdateContactPreferences,
        }
    }

    /// The new value alone, as the agent typed it.
    #[must_use]
    pub fn new_value(&self) -> String {
        match self {
            Self::ChangeEmail { to } => to.to_string(),
            Self::Refund { amount, reason } => format!("{amount}, {reason}"),
            Self::UpdateContactPreferences { news_by } => news_by.name().to_owned(),
        }
    }
}

/// What became of a press on the button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acted {
    /// The customer is being asked.
    Asked(ChallengeId),
    /// It ran at once.
    Ran(RunId),
    /// A second person is being asked.
    Waits(SecondPersonId),
}

/// One action of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionRow {
    /// Which.
    pub action: ActionKind,
    /// The level it needs.
    pub needs: Level,
    /// Whether the customer must approve its exact parameters.
    pub consent: bool,
    /// The rule by which the gate answers.
    pub rule: String,
    /// The gate's answer now.
    pub decision: Decision,
    /// Whether it is the reason for contact.
    pub is_reason: bool,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Which.
    pub run: RunId,
    /// What ran, without the value it replaced.
    pub request: Draft,
    /// When.
    pub ran_at: Timestamp,
    /// When the customer approved it; none when no approval was needed.
    pub approved_at: Option<Timestamp>,
    /// Whether the phone verified the person.
    pub user_verified: bool,
    /// How many e-mail addresses were written to.
    pub told_emails: u32,
    /// Until when the customer can put it back.
    pub revert_until: Option<Timestamp>,
    /// When the customer put it back.
    pub put_back_at: Option<Timestamp>,
    /// Who approved it besides, where two were needed.
    pub second_person: Option<String>,
}
