//! A log for a witness to look at: a key, and entries of which only the hashes matter. It can be told two ways.

use domain::audit_log::{
    Checkpoint, Hash, Note, Tree, VerifierKey,
    key::{KeyName, Kind, Signer},
    proof::{self, Span},
    tile::Subtree,
    witness::{AddCheckpoint, Head},
};
use server::log_key::LogKey;

use super::keys::ed25519;

#[derive(Clone)]
pub struct Story {
    pub key: LogKey,
    pub origin: KeyName,
    pub leaves: Vec<Hash>,
}

impl Story {
    /// One of its own, of so many entries.
    pub fn new(origin: &str, size: u64) -> Self {
        let leaves = (0..size).map(|n| Hash::leaf(&n.to_be_bytes())).collect();
        Self { key: ed25519(), origin: origin.parse().unwrap(), leaves }
    }

    /// The same with other entries from there on.
    pub fn forked(&self, from: usize) -> Self {
        let leaves = self.leaves.iter().enumerate().map(|(n, leaf)| if n < from { *leaf } else { Hash::node(*leaf, *leaf) });
        Self { leaves: leaves.collect(), ..self.clone() }
    }

    /// The same with so many more entries.
    pub fn longer(&self, more: u64) -> Self {
        let mut story = self.clone();
        story.leaves.extend((0..more).map(|n| Hash::leaf(format!("more {n}").as_bytes())));
        story
    }

    pub fn verifier(&self) -> VerifierKey {
        VerifierKey { name: self.origin.clone(), kind: Kind::Note, public: self.key.public() }
    }

    pub fn head(&self, size: u64) -> Head {
        Head { size, root: root(&self.leaves[..usize::try_from(size).unwrap()]) }
    }

    pub fn signed(&self, text: &str) -> Note {
        let mut note = Note::unsigned(text.to_owned());
        note.sign(self.origin.clone(), &self.key);
        note
    }

    pub fn note(&self, size: u64) -> Note {
        let Head { root, .. } = self.head(size);
        self.signed(&Checkpoint { origin: self.origin.clone(), size, root }.to_string())
    }

    /// What an honest client of this story asks.
    pub fn request(&self, old: u64, size: u64) -> AddCheckpoint {
        AddCheckpoint { old, proof: self.proof(&proof::consistency(old, size)), note: self.note(size) }
    }

    /// The hashes of a proof.
    pub fn proof(&self, spans: &[Span]) -> Vec<Hash> {
        let of = |tree: Subtree| {
            let from = usize::try_from(tree.index << tree.height).unwrap();
            root(&self.leaves[from..from + (1 << tree.height)])
        };
        spans.iter().map(|span| Span::root(&span.subtrees().map(of).collect::<Vec<_>>())).collect()
    }
}

fn root(leaves: &[Hash]) -> Hash {
    let mut tree = Tree::new();
    for leaf in leaves {
        tree.push(*leaf);
    }
    tree.root()
}
