//! The tree as it grows at its right edge (RFC 6962 section 2.1): what is not yet in a full tile, and the root.

use super::{
    hash::Hash,
    tile::{TILE, TileId},
};

/// A tree over leaves that are appended and never changed. Holds the hashes of its partial tiles only: at most 255 on each
/// level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    levels: Vec<Vec<Hash>>,
}

/// A tile that an appended leaf made full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullTile {
    /// Where it stands.
    pub id: TileId,
    /// Its 256 hashes.
    pub hashes: Vec<Hash>,
}

/// The partial tiles do not belong to a tree of that size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the partial tiles do not fit a tree of {size} leaves")]
pub struct NotATree {
    /// The size.
    pub size: u64,
}

impl Default for Tree {
    fn default() -> Self {
        Self::new()
    }
}

impl Tree {
    /// The tree without leaves.
    #[must_use]
    pub const fn new() -> Self {
        Self { size: 0, levels: Vec::new() }
    }

    /// The tree of `size` leaves, from the hashes of its partial tiles, the level of the leaves first.
    ///
    /// # Errors
    /// When a level has another number of hashes than that size leaves partial.
    pub fn from_partial(size: u64, levels: Vec<Vec<Hash>>) -> Result<Self, NotATree> {
        let fits = levels.len() == usize::from(TileId::levels(size))
            && (0..).zip(&levels).all(|(level, hashes)| hashes.len() == TileId::partial_width(level, size));
        if fits { Ok(Self { size, levels }) } else { Err(NotATree { size }) }
    }

    /// How many leaves it has.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf, and gives the tiles that became full by it, the level of the leaves first.
    pub fn push(&mut self, leaf: Hash) -> Vec<FullTile> {
        let mut full = Vec::new();
        let (mut hash, mut number) = (leaf, self.size);
        self.size += 1;
        for level in 0.. {
            if usize::from(level) == self.levels.len() {
                self.levels.push(Vec::with_capacity(TILE));
            }
            let hashes = &mut self.levels[usize::from(level)];
            hashes.push(hash);
            if hashes.len() < TILE {
                break;
            }
            let hashes = std::mem::take(hashes);
            hash = perfect(&hashes);
            number /= TILE as u64;
            full.push(FullTile { id: TileId { level, number }, hashes });
        }
        full
    }

    /// The Merkle tree hash.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut right = None;
        for hashes in &self.levels {
            let mut end = hashes.len();
            while end > 0 {
                let width = 1 << end.trailing_zeros();
                let left = perfect(&hashes[end - width..end]);
                right = Some(right.map_or(left, |right| Hash::node(left, right)));
                end -= width;
            }
        }
        right.unwrap_or_else(Hash::empty)
    }
}

/// The root over a power of two of hashes.
#[must_use]
pub(super) fn perfect(hashes: &[Hash]) -> Hash {
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row.as_chunks::<2>().0.iter().map(|[left, right]| Hash::node(*left, *right)).collect();
    }
    row.first().copied().unwrap_or_else(Hash::empty)
}

/// The definition, word for word: split at the largest power of two below the number of leaves.
#[cfg(test)]
pub(super) fn by_definition(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::empty(),
        [one] => *one,
        many => {
            let split = many.len().next_power_of_two() / 2;
            Hash::node(by_definition(&many[..split]), by_definition(&many[split..]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The leaves of the example in the reference implementation of RFC 6962, and the roots it gives for 1 to 8 of them.
    const LEAVES: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    #[test]
    fn the_roots_are_those_of_the_reference_implementation() {
        let mut tree = Tree::new();
        for (leaf, root) in LEAVES.iter().zip(ROOTS) {
            tree.push(Hash::leaf(leaf));
            assert_eq!(data_encoding::HEXLOWER.encode(tree.root().bytes()), root);
        }
    }

    #[test]
    fn every_size_has_the_root_of_the_definition() {
        let (mut tree, mut leaves) = (Tree::new(), Vec::new());
        for n in 0..1_100_u32 {
            assert_eq!(tree.root(), by_definition(&leaves), "{n}");
            let leaf = Hash::leaf(&n.to_be_bytes());
            tree.push(leaf);
            leaves.push(leaf);
        }
    }

    #[test]
    fn a_tile_is_full_with_its_256th_hash_and_the_one_above_gets_its_root() {
        let mut tree = Tree::new();
        let mut full = Vec::new();
        for n in 0..65_536_u32 {
            full.extend(tree.push(Hash::leaf(&n.to_be_bytes())));
        }
        assert_eq!(full.len(), 257);
        assert_eq!(full[0].id, TileId { level: 0, number: 0 });
        assert_eq!(full[256].id, TileId { level: 1, number: 0 });
        assert_eq!(full[256].hashes[0], perfect(&full[0].hashes));
        assert_eq!(Tree::from_partial(65_536, vec![vec![], vec![], vec![perfect(&full[256].hashes)]]), Ok(tree));
        assert_eq!(Tree::from_partial(65_536, vec![]), Err(NotATree { size: 65_536 }));
    }
}
