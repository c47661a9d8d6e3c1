//! Data for a supervisor's screens.

use serde::{Deserialize, Serialize};

use domain::{
    alert::AlertBecause,
    channel::Channel,
    ids::{AlertId, SessionId},
    time::Timestamp,
};

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertRow {
    /// Which.
    pub id: AlertId,
    /// When.
    pub at: Timestamp,
    /// In which session; none when it came by a link.
    pub session: Option<SessionId>,
    /// Why.
    pub because: AlertBecause,
    /// The customer's number.
    pub customer_number: String,
    /// Who served the session.
    pub agent: Option<String>,
    /// On which channel.
    pub channel: Option<Channel>,
    /// When the freeze was ended, or it was seen, and by whom.
    pub closed: Option<(Timestamp, String)>,
}

/// Customers who have fewer than two things to prove themselves with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FewWays {
    /// How many have nothing.
    pub none: u64,
    /// How many have one.
    pub one: u64,
    /// A page of them, by their numbers.
    pub customers: Vec<Few>,
    /// The number after which the next page begins, if there is one.
    pub next: Option<String>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Few {
    /// Their number.
    pub number: String,
    /// Whether they have one; else nothing.
    pub one: bool,
}
