//! That an entry is in a tree, and that one tree continues another: which hashes show it (RFC 6962 section 2.1), and whether
//! they do (RFC 9162 sections 2.1.3.2 and 2.1.4.2).

use super::{hash::Hash, tile::Subtree, tree::perfect};

/// A run of leaves whose root a proof names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    start: u64,
    end: u64,
}

/// A proof shows something else, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Disproved {
    /// There is no such leaf, or no such earlier tree.
    #[error("there is no such place in a tree of that size")]
    OutOfRange,
    /// It has too many hashes or too few.
    #[error("the proof has another number of hashes than one of this place has")]
    Length,
    /// Its hashes lead to another root.
    #[error("the proof leads to another root")]
    Root,
}

impl Span {
    const fn new(start: u64, end: u64) -> Self {
        Self { start, end }
    }

    /// The subtrees it consists of, from the left.
    pub fn subtrees(self) -> impl Iterator<Item = Subtree> {
        let mut start = self.start;
        core::iter::from_fn(move || {
            let left = self.end.checked_sub(start).filter(|left| *left > 0)?;
            let fits = left.ilog2();
            let height = if start == 0 { fits } else { fits.min(start.trailing_zeros()) };
            let index = start >> height;
            start += 1 << height;
            Some(Subtree { height: u8::try_from(height).unwrap_or(u8::MAX), index })
        })
    }

    /// Its root, from those of its subtrees in the same order.
    #[must_use]
    pub fn root(subtrees: &[Hash]) -> Hash {
        let folded = subtrees.iter().rev().copied().reduce(|right, left| Hash::node(left, right));
        folded.unwrap_or_else(Hash::empty)
    }
}

/// The root of some hashes of a tile that stand side by side.
#[must_use]
pub fn within_tile(hashes: &[Hash], first: usize, count: usize) -> Option<Hash> {
    hashes.get(first..first.checked_add(count)?).map(perfect)
}

/// What a tree's root follows from.
#[must_use]
pub const fn whole(size: u64) -> Span {
    Span::new(0, size)
}

/// What the proof that leaf `index` is in a tree of `size` consists of, the leaf's sibling first.
#[must_use]
pub fn inclusion(index: u64, size: u64) -> Vec<Span> {
    let (mut start, mut end) = (0, size);
    let mut spans = Vec::new();
    while index < end && end - start > 1 {
        let split = start + split(end - start);
        if index < split {
            spans.push(Span::new(split, end));
            end = split;
        } else {
            spans.push(Span::new(start, split));
            start = split;
        }
    }
    spans.reverse();
    spans
}

/// What the proof that a tree of `size` continues one of `old` consists of; of an empty one, or of itself, nothing.
#[must_use]
pub fn consistency(old: u64, size: u64) -> Vec<Span> {
    if old == 0 || old >= size {
        return Vec::new();
    }
    let (mut start, mut end) = (0, size);
    let mut spans = Vec::new();
    while end != old {
        let split = start + split(end - start);
        if old <= split {
            spans.push(Span::new(split, end));
            end = split;
        } else {
            spans.push(Span::new(start, split));
            start = split;
        }
    }
    if start > 0 {
        spans.push(Span::new(start, end));
    }
    spans.reverse();
    spans
}

/// The largest power of two below `leaves`, which are at least two.
const fn split(leaves: u64) -> u64 {
    1 << (leaves - 1).ilog2()
}

/// Whether `proof` shows that `leaf` stands at `index` in the tree of `size` with that root.
///
/// # Errors
/// When it does not.
pub fn verify_inclusion(leaf: Hash, index: u64, size: u64, proof: &[Hash], root: Hash) -> Result<(), Disproved> {
    if index >= size {
        return Err(Disproved::OutOfRange);
    }
    let (mut f, mut s, mut r) = (index, size - 1, leaf);
    for hash in proof {
        if s == 0 {
            return Err(Disproved::Length);
        }
        if f & 1 == 1 || f == s {
            r = Hash::node(*hash, r);
            while f & 1 == 0 && f != 0 {
                f >>= 1;
                s >>= 1;
            }
        } else {
            r = Hash::node(r, *hash);
        }
        f >>= 1;
        s >>= 1;
    }
    if s != 0 {
        return Err(Disproved::Length);
    }
    if r == root { Ok(()) } else { Err(Disproved::Root) }
}

/// Whether `proof` shows that the tree of `size` with `root` continues the one of `old` with `old_root`.
///
/// # Errors
/// When it does not.
pub fn verify_consistency(old: u64, old_root: Hash, size: u64, root: Hash, proof: &[Hash]) -> Result<(), Disproved> {
    if old > size {
        return Err(Disproved::OutOfRange);
    }
    if old == size || old == 0 {
        let same = if old == size { old_root == root } else { old_root == Hash::empty() };
        return match (proof.is_empty(), same) {
            (true, true) => Ok(()),
            (true, false) => Err(Disproved::Root),
            (false, _) => Err(Disproved::Length),
        };
    }
    let mut proof = proof.iter().copied();
    let first = if old.is_power_of_two() { Some(old_root) } else { proof.next() };
    let first = first.ok_or(Disproved::Length)?;
    let (mut f, mut s) = (old - 1, size - 1);
    while f & 1 == 1 {
        f >>= 1;
        s >>= 1;
    }
    let (mut before, mut now) = (first, first);
    for hash in proof {
        if s == 0 {
            return Err(Disproved::Length);
        }
        if f & 1 == 1 || f == s {
            before = Hash::node(hash, before);
            now = Hash::node(hash, now);
            while f & 1 == 0 && f != 0 {
                f >>= 1;
                s >>= 1;
            }
        } else {
            now = Hash::node(now, hash);
        }
        f >>= 1;
        s >>= 1;
    }
    if s != 0 {
        return Err(Disproved::Length);
    }
    if before == old_root && now == root { Ok(()) } else { Err(Disproved::Root) }
}

#[cfg(test)]
#[path = "proof_tests.rs"]
mod tests;
