//! Data for the screens about a second person.

use serde::{Deserialize, Serialize};

use domain::{
    action::ActionKind,
    assurance::{Level, Method},
    channel::Channel,
    ids::{SecondPersonId, SessionId},
    second_person::NotYours,
    time::Timestamp,
};

/// What waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queue {
    /// The server's time when this was read.
    pub now: Timestamp,
    /// Every request that can be answered, the oldest first.
    pub waits: Vec<Waits>,
    /// Whether the reader has a passkey to approve with.
    pub has_passkey: bool,
}

/// A request to a second person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    /// Which.
    pub id: SecondPersonId,
    /// What is to run.
    pub action: ActionKind,
    /// The exact new value or amount.
    pub value: String,
    /// The level that it needs.
    pub needs: Level,
    /// The session's level now.
    pub level: Level,
    /// Who asks.
    pub asked_by: String,
    /// For whom: their name, masked.
    pub customer: String,
    /// Where.
    pub channel: Channel,
    /// Why one person is not enough, in words.
    pub because: String,
    /// The rule that says so.
    pub rule: String,
    /// Whether the customer approved exactly this.
    pub consented: bool,
    /// What was proved in the session and counts.
    pub proved: Vec<Proved>,
    /// The case it belongs to.
    pub case: Option<String>,
    /// In which session.
    pub session: SessionId,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Until when it can be answered.
    pub until: Timestamp,
    /// Why it is not the reader's to answer; none: it is.
    pub not_yours: Option<NotYours>,
}

/// A proof that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proved {
    /// How.
    pub method: Method,
    /// Whether the person was verified.
    pub user_verified: bool,
    /// When.
    pub at: Timestamp,
}

/// Who approves whose requests in turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairs {
    /// How many approvals were looked at.
    pub approvals: u32,
    /// Since when.
    pub since: Timestamp,
    /// The pairs; those that somebody should look at first.
    pub rows: Vec<PairRow>,
}

/// A pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairRow {
    /// Both directions.
    pub ways: [WayRow; 2],
    /// Whether somebody should look.
    pub flagged: bool,
}

/// One direction of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayRow {
    /// Who asked.
    pub asked_by: String,
    /// How many of their requests the other one approved.
    pub by_the_other: u32,
    /// How many anybody did.
    pub of: u32,
}
