//! The tiles above the entries' hashes, compared with those that follow from
//! these.

use domain::audit_log::{Above, Hash, TileId, tile::TILE, verify::Place};

use crate::folder::Folder;

/// What is wrong with the tiles that are full with one more of the first level.
pub(crate) fn push(above: &mut Above, folder: &Folder, hashes: &[Hash]) -> Vec<(Place, String)> {
    above.push(hashes).iter().filter_map(|tile| compare(folder, tile.id, &tile.hashes)).collect()
}

/// What is wrong with those that are not full.
pub(crate) fn finish(above: &Above, folder: &Folder) -> Vec<(Place, String)> {
    above.partial().filter_map(|(tile, hashes)| compare(folder, tile, hashes)).collect()
}

fn compare(folder: &Folder, tile: TileId, hashes: &[Hash]) -> Option<(Place, String)> {
    let name = tile.path(hashes.len());
    let why = match folder.read(&name, hashes.len() * Hash::LENGTH) {
        Ok(bytes) if bytes == Hash::concat(hashes) => return None,
        Ok(_) => format!("{name} is not what follows from the tiles below it"),
        Err(why) => why,
    };
    let each = 1_u64 << (u32::from(tile.level) * 8);
    let first = tile.number * TILE as u64 * each;
    Some((Place::Between(first, first + each * hashes.len() as u64), why))
}

/// The paths of all tiles of a log of that size, those of the entries too.
pub(crate) fn paths(size: u64) -> impl Iterator<Item = String> {
    let levels = 0..TileId::levels(size);
    let tiles = levels.flat_map(move |level| {
        let count = TileId::hashes(level, size).div_ceil(TILE as u64);
        (0..count).map(move |number| TileId { level, number })
    });
    tiles.flat_map(move |tile| {
        let width = tile.width(size);
        let entries = (tile.level == 0).then(|| tile.entries_path(width));
        [Some(tile.path(width)), entries].into_iter().flatten()
    })
}
