//! Data for the screens around signing in.

use serde::{Deserialize, Serialize};

use domain::{
    agent::{Role, Staff},
    time::Timestamp,
};

/// The sign-in page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInPage {
    /// The organisation's name.
    pub organisation: String,
    /// Demo staff to enter as; empty outside `--demo`.
    pub demo_staff: Vec<Staff>,
    /// In which role somebody else ended the sign-in that this browser had.
    pub ended_by: Option<Role>,
}

/// For whom a one-time link is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// Their name.
    pub name: String,
    /// What they will be trusted with.
    pub role: Role,
    /// Whether they are the first administrator.
    pub first: bool,
    /// Until when the link works.
    pub expires_at: Timestamp,
}

/// One of a person's own sign-ins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSignIn {
    /// Whether it is the one this page was asked for with.
    pub this_one: bool,
    /// When it began.
    pub since: Timestamp,
    /// When it was last used.
    pub last_used: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
    /// The browser, as it named itself, shortened.
    pub browser: String,
}
