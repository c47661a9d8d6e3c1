//! A log for a collector: a key, and entries. It can be told two ways.

use std::ops::Range;

use domain::{
    audit_log::{Checkpoint, Hash, Note, VerifierKey, collector::Batch, proof},
    time::Timestamp,
};

use super::story::Story;

#[derive(Clone)]
pub struct Tale {
    pub story: Story,
    pub entries: Vec<String>,
}

impl Tale {
    /// One of its own, of so many entries.
    pub fn new(origin: &str, size: u64) -> Self {
        let entries: Vec<_> = (0..size).map(|n| format!("{{\"n\":{n}}}")).collect();
        Self { story: Story { leaves: leaves(&entries), ..Story::new(origin, 0) }, entries }
    }

    /// The same with other entries from there on.
    pub fn forked(&self, from: usize) -> Self {
        let other = |(n, entry): (usize, &String)| if n < from { entry.clone() } else { format!("{{\"other\":{n}}}") };
        let entries: Vec<_> = self.entries.iter().enumerate().map(other).collect();
        Self { story: Story { leaves: leaves(&entries), ..self.story.clone() }, entries }
    }

    pub fn verifier(&self) -> VerifierKey {
        self.story.verifier()
    }

    /// Its head of that size, as signed at that moment.
    pub fn note(&self, size: u64, at: Timestamp) -> Note {
        let root = self.story.head(size).root;
        let mut note = self.story.signed(&Checkpoint { origin: self.story.origin.clone(), size, root }.to_string());
        note.cosign(self.story.origin.clone(), &self.story.key, (at.micros() / 1_000_000).try_into().unwrap());
        note
    }

    /// What an honest log sends at that moment, with its head of `size`.
    pub fn batch(&self, places: Range<u64>, size: u64, at: Timestamp) -> Batch {
        let Range { start: from, end: to } = places;
        let entries = (from..to).map(|place| (place, self.entries[usize::try_from(place).unwrap()].clone())).collect();
        Batch { from, to, entries, proof: self.story.proof(&proof::consistency(to, size)), note: self.note(size, at) }
    }
}

fn leaves(entries: &[String]) -> Vec<Hash> {
    entries.iter().map(|entry| Hash::leaf(entry.as_bytes())).collect()
}
