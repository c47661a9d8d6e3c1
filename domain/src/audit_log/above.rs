//! The tiles above those of the entries' hashes, as they follow from these: for whoever writes them out, or compares them.

use super::{
    hash::Hash,
    proof::within_tile,
    tile::{TILE, TileId},
    tree::FullTile,
};

/// The hashes of each level above the first that are in no full tile yet, with the number of the tile they will be in.
#[derive(Clone, Debug, Default)]
pub struct Above {
    levels: Vec<(u64, Vec<Hash>)>,
}

impl Above {
    /// The next full tile of the first level: its 256 hashes. Gives the tiles that are full with it, the lowest first.
    pub fn push(&mut self, hashes: &[Hash]) -> Vec<FullTile> {
        let mut full = Vec::new();
        let mut root = within_tile(hashes, 0, TILE);
        for level in 1_u8.. {
            let Some(hash) = root else { break };
            let at = usize::from(level) - 1;
            if at == self.levels.len() {
                self.levels.push((0, Vec::with_capacity(TILE)));
            }
            let (number, hashes) = &mut self.levels[at];
            hashes.push(hash);
            if hashes.len() < TILE {
                break;
            }
            let tile = FullTile { id: TileId { level, number: *number }, hashes: std::mem::take(hashes) };
            root = within_tile(&tile.hashes, 0, TILE);
            *number += 1;
            full.push(tile);
        }
        full
    }

    /// The tiles that are not full, and not empty: where each stands, and its hashes.
    pub fn partial(&self) -> impl Iterator<Item = (TileId, &[Hash])> {
        let some = (1..).zip(&self.levels).filter(|(_, (_, hashes))| !hashes.is_empty());
        some.map(|(level, (number, hashes))| (TileId { level, number: *number }, &**hashes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit_log::tree::Tree;

    #[test]
    fn they_are_the_tiles_that_the_tree_gives() {
        let (mut tree, mut above) = (Tree::new(), Above::default());
        for n in 0..66_000_u32 {
            let full = tree.push(Hash::leaf(&n.to_be_bytes()));
            if let Some((lowest, higher)) = full.split_first() {
                assert_eq!(above.push(&lowest.hashes), higher);
            }
        }
        let partial: Vec<_> = above.partial().map(|(tile, hashes)| (tile, hashes.len())).collect();
        assert_eq!(partial, [(TileId { level: 1, number: 1 }, 1), (TileId { level: 2, number: 0 }, 1)]);
        assert_eq!(above.push(&[]), [], "what is no full tile changes nothing");
    }
}
