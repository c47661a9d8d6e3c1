//! `countersign audit export`: the log as files ([`domain::audit_log::export`]), for whoever verifies it elsewhere.
//!
//! Goes on where an export before it was cut: what is there is read and compared with the database before it is kept. Reads bundle
//! by bundle and holds no transaction. Personal data is written anew each time, so that what was erased meanwhile goes.

mod bundle;
mod files;
mod heads;

use std::{io, path::Path};

use domain::audit_log::{Above, Hash, TileId, tile::TILE};

use self::files::Files;
use crate::{
    fault::Fault,
    store::{Db, log_read, pruning},
};

/// Why an export was not finished. What was written so far is kept, and is where the next one goes on.
#[derive(Debug, thiserror::Error)]
pub enum NotExported {
    /// There is nothing to export.
    #[error("nothing is signed yet: start the server once, and wait a second")]
    NothingSigned,
    /// An entry is not what was signed.
    #[error("entry {0} is not the one that was given this place: `countersign audit verify` says more")]
    Another(u64),
    /// Entries went while it was under way.
    #[error("the log is being pruned: export again, and it goes on from here")]
    PrunedMeanwhile,
    /// The folder holds something else.
    #[error("{0} is not of an export: name an empty folder, or one of an earlier export")]
    OtherFile(String),
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    File(String, #[source] io::Error),
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What was exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// How many entries: those under the last signed head.
    pub entries: u64,
    /// How many signed heads.
    pub heads: u64,
    /// How many files were written.
    pub written: u64,
    /// How many were there already, and are what they must be.
    pub kept: u64,
}

/// Exports the log up to its last signed head; `progress` hears how many entries there were so far, of how many.
///
/// # Errors
/// When the log is not what was signed, or something cannot be read or written.
pub async fn export(db: &Db, dir: &Path, progress: &mut (dyn FnMut(u64, u64) + Send)) -> Result<Exported, NotExported> {
    // In this order: the entries that tell of what was pruned by now are under the head that is read now.
    let pruned = pruning::done_to(db).await?;
    let newest = log_read::newest(db).await?.ok_or(NotExported::NothingSigned)?;
    let size = u64::try_from(newest.size).unwrap_or(0);
    let mut files = Files::open(dir)?;
    let mut above = Above::default();
    for number in 0..size.div_ceil(TILE as u64) {
        let tile = TileId { level: 0, number };
        let leaves = bundle::export(db, &mut files, tile, tile.width(size), pruned).await?;
        if leaves.len() == TILE {
            for full in above.push(&leaves) {
                files.put(&full.id.path(TILE), &Hash::concat(&full.hashes))?;
            }
        }
        progress((number * TILE as u64 + leaves.len() as u64).min(size), size);
    }
    for (tile, hashes) in above.partial() {
        files.put(&tile.path(hashes.len()), &Hash::concat(hashes))?;
    }
    let heads = heads::export(db, &mut files, &newest).await?;
    files.sweep(size)?;
    Ok(Exported { entries: size, heads, written: files.written, kept: files.kept })
}
