//! A witness that only ever meets one log: an honest one, and one that rolls back, forks, and sends whatever proof it likes.

use proptest::prelude::*;

use super::*;
use crate::audit_log::{
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
};

/// A log and its key.
#[derive(Clone, Debug)]
pub(super) struct Log {
    key: [u8; 32],
    leaves: Vec<Hash>,
}

impl Log {
    pub(super) fn new(key: u8, size: u64) -> Self {
        Self { key: [key; 32], leaves: (0..size).map(|n| Hash::leaf(&n.to_be_bytes())).collect() }
    }

    /// The same log with another story from there on.
    pub(super) fn forked(&self, from: u64) -> Self {
        let from = usize::try_from(from).unwrap();
        let leaves = self.leaves.iter().enumerate().map(|(n, leaf)| if n < from { *leaf } else { Hash::node(*leaf, *leaf) }).collect();
        Self { leaves, ..*self }
    }

    pub(super) fn key(&self) -> VerifierKey {
        VerifierKey { name: "log.example/1".parse().unwrap(), kind: Kind::Note, public: Fake(self.key).public() }
    }

    pub(super) fn note(&self, text: &str) -> Note {
        let mut note = Note::unsigned(text.into());
        note.sign(self.key().name, &Fake(self.key));
        note
    }

    pub(super) fn head(&self, size: u64) -> Head {
        Head { size, root: by_definition(&self.leaves[..usize::try_from(size).unwrap()]) }
    }

    /// What an honest log asks. An `old` above `size` has no proof.
    pub(super) fn request(&self, old: u64, size: u64) -> AddCheckpoint {
        let of = |tree: Subtree| {
            let from = usize::try_from(tree.index << tree.height).unwrap();
            by_definition(&self.leaves[from..from + (1 << tree.height)])
        };
        let proof = consistency(old, size).into_iter().map(|span| Span::root(&span.subtrees().map(of).collect::<Vec<_>>())).collect();
        let Head { size, root } = self.head(size);
        let head = Checkpoint { origin: self.key().name, size, root };
        AddCheckpoint { old, proof, note: self.note(&head.to_string()) }
    }
}

/// One request to the witness.
#[derive(Clone, Debug)]
struct Step {
    old: u64,
    size: u64,
    fork: Option<u64>,
    proof: Tampered,
}

#[derive(Clone, Debug)]
enum Tampered {
    Not,
    Dropped(prop::sample::Index),
    Added(u64),
    OfOtherSizes(u64, u64),
}

const MOST: u64 = 70;

fn step() -> impl Strategy<Value = Step> {
    let tampered = prop_oneof![
        3 => Just(Tampered::Not),
        1 => any::<prop::sample::Index>().prop_map(Tampered::Dropped),
        1 => (0..MOST).prop_map(Tampered::Added),
        1 => (0..MOST, 0..MOST).prop_map(|(old, size)| Tampered::OfOtherSizes(old, size)),
    ];
    (0..=MOST, 0..=MOST, prop::option::of(0..MOST), tampered).prop_map(|(old, size, fork, proof)| Step { old, size, fork, proof })
}

fn asked(log: &Log, step: &Step, last: Option<Head>) -> AddCheckpoint {
    // Half of the time it says the size that the witness knows, or nothing would ever come to the proof.
    let old = if step.old.is_multiple_of(2) { last.map_or(0, |head| head.size) } else { step.old };
    let mut request = log.request(old, step.size);
    match &step.proof {
        Tampered::Dropped(at) if !request.proof.is_empty() => drop(request.proof.remove(at.index(request.proof.len()))),
        Tampered::Not | Tampered::Dropped(_) => {}
        Tampered::Added(leaf) => request.proof.push(log.head(*leaf).root),
        Tampered::OfOtherSizes(old, size) => request.proof = log.request(*old, *size).proof,
    }
    request
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever comes, each head that is cosigned continues the one before: no fork, no way back, no proof that shows nothing.
    #[test]
    fn a_lying_log_gets_one_story_cosigned_at_most(steps in prop::collection::vec(step(), 1..40)) {
        let honest = Log::new(1, MOST);
        let (mut last, mut story) = (None::<Head>, None::<Log>);
        for step in &steps {
            let log = step.fork.map_or_else(|| honest.clone(), |from| honest.forked(from));
            let decided = Admitted::by(&[honest.key()], asked(&log, step, last), &NOBODY).and_then(|admitted| admitted.after(last));
            let Ok(head) = decided else { continue };
            let before = last.unwrap_or_else(Head::nothing);
            prop_assert!(head.size >= before.size, "from {} back to {}", before.size, head.size);
            prop_assert_eq!(log.head(before.size), before, "what was cosigned before is not a part of it");
            prop_assert_eq!(log.head(head.size), head);
            if let Some(story) = &story {
                prop_assert_eq!(story.head(before.size), log.head(before.size));
            }
            (last, story) = (Some(head), Some(log));
        }
    }

    /// An honest log is never refused, however its heads are spaced.
    #[test]
    fn an_honest_log_is_always_cosigned(mut sizes in prop::collection::vec(0..=MOST, 1..20)) {
        sizes.sort_unstable();
        let log = Log::new(1, MOST);
        let mut last = None::<Head>;
        for size in sizes {
            let request = log.request(last.map_or(0, |head| head.size), size);
            last = Some(Admitted::by(&[log.key()], request, &NOBODY).unwrap().after(last).unwrap());
        }
    }

    #[test]
    fn whatever_is_sent_nothing_panics(text in "(old [0-9]{1,20}\n)?([A-Za-z0-9+/=]{44}\n){0,3}\n?(.|\n){0,80}") {
        let _ = text.parse::<AddCheckpoint>().map(|request| Admitted::by(&[], request, &NOBODY));
    }
}
