//! Data for the page of prunings, and for the pages on which something that was pruned is missing.

use domain::{agent::Staff, ids::PruningId, time::Timestamp};

use crate::ui::time::in_full;

/// A pruning that was approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pruned {
    /// The first entry.
    pub first: u64,
    /// The last one.
    pub last: u64,
    /// When it was approved.
    pub at: Timestamp,
    /// Who asked.
    pub asked_by: String,
    /// Who approved.
    pub approved_by: String,
}

impl Pruned {
    fn who(&self) -> String {
        [", asked for by ", &self.asked_by, " and approved by ", &self.approved_by].concat()
    }

    /// Of one entry of it.
    #[must_use]
    pub fn in_words(&self) -> String {
        let Self { first, last, at, .. } = self;
        let (at, who) = (in_full(*at), self.who());
        format!(
            "It was pruned with entries {first} to {last}{who} on {at}. Its hash stays in the log, so a receipt of it that somebody has is as true as before."
        )
    }

    /// Of a session whose first entries may be among it.
    #[must_use]
    pub fn beginning_in_words(&self) -> String {
        let Self { first, last, at, .. } = self;
        format!("Its first entries were pruned: entries {first} to {last} of the log are gone{} on {}.", self.who(), in_full(*at))
    }

    /// Of the log that begins behind it.
    #[must_use]
    pub fn older_in_words(&self) -> String {
        format!("Entries up to {} were pruned{} on {}.", self.last, self.who(), in_full(self.at))
    }
}

/// The page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PruningView {
    /// Who reads.
    pub reader: Staff,
    /// The server's time when this was read.
    pub now: Timestamp,
    /// Whether the reader has a passkey to approve with.
    pub has_passkey: bool,
    /// For how many days entries are kept.
    pub days: u32,
    /// What was written before this instant can be pruned.
    pub before: Timestamp,
    /// How many entries there are, with those that are gone.
    pub entries: u64,
    /// The first that is not gone.
    pub first: u64,
    /// The newest fifty, newest first.
    pub rows: Vec<PruningRow>,
}

/// Where a pruning stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// For somebody to approve.
    Waiting,
    /// Nobody approved it in time.
    Expired,
    /// Somebody said no, or took it back.
    Refused,
    /// Entries go; the first that is not gone.
    GoesOn(u64),
    /// They are gone.
    Done,
}

/// A pruning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PruningRow {
    /// Which.
    pub id: PruningId,
    /// The first entry.
    pub first: u64,
    /// The last one.
    pub last: u64,
    /// What whoever approves it signs for, a line each.
    pub lines: Vec<String>,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: Timestamp,
    /// Until when it can be approved.
    pub until: Timestamp,
    /// Where it stands.
    pub stands: Stands,
    /// Who approved it or said no, and when.
    pub decided: Option<(String, Timestamp)>,
    /// Why the reader cannot approve it; none: they can.
    pub not_yours: Option<String>,
    /// Whether the reader can say no.
    pub may_refuse: bool,
    /// Whether the reader asked for it.
    pub asked_by_reader: bool,
}
