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
