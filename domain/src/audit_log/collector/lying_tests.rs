//! A collector behind a line that drops, repeats, reorders and changes what comes over it, and renumbers to hide it: whatever arrives, what is
//! kept is what the log signed for, and what is right is always taken.

use core::ops::Range;

use proptest::prelude::*;

use super::*;
use crate::{
    audit_log::{
        checkpoint::{
            Checkpoint,
            tests::{Fake, NOBODY},
        },
        hash::Hash,
        key::{Kind, Signer, VerifierKey},
        note::Note,
        proof::{Span, consistency},
        tile::Subtree,
        tree::by_definition,
    },
    time::Timestamp,
};

const NOW: Timestamp = Timestamp::from_micros(1_796_000_000_000_000);

/// A log with its entries and its key.
#[derive(Clone, Debug)]
pub(super) struct Log {
    key: [u8; 32],
    entries: Vec<String>,
}

impl Log {
    pub(super) fn new(key: u8, size: u64) -> Self {
        Self { key: [key; 32], entries: (0..size).map(|n| format!("{{\"n\":{n}}}")).collect() }
    }

    /// The same with other entries from there on.
    pub(super) fn forked(&self, from: usize) -> Self {
        let entries = self.entries.iter().enumerate().map(|(n, entry)| if n < from { entry.clone() } else { format!("{{\"other\":{n}}}") });
        Self { entries: entries.collect(), ..*self }
    }

    pub(super) fn key(&self) -> VerifierKey {
        VerifierKey { name: "log.example/1".parse().unwrap(), kind: Kind::Note, public: Fake(self.key).public() }
    }

    pub(super) fn signed(&self, text: &str) -> Note {
        let mut note = Note::unsigned(text.into());
        note.sign(self.key().name, &Fake(self.key));
        note.cosign(self.key().name, &Fake(self.key), (NOW.micros() / 1_000_000).try_into().unwrap());
        note
    }

    fn head(&self, size: u64) -> String {
        let root = by_definition(&self.hashes(0..size));
        Checkpoint { origin: self.key().name, size, root }.to_string()
    }

    pub(super) fn note(&self, size: u64) -> Note {
        self.signed(&self.head(size))
    }

    pub(super) fn note_at(&self, size: u64, at: Timestamp) -> Note {
        let mut note = self.without_time(size);
        note.cosign(self.key().name, &Fake(self.key), (at.micros() / 1_000_000).try_into().unwrap());
        note
    }

    pub(super) fn without_time(&self, size: u64) -> Note {
        let mut note = Note::unsigned(self.head(size));
        note.sign(self.key().name, &Fake(self.key));
        note
    }

    pub(super) fn hashes(&self, places: Range<u64>) -> Vec<Hash> {
        let at = |place| usize::try_from(place).unwrap();
        self.entries[at(places.start)..at(places.end)].iter().map(|entry| Hash::leaf(entry.as_bytes())).collect()
    }

    /// What an honest log sends.
    pub(super) fn batch(&self, from: u64, to: u64, size: u64) -> Batch {
        let leaves = self.hashes(0..size);
        let of = |tree: Subtree| {
            let from = usize::try_from(tree.index << tree.height).unwrap();
            by_definition(&leaves[from..from + (1 << tree.height)])
        };
        let proof = consistency(to, size).into_iter().map(|span| Span::root(&span.subtrees().map(of).collect::<Vec<_>>())).collect();
        let entries = (from..to).map(|place| (place, self.entries[usize::try_from(place).unwrap()].clone())).collect();
        Batch { from, to, entries, proof, note: self.note(size) }
    }
}

const MOST: u64 = 60;

/// What the line does with a batch.
#[derive(Clone, Debug)]
enum Line {
    Nothing,
    /// It never comes.
    Loses,
    Drops(prop::sample::Index),
    Repeats(prop::sample::Index),
    Swaps(prop::sample::Index, prop::sample::Index),
    Edits(prop::sample::Index),
    /// From another log with the same key: the very lie that a thief of the key tells.
    Forks(usize),
    OtherProof(u64),
    /// An earlier batch, again.
    Replays(prop::sample::Index),
}

#[derive(Clone, Debug)]
struct Step {
    /// How far it is behind or ahead of what the collector expects.
    off: i64,
    length: u64,
    beyond: u64,
    line: Line,
    /// Whether the line makes the places fit again.
    renumbers: bool,
}

fn step() -> impl Strategy<Value = Step> {
    let at = any::<prop::sample::Index>;
    let line = prop_oneof![
        4 => Just(Line::Nothing),
        1 => Just(Line::Loses),
        2 => at().prop_map(Line::Drops),
        2 => at().prop_map(Line::Repeats),
        2 => (at(), at()).prop_map(|(one, other)| Line::Swaps(one, other)),
        2 => at().prop_map(Line::Edits),
        2 => (0..60_usize).prop_map(Line::Forks),
        1 => (0..MOST).prop_map(Line::OtherProof),
        1 => at().prop_map(Line::Replays),
    ];
    let off = prop_oneof![4 => Just(0), 1 => -8..8_i64];
    (off, 0..9_u64, 0..20_u64, line, any::<bool>()).prop_map(|(off, length, beyond, line, renumbers)| Step {
        off,
        length,
        beyond,
        line,
        renumbers,
    })
}

