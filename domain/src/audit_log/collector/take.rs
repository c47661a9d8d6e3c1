//! Whether a collector takes a batch, and what it is when it does not.
//!
//! In two steps, for the first needs nothing that is kept: [`Admitted::by`] says whose head it is and that it is signed; [`Collected::take`]
//! compares the batch with the tree of what is kept. Whoever calls the second writes the new entries down before anybody hears of it.

use core::ops::Range;

use super::Batch;
use crate::{
    audit_log::{
        checkpoint::Checkpoint,
        hash::Hash,
        key::{Ed25519, KeyName, Kind, VerifierKey},
        proof::verify_consistency,
        tree::Tree,
    },
    time::{Duration, Timestamp},
};

/// How far ahead of the collector's clock the log's may be.
pub const SKEW: Duration = Duration::seconds(60);

/// No tree has more: proofs show it in 63 hashes.
const MOST_LEAVES: u64 = i64::MAX.cast_unsigned();

/// Why a batch is not looked at any further: nobody known has signed for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The note holds no head of a log.
    #[error("what was signed is no head of a log")]
    NoHead,
    /// The origin is none that this collector was told of.
    #[error("this collector does not know that log: give it the log's key")]
    UnknownLog,
    /// No key of that log signed it with a time, or a signature does not fit.
    #[error("the head bears no good signature with a time by that log")]
    Unsigned,
    /// It was signed later than it is.
    #[error("the head says a time that has not come: one of the two clocks is wrong")]
    ClockAhead,
}

/// What is wrong with a batch that a known log has signed the head of. Each names the first entry that it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Within the batch an entry is missing, stands twice, or stands elsewhere.
    #[error("entry {expected} should have come, and {}", came.map_or_else(|| "nothing did".to_owned(), |came| format!("entry {came} did")))]
    OutOfOrder {
        /// The place whose turn it was.
        expected: u64,
        /// The place that came; `None`: the batch was over.
        came: Option<u64>,
    },
    /// Entries between what is kept and this batch never came.
    #[error("entries {next} to {} are missing", from - 1)]
    Gap {
        /// The first of them: the place that is expected.
        next: u64,
        /// The first entry of the batch.
        from: u64,
    },
    /// At a place that is taken another entry was kept.
    #[error("another entry was kept as entry {place}")]
    Other {
        /// Which place.
        place: u64,
    },
    /// The head has fewer entries than the batch says there are.
    #[error("the head has {size} entries, and the batch goes as far as {to}")]
    BeyondTheHead {
        /// How many the head has.
        size: u64,
        /// How far the batch goes.
        to: u64,
    },
    /// The tree with these entries is not the one that was signed, as far as the proof shows.
    #[error("with entries {from} to {to} the tree is not the one that was signed: one of them was changed, or is of another log")]
    Root {
        /// The first of them.
        from: u64,
        /// The last of them.
        to: u64,
    },
    /// The log signed another tree of the very size that is kept, of which it had signed for each entry: two signed heads that cannot both be.
    #[error("the log signed another tree of {size} entries than the one that is kept: it tells two stories")]
    Forked {
        /// That size.
        size: u64,
    },
}

impl Trouble {
    /// Its word in answers, files and numbers.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OutOfOrder { .. } => "out-of-order",
            Self::Gap { .. } => "gap",
            Self::Other { .. } => "other-entry",
            Self::BeyondTheHead { .. } => "beyond-the-head",
            Self::Root { .. } => "other-root",
            Self::Forked { .. } => "forked",
        }
    }

    /// The HTTP status that it is answered with: 409 where the sender thinks that something else is kept, 422 where the batch is wrong by itself.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Gap { .. } | Self::Other { .. } => 409,
            Self::OutOfOrder { .. } | Self::BeyondTheHead { .. } | Self::Root { .. } | Self::Forked { .. } => 422,
        }
    }

    /// The first entry that it is about.
    #[must_use]
    pub const fn entry(self) -> u64 {
        match self {
            Self::OutOfOrder { expected: place, .. }
            | Self::Gap { next: place, .. }
            | Self::Other { place }
            | Self::BeyondTheHead { size: place, .. }
            | Self::Root { from: place, .. }
            | Self::Forked { size: place } => place,
        }
    }

    /// Whether it is proof against the log, and not perhaps only of a bad line: it stands until a person has looked at it.
    #[must_use]
    pub const fn is_proof(self) -> bool {
        matches!(self, Self::Forked { .. })
    }
}

/// A batch whose head is signed by a log that the collector knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    batch: Batch,
    head: Checkpoint,
    signed_at: Timestamp,
    leaves: Vec<Hash>,
}

