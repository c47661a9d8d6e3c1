//! Data for the log's screens.

use domain::{
    assurance::Level,
    audit::Event,
    audit_log::personal::Piece,
    audit_search::{Outcome, Search},
    channel::Channel,
    customer::Seen,
    ids::{AgentId, CustomerId, SessionId},
    text::CaseReference,
    time::Timestamp,
};

use crate::pruning::view::Pruned;

/// Whether the log is whole, as far as this server can say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogState {
    /// How many entries have a place.
    pub entries: u64,
    /// When the last checkpoint was signed.
    pub signed_at: Timestamp,
    /// The head it signs, in short.
    pub head: String,
    /// How many outside witnesses agree, and of how many.
    pub witnesses: Option<(u32, u32)>,
    /// How it stands with the copies elsewhere; none: there are none, or nobody can say.
    pub collection: Option<Collection>,
    /// Why it is not whole.
    pub trouble: Option<String>,
}

/// How it stands with the copies of the log on other machines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Collection {
    /// All of them are whole.
    Fine {
        /// How many there are.
        copies: u32,
    },
    /// One of them has been behind for too long.
    Behind {
        /// Which.
        whom: String,
        /// How many entries are not there yet; none: it did not say how many it has.
        entries: Option<u64>,
        /// Since when.
        since: Timestamp,
    },
    /// One of them is not what this log is.
    Trouble {
        /// What is wrong, and where.
        what: String,
    },
}

/// A page of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogView {
    /// What was asked.
    pub search: Search,
    /// The newest entries that answer it.
    pub rows: Vec<Row>,
    /// The place before which the next page begins, if there is one.
    pub older: Option<u64>,
    /// How many answer it.
    pub total: u64,
    /// Whether only the newest were counted.
    pub at_least: bool,
    /// How many there are of each choice, by its term.
    pub choices: Vec<(String, u64)>,
    /// The staff, by name.
    pub staff: Vec<(AgentId, String)>,
    /// The number of the customer the search is about.
    pub customer: Option<String>,
    /// The number of an entry, if that is what was typed.
    pub number: Option<u64>,
    /// How many exports of others wait for the reader's approval.
    pub exports_waiting: u32,
    /// Whether a pruning of the log waits for the reader's approval.
    pub pruning_waits: bool,
    /// Now.
    pub now: Timestamp,
    /// Whether the log is whole; none: nobody can say.
    pub state: Option<LogState>,
    /// What was pruned of it, on its last page.
    pub pruned: Option<Pruned>,
}

/// One entry in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number; none while it waits for one.
    pub number: Option<u64>,
    /// When.
    pub at: Timestamp,
    /// What; none when the database says what no entry of ours says.
    pub event: Option<Event>,
    /// Who.
    pub by: String,
    /// In which session.
    pub session: Option<SessionId>,
    /// At which level.
    pub level: Option<Level>,
    /// How it came out.
    pub outcome: Outcome,
}

/// Whose account, masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    /// Who.
    pub id: CustomerId,
    /// Their number.
    pub number: String,
    /// Their name, hidden.
    pub name: Seen,
}

/// Where an entry was written, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Of which case.
    pub case: Option<CaseReference>,
    /// On which channel.
    pub channel: Option<Channel>,
    /// By which rule.
    pub rule: Option<String>,
    /// Of which version of the policy.
    pub policy: Option<u32>,
}

/// One entry whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryView {
    /// In short.
    pub row: Row,
    /// The word for what happened.
    pub event: String,
    /// By which member of staff, if by one.
    pub agent: Option<AgentId>,
    /// Whose account.
    pub customer: Option<Whose>,
    /// Where.
    pub place: Place,
    /// What stands beside it, and what was erased of that.
    pub beside: Vec<Piece>,
    /// Why a field was shown, in the agent's own words, if they were asked for and not erased.
    pub reason: Option<String>,
    /// The number of the next entry, if there is one.
    pub newer: Option<u64>,
}

/// A session, first to last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryView {
    /// Which.
    pub session: SessionId,
    /// Who serves it, or did last.
    pub agent: String,
    /// Whose account.
    pub customer: Whose,
    /// Of which case.
    pub case: Option<CaseReference>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Every entry.
    pub lines: Vec<Line>,
    /// Whether there are more than are shown.
    pub cut: bool,
    /// The pruning by which its beginning is gone, if it is.
    pub pruned: Option<Pruned>,
}

/// One entry of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// In short.
    pub row: Row,
    /// Where.
    pub place: Place,
    /// What stands beside it, and what was erased of that.
    pub beside: Vec<Piece>,
}
