//! What could be pruned now, and whether what was asked still can.

use domain::{
    audit::Event,
    audit_log::{Checkpoint, Hash, Note},
    ids::EntryId,
    pruning::{MOST, Needed, Proposal, Range},
    refusal::Refusal,
    time::Timestamp,
};

use super::{Outcome, Shared, root, sealed};
use crate::{
    collectors::Known,
    store::{Db, log, log_read, pruning as store},
};

/// What would go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The entries.
    pub range: Range,
    /// All of them were written before this instant.
    pub before: Timestamp,
    /// The size of the signed head that they lie under.
    pub head: u64,
    /// Its root.
    pub root: Hash,
    /// Of which epoch it is.
    pub epoch: u32,
    /// The first entry that is old enough and stays, and why.
    pub stops: Option<(u64, Needed)>,
}

fn no(why: impl Into<String>) -> Refusal {
    Refusal::BadInput(why.into())
}

/// What would go of what was written before an instant. Looking changes nothing.
///
/// # Errors
/// [`Refusal::BadInput`] with the reason why nothing can go.
pub async fn plan(shared: &Shared, before: Timestamp) -> Outcome<Plan> {
    let db = &shared.db;
    not_too_new(shared, before)?;
    if store::running(db).await?.is_some() {
        return Err(no("A pruning that was approved goes on. Wait until it is done.").into());
    }
    let sealed = sealed(shared).await?.ok_or_else(|| no("Nothing is signed, or witnessed, yet."))?;
    let note: Option<Note> = sealed.note.parse().ok();
    let head = note.and_then(|note| Checkpoint::of(&note).ok()).ok_or_else(|| no("The last checkpoint cannot be read."))?;
    let from = store::ended_at(db).await?;
    let old = Range { from, to: head.size.min(from.saturating_add(MOST)) };
    let limit = store::first_since(db, old, before).await?.unwrap_or(old.to);
    let few = || no("There are fewer than 256 such entries, which is the least that is pruned.");
    let range = Range::below(from, limit).ok_or_else(few)?;
    let stops = needed(shared, range).await?;
    let range = match stops {
        None => range,
        Some((place, why)) => Range::below(from, place).ok_or_else(|| no(stays(place, why)))?,
    };
    whole(db, range, head.size, head.root).await?;
    Ok(Plan { range, before, head: head.size, root: head.root, epoch: sealed.epoch, stops })
}

fn stays(place: u64, why: Needed) -> String {
    format!("Entry {place} stays: {}", why.in_words())
}

/// Passes when every copy elsewhere has all of these entries: what it lacks by then it could never get.
pub(super) fn collected(shared: &Shared, range: Range, epoch: u32) -> Result<(), Refusal> {
    let Some(progress) = &shared.collectors else { return Ok(()) };
    let lacks = |known: &Known| known.epoch != epoch || known.next.is_none_or(|next| next < range.to);
    match progress.policy().collectors.iter().zip(progress.all()).find(|(_, known)| lacks(known)) {
        None => Ok(()),
        Some((whom, _)) => Err(no(format!(
            "{} does not have all of these entries yet, and could never get them afterwards. Wait, or take it out of `collector_policy_file`.",
            whom.name()
        ))),
    }
}

fn not_too_new(shared: &Shared, before: Timestamp) -> Result<(), Refusal> {
    let keep = shared.settings.keep_entries;
    let latest = keep.ends(shared.now());
    let days = keep.as_days();
    if before > latest { Err(no(format!("Entries are kept for {days} days: those from before {latest} can be pruned."))) } else { Ok(()) }
}

async fn needed(shared: &Shared, range: Range) -> Outcome<Option<(u64, Needed)>> {
    let mut tx = shared.db.write().await?;
    Ok(store::needed(&mut tx, range, shared.now()).await?)
}

/// Passes when all of these entries are there, and the hashes that are kept make the root that was signed.
async fn whole(db: &Db, range: Range, head: u64, signed: Hash) -> Outcome<()> {
    let all = store::there(db, range).await? == range.entries();
    if all && root(db, head).await? == Some(signed) {
        return Ok(());
    }
    Err(no("The log is not what was signed, and nothing of it is pruned: `countersign audit verify` says more.").into())
}

/// Passes when what was asked can still be done, and is what was asked: by the entry that says so, which no row can change.
pub(super) async fn stands(shared: &Shared, asked: &Proposal) -> Outcome<()> {
    let db = &shared.db;
    let other = || {
        Refusal::NotOpen(
            "This is not what was asked: somebody changed it in the database. Do not approve it, and have the log verified.".to_owned(),
        )
    };
    if !is_asked(db, asked).await? || !asked.range.is_whole() {
        return Err(other().into());
    }
    not_too_new(shared, asked.before)?;
    if store::ended_at(db).await? != asked.range.from || asked.range.to > asked.head {
        return Err(other().into());
    }
    let gone = || no("The checkpoint that this lies under is not signed, or not witnessed, any more.");
    let sealed = sealed(shared).await?.filter(|sealed| sealed.size >= asked.head).ok_or_else(gone)?;
    collected(shared, asked.range, sealed.epoch)?;
    if store::first_since(db, asked.range, asked.before).await?.is_some() {
        return Err(other().into());
    }
    if let Some((place, why)) = needed(shared, asked.range).await? {
        return Err(no(stays(place, why)).into());
    }
    whole(db, asked.range, asked.head, asked.root).await
}

/// Whether the entry that says that it was asked says exactly this, and is the one that stands in the log.
async fn is_asked(db: &Db, asked: &Proposal) -> Outcome<bool> {
    let Some(place) = log::place_of(db, EntryId::from(asked.id.uuid())).await? else { return Ok(false) };
    let at = i64::try_from(place).unwrap_or(i64::MAX);
    let Some(record) = log_read::records(db, at, at.saturating_add(1)).await?.pop() else { return Ok(false) };
    let leaf = log::leaves(db, place, place + 1).await?.pop();
    let by = record.actor_kind == "staff" && record.actor == Some(asked.asked_by.uuid()) && record.at == asked.asked_at.micros();
    let event = serde_json::from_str::<Event>(&record.detail).ok();
    Ok(by && record.hash().ok() == leaf && event == Some(said(asked)))
}

/// The event of asking for it.
pub(super) fn said(asked: &Proposal) -> Event {
    Event::LogPruningAsked {
        from: asked.range.from,
        to: asked.range.to,
        before: asked.before,
        head: asked.head,
        root: asked.root.to_string(),
        until: asked.until,
        reason: asked.reason.to_string(),
    }
}
