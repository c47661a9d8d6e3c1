//! The next batch for a collector: entries that are signed, as they were hashed and nothing that stands beside them, and the head as of now.

use std::collections::HashMap;

use domain::audit_log::{Hash, Note, collector::Batch};

use crate::{
    fault::Fault,
    services::log::SignedHead,
    store::{Db, log_proof, log_read},
};

/// The most entries that are sent at a time.
pub(super) const MOST: u64 = 1_024;
/// The most bytes of entries that are sent at a time, but for the last of them.
const BYTES: usize = 1024 * 1024;

/// An entry of the database that is not the one that was signed, which nobody is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Another(pub(super) u64);

/// Reads the entries from one place on, at most so many, that the head holds.
pub(super) async fn next(db: &Db, from: u64, most: u64, head: &SignedHead, note: Note) -> Result<Result<Batch, Another>, Fault> {
    let to = head.size.min(from.saturating_add(most));
    let entries = match entries(db, from, to).await? {
        Ok(entries) => entries,
        Err(another) => return Ok(Err(another)),
    };
    let to = from + entries.len() as u64;
    let proof = log_proof::consistency(db, to, head.size).await?;
    Ok(Ok(Batch { from, to, entries, proof, note }))
}

async fn entries(db: &Db, from: u64, to: u64) -> Result<Result<Vec<(u64, String)>, Another>, Fault> {
    let (mut entries, mut bytes) = (Vec::new(), 0);
    if from == to {
        return Ok(Ok(entries));
    }
    let range = (i64::try_from(from).unwrap_or(i64::MAX), i64::try_from(to).unwrap_or(i64::MAX));
    let places = log_read::places(db, range.0, range.1).await?;
    let mut records: HashMap<_, _> = log_read::records(db, range.0, range.1).await?.into_iter().map(|record| (record.id, record)).collect();
    let mut places = places.into_iter();
    for place in from..to {
        let row = places.next().filter(|row| u64::try_from(row.position) == Ok(place));
        let leaf = row.and_then(|row| {
            let leaf = records.remove(&row.entry_id)?.leaf().ok()?;
            (Hash::leaf(&leaf).bytes()[..] == row.leaf).then_some(leaf)
        });
        let Some(leaf) = leaf.and_then(|leaf| String::from_utf8(leaf).ok()) else {
            // What stands before it goes, so that the collector is no further behind than it has to be.
            return Ok(if entries.is_empty() { Err(Another(place)) } else { Ok(entries) });
        };
        bytes += leaf.len();
        entries.push((place, leaf));
        if bytes >= BYTES {
            break;
        }
    }
    Ok(Ok(entries))
}
