//! Where a hash of the tree is kept: tiles of 256 hashes (C2SP tlog-tiles).

use core::fmt::Write;

/// How many hashes a full tile has.
pub const TILE: usize = 256;

/// How many bits of a leaf's index one level of tiles takes.
const BITS: u8 = 8;

/// One tile: `level` 0 holds leaf hashes, every other the roots of the full tiles below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    /// How many levels of tiles are below it.
    pub level: u8,
    /// Which one on its level, from the left, from 0.
    pub number: u64,
}

impl TileId {
    /// How many levels a tree of `size` leaves has.
    #[must_use]
    pub const fn levels(size: u64) -> u8 {
        let (mut levels, mut hashes) = (0, size);
        while hashes > 0 {
            levels += 1;
            hashes >>= BITS;
        }
        levels
    }

    /// How many hashes the last tile of a level has when it is not full; 0 when there is none that is not.
    #[must_use]
    pub fn partial_width(level: u8, size: u64) -> usize {
        usize::try_from(Self::hashes(level, size) % TILE as u64).unwrap_or(0)
    }

    /// How many hashes a level has in a tree of `size` leaves.
    #[must_use]
    pub fn hashes(level: u8, size: u64) -> u64 {
        size.checked_shr(u32::from(level) * u32::from(BITS)).unwrap_or(0)
    }

    /// How many hashes this tile has in a tree of `size` leaves: 256 when it is full, 0 when there is no such tile.
    #[must_use]
    pub fn width(self, size: u64) -> usize {
        let before = self.number.saturating_mul(TILE as u64);
        let left = Self::hashes(self.level, size).saturating_sub(before);
        usize::try_from(left).map_or(TILE, |left| left.min(TILE))
    }

    /// Its path below the log's prefix, as that specification writes it: `tile/0/x001/x234/067`, with `.p/W` when it has
    /// `width` hashes only.
    #[must_use]
    pub fn path(self, width: usize) -> String {
        ["tile/", &self.level.to_string(), "/", &numbered(self.number, width)].concat()
    }

    /// The path of the bundle with the entries of this tile, which is one of level 0.
    #[must_use]
    pub fn entries_path(self, width: usize) -> String {
        ["tile/entries/", &numbered(self.number, width)].concat()
    }
}

fn numbered(number: u64, width: usize) -> String {
    let mut groups = vec![number % 1_000];
    let mut rest = number / 1_000;
    while rest > 0 {
        groups.push(rest % 1_000);
        rest /= 1_000;
    }
    let mut path = String::new();
    for (place, group) in groups.iter().enumerate().rev() {
        let (before, after) = if place > 0 { ("x", "/") } else { ("", "") };
        // Writing to a String cannot fail.
        let _ = write!(path, "{before}{group:03}{after}");
    }
    if width < TILE {
        let _ = write!(path, ".p/{width}");
    }
    path
}

/// The root of a power of two of leaves: those from `index << height` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subtree {
    /// How many levels are below it.
    pub height: u8,
    /// Which one of its height, from the left, from 0.
    pub index: u64,
}

impl Subtree {
    /// The tile it follows from, the first of the hashes there, and how many: their root is its hash.
    #[must_use]
    pub const fn within(self) -> (TileId, usize, usize) {
        let level = self.height / BITS;
        let above = self.height % BITS;
        let first = self.index << above;
        #[expect(clippy::cast_possible_truncation, reason = "a remainder of 256")]
        let at = (first % TILE as u64) as usize;
        (TileId { level, number: first / TILE as u64 }, at, 1 << above)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_specification_has_the_tiles_that_it_says() {
        let size = 70_000;
        assert_eq!(TileId::levels(size), 3);
        assert_eq!(TileId { level: 0, number: 272 }.width(size), 256);
        assert_eq!(TileId { level: 0, number: 273 }.width(size), 112);
        assert_eq!(TileId { level: 1, number: 0 }.width(size), 256);
        assert_eq!(TileId { level: 1, number: 1 }.width(size), 17);
        assert_eq!(TileId { level: 2, number: 0 }.width(size), 1);
        assert_eq!(TileId { level: 2, number: 1 }.width(size), 0);
        assert_eq!((TileId::partial_width(0, 256), TileId::partial_width(1, 256)), (0, 1));
    }

    #[test]
    fn paths_are_written_as_the_specification_writes_them() {
        assert_eq!(TileId { level: 0, number: 1_234_067 }.path(256), "tile/0/x001/x234/067");
        assert_eq!(TileId { level: 1, number: 0 }.path(17), "tile/1/000.p/17");
        assert_eq!(TileId { level: 0, number: 1_000 }.entries_path(3), "tile/entries/x001/000.p/3");
    }

    #[test]
    fn a_subtree_is_in_the_tile_of_its_level() {
        assert_eq!(Subtree { height: 0, index: 257 }.within(), (TileId { level: 0, number: 1 }, 1, 1));
        assert_eq!(Subtree { height: 7, index: 3 }.within(), (TileId { level: 0, number: 1 }, 128, 128));
        assert_eq!(Subtree { height: 8, index: 3 }.within(), (TileId { level: 1, number: 0 }, 3, 1));
    }
}
