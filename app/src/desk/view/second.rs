//! A request to a second person as the agent who waits for it sees it.

use serde::{Deserialize, Serialize};

use domain::{
    assurance::Level,
    ids::{RunId, SecondPersonId},
    second_person::Because,
    time::Timestamp,
};

use super::Draft;

/// A request to a second person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondView {
    /// Which.
    pub id: SecondPersonId,
    /// For what.
    pub request: Draft,
    /// The level that it needs besides.
    pub needs: Level,
    /// The rule that asks for two.
    pub rule: String,
    /// Whether the customer approved it before.
    pub consented: bool,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Until when it can be answered.
    pub until: Timestamp,
    /// Where it stands.
    pub stands: SecondStands,
    /// What ran.
    pub run: Option<RunId>,
}

/// Where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondStands {
    /// Nobody has answered.
    Waiting,
    /// Approved, and it ran.
    Approved,
    /// Denied.
    Denied {
        /// By whom.
        by: String,
        /// Why, in their words.
        reason: String,
    },
    /// Taken back.
    Withdrawn(Because),
    /// Nobody answered in time.
    Expired,
}
