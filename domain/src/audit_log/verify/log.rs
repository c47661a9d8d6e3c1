//! The log as it is fed: entries in their order, and heads between them.

use super::{
    entry::{Examined, Rests},
    finding::{Kind, Place},
    heads::Last,
    pruned::Gone,
    range::Range,
    report::Report,
};
use crate::{
    audit_log::hash::Hash,
    time::{Duration, Timestamp},
};

/// A verification under way.
#[derive(Clone, Debug)]
pub struct Log {
    pub(super) skew: i64,
    pub(super) quorum: usize,
    pub(super) range: Range,
    /// The last head that the log signed.
    pub(super) last: Option<Last>,
    /// How many entries the last head with the right root holds.
    pub(super) good: u64,
    /// Whether a head since then has another root, which was said.
    pub(super) broken: bool,
    /// Whether a head has more entries than there are, which was said.
    pub(super) cut: bool,
    /// Of the entries since the last head, those with a later time than all before them.
    pub(super) latest: Vec<(u64, i64)>,
    /// Whether an approval committed to its signature: then all after it do.
    proofs: bool,
    /// Entries of which only the hash is known.
    pub(super) gone: Gone,
    pub(super) report: Report,
}

impl Log {
    /// A log of which nothing has been seen yet. Times may be as far off as `skew`; `quorum` of that many witnesses are wanted.
    #[must_use]
    pub fn new(skew: Duration, quorum: usize, witnesses: usize) -> Self {
        Self {
            skew: i64::try_from(skew.whole_microseconds()).unwrap_or(i64::MAX),
            quorum,
            range: Range::default(),
            last: None,
            good: 0,
            broken: false,
            cut: false,
            latest: Vec::new(),
            proofs: false,
            gone: Gone::default(),
            report: Report::new(witnesses),
        }
    }

    /// How many entries it was fed: the next one's index.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.range.size()
    }

    /// The root over them.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.range.root()
    }

    /// The next entry; and what its source has stored as its hash, if it has.
    pub fn entry(&mut self, examined: Examined, stored: Option<Hash>) {
        let place = Place::Entry(self.size());
        if stored.is_some_and(|stored| stored != examined.leaf) {
            self.report.find(place, Kind::OtherHash, "its stored hash is not its hash: one of the two was changed");
        }
        for (kind, why) in examined.flaws {
            self.report.find(place, kind, why);
        }
        self.report.opened += examined.opened;
        self.report.erased += examined.erased;
        if let Some(rests) = examined.rests {
            self.approval(place, rests);
        }
        if let Some((_, at)) = examined.entry {
            self.time(at);
        }
        if let Some(pruned) = examined.pruned {
            self.pruning(self.size(), pruned);
        }
        self.range.push(examined.leaf);
    }

    /// The next entry is not there: a place without one, of which only the hash is known, if that. With its hash, it may have been pruned: a
    /// later entry has to say so.
    pub fn missing(&mut self, stored: Option<Hash>) {
        match stored {
            Some(_) => self.gone.push(self.size()),
            None => self.report.find(Place::Entry(self.size()), Kind::Missing, "there is no such entry"),
        }
        self.range.push(stored.unwrap_or_else(Hash::empty));
    }

    /// What its source found wrong beside the log.
    pub fn find(&mut self, place: Place, kind: Kind, why: impl Into<String>) {
        self.report.find(place, kind, why);
    }

    /// All of it was fed.
    #[must_use]
    pub fn finish(mut self) -> Report {
        self.explain();
        self.report.entries = self.range.size();
        self.report.root = self.range.root();
        if self.last.is_none() {
            self.report.find(Place::Log, Kind::NothingSigned, "there is no head that the log signed");
        } else if self.quorum > 0 && self.report.witnessed.is_none() {
            self.report.find(Place::Log, Kind::NoQuorum, format!("no head was seen by {} of the witnesses", self.quorum));
        }
        self.report
    }

    fn approval(&mut self, place: Place, rests: Rests) {
        let approvals = &mut self.report.approvals;
        match rests {
            Rests::Signed => approvals.signed += 1,
            Rests::Unbound => approvals.unbound += 1,
            Rests::Unchecked => approvals.unchecked += 1,
            Rests::Erased => approvals.erased += 1,
            Rests::Bad => {}
            Rests::Nothing if !self.proofs => approvals.older += 1,
            Rests::Nothing => {
                self.report.find(place, Kind::Unproven, "the approval commits to no signature, and others before it do");
            }
        }
        self.proofs |= rests != Rests::Nothing;
    }

    fn time(&mut self, at: i64) {
        let index = self.size();
        if let Some(last) = &self.last
            && at < last.micros().saturating_sub(self.skew)
        {
            let (at, before) = (Timestamp::from_micros(at), Timestamp::from_micros(last.micros()));
            self.report.find(Place::Entry(index), Kind::TooEarly, format!("it says {at}, and the head before it was signed at {before}"));
        }
        if self.latest.last().is_none_or(|(_, latest)| at > *latest) {
            self.latest.push((index, at));
        }
    }
}
