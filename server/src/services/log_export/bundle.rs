//! One bundle: its entries, their hashes, and what they commit to.

use std::collections::HashMap;

use domain::audit_log::{
    Hash, TileId,
    export::{self, PersonalLine, personal_path},
    tile::TILE,
};

use super::{NotExported, files::Files};
use crate::{
    fault::Fault,
    store::{Db, log_read, pruning},
};

/// Writes it, or keeps what is there if that is what was signed. Of what was `pruned`, the entries before that one, only the hashes are
/// written, unless an earlier export has the entries. Gives the hashes.
pub(super) async fn export(db: &Db, files: &mut Files, tile: TileId, width: usize, pruned: u64) -> Result<Vec<Hash>, NotExported> {
    let first = tile.number * TILE as u64;
    let (from, to) = (signed(first), signed(first + width as u64));
    let places = log_read::places(db, from, to).await?;
    let mut leaves = Vec::with_capacity(width);
    for (index, place) in (first..).zip(&places) {
        let leaf = <[u8; 32]>::try_from(&*place.leaf).ok().filter(|_| place.position == signed(index));
        leaves.push(Hash::from_bytes(leaf.ok_or(NotExported::Another(index))?));
    }
    if leaves.len() < width {
        return Err(NotExported::Another(first + leaves.len() as u64));
    }
    let name = tile.entries_path(width);
    if files.read(&name)?.is_some_and(|bytes| is(&bytes, &leaves)) {
        files.kept += 1;
    } else if first + width as u64 <= pruned {
        files.remove(&name)?;
    } else {
        let mut records: HashMap<_, _> = log_read::records(db, from, to).await?.into_iter().map(|record| (record.id, record)).collect();
        let mut bundle = Vec::new();
        for ((index, place), hash) in (first..).zip(&places).zip(&leaves) {
            let leaf = records.remove(&place.entry_id).and_then(|record| record.leaf().ok());
            let leaf = leaf.filter(|leaf| Hash::leaf(leaf) == *hash);
            let Some(leaf) = leaf else {
                let meanwhile = pruning::of_place(db, index).await?.is_some();
                return Err(if meanwhile { NotExported::PrunedMeanwhile } else { NotExported::Another(index) });
            };
            export::add(&mut bundle, &leaf).map_err(|_| NotExported::Another(index))?;
        }
        files.put(&name, &bundle)?;
    }
    files.put(&tile.path(width), &Hash::concat(&leaves))?;
    personal(db, files, tile.number, (from, to)).await?;
    Ok(leaves)
}

/// Whether a bundle that is there holds the entries with these hashes.
fn is(bundle: &[u8], leaves: &[Hash]) -> bool {
    let (entries, whole) = export::entries(bundle);
    whole && entries.iter().map(|entry| Hash::leaf(entry)).eq(leaves.iter().copied())
}

async fn personal(db: &Db, files: &mut Files, number: u64, (from, to): (i64, i64)) -> Result<(), NotExported> {
    let mut lines = Vec::new();
    for (position, opened) in log_read::personal(db, from, to).await? {
        let line = PersonalLine::new(u64::try_from(position).unwrap_or_default(), opened);
        serde_json::to_writer(&mut lines, &line).map_err(|error| Fault::other("writing personal data", error))?;
        lines.push(b'\n');
    }
    let name = personal_path(number);
    if lines.is_empty() { files.remove(&name) } else { files.put(&name, &lines) }
}

fn signed(index: u64) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}
