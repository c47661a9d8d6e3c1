//! What is wrong with a log, and where.

use core::fmt;

/// Where it is. Entries are counted from 0, as in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// An entry.
    Entry(u64),
    /// One or several of the entries from the first on and before the second.
    Between(u64, u64),
    /// The head of that many entries.
    Head(u64),
    /// None in particular.
    Log,
}

impl Place {
    /// The first entry that it can be.
    #[must_use]
    pub const fn first(self) -> u64 {
        match self {
            Self::Entry(index) | Self::Between(index, _) | Self::Head(index) => index,
            Self::Log => u64::MAX,
        }
    }
}

impl Place {
    /// Whether `other` says more exactly where in this one it is.
    #[must_use]
    pub const fn holds(self, other: Self) -> bool {
        match (self, other) {
            (Self::Between(from, to), Self::Entry(index)) => from <= index && index < to,
            (Self::Between(from, to), Self::Between(first, end)) => from <= first && end <= to && end - first < to - from,
            _ => false,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry(index) => write!(f, "entry {index}"),
            Self::Between(from, to) if to.saturating_sub(*from) == 1 => write!(f, "entry {from}"),
            Self::Between(from, to) => write!(f, "entries {from} to {}", to.saturating_sub(1)),
            Self::Head(size) => write!(f, "checkpoint at {size}"),
            Self::Log => f.write_str("the log"),
        }
    }
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident = $key:literal,)+) => {
        /// What is wrong. `docs/audit-log.md` says of each what it means.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[doc = $doc])+ $name,)+ }

        impl Kind {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its name in what is printed.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }
        }
    };
}

kinds! {
    /// An entry is not canonical JSON, or not one that this program knows.
    Malformed = "malformed",
    /// What is stored as an entry's hash is not its hash.
    OtherHash = "other-hash",
    /// An entry is not there.
    Missing = "missing",
    /// An entry says that the log was pruned, as it cannot have been.
    BadPruning = "bad-pruning",
    /// One entry stands in two places.
    Twice = "twice",
    /// Data beside an entry is not what the entry commits to.
    OtherData = "other-data",
    /// An approval without a signature, after others had one.
    Unproven = "unproven",
    /// The signature that an approval rests on does not fit.
    BadProof = "bad-proof",
    /// An entry says an earlier time than the head before it.
    TooEarly = "too-early",
    /// An entry says a later time than the head that first holds it.
    TooLate = "too-late",
    /// The entries have another root than the one that was signed.
    OtherRoot = "other-root",
    /// A signed head has more entries than there are.
    Cut = "cut",
    /// This is no head.
    NoHead = "no-head",
    /// A head is of a log whose key was not given.
    OtherLog = "other-log",
    /// A head is not signed by the log, or says no time.
    Unsigned = "unsigned",
    /// A cosignature by a witness does not fit.
    BadWitness = "bad-witness",
    /// Heads do not grow.
    Order = "order",
    /// A head says an earlier time than the one before.
    ClockBack = "clock-back",
    /// A head says a later time than a witness who had seen it.
    ClockAhead = "clock-ahead",
    /// Nothing is signed.
    NothingSigned = "nothing-signed",
    /// No head was seen by as many witnesses as were asked for.
    NoQuorum = "no-quorum",
    /// An entry was committed, and neither has a place nor waits for one.
    NeverPlaced = "never-placed",
    /// What is kept beside the log differs from what follows from it: a tile, the head, a file.
    Copy = "copy",
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: Kind,
    /// The same in a sentence.
    pub why: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.place, self.kind.key(), self.why)
    }
}
