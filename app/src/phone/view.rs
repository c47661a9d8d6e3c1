//! Data for the customer pages that are drawn on the server.

use serde::{Deserialize, Serialize};

use domain::time::Timestamp;

/// What a "this was not me" link leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutBackPage {
    /// What was changed, in words.
    pub what: String,
    /// The value before, in full: it is theirs, and the link went to it.
    pub before: String,
    /// The value since, masked: the mailbox may be in other hands.
    pub since: String,
    /// When it was changed.
    pub at: Timestamp,
    /// By whom, as customers see staff.
    pub by: String,
    /// Until when it can be put back.
    pub until: Timestamp,
    /// When it was put back, if it was.
    pub put_back_at: Option<Timestamp>,
}

/// What an invitation to make a passkey leads to, while it can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterPage {
    /// The server's time.
    pub now: Timestamp,
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// What a "this was not me" link of a notice leads to that has nothing to put back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotMePage {
    /// What they were told: the notice's subject.
    pub about: String,
    /// When they were told.
    pub told_at: Timestamp,
    /// When they pressed it, if they did.
    pub pressed_at: Option<Timestamp>,
}