impl Admitted {
    /// Looks at what needs no memory: the log, its signature, and the time of it.
    ///
    /// # Errors
    /// When nobody known has signed for it, or not by now.
    pub fn by(logs: &[VerifierKey], batch: Batch, now: Timestamp, with: &dyn Ed25519) -> Result<Self, Refused> {
        let head = Checkpoint::of(&batch.note).ok().filter(|head| head.size <= MOST_LEAVES).ok_or(Refused::NoHead)?;
        let mut keys = logs.iter().filter(|key| key.name == head.origin).peekable();
        if keys.peek().is_none() {
            return Err(Refused::UnknownLog);
        }
        let signed = keys.find_map(|key| {
            batch.note.verify(key, with).ok()?;
            // The same key signs the time, under the name of the same log.
            batch.note.verify(&VerifierKey { kind: Kind::Cosignature, ..key.clone() }, with).ok()?
        });
        let seconds = i64::try_from(signed.ok_or(Refused::Unsigned)?).unwrap_or(i64::MAX);
        let signed_at = Timestamp::from_micros(seconds.saturating_mul(1_000_000));
        if signed_at > now.after(SKEW) {
            return Err(Refused::ClockAhead);
        }
        let leaves = batch.entries.iter().map(|(_, leaf)| Hash::leaf(leaf.as_bytes())).collect();
        Ok(Self { batch, head, signed_at, leaves })
    }

    /// Whose head it is.
    #[must_use]
    pub const fn origin(&self) -> &KeyName {
        &self.head.origin
    }

    /// The head.
    #[must_use]
    pub const fn head(&self) -> &Checkpoint {
        &self.head
    }

    /// When the log signed it.
    #[must_use]
    pub const fn signed_at(&self) -> Timestamp {
        self.signed_at
    }

    /// The batch.
    #[must_use]
    pub const fn batch(&self) -> &Batch {
        &self.batch
    }
}

/// What a collector has of one log: all entries up to a place, as the log signed for them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collected(Tree);

/// What comes of a batch that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What there is with it.
    pub collected: Collected,
    /// How many of its entries were kept already: sent again, and the same.
    pub again: u64,
    /// Whether its head was found to continue all that there is. Not where the batch ends before.
    pub vouched: bool,
}

impl Collected {
    /// What is kept already, from the tree over it.
    #[must_use]
    pub const fn of(tree: Tree) -> Self {
        Self(tree)
    }

    /// The place that is expected next: how many entries there are.
    #[must_use]
    pub const fn next(&self) -> u64 {
        self.0.size()
    }

    /// The root over them.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.0.root()
    }

    /// The places that a batch says again: their hashes are read before it is taken.
    #[must_use]
    pub fn again(&self, asked: &Admitted) -> Range<u64> {
        asked.batch.from.min(self.next())..asked.batch.to.min(self.next())
    }

    /// Takes a batch: `again` are the hashes of what is kept at the places of [`Collected::again`]. What it gives is to be on disk before it
    /// counts.
    ///
    /// # Errors
    /// When anything is dropped, said twice, put elsewhere, changed, or not what was signed. Nothing of the batch is taken then.
    pub fn take(&self, asked: &Admitted, again: &[Hash]) -> Result<Taken, Trouble> {
        let Batch { from, to, entries, proof, .. } = &asked.batch;
        in_order(*from..*to, entries)?;
        if *from > self.next() {
            return Err(Trouble::Gap { next: self.next(), from: *from });
        }
        let kept = again.iter().map(Some).chain(core::iter::repeat(None));
        let said = self.again(asked).zip(kept.zip(&asked.leaves)).find(|(_, (kept, leaf))| *kept != Some(*leaf));
        if let Some((place, _)) = said {
            return Err(Trouble::Other { place });
        }
        if asked.head.size < *to {
            return Err(Trouble::BeyondTheHead { size: asked.head.size, to: *to });
        }
        let resent = self.next().min(*to).saturating_sub(*from);
        if *to < self.next() {
            return Ok(Taken { collected: self.clone(), again: resent, vouched: false });
        }
        let mut tree = self.0.clone();
        for leaf in asked.leaves.iter().skip(usize::try_from(resent).unwrap_or(usize::MAX)) {
            tree.push(*leaf);
        }
        match verify_consistency(*to, tree.root(), asked.head.size, asked.head.root, proof) {
            Ok(()) => Ok(Taken { collected: Self(tree), again: resent, vouched: true }),
            Err(_) if self.next() == *to && asked.head.size == *to && proof.is_empty() => Err(Trouble::Forked { size: *to }),
            Err(_) => Err(Trouble::Root { from: self.next(), to: (*to).saturating_sub(1).max(self.next()) }),
        }
    }
}

/// Whether each line has the place whose turn it is.
fn in_order(places: Range<u64>, entries: &[(u64, String)]) -> Result<(), Trouble> {
    let mut came = entries.iter().map(|(place, _)| *place);
    for expected in places.clone() {
        let came = came.next();
        if came != Some(expected) {
            return Err(Trouble::OutOfOrder { expected, came });
        }
    }
    came.next().map_or(Ok(()), |more| Err(Trouble::OutOfOrder { expected: places.end, came: Some(more) }))
}

#[cfg(test)]
#[path = "take_tests.rs"]
mod tests;
