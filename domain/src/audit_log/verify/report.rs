//! What a verification came to.

use super::{
    finding::{Finding, Kind, Place},
    pruned::Pruned,
};
use crate::audit_log::{hash::Hash, key::KeyName};

/// More findings than that are counted only.
const MOST: usize = 1_000;

/// What was looked at, and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Entries.
    pub entries: u64,
    /// The root over them.
    pub root: Hash,
    /// Heads whose signature and root are good.
    pub heads: u64,
    /// How many entries the last of those holds.
    pub sealed: u64,
    /// When it was signed, in seconds since the Unix epoch.
    pub sealed_at: Option<u64>,
    /// The epochs, each with the size of its first head.
    pub epochs: Vec<(KeyName, u64)>,
    /// How many entries the last head holds that enough witnesses have seen; `None`: there is no such head.
    pub witnessed: Option<u64>,
    /// Good cosignatures of each witness, in the order in which they were given.
    pub cosignatures: Vec<u64>,
    /// What was said of approvals.
    pub approvals: Approvals,
    /// Pieces of data beside entries that are what the entries commit to.
    pub opened: u64,
    /// Pieces that entries commit to and that are not there: erased.
    pub erased: u64,
    /// Entries that are not there because the log was pruned.
    pub pruned: u64,
    /// The prunings that the log tells of, in their order.
    pub prunings: Vec<Pruned>,
    findings: Vec<Finding>,
    more: u64,
}

/// How many approvals rest on what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Approvals {
    /// A signature of a phone or passkey that fits, over this session.
    pub signed: u64,
    /// A signature that fits, of a passkey; which session it was for is not among what was kept.
    pub unbound: u64,
    /// A signature that was erased.
    pub erased: u64,
    /// A signature by an algorithm that was not checked.
    pub unchecked: u64,
    /// Nothing: they are older than the first one that commits to a signature.
    pub older: u64,
}

impl Report {
    pub(super) fn new(witnesses: usize) -> Self {
        Self {
            entries: 0,
            root: Hash::empty(),
            heads: 0,
            sealed: 0,
            sealed_at: None,
            epochs: Vec::new(),
            witnessed: None,
            cosignatures: vec![0; witnesses],
            approvals: Approvals::default(),
            opened: 0,
            erased: 0,
            pruned: 0,
            prunings: Vec::new(),
            findings: Vec::new(),
            more: 0,
        }
    }

    pub(super) fn find(&mut self, place: Place, kind: Kind, why: impl Into<String>) {
        if self.findings.len() < MOST {
            self.findings.push(Finding { place, kind, why: why.into() });
        } else {
            self.more += 1;
        }
    }

    /// What is wrong, as it was found.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many things are wrong, those included that are not among [`Report::findings`].
    #[must_use]
    pub fn wrong(&self) -> u64 {
        u64::try_from(self.findings.len()).unwrap_or(u64::MAX).saturating_add(self.more)
    }

    /// The one that is nearest to the beginning of the log: of those that are within others, the most exact.
    #[must_use]
    pub fn first(&self) -> Option<&Finding> {
        let nearest = |within: Option<Place>| {
            let held = self.findings.iter().filter(move |finding| within.is_none_or(|place| place.holds(finding.place)));
            held.min_by_key(|finding| (finding.place.first(), finding.place))
        };
        let mut first = nearest(None)?;
        while let Some(within) = nearest(Some(first.place)) {
            first = within;
        }
        Some(first)
    }
}
