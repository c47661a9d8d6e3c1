//! What stands beside the work: the record, the timeline, and what the customer sees.

use serde::{Deserialize, Serialize};

use domain::{
    audit::Event,
    customer::{Field, Seen},
    ids::EntryId,
    session::FrozenBecause,
    time::Timestamp,
};

/// One row of the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordField {
    /// Which.
    pub field: Field,
    /// What of it may be seen.
    pub seen: Seen,
}

/// What of the agent's budget for masked fields is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevealsView {
    /// How many they have had shown in the last day.
    pub today: u32,
    /// How many they may.
    pub most: u32,
}

/// Which customers this one is counted among, where it changes anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Segment {
    /// The policy's name for it.
    Named(String),
    /// The policy in force has no such segment, so the rules of every one apply.
    Unknown,
}

/// One line of the timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineItem {
    /// Which entry.
    pub id: EntryId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: Event,
    /// Who, when it was a member of staff.
    pub by: Option<String>,
}

/// What the customer's phone shows now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theirs {
    /// "You are talking to …".
    Talking {
        /// The agent's first name.
        with: String,
    },
    /// The open prompt's first lines.
    Prompt {
        /// The question.
        question: String,
        /// What it asks for.
        what: Vec<String>,
    },
    /// The contact is over.
    NotTalking,
    /// They stopped it.
    Stopped {
        /// Why.
        because: FrozenBecause,
    },
    /// They have no phone enrolled.
    NoPhone,
}
