//! How sure we are, and what it rests on.

use serde::{Deserialize, Serialize};

use domain::{
    assurance::{Level, Method},
    ids::EvidenceId,
    time::Timestamp,
};

/// The assurance panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssuranceView {
    /// The level now.
    pub level: Level,
    /// Until when it stays.
    pub until: Option<Timestamp>,
    /// Whether that is within a minute.
    pub drops_soon: bool,
    /// The level the reason for contact needs.
    pub goal: Level,
    /// The channel's ceiling.
    pub ceiling: Level,
    /// The most that the channels it was on before have left it.
    pub carried: Level,
    /// What the risk signals that stand say, so that the agent knows why more is asked (CP4).
    pub risks: Vec<String>,
    /// What it rests on.
    pub evidence: Vec<EvidenceView>,
    /// The level it would have if the customer approves what they are asked now.
    pub if_approved: Option<Level>,
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceView {
    /// Which.
    pub id: EvidenceId,
    /// How it was got.
    pub method: Method,
    /// Whether the phone verified the person.
    pub user_verified: bool,
    /// What it is worth alone.
    pub level: Level,
    /// When it was got.
    pub obtained_at: Timestamp,
    /// Until when it counts.
    pub expires_at: Timestamp,
    /// When it begins to count, if its device is too new.
    pub counts_from: Option<Timestamp>,
}
