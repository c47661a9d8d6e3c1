//! Finding a customer, and opening a session with them.

use serde::{Deserialize, Serialize};

use domain::{
    action::ActionKind,
    assurance::Level,
    channel::{Channel, StartedBy},
    text::CaseReference,
};

/// What a customer can be found by. Exact match only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// Their number with us.
    CustomerNumber,
    /// A telephone number of theirs.
    Phone,
    /// An e-mail address of theirs.
    Email,
}

/// An identifier as the agent typed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// Of which kind.
    pub kind: IdentifierKind,
    /// What was typed.
    pub value: String,
}

/// A record that matches, as far as it may be shown before a session is open: nothing but its number and masked name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The customer's number.
    pub number: String,
    /// The name, masked.
    pub masked_name: String,
    /// The highest level their ways can reach.
    pub can_reach: Level,
}

/// What the form "New session" sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSession {
    /// Where the contact came in.
    pub channel: Channel,
    /// Who started it.
    pub started_by: StartedBy,
    /// Whose account.
    pub identifier: Identifier,
    /// What it is about.
    pub reason: ActionKind,
    /// The case, if any.
    pub case: Option<CaseReference>,
}
