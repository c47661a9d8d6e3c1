//! Destroying what was approved, a block of the search index at a time.

use domain::{
    audit_log::{
        receipt::Opened,
        verify::{entry, entry::Rests},
    },
    audit_search::{BLOCK, Bits, placed},
    ids::EntryId,
    pruning::Range,
    refusal::Refusal,
};

use super::{Outcome, Shared, sealed};
use crate::{
    log_key::Ring,
    services::audit_search::index::terms_of,
    store::{
        Db, audit_search as search, log, log_read,
        pruning::{self as store, Pruning},
    },
};

/// Destroys the next entries of the pruning that goes on, as one transaction; says how many. 0: there is none, or it has to wait. Of two servers
/// that do it at once one does.
///
/// # Errors
/// When the database fails; [`Refusal::NotOpen`] when the entries, or the approval, are not what stands in the log: then nothing goes.
pub async fn go_on(shared: &Shared) -> Outcome<u64> {
    let db = &shared.db;
    let Some(pruning) = store::running(db).await? else { return Ok(0) };
    let end = (placed(pruning.done_to).0 + 1) * BLOCK;
    let range = Range { from: pruning.done_to, to: end.min(pruning.proposal.range.to) };
    // What the indexer has yet to read must be there until it has.
    if !is_told(shared, &pruning).await? || search::upto(db).await? < range.to {
        return Ok(0);
    }
    if let Err(trouble) = are_what_was_signed(db, range).await {
        // Another server may have been faster.
        return if store::running(db).await?.as_ref() == Some(&pruning) { Err(trouble) } else { Ok(0) };
    }
    let (block, left, empty) = postings(db, range).await?;
    let now = shared.now();
    let mut tx = db.write().await?;
    if let Some((place, why)) = store::needed(&mut tx, range, now).await? {
        tracing::warn!(place, why = why.key(), "the pruning of the log waits: an entry is needed");
        return Ok(0);
    }
    if !store::destroy(&mut tx, &pruning, range.to, now).await? {
        return Ok(0);
    }
    search::put(&mut tx, block, &left).await?;
    search::take_out(&mut tx, block, &empty).await?;
    tx.commit().await?;
    Ok(range.entries())
}

fn not(what: &str) -> Refusal {
    Refusal::NotOpen(format!("The pruning of the log does not go on: {what}. `countersign audit verify` says more."))
}

/// Whether the entry that says that it was approved stands under a signed head. What it says, and the signature that it rests on, must
/// convince a stranger: a row that somebody wrote into the database destroys nothing.
async fn is_told(shared: &Shared, pruning: &Pruning) -> Outcome<bool> {
    let db = &shared.db;
    let Some(id) = pruning.entry else { return Err(not("no entry says that it was approved").into()) };
    let Some(place) = log::place_of(db, id).await? else { return Ok(false) };
    if sealed(shared).await?.is_none_or(|sealed| sealed.size <= place) {
        return Ok(false);
    }
    let at = i64::try_from(place).unwrap_or(i64::MAX);
    let record = log_read::records(db, at, at.saturating_add(1)).await?.pop();
    let leaf = record.and_then(|record| record.leaf().ok()).unwrap_or_default();
    let beside: Vec<Opened> = log_read::personal(db, at, at.saturating_add(1)).await?.into_iter().map(|(_, opened)| opened).collect();
    let examined = entry::examine(&leaf, &beside, &Ring);
    let stored = log::leaves(db, place, place + 1).await?.pop();
    let says = examined.pruned.is_some_and(|says| {
        let by = pruning.decided.map(|(by, _)| by.uuid());
        says.range == pruning.proposal.range && says.asked_by == pruning.proposal.asked_by.uuid() && Some(says.approved_by) == by
    });
    let signed = matches!(examined.rests, Some(Rests::Signed | Rests::Unchecked)) && examined.flaws.is_empty();
    let named = examined.entry.is_some_and(|(named, _)| EntryId::from(named) == id);
    if says && signed && named && stored == Some(examined.leaf) && place >= pruning.proposal.range.to {
        Ok(true)
    } else {
        Err(not("the entry that should say that it was approved says something else").into())
    }
}

/// Passes when these entries are the ones whose hashes were signed: whoever changed one is not helped to hide it.
async fn are_what_was_signed(db: &Db, range: Range) -> Outcome<()> {
    let (from, to) = (i64::try_from(range.from).unwrap_or(i64::MAX), i64::try_from(range.to).unwrap_or(i64::MAX));
    let places = log_read::places(db, from, to).await?;
    let mut records = std::collections::HashMap::new();
    for record in log_read::records(db, from, to).await? {
        records.insert(record.id, record);
    }
    let mut at = from;
    for place in places {
        let hash = records.remove(&place.entry_id).and_then(|record| record.hash().ok());
        if place.position != at || hash.is_none_or(|hash| hash.bytes().as_slice() != place.leaf) {
            return Err(not(&format!("entry {at} is not what was signed")).into());
        }
        at += 1;
    }
    if at == to { Ok(()) } else { Err(not(&format!("entry {at} is not there")).into()) }
}

/// What the search index holds of these entries, which are in one block: its rows as they are without them, and those terms that then have
/// none.
async fn postings(db: &Db, range: Range) -> Outcome<(u64, Vec<(String, Vec<u8>)>, Vec<String>)> {
    let (block, first) = placed(range.from);
    let end = range.to - block * BLOCK;
    let keep = Bits::outside(first, u16::try_from(end).unwrap_or(u16::MAX));
    let entries = search::places(db, range.from, range.to).await?;
    let terms: std::collections::BTreeSet<String> = entries.iter().flat_map(terms_of).collect();
    let terms: Vec<String> = terms.into_iter().collect();
    let (mut left, mut empty) = (Vec::new(), Vec::new());
    for row in search::rows(db, &terms, (block, block)).await? {
        let mut bits = row.bits;
        bits.and(&keep);
        if bits.is_empty() {
            empty.push(row.term);
        } else {
            left.push((row.term, bits.encode()));
        }
    }
    Ok((block, left, empty))
}