/// What arrives, if anything does.
fn over(step: &Step, honest: &Log, next: u64, before: &[Batch]) -> Option<Batch> {
    let from = next.saturating_add_signed(step.off).min(MOST);
    let to = (from + step.length).min(MOST);
    let size = (to + step.beyond).min(MOST);
    let mut batch = honest.batch(from, to, size);
    let length = batch.entries.len();
    match &step.line {
        Line::Loses => return None,
        Line::Drops(at) if length > 0 => drop(batch.entries.remove(at.index(length))),
        Line::Repeats(at) if length > 0 => batch.entries.insert(at.index(length), batch.entries[at.index(length)].clone()),
        Line::Swaps(one, other) if length > 0 => batch.entries.swap(one.index(length), other.index(length)),
        Line::Edits(at) if length > 0 => batch.entries[at.index(length)].1.push('x'),
        Line::Forks(at) => batch = honest.forked(*at).batch(from, to, size),
        Line::OtherProof(old) => batch.proof = honest.batch(*old, *old, size.max(*old)).proof,
        Line::Replays(at) if !before.is_empty() => return Some(before[at.index(before.len())].clone()),
        _ => {}
    }
    if step.renumbers {
        batch.entries.iter_mut().zip(from..).for_each(|(entry, place)| entry.0 = place);
        batch.to = from + batch.entries.len() as u64;
        if batch.to <= size {
            batch.proof = honest.batch(batch.to, batch.to, size).proof;
        }
    }
    Some(batch)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Until the end, each entry that is kept is the log's own at its place, and none is left out.
    #[test]
    fn whatever_the_line_does_what_is_kept_is_what_was_signed(steps in prop::collection::vec(step(), 1..40)) {
        let honest = Log::new(1, MOST);
        let (mut collected, mut kept, mut before) = (Collected::default(), Vec::<String>::new(), Vec::new());
        for step in &steps {
            let Some(batch) = over(step, &honest, collected.next(), &before) else { continue };
            let size = Checkpoint::of(&batch.note).unwrap().size;
            let right = batch.to <= size && batch == honest.batch(batch.from, batch.to, size);
            before.push(batch.clone());
            let asked = Admitted::by(&[honest.key()], batch.clone(), NOW, &NOBODY).unwrap();
            let at = |place| usize::try_from(place).unwrap();
            let again = &kept[at(collected.again(&asked).start)..at(collected.again(&asked).end)];
            let came = collected.take(&asked, &again.iter().map(|leaf| Hash::leaf(leaf.as_bytes())).collect::<Vec<_>>());
            if let Ok(taken) = &came {
                let new = batch.entries.iter().skip(usize::try_from(taken.again).unwrap()).map(|(_, leaf)| leaf.clone());
                kept.extend(new);
                collected = taken.collected.clone();
            }
            // One story: the honest log's, or that of whoever has its key and was first. Never a mixture, never a hole.
            prop_assert_eq!(collected.next(), kept.len() as u64);
            let hashes: Vec<_> = kept.iter().map(|leaf| Hash::leaf(leaf.as_bytes())).collect();
            prop_assert_eq!(collected.root(), by_definition(&hashes));
            if right && batch.from > collected.next() {
                prop_assert_eq!(came, Err(Trouble::Gap { next: collected.next(), from: batch.from }));
            } else if right && kept == honest.entries[..kept.len()] {
                prop_assert!(came.is_ok(), "{came:?}");
            }
        }
    }

    /// Nobody without the key gets anything kept but the honest entries, and no change of a batch goes through that changes what it says.
    #[test]
    fn a_line_without_the_key_changes_nothing_that_is_kept(steps in prop::collection::vec(step(), 1..40)) {
        let honest = Log::new(1, MOST);
        let (mut collected, mut before) = (Collected::default(), Vec::new());
        for step in steps.iter().filter(|step| !matches!(step.line, Line::Forks(_))) {
            let Some(batch) = over(step, &honest, collected.next(), &before) else { continue };
            before.push(batch.clone());
            let asked = Admitted::by(&[honest.key()], batch.clone(), NOW, &NOBODY).unwrap();
            let again = honest.hashes(collected.again(&asked));
            let came = collected.take(&asked, &again);
            let says_the_same = batch.to <= MOST && batch.entries == honest.batch(batch.from, batch.to, MOST).entries;
            if let Ok(taken) = came {
                prop_assert!(says_the_same, "a batch was taken that says something else: {batch:?}");
                collected = taken.collected;
            } else if let Err(trouble) = came {
                let about = trouble.entry();
                prop_assert!((batch.from.min(collected.next())..=MOST).contains(&about), "{trouble:?}");
            }
            prop_assert_eq!(collected.root(), by_definition(&honest.hashes(0..collected.next())));
        }
    }

    #[test]
    fn whatever_is_sent_nothing_panics(text in "(\\{\"from\":[0-9]{1,20},\"to\":[0-9]{1,20},\"proof\":\\[\\],\"note\":\"a\\\\n\"\\}\n)?([0-9]{1,3} .{0,9}\n){0,4}") {
        let _ = text.parse::<Batch>().map(|batch| Admitted::by(&[], batch, NOW, &NOBODY));
    }
}
