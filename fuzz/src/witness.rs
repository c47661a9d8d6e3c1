//! A request to a witness, as a stranger or the log itself sends it (C2SP tlog-witness): whose head it is, and whether it continues the
//! last one that was cosigned.
//!
//! An input is a request as it comes; or `S` with one whose checkpoint the log's key signs here, so that what stands behind a good
//! signature is tried too: a log that lies.

use domain::audit_log::{
    Checkpoint, Hash, Note, Tree,
    proof::{Span, consistency},
    tile::Subtree,
    witness::{AddCheckpoint, Admitted, Head},
};

use super::{
    Seed,
    made_log::{Made, Ring, SIZE},
};

/// How many entries the head has that the witness cosigned last.
const COSIGNED: u64 = 3;

/// A witness that has cosigned a head of a log.
pub struct Witness {
    made: Made,
    leaves: Vec<Hash>,
    last: Head,
}

impl Default for Witness {
    fn default() -> Self {
        let made = Made::default();
        let leaves: Vec<_> = made.sample.entries.iter().map(|(leaf, _)| Hash::leaf(leaf)).collect();
        let last = head(&leaves, COSIGNED);
        Self { made, leaves, last }
    }
}

impl Witness {
    /// Tries one input. Whether the witness would cosign.
    pub fn run(&self, input: &[u8]) -> bool {
        let Ok(text) = core::str::from_utf8(input) else { return false };
        match text.strip_prefix('S') {
            Some(text) => text.split_once("\n\n").is_some_and(|(asked, head)| self.asked(&self.signed(asked, head))),
            None => self.asked(text),
        }
    }

    fn signed(&self, asked: &str, head: &str) -> String {
        let mut note = Note::unsigned(head.to_owned());
        note.sign(self.made.vkey[0].name.clone(), &self.made.key);
        [asked, "\n\n", &note.to_string()].concat()
    }

    /// What would be cosigned is a head of this log that continues the last one, also by the definition's own words.
    fn asked(&self, text: &str) -> bool {
        let Ok(request) = text.parse::<AddCheckpoint>() else { return false };
        assert_eq!(request.to_string().parse().as_ref(), Ok(&request), "a request is another when it is written again");
        let Ok(admitted) = Admitted::by(&self.made.vkey, request.clone(), &Ring) else { return false };
        assert!(request.note.verify(&self.made.vkey[0], &Ring).is_ok(), "a head that the log did not sign was let in");
        let after = admitted.after(Some(self.last));
        if let Err(refused) = after {
            assert_eq!(refused.size().is_some(), refused.status() == 409, "a conflict says the size, and nothing else does");
            assert!(refused.size().is_none_or(|size| size == self.last.size), "a conflict says another size than is kept");
        }
        let Ok(kept) = after else { return false };
        let said = Checkpoint::of(&request.note).unwrap();
        assert_eq!((kept.size, kept.root), (said.size, said.root), "another head is kept than was asked for");
        let mut proof = request.proof.iter().copied();
        let roots = if kept.size == self.last.size {
            Some((kept.root, kept.root))
        } else {
            roots(COSIGNED, kept.size, self.last.root, true, &mut proof)
        };
        assert_eq!(roots, Some((self.last.root, kept.root)), "a head that does not continue the last one was cosigned");
        assert_eq!(proof.next(), None, "a proof says more than it needs");
        true
    }

    /// What an honest log asks, and what others might.
    pub fn seeds(&self) -> Vec<Seed> {
        let honest = self.request(&self.leaves, COSIGNED, SIZE);
        let forked: Vec<_> = self.leaves.iter().map(|leaf| Hash::node(*leaf, *leaf)).collect();
        let lie = |text: String| ["S", &text].concat().into_bytes();
        vec![
            ("asked", true, self.whole(&honest).into_bytes()),
            ("signed", true, lie(honest.clone())),
            ("the-same-again", true, lie(self.request(&self.leaves, COSIGNED, COSIGNED))),
            ("rolled-back", false, lie(self.request(&self.leaves, 2, 2))),
            ("forked", false, lie(self.request(&forked, COSIGNED, SIZE))),
            ("forked-at-the-same-size", false, lie(self.request(&forked, COSIGNED, COSIGNED))),
            ("without-a-proof", false, lie(format!("old {COSIGNED}\n\n{}", self.text(&self.leaves, SIZE)))),
            ("unsigned", false, honest.into_bytes()),
        ]
    }

    fn whole(&self, request: &str) -> String {
        request.split_once("\n\n").map_or_else(String::new, |(asked, head)| self.signed(asked, head))
    }

    fn text(&self, leaves: &[Hash], size: u64) -> String {
        let Head { size, root } = head(leaves, size);
        Checkpoint { origin: self.made.vkey[0].name.clone(), size, root }.to_string()
    }

    /// A request with a checkpoint that nobody has signed yet.
    fn request(&self, leaves: &[Hash], old: u64, size: u64) -> String {
        let of = |tree: Subtree| head(&leaves[at(tree.index << tree.height)..], 1 << tree.height).root;
        let proof: String = consistency(old, size)
            .into_iter()
            .map(|span| Span::root(&span.subtrees().map(of).collect::<Vec<_>>()).to_string() + "\n")
            .collect();
        format!("old {old}\n{proof}\n{}", self.text(leaves, size))
    }
}

fn at(size: u64) -> usize {
    usize::try_from(size).unwrap()
}

/// The head of the first entries.
fn head(leaves: &[Hash], size: u64) -> Head {
    let mut tree = Tree::new();
    leaves[..at(size)].iter().for_each(|leaf| drop(tree.push(*leaf)));
    Head { size, root: tree.root() }
}

/// The roots of the old and of the new tree that a proof makes, as RFC 6962 section 2.1.2 defines a proof, read backwards. `old` stands for
/// the subtree that both share from the first leaf on, which a proof leaves out.
fn roots(m: u64, n: u64, old: Hash, whole: bool, proof: &mut impl Iterator<Item = Hash>) -> Option<(Hash, Hash)> {
    if m == n {
        let shared = if whole { old } else { proof.next()? };
        return Some((shared, shared));
    }
    let split = 1 << (n - 1).ilog2();
    if m <= split {
        let (before, after) = roots(m, split, old, whole, proof)?;
        Some((before, Hash::node(after, proof.next()?)))
    } else {
        let (before, after) = roots(m - split, n - split, old, false, proof)?;
        let left = proof.next()?;
        Some((Hash::node(left, before), Hash::node(left, after)))
    }
}
