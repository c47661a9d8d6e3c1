//! Pruning the log: its oldest entries are destroyed, and every proof of them and of what is left goes on being true (G13).
//!
//! What goes is the text of entries; the hash of each stays, and so does the tree over them. What may go is whole tiles from the beginning of
//! the log on ([`Range`]), under a signed head, older than what is kept ([`Keep`]), and nothing that somebody may still need ([`Needed`]). It
//! takes two people: an administrator who asks, and another one, or a supervisor, who approves exactly that with a passkey of their own
//! ([`Bound`], [`may_approve`]). The entry that tells of it is in the log before the first one goes.

mod bound;
mod keep;
#[cfg(test)]
mod tests;

pub use bound::Bound;
pub use keep::{Keep, day};

use core::fmt;

use serde::{Deserialize, Serialize};
use time::Duration;

use crate::{
    agent::{Reviewer, Staff},
    audit_log::{Hash, tile::TILE},
    ids::{AgentId, PruningId},
    refusal::Refusal,
    text::ShownText,
    time::Timestamp,
};

/// How long a proposal can be approved.
pub const WAITS: Duration = Duration::days(7);
/// The most entries that one pruning takes: what one person can be asked to read, and one statement to count.
pub const MOST: u64 = 1 << 20;

/// Entries from one place on and before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// The first.
    pub from: u64,
    /// The first that stays.
    pub to: u64,
}

impl Range {
    /// As much as can go from `from` on, when the entry at `limit` has to stay: whole tiles, and not more than [`MOST`] entries. `None`: not
    /// one tile.
    #[must_use]
    pub const fn below(from: u64, limit: u64) -> Option<Self> {
        let most = from.saturating_add(MOST);
        let limit = if limit < most { limit } else { most };
        let range = Self { from, to: limit - limit % TILE as u64 };
        if range.is_whole() { Some(range) } else { None }
    }

    /// Whether it is whole tiles, and at least one.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.from < self.to && self.from.is_multiple_of(TILE as u64) && self.to.is_multiple_of(TILE as u64)
    }

    /// How many entries.
    #[must_use]
    pub const fn entries(self) -> u64 {
        self.to.saturating_sub(self.from)
    }

    /// Whether the entry with that number is among them.
    #[must_use]
    pub const fn holds(self, number: u64) -> bool {
        self.from <= number && number < self.to
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.from, self.to.saturating_sub(1))
    }
}

/// Why an entry cannot go, however old it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// A legal hold keeps what is there of its customer.
    Held,
    /// Its customer's account is frozen, and it may be evidence.
    Frozen,
    /// Its session is not over.
    InSession,
    /// What it tells of can still be put back.
    CanBePutBack,
    /// What stands beside it was not erased yet, which has a time and a door of its own.
    Beside,
}

impl Needed {
    /// Every reason.
    pub const ALL: [Self; 5] = [Self::Held, Self::Frozen, Self::InSession, Self::CanBePutBack, Self::Beside];

    /// The word that a statement says it by.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Frozen => "frozen",
            Self::InSession => "in_session",
            Self::CanBePutBack => "can_be_put_back",
            Self::Beside => "beside",
        }
    }

    /// The reason with that word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.key() == key)
    }

    /// In words, after "Entry 7 stays: ", with what to do.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Held => "a legal hold keeps what is there of its customer. End it first: `countersign audit release`.",
            Self::Frozen => "its customer’s account is frozen. A supervisor ends the freeze first.",
            Self::InSession => "its session is not over. End it first.",
            Self::CanBePutBack => "its customer can still put back what it tells of.",
            Self::Beside => "what stands beside it is not erased yet. That goes by time, or with `countersign audit erase`.",
        }
    }
}

/// What was asked for, exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Which. Under the same id stands the entry that says that it was asked.
    pub id: PruningId,
    /// What is to go.
    pub range: Range,
    /// Everything in it was written before this instant.
    pub before: Timestamp,
    /// The size of a signed head that it lies under.
    pub head: u64,
    /// The root of that head.
    pub root: Hash,
    /// Why, in their words.
    pub reason: ShownText,
    /// Who asked.
    pub asked_by: AgentId,
    /// When.
    pub asked_at: Timestamp,
    /// Until when it can be approved.
    pub until: Timestamp,
}

impl Proposal {
    /// The words that whoever approves is shown, one line each.
    #[must_use]
    pub fn shown_text(&self) -> String {
        let Self { range, before, head, root, reason, .. } = self;
        let entries = range.entries();
        format!(
            "Prune entries {range}: {entries} entries\nAll written before {before}\nUnder the checkpoint of {head}, root {root}\nBecause: {reason}"
        )
    }
}

/// Passes only whoever may approve it: a supervisor or an administrator who did not ask for it, while it can be approved.
///
/// # Errors
/// [`Refusal::ChallengeOver`] when its time is up; [`Refusal::NotOpen`] for whoever asked; [`Refusal::NotYourRole`].
pub fn may_approve(proposal: &Proposal, who: &Staff, now: Timestamp) -> Result<Reviewer, Refusal> {
    let by = Reviewer::try_from(who.clone())?;
    if who.id == proposal.asked_by {
        return Err(Refusal::NotOpen("You asked for this yourself. Another administrator, or a supervisor, has to approve it.".to_owned()));
    }
    if now >= proposal.until {
        return Err(Refusal::ChallengeOver);
    }
    Ok(by)
}
