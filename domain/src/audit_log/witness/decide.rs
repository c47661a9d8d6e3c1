//! Whether a witness cosigns a head (C2SP tlog-witness, "add-checkpoint", in its order).
//!
//! In two steps, for the first needs nothing that is stored: [`Admitted::by`] says whose head it is and that it is signed;
//! [`Admitted::after`] compares it with the last one, and is asked inside the transaction that keeps the new one.

use super::AddCheckpoint;
use crate::audit_log::{
    checkpoint::Checkpoint,
    hash::Hash,
    key::{Ed25519, KeyName, VerifierKey},
    note::Note,
    proof::verify_consistency,
};

/// No tree has more: the specification's proofs show it in 63 hashes, and a database's whole numbers end there.
const MOST_LEAVES: u64 = i64::MAX.cast_unsigned();

/// How far a witness has seen a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many leaves.
    pub size: u64,
    /// Their root.
    pub root: Hash,
}

impl Head {
    /// That of a log without entries, which every witness knows of every log.
    #[must_use]
    pub fn nothing() -> Self {
        Self { size: 0, root: Hash::empty() }
    }
}

/// Why a witness does not cosign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It cannot be read.
    #[error("this is not a request to add a checkpoint")]
    Unreadable,
    /// The origin is none that this witness was told of.
    #[error("this witness does not know that log")]
    UnknownLog,
    /// No key of that log signed it, or a signature by one does not fit.
    #[error("the checkpoint bears no good signature by that log")]
    Unsigned,
    /// The old size is above the new one.
    #[error("the old size is above the checkpoint's")]
    Backwards,
    /// The old size is not that of the last head cosigned.
    #[error("the last checkpoint that was cosigned has another size")]
    OtherSize {
        /// That size.
        size: u64,
    },
    /// The same size with another root: a fork.
    #[error("another checkpoint of the same size was cosigned")]
    OtherRoot {
        /// That size.
        size: u64,
    },
    /// The proof shows nothing.
    #[error("the proof does not show that the checkpoint continues the last one")]
    Inconsistent,
}

impl Refused {
    /// The HTTP status that the specification gives it.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Unreadable | Self::Backwards => 400,
            Self::Unsigned => 403,
            Self::UnknownLog => 404,
            Self::OtherSize { .. } | Self::OtherRoot { .. } => 409,
            Self::Inconsistent => 422,
        }
    }

    /// The size that a conflict is answered with.
    #[must_use]
    pub const fn size(self) -> Option<u64> {
        match self {
            Self::OtherSize { size } | Self::OtherRoot { size } => Some(size),
            _ => None,
        }
    }

    /// Whether somebody with the log's key asked for what no honest log asks for.
    #[must_use]
    pub const fn is_suspicious(self) -> bool {
        matches!(self, Self::OtherRoot { .. } | Self::Inconsistent)
    }
}

/// A request whose head is signed by a log that the witness knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    request: AddCheckpoint,
    head: Checkpoint,
}

impl Admitted {
    /// Looks at what needs no memory: the log, its signature, and that the sizes do not run backwards.
    ///
    /// # Errors
    /// In the specification's order: [`Refused::Unreadable`], [`Refused::UnknownLog`], [`Refused::Unsigned`], [`Refused::Backwards`].
    pub fn by(logs: &[VerifierKey], request: AddCheckpoint, with: &dyn Ed25519) -> Result<Self, Refused> {
        let head = Checkpoint::of(&request.note).ok().filter(|head| head.size <= MOST_LEAVES).ok_or(Refused::Unreadable)?;
        let mut keys = logs.iter().filter(|key| key.name == head.origin).peekable();
        if keys.peek().is_none() {
            return Err(Refused::UnknownLog);
        }
        if !keys.any(|key| request.note.verify(key, with).is_ok()) {
            return Err(Refused::Unsigned);
        }
        if request.old > head.size {
            return Err(Refused::Backwards);
        }
        Ok(Self { request, head })
    }

    /// Whose head it is.
    #[must_use]
    pub const fn origin(&self) -> &KeyName {
        &self.head.origin
    }

    /// The head that is asked for.
    #[must_use]
    pub const fn head(&self) -> Head {
        Head { size: self.head.size, root: self.head.root }
    }

    /// The note that bears it.
    #[must_use]
    pub const fn note(&self) -> &Note {
        &self.request.note
    }

    /// Whether it continues the last head of that log, which is then the one to keep, before anything is answered.
    ///
    /// # Errors
    /// In the specification's order: [`Refused::OtherSize`], [`Refused::Inconsistent`], [`Refused::OtherRoot`].
    pub fn after(&self, last: Option<Head>) -> Result<Head, Refused> {
        let last = last.unwrap_or_else(Head::nothing);
        let (old, new) = (self.request.old, self.head());
        if old != last.size {
            return Err(Refused::OtherSize { size: last.size });
        }
        let same_size = old == new.size && self.request.proof.is_empty();
        match verify_consistency(last.size, last.root, new.size, new.root, &self.request.proof) {
            Ok(()) => Ok(new),
            Err(_) if same_size => Err(Refused::OtherRoot { size: last.size }),
            Err(_) => Err(Refused::Inconsistent),
        }
    }
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
