//! One export, from being asked for to its end.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use time::Duration;

use crate::{
    audit::ExportFormat,
    audit_log::personal::Salt,
    ids::{AgentId, ExportId},
    refusal::Refusal,
    text::ShownText,
    time::Timestamp,
};

/// How long a request waits for somebody to answer it.
pub const WAITS: Duration = Duration::hours(24);
/// How long what was approved can be taken.
pub const TAKEN_WITHIN: Duration = Duration::hours(24);
/// How many times it can be taken: once, and again after a download that broke off.
pub const MOST_TAKEN: u32 = 3;
/// How many requests of one person wait at most.
pub const MOST_WAITING: u32 = 5;

/// What is said of a request that is not what was asked for any more.
pub const CHANGED: &str =
    "What is stored of this export is not what was asked for and approved. Nothing was taken. Ask for it anew, and tell your operators.";
/// What is said to whoever would take what nobody approved.
pub const NOT_APPROVED: &str = "Nobody has approved this export yet. Another supervisor or auditor has to.";

/// An approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approved {
    /// By whom.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
}

/// Where a request stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// For somebody to approve or deny it.
    Waiting,
    /// Approved: it can be taken.
    Approved(Approved),
    /// Taken as often as may be.
    Taken(Approved),
    /// Denied.
    Denied {
        /// By whom.
        by: AgentId,
        /// When.
        at: Timestamp,
        /// Why, in their words.
        reason: ShownText,
    },
    /// Taken back by whoever asked.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
    /// Nobody answered it in time, or it was approved and its time is up.
    Expired {
        /// The approval, if there was one.
        approved: Option<Approved>,
    },
}

impl State {
    /// The word for it in the database.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved(_) => "approved",
            Self::Taken(_) => "taken",
            Self::Denied { .. } => "denied",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Expired { .. } => "expired",
        }
    }
}

/// A request to take entries of the log away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its name.
    pub id: ExportId,
    /// Who asked.
    pub asked_by: AgentId,
    /// When.
    pub asked_at: Timestamp,
    /// The search that chose the entries, as pairs of an address.
    pub search: String,
    /// In which form.
    pub format: ExportFormat,
    /// What for, in their words.
    pub reason: ShownText,
    /// How many entries.
    pub entries: u32,
    /// Whether there were older ones that are not in it.
    pub cut: bool,
    /// What whoever answers is shown, one line each.
    pub shown_text: String,
    /// Keeps [`Self::hash`] from being guessed by what a search may have been.
    pub salt: Salt,
    /// The hash of all of it and of the places of its entries, in base64url.
    pub hash: String,
    /// Until when it can be answered; once approved, until when it can be taken.
    pub expires_at: Timestamp,
    /// How many times it was taken.
    pub taken: u32,
    /// Where it stands.
    pub state: State,
}

impl Request {
    /// The hash of what is asked, what is shown, and the places of the entries ([`super::encode`]).
    #[must_use]
    pub fn hash_of(&self, places: &[u8]) -> String {
        let Self { id, asked_by, search, format, reason, entries, cut, shown_text, salt, .. } = self;
        let mut hash = Sha256::new().chain_update(b"countersign export of 1\0").chain_update(salt.bytes());
        let fixed = format!("{id}\n{asked_by}\n{}\n{entries}\n{cut}", format.key());
        // Each with its length before it, so that nothing can move from one into the next.
        for part in [fixed.as_bytes(), search.as_bytes(), reason.as_str().as_bytes(), shown_text.as_bytes(), places] {
            hash = hash.chain_update((part.len() as u64).to_be_bytes()).chain_update(part);
        }
        URL_SAFE_NO_PAD.encode(hash.finalize())
    }

    /// Whether it is still exactly what was asked for.
    #[must_use]
    pub fn is_whole(&self, places: &[u8]) -> bool {
        self.hash_of(places) == self.hash
    }

    /// Where it stands at `now`: what has run out of time has expired, whether somebody wrote it down or not.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> State {
        match &self.state {
            State::Waiting if now >= self.expires_at => State::Expired { approved: None },
            State::Approved(approved) if now >= self.expires_at => State::Expired { approved: Some(*approved) },
            state => state.clone(),
        }
    }

    /// Passes only one that waits.
    fn waits(&self, now: Timestamp) -> Result<(), Refusal> {
        if self.state_at(now) == State::Waiting { Ok(()) } else { Err(Refusal::ChallengeOver) }
    }

    /// Approved by somebody who may ([`super::may_approve`]): its day to be taken begins.
    ///
    /// # Errors
    /// [`Refusal::ChallengeOver`] when it waits no more; [`Refusal::NotOpen`] when it is not what was asked for.
    pub fn approved(self, by: AgentId, places: &[u8], at: Timestamp) -> Result<Self, Refusal> {
        self.waits(at)?;
        if !self.is_whole(places) {
            return Err(Refusal::NotOpen(CHANGED.to_owned()));
        }
        Ok(Self { state: State::Approved(Approved { by, at }), expires_at: at.after(TAKEN_WITHIN), ..self })
    }

    /// Denied.
    ///
    /// # Errors
    /// [`Refusal::ChallengeOver`] when it waits no more.
    pub fn denied(self, by: AgentId, reason: ShownText, at: Timestamp) -> Result<Self, Refusal> {
        self.waits(at)?;
        Ok(Self { state: State::Denied { by, at, reason }, ..self })
    }

    /// Taken back, before it was approved or after.
    ///
    /// # Errors
    /// [`Refusal::ChallengeOver`] when it is over.
    pub fn withdrawn(self, at: Timestamp) -> Result<Self, Refusal> {
        match self.state_at(at) {
            State::Waiting | State::Approved(_) => Ok(Self { state: State::Withdrawn { at }, ..self }),
            _ => Err(Refusal::ChallengeOver),
        }
    }

    /// Taken once more.
    ///
    /// # Errors
    /// [`Refusal::NotOpen`] before it is approved; [`Refusal::ChallengeOver`] when it is over, or was taken as often as may be.
    pub fn taken(self, at: Timestamp) -> Result<Self, Refusal> {
        match self.state_at(at) {
            State::Waiting => Err(Refusal::NotOpen(NOT_APPROVED.to_owned())),
            State::Approved(approved) => {
                let taken = self.taken.saturating_add(1);
                let state = if taken >= MOST_TAKEN { State::Taken(approved) } else { State::Approved(approved) };
                Ok(Self { taken, state, ..self })
            }
            _ => Err(Refusal::ChallengeOver),
        }
    }

    /// Expired: its time was up.
    ///
    /// # Errors
    /// [`Refusal::ChallengeOver`] when it is not, or it ended otherwise.
    pub fn expired(self, at: Timestamp) -> Result<Self, Refusal> {
        let before = matches!(self.state, State::Waiting | State::Approved(_));
        match self.state_at(at) {
            state @ State::Expired { .. } if before => Ok(Self { state, ..self }),
            _ => Err(Refusal::ChallengeOver),
        }
    }
}
