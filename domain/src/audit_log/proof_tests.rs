use proptest::prelude::*;

use super::*;
use crate::audit_log::tree::by_definition;

fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|n| Hash::leaf(&n.to_be_bytes())).collect()
}

fn taken(leaves: &[Hash], spans: &[Span]) -> Vec<Hash> {
    let of = |tree: Subtree| {
        let from = usize::try_from(tree.index << tree.height).unwrap();
        by_definition(&leaves[from..from + (1 << tree.height)])
    };
    spans.iter().map(|span| Span::root(&span.subtrees().map(of).collect::<Vec<_>>())).collect()
}

fn root(leaves: &[Hash], size: u64) -> Hash {
    by_definition(&leaves[..usize::try_from(size).unwrap()])
}

#[test]
fn every_leaf_of_every_tree_up_to_70_is_shown_to_be_in_it_and_nowhere_else() {
    let leaves = leaves(70);
    for size in 1..=70 {
        let root = root(&leaves, size);
        for index in 0..size {
            let proof = taken(&leaves, &inclusion(index, size));
            let leaf = leaves[usize::try_from(index).unwrap()];
            assert_eq!(verify_inclusion(leaf, index, size, &proof, root), Ok(()), "{index} of {size}");
            let elsewhere = (index + 1) % size;
            assert!(size == 1 || verify_inclusion(leaf, elsewhere, size, &proof, root).is_err(), "{index} as {elsewhere} of {size}");
        }
        assert_eq!(verify_inclusion(leaves[0], size, size, &[], root), Err(Disproved::OutOfRange));
    }
}

#[test]
fn every_tree_up_to_70_is_shown_to_continue_every_smaller_one() {
    let leaves = leaves(70);
    for size in 0..=70 {
        for old in 0..=size {
            let proof = taken(&leaves, &consistency(old, size));
            let (before, now) = (root(&leaves, old), root(&leaves, size));
            assert_eq!(verify_consistency(old, before, size, now, &proof), Ok(()), "{old} of {size}");
        }
    }
    assert_eq!(verify_consistency(2, leaves[0], 1, leaves[0], &[]), Err(Disproved::OutOfRange));
}

/// RFC 6962 section 2.1.3: the tree of seven leaves, its audit paths and its consistency proofs, by name.
#[test]
fn the_proofs_of_the_rfcs_example_are_those_that_it_writes() {
    let span = |start, end| Span { start, end };
    // Its names for the nodes: a to d, i and j above single leaves or pairs, g, h, k and l above them.
    let node = |name: char| match name {
        'b' => span(1, 2),
        'c' => span(2, 3),
        'd' => span(3, 4),
        'f' => span(5, 6),
        'g' => span(0, 2),
        'h' => span(2, 4),
        'i' => span(4, 6),
        'j' => span(6, 7),
        'k' => span(0, 4),
        _ => span(4, 7),
    };
    let path = |names: &str| names.chars().map(node).collect::<Vec<_>>();
    assert_eq!(inclusion(0, 7), path("bhl"));
    assert_eq!(inclusion(3, 7), path("cgl"));
    assert_eq!(inclusion(4, 7), path("fjk"));
    assert_eq!(inclusion(6, 7), path("ik"));
    assert_eq!(consistency(3, 7), path("cdgl"));
    assert_eq!(consistency(4, 7), path("l"));
    assert_eq!(consistency(6, 7), path("ijk"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// A lying server: any other leaf, index, size, root, or a proof with one hash other, more or less, shows nothing.
    #[test]
    fn nothing_else_is_shown(size in 1_u64..600, at in any::<u64>(), change in 0_u8..7, which in any::<prop::sample::Index>(), bit in 0_usize..256) {
        let leaves = leaves(size);
        let index = at % size;
        let mut leaf = leaves[usize::try_from(index).unwrap()];
        let (mut proof, mut root) = (taken(&leaves, &inclusion(index, size)), root(&leaves, size));
        let flip = |hash: Hash| {
            let mut bytes = *hash.bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            Hash::from_bytes(bytes)
        };
        match change {
            0 => leaf = flip(leaf),
            1 => root = flip(root),
            2 if !proof.is_empty() => { let at = which.index(proof.len()); proof[at] = flip(proof[at]); }
            3 if !proof.is_empty() => { proof.remove(which.index(proof.len())); }
            4 => proof.insert(which.index(proof.len() + 1), root),
            5 if proof.len() > 1 => { proof.rotate_left(1); }
            _ => { proof.push(leaf); }
        }
        prop_assert!(verify_inclusion(leaf, index, size, &proof, root).is_err());
    }

    #[test]
    fn no_other_tree_is_shown_to_be_continued(size in 2_u64..600, at in any::<u64>(), change in 0_u8..6, which in any::<prop::sample::Index>(), bit in 0_usize..256) {
        let leaves = leaves(size);
        let old = 1 + at % (size - 1);
        let (mut before, mut now) = (root(&leaves, old), root(&leaves, size));
        let mut proof = taken(&leaves, &consistency(old, size));
        let flip = |hash: Hash| {
            let mut bytes = *hash.bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            Hash::from_bytes(bytes)
        };
        match change {
            0 => before = flip(before),
            1 => now = flip(now),
            2 => { let at = which.index(proof.len()); proof[at] = flip(proof[at]); }
            3 => { proof.remove(which.index(proof.len())); }
            4 => proof.insert(which.index(proof.len() + 1), before),
            _ => proof.push(now),
        }
        prop_assert!(verify_consistency(old, before, size, now, &proof).is_err());
    }

    #[test]
    fn whatever_is_handed_in_nothing_panics(index in any::<u64>(), size in any::<u64>(), count in 0_usize..70) {
        let hashes = vec![Hash::empty(); count];
        let _ = verify_inclusion(Hash::empty(), index, size, &hashes, Hash::empty());
        let _ = verify_consistency(index, Hash::empty(), size, Hash::empty(), &hashes);
        let _ = inclusion(index, size).len() + consistency(index, size).len();
        let _ = whole(size).subtrees().count();
    }
}
