//! Entries that are not there because the log was pruned: only where an entry of the log says so, and who asked and approved.
//!
//! A pruning takes whole tiles from where the one before it ended. So what is gone is a beginning of the log, and the prunings that can
//! still be read are a chain. One whose own entry was pruned ten years later is vouched for by the one that took it.

use uuid::Uuid;

use super::{
    finding::{Kind, Place},
    log::Log,
    shape::Entry,
};
use crate::pruning::Range;

/// What an entry says was pruned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pruned {
    /// The entries.
    pub range: Range,
    /// Who asked for it.
    pub asked_by: Uuid,
    /// Who approved it.
    pub approved_by: Uuid,
    /// When, in microseconds since the Unix epoch.
    pub at: i64,
    /// How many of them are not there.
    pub gone: u64,
}

impl Pruned {
    /// Reads what an entry of that event says.
    pub(super) fn read(entry: &Entry) -> Result<Self, &'static str> {
        let who = |path: &[&str]| entry.text(path).and_then(|text| Uuid::try_parse(text).ok());
        let number = |name| entry.members.get("event")?.get(name)?.as_u64();
        let (from, to) = number("from").zip(number("to")).ok_or("it does not say what was pruned")?;
        let range = Range { from, to };
        if !range.is_whole() {
            return Err("what it says was pruned is not whole tiles");
        }
        let asked_by = who(&["event", "asked_by"]).ok_or("it does not say who asked for the pruning")?;
        let staff = entry.text(&["actor", "kind"]) == Some("staff");
        let approved_by = who(&["actor", "id"]).filter(|_| staff).ok_or("nobody of the staff approved the pruning")?;
        if asked_by == approved_by {
            return Err("one person both asked for the pruning and approved it");
        }
        Ok(Self { range, asked_by, approved_by, at: entry.at, gone: 0 })
    }
}

/// The entries of which only the hash is known, in runs.
#[derive(Clone, Debug, Default)]
pub(super) struct Gone(Vec<(u64, u64)>);

impl Gone {
    pub(super) fn push(&mut self, index: u64) {
        match self.0.last_mut() {
            Some((_, end)) if *end == index => *end += 1,
            _ => self.0.push((index, index + 1)),
        }
    }

    /// How many there are from one place on and before another.
    fn within(&self, from: u64, to: u64) -> u64 {
        self.0.iter().map(|(first, end)| (*end).min(to).saturating_sub((*first).max(from))).sum()
    }

    /// Those that are not from one place on and before another.
    fn without(&self, from: u64, to: u64) -> impl Iterator<Item = (u64, u64)> {
        let parts = self.0.iter().flat_map(move |(first, end)| [(*first, (*end).min(from)), ((*first).max(to), *end)]);
        parts.filter(|(first, end)| first < end)
    }
}

impl Log {
    /// An entry at `index` says that entries were pruned. What it says has to fit where it stands, and the prunings before it.
    pub(super) fn pruning(&mut self, index: u64, pruned: Pruned) {
        let Range { from, to } = pruned.range;
        let before = self.report.prunings.last().map(|last| last.range.to);
        let why = if to > index {
            "it says that entries after itself were pruned"
        } else if to > self.good {
            "it says that entries were pruned that no signed head held by then"
        } else if before.is_some_and(|before| before != from) {
            "what it says was pruned does not begin where the pruning before it ended"
        } else {
            self.report.prunings.push(pruned);
            return;
        };
        self.report.find(Place::Entry(index), Kind::BadPruning, why);
    }

    /// From where on and before where entries may be missing.
    fn may_be_gone(&self) -> (u64, u64) {
        let ends = self.report.prunings.first().zip(self.report.prunings.last());
        ends.map_or((0, 0), |(first, last)| {
            // Of what was pruned before the first that can be read, the entry has to be among what is gone since.
            let told = self.gone.within(first.range.from, last.range.to) > 0;
            (if told { 0 } else { first.range.from }, last.range.to)
        })
    }

    /// Whether an entry is missing of which none so far says that it was pruned.
    #[must_use]
    pub fn is_unexplained(&self) -> bool {
        let (from, to) = self.may_be_gone();
        self.gone.without(from, to).next().is_some()
    }

    /// Says of each entry that is not there whether it was pruned, or is missing.
    pub(super) fn explain(&mut self) {
        let (from, to) = self.may_be_gone();
        let gone = core::mem::take(&mut self.gone);
        for (first, end) in gone.without(from, to) {
            let place = if end - first == 1 { Place::Entry(first) } else { Place::Between(first, end) };
            let why = if end - first == 1 { "there is no such entry" } else { "there are no such entries" };
            self.report.find(place, Kind::Missing, format!("{why}, and none says that it was pruned"));
        }
        self.report.pruned = gone.within(from, to);
        for pruned in &mut self.report.prunings {
            pruned.gone = gone.within(pruned.range.from, pruned.range.to);
        }
    }
}
