//! The hashes that a proof consists of, from the full tiles, the places of the leaves, and the tiles below those that are not full.
//!
//! What was hashed once stays: so nothing here needs one moment for all it reads, and a tile that becomes full meanwhile is read from it.

use domain::audit_log::{
    hash::Hash,
    proof::{self, Span, within_tile},
    tile::{Subtree, TILE, TileId},
};

use super::{
    Db, fetch_opt,
    log::{leaves, roots},
};
use crate::fault::Fault;

const FULL: &str = "SELECT hashes FROM audit_tile WHERE level = $1 AND number = $2";

/// The hashes of a proof, in its order.
///
/// # Errors
/// When the database fails, or lacks a hash that must be there.
pub async fn proof_hashes(db: &Db, spans: &[Span]) -> Result<Vec<Hash>, Fault> {
    let mut hashes = Vec::with_capacity(spans.len());
    for span in spans {
        let mut parts = Vec::new();
        for part in span.subtrees() {
            parts.push(subtree(db, part).await?);
        }
        hashes.push(Span::root(&parts));
    }
    Ok(hashes)
}

/// The proof that entry `index` is in the tree of `size`.
///
/// # Errors
/// As [`proof_hashes`].
pub async fn inclusion(db: &Db, index: u64, size: u64) -> Result<Vec<Hash>, Fault> {
    proof_hashes(db, &proof::inclusion(index, size)).await
}

/// The proof that the tree of `size` continues the one of `old`.
///
/// # Errors
/// As [`proof_hashes`].
pub async fn consistency(db: &Db, old: u64, size: u64) -> Result<Vec<Hash>, Fault> {
    proof_hashes(db, &proof::consistency(old, size)).await
}

async fn subtree(db: &Db, part: Subtree) -> Result<Hash, Fault> {
    let (tile, first, count) = part.within();
    let lacking = || Fault::corrupt("audit_tile", "hashes", format!("{}/{}", tile.level, tile.number));
    let number = i64::try_from(tile.number).map_err(|_| lacking())?;
    let hashes = match fetch_opt!(db, (Vec<u8>,), FULL, i64::from(tile.level), number).await? {
        Some((hashes,)) => Hash::all(&hashes).ok_or_else(lacking)?.into_iter().skip(first).take(count).collect(),
        None => not_full(db, tile, first, count).await?,
    };
    if hashes.len() == count { within_tile(&hashes, 0, count).ok_or_else(lacking) } else { Err(lacking()) }
}

/// `count` hashes of a tile that is not full: leaves, or the roots of the full tiles below.
async fn not_full(db: &Db, tile: TileId, first: usize, count: usize) -> Result<Vec<Hash>, Fault> {
    let from = tile.number.saturating_mul(TILE as u64).saturating_add(first as u64);
    let to = from.saturating_add(count as u64);
    match tile.level.checked_sub(1) {
        None => leaves(db, from, to).await,
        Some(below) => roots(db, below, from, to).await,
    }
}
