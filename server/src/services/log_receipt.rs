//! A receipt of one entry: the entry, what it commits to, and the proof that it is in the log, in a file that anybody verifies without us
//! (G12).

use domain::{
    agent::LogReader,
    audit::{Actor, Entry, Event, Scope},
    audit_log::receipt::{Receipt, Told},
    ids::EntryId,
    refusal::Refusal,
};

use super::{Outcome, Shared};
use crate::{
    fault::Fault,
    store::{audit, cosignature, log, log_proof, log_read},
};

/// Makes it, against the newest head that holds the entry. That it was made is written down first.
///
/// # Errors
/// [`Refusal::NotFound`] when there is no such entry, or no signed head holds it yet.
pub async fn receipt(shared: &Shared, reader: &LogReader, number: u64) -> Outcome<Receipt> {
    let db = &shared.db;
    let at = i64::try_from(number).map_err(|_| Refusal::NotFound)?;
    let record = log_read::records(db, at, at + 1).await?.pop().ok_or(Refusal::NotFound)?;
    let head = log::head(db).await?;
    let sealed = log::last(db, head.epoch).await?.filter(|sealed| sealed.size > number).ok_or(Refusal::NotFound)?;
    let wrong = |error| Fault::other("making a receipt", error);
    let leaf = record.leaf().map_err(wrong)?;
    let entry = String::from_utf8(leaf).map_err(|error| Fault::other("making a receipt", error))?;
    let personal = log_read::personal(db, at, at + 1).await?.into_iter().map(|(_, opened)| opened).collect();
    let checkpoint = cosignature::note_with_cosignatures(db, head.epoch, sealed.size).await?.ok_or(Refusal::NotFound)?;
    let proof = log_proof::inclusion(db, number, sealed.size).await?;
    made(shared, reader, number).await?;
    Ok(Receipt { told: Told { entry, personal }, index: number, proof, checkpoint })
}

async fn made(shared: &Shared, reader: &LogReader, number: u64) -> Outcome<()> {
    let now = shared.now();
    let (id, actor) = (EntryId::new(now, &*shared.entropy), Actor::Staff(reader.staff().id));
    let mut tx = shared.db.write().await?;
    let event = Event::ReceiptMade { number };
    audit::append(&mut tx, &Entry { id, at: now, actor, scope: Scope::default(), event }).await?;
    tx.commit().await?;
    Ok(())
}
