//! The root over leaves that come one after the other, from the roots of the perfect subtrees so far: at most 64 of them.
//!
//! Another way to the same root than [`crate::audit_log::tree::Tree`], which the log is written with: one that is wrong is found out
//! by the other.

use crate::audit_log::{hash::Hash, proof::Span};

/// The leaves so far.
#[derive(Clone, Debug, Default)]
pub struct Range {
    size: u64,
    subtrees: Vec<Hash>,
}

impl Range {
    /// How many leaves there were.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The next leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        // As many subtrees of one height meet as there are ones at the end of the size.
        for _ in 0..self.size.trailing_ones() {
            let Some(left) = self.subtrees.pop() else { break };
            hash = Hash::node(left, hash);
        }
        self.subtrees.push(hash);
        self.size = self.size.saturating_add(1);
    }

    /// The root.
    #[must_use]
    pub fn root(&self) -> Hash {
        Span::root(&self.subtrees)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit_log::tree::Tree;

    #[test]
    fn it_has_the_root_of_the_tree_at_every_size() {
        let (mut range, mut tree) = (Range::default(), Tree::new());
        for n in 0..1_100_u64 {
            assert_eq!((range.size(), range.root()), (n, tree.root()));
            let leaf = Hash::leaf(&n.to_be_bytes());
            range.push(leaf);
            tree.push(leaf);
        }
    }
}
