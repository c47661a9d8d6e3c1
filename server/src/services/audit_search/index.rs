//! The indexer: puts entries that have a place into the search index, a block at a time.
//!
//! Everything is read and worked out before the transaction, which moves how far the index has come by a compare-and-set and writes what
//! was added in the same COMMIT. So of several servers one writes each step, and one that dies in the middle has done nothing.

use std::collections::BTreeMap;

use domain::audit_search::{BLOCK, Bits, Name, Times, placed, terms};

use super::Shared;
use crate::{
    fault::Fault,
    store::{
        Db,
        audit_search::{self as store, Placed},
        pruning,
    },
};

/// How many steps one call makes at most, so that a server that drains is not kept by it for long.
const STEPS: usize = 64;

/// Puts in what has a place and is not in yet; says how many entries that were.
///
/// # Errors
/// When the database fails.
pub async fn catch_up(shared: &Shared) -> Result<u64, Fault> {
    let mut all = 0;
    for _ in 0..STEPS {
        match step(&shared.db).await? {
            0 => break,
            more => all += more,
        }
    }
    Ok(all)
}

/// One step: at most the rest of one block. Says how many entries it put in; none also when another server was faster.
///
/// # Errors
/// When the database fails.
pub async fn step(db: &Db) -> Result<u64, Fault> {
    let from = store::upto(db).await?;
    let (block, offset) = placed(from);
    let end = (block + 1) * BLOCK;
    // When the index is made again, what was pruned is passed over.
    let first = pruning::done_to(db).await?.clamp(from, end);
    if first == end {
        return pass(db, from, end).await;
    }
    let entries = store::places(db, first, end).await?;
    // There is no gap: a place is only ever given with all before it.
    let entries: Vec<_> = (first..).zip(entries).map_while(|(place, entry)| (entry.position == Some(place)).then_some(entry)).collect();
    let to = first + entries.len() as u64;
    let Some(earliest) = entries.first().map(|entry| entry.at) else { return Ok(0) };
    let mut times = store::times(db, block).await?;
    if times.len() != usize::from(offset) {
        let raced = store::upto(db).await? != from;
        return if raced { Ok(0) } else { Err(Fault::corrupt("audit_block", "times", block)) };
    }
    // A place without an entry has a time too, since each is found by how far into the block it stands.
    (from..first).for_each(|_| times.push(earliest));
    let rows = added(db, block, placed(first).1, &entries, &mut times).await?;
    let mut tx = db.write().await?;
    if !store::advance(&mut tx, from, to).await? {
        return Ok(0);
    }
    store::put(&mut tx, block, &rows).await?;
    store::put_times(&mut tx, block, &times).await?;
    tx.commit().await?;
    Ok(to - from)
}

/// Passes over the rest of a block, of which no entry is left.
async fn pass(db: &Db, from: u64, end: u64) -> Result<u64, Fault> {
    let mut tx = db.write().await?;
    if !store::advance(&mut tx, from, end).await? {
        return Ok(0);
    }
    tx.commit().await?;
    Ok(end - from)
}

/// The block's rows that these entries change, as they are afterwards.
async fn added(db: &Db, block: u64, offset: u16, entries: &[Placed], times: &mut Times) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let mut rows: BTreeMap<String, Bits> = BTreeMap::new();
    for (place, entry) in (offset..).zip(entries) {
        times.push(entry.at);
        for term in terms_of(entry) {
            rows.entry(term).or_default().insert(place);
        }
    }
    if offset > 0 {
        let terms: Vec<_> = rows.keys().cloned().collect();
        for before in store::rows(db, &terms, (block, block)).await? {
            if let Some(bits) = rows.get_mut(&before.term) {
                bits.or(&before.bits);
            }
        }
    }
    Ok(rows.into_iter().map(|(term, bits)| (term, bits.encode())).collect())
}

/// An entry that cannot be read is found as just that: somebody had a hand in the database.
pub(in crate::services) fn terms_of(placed: &Placed) -> impl Iterator<Item = String> {
    let terms = placed.entry.as_ref().map(|entry| terms(entry, &placed.event));
    let unreadable = terms.is_none().then(|| Name::Event.is("unreadable"));
    terms.into_iter().flatten().chain(unreadable)
}
