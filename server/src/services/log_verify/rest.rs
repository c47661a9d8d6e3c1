//! What is beside the log and should not be: places behind its end, tiles of entries that are not there, entries that nobody placed.

use domain::{
    audit::Event,
    audit_log::{
        TileId,
        tile::TILE,
        verify::{Kind, Log, Place},
    },
};

use crate::{
    fault::Fault,
    store::{Db, log as rows, log_read, pruning},
};

/// How many are named of each.
const MOST: i64 = 20;
/// How many of those that wait are looked at.
const WAITING: u32 = 4_096;

/// Looks, and gives how many entries wait for their place. Each question is one statement, so a server that goes on is no trouble.
pub(super) async fn look(db: &Db, log: &mut Log) -> Result<u64, Fault> {
    if let Some(beyond) = log_read::beyond(db).await? {
        let place = u64::try_from(beyond.position).map_or(Place::Log, Place::Entry);
        log.find(place, Kind::Copy, format!("there is a place {}, where the log has none", beyond.position));
    }
    if let Some((tiles, size)) = log_read::tiles(db).await? {
        let size = u64::try_from(size).unwrap_or(0);
        let full = |level| TileId::hashes(level, size) / TILE as u64;
        let wanted: u64 = (0..TileId::levels(size)).map(full).sum();
        if u64::try_from(tiles) != Ok(wanted) {
            log.find(Place::Log, Kind::Copy, format!("there are {tiles} full tiles, and {size} entries make {wanted}"));
        }
    }
    for id in log_read::never_placed(db, MOST).await? {
        log.find(Place::Log, Kind::NeverPlaced, format!("the entry {id} was never given a place, and waits for none"));
    }
    for id in log_read::waits_for_nothing(db, MOST).await? {
        log.find(Place::Log, Kind::NeverPlaced, format!("{id} waits for a place, and is no entry that has none"));
    }
    prunings(db, log).await?;
    // The sequencer passes over what is no entry; it would wait for ever.
    for record in rows::waiting(db, WAITING).await? {
        if let Err(why) = record.leaf() {
            log.find(Place::Log, Kind::NeverPlaced, format!("the entry {} waits for a place and can have none: {why}", record.id));
        }
    }
    Ok(u64::try_from(log_read::waiting(db).await?).unwrap_or(0))
}

/// Whether the log tells of every pruning that a row says was approved. One whose own entry was pruned since is told of by the next one.
async fn prunings(db: &Db, log: &mut Log) -> Result<(), Fault> {
    for told in pruning::told(db).await? {
        let placed = told.position.is_some();
        let says = match told.detail.as_deref().map(serde_json::from_str) {
            Some(Ok(Event::LogPruned { pruning, from, to, asked_by, .. })) => {
                let range = (i64::try_from(from), i64::try_from(to)) == (Ok(told.from), Ok(told.to));
                pruning.uuid() == told.id && asked_by.uuid() == told.asked_by && range && (placed || told.waits)
            }
            Some(_) => false,
            None => placed,
        };
        if !says {
            log.find(Place::Log, Kind::Copy, format!("a row says that the pruning {} was approved, and no entry does", told.id));
        }
    }
    Ok(())
}
