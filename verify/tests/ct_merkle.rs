//! A tree, proofs and a verifier that others wrote (the crate `ct-merkle`), both ways over random trees: theirs by ours, ours by theirs.

use ct_merkle::{ConsistencyProof, InclusionProof, RootHash, mem_backed_tree::MemoryBackedTree};
use domain::audit_log::{
    Hash,
    proof::{Span, consistency, inclusion, verify_consistency, verify_inclusion},
};
use proptest::prelude::*;
use sha2_of_ct_merkle::Sha256;

/// Leaves as bytes, which are what they hash.
fn leaves(size: u64, seed: u64) -> Vec<Vec<u8>> {
    (0..size).map(|n| [seed.to_be_bytes(), n.to_be_bytes()].concat()).collect()
}

struct Both {
    hashes: Vec<Hash>,
    theirs: MemoryBackedTree<Sha256, Vec<u8>>,
    leaves: Vec<Vec<u8>>,
}

impl Both {
    fn new(size: u64, seed: u64) -> Self {
        let leaves = leaves(size, seed);
        let mut theirs = MemoryBackedTree::new();
        for leaf in &leaves {
            theirs.push(leaf.clone());
        }
        Self { hashes: leaves.iter().map(|leaf| Hash::leaf(leaf)).collect(), theirs, leaves }
    }

    fn root(&self, size: u64) -> Hash {
        self.of(&domain::audit_log::proof::whole(size))
    }

    fn of(&self, span: &Span) -> Hash {
        Span::root(
            &span.subtrees().map(|subtree| crate::support::subtree_root(&self.hashes, subtree.height, subtree.index)).collect::<Vec<_>>(),
        )
    }

    fn ours(&self, spans: &[Span]) -> Vec<Hash> {
        spans.iter().map(|span| self.of(span)).collect()
    }
}

/// Their root, as they keep it.
fn theirs(root: Hash, size: u64) -> RootHash<Sha256> {
    RootHash::new((*root.bytes()).into(), size)
}

proptest! {
    #[test]
    fn the_same_roots_and_proofs(size in 1_u64..700, seed: u64, at: prop::sample::Index, old: prop::sample::Index) {
        let both = Both::new(size, seed);
        let root = both.root(size);
        let their_root = both.theirs.root();
        prop_assert_eq!(their_root.as_bytes().as_slice(), root.bytes());

        let index = at.index(usize::try_from(size).unwrap());
        let place = index as u64;
        let their_proof = both.theirs.prove_inclusion(index);
        let our_proof = both.ours(&inclusion(place, size));
        prop_assert_eq!(their_proof.as_bytes(), Hash::concat(&our_proof));
        let read = Hash::all(their_proof.as_bytes()).unwrap();
        prop_assert_eq!(verify_inclusion(both.hashes[index], place, size, &read, root), Ok(()));
        let given = InclusionProof::<Sha256>::try_from_bytes(Hash::concat(&our_proof)).unwrap();
        prop_assert!(theirs(root, size).verify_inclusion(&both.leaves[index], place, &given).is_ok());
        // Neither takes it for the leaf beside it.
        let beside = (index + 1) % both.hashes.len();
        if beside != index {
            prop_assert!(verify_inclusion(both.hashes[beside], place, size, &read, root).is_err());
            prop_assert!(theirs(root, size).verify_inclusion(&both.leaves[beside], place, &given).is_err());
        }

        let before = 1 + old.index(usize::try_from(size).unwrap()) as u64;
        let their_proof = both.theirs.prove_consistency(usize::try_from(size - before).unwrap());
        let our_proof = both.ours(&consistency(before, size));
        prop_assert_eq!(their_proof.as_bytes(), Hash::concat(&our_proof));
        let read = Hash::all(their_proof.as_bytes()).unwrap();
        prop_assert_eq!(verify_consistency(before, both.root(before), size, root, &read), Ok(()));
        let given = ConsistencyProof::<Sha256>::try_from_bytes(Hash::concat(&our_proof)).unwrap();
        prop_assert!(theirs(root, size).verify_consistency(&theirs(both.root(before), before), &given).is_ok());
    }

    /// A bit that is another is refused by both.
    #[test]
    fn a_flipped_bit_is_refused_by_both(size in 2_u64..300, at: prop::sample::Index, bit: prop::sample::Index) {
        let both = Both::new(size, 1);
        let index = at.index(usize::try_from(size).unwrap());
        let (place, root) = (index as u64, both.root(size));
        let mut bytes = Hash::concat(&both.ours(&inclusion(place, size)));
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        let given = InclusionProof::<Sha256>::try_from_bytes(bytes.clone()).unwrap();
        prop_assert!(theirs(root, size).verify_inclusion(&both.leaves[index], place, &given).is_err());
        prop_assert!(verify_inclusion(both.hashes[index], place, size, &Hash::all(&bytes).unwrap(), root).is_err());
    }
}
