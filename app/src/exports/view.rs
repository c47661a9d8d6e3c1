//! Data for the screen about exports.

use serde::{Deserialize, Serialize};

use domain::{ids::ExportId, time::Timestamp};

/// The requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportsView {
    /// The server's time when this was read.
    pub now: Timestamp,
    /// Those that wait or can be taken, the newest first.
    pub open: Vec<ExportRow>,
    /// Those that are over, the newest first.
    pub over: Vec<ExportRow>,
    /// Whether the reader has a passkey to approve with.
    pub has_passkey: bool,
}

/// A request to take entries of the log away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportRow {
    /// Which.
    pub id: ExportId,
    /// Whether the reader asked for it.
    pub yours: bool,
    /// What whoever approves signs: how many entries and in which form, who asks, what for, and what was searched for.
    pub shown: Vec<String>,
    /// The search, as pairs of an address.
    pub search: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Until when it can be answered, or taken.
    pub until: Timestamp,
    /// Where it stands.
    pub stands: Stands,
}

/// Where a request stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stands {
    /// For another reader to answer.
    Waiting,
    /// It can be taken.
    Approved {
        /// By whom.
        by: String,
        /// How many more times it can be taken.
        left: u32,
    },
    /// Taken as often as may be.
    Taken {
        /// Who had approved it.
        by: String,
    },
    /// Not approved.
    Denied {
        /// By whom.
        by: String,
        /// Why, in their words.
        reason: String,
    },
    /// Taken back.
    Withdrawn,
    /// Its time was up.
    Expired {
        /// Who had approved it, if somebody had.
        approved: Option<String>,
        /// How many times it was taken.
        taken: u32,
    },
}
