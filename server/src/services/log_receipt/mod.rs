//! A receipt of one entry: the entry, what it commits to, and the proof that it is in the log, in a file that anybody verifies without us
//! (G12). Who reads the log has one of each entry, a customer of those that are about them and for them
//! ([`domain::audit_log::theirs`]).

use app::receipt::view::{About, Receipted};
use domain::{
    agent::LogReader,
    audit::{Actor, Entry, Event, Scope},
    audit_log::{
        receipt::{Receipt, Told},
        theirs::for_customers,
    },
    ids::EntryId,
    refusal::Refusal,
    time::Timestamp,
};

mod page;

use super::{Outcome, Shared, pruning::pruned, suspend};
use crate::{
    fault::Fault,
    store::{
        audit,
        audit_search::{self as search, Found},
        cosignature,
        device::Device,
        log, log_proof, log_read, theirs,
    },
};

/// A receipt, and when its head was signed.
struct Made {
    receipt: Receipt,
    signed_at: Timestamp,
}

/// Makes it for who reads the log, against the newest head that holds the entry. That it was made is written down first.
///
/// # Errors
/// [`Refusal::NotFound`] when there is no such entry, or no signed head holds it yet; [`Refusal::NotOpen`] when it was pruned.
pub async fn receipt(shared: &Shared, reader: &LogReader, number: u64) -> Outcome<Receipt> {
    if let Some(gone) = pruned(shared, number).await? {
        return Err(Refusal::NotOpen(gone.in_words()).into());
    }
    let made = make(shared, number).await?.ok_or(Refusal::NotFound)?;
    write(shared, Actor::Staff(reader.staff().id), Scope::default(), Event::ReceiptMade { number }).await?;
    Ok(made.receipt)
}

/// What its page says, for who reads the log. That they read it is written down first.
///
/// # Errors
/// [`Refusal::NotFound`] when there is no such entry.
pub async fn page(shared: &Shared, reader: &LogReader, number: u64) -> Outcome<Receipted> {
    let found = search::at(&shared.db, &[number]).await?.pop().ok_or(Refusal::NotFound)?;
    write(shared, Actor::Staff(reader.staff().id), Scope::default(), Event::EntryRead { number }).await?;
    page::of(shared, found, number).await
}

/// Makes it for the customer whose phone asks. That it was made is written down first.
///
/// # Errors
/// [`Refusal::NotFound`], whatever is the reason: no phone of ours, a suspended one, an entry that is not about them or not for them, or
/// none that a signed head holds.
pub async fn for_phone(shared: &Shared, phone: Option<&Device>, number: u64) -> Outcome<Receipt> {
    let phone = asking(shared, phone).await?;
    its_own(shared, phone, number).await?;
    let made = make(shared, number).await?.ok_or(Refusal::NotFound)?;
    let scope = Scope { customer: Some(phone.customer), ..Scope::default() };
    write(shared, Actor::Device(phone.id), scope, Event::ReceiptMade { number }).await?;
    Ok(made.receipt)
}

/// What its page says, for the customer whose phone asks. Looking changes nothing.
///
/// # Errors
/// As [`for_phone`]; an entry of theirs that is not signed yet is none.
pub async fn page_for_phone(shared: &Shared, phone: Option<&Device>, about: About) -> Outcome<Receipted> {
    let phone = asking(shared, phone).await?;
    let place = match about {
        About::Change(run) => theirs::approval_of(&shared.db, run, phone.customer).await?,
        About::Contact(session) => theirs::opening_of(&shared.db, session, phone.customer).await?,
    };
    let Some(number) = place.ok_or(Refusal::NotFound)? else { return Ok(Receipted::InAMoment) };
    let found = its_own(shared, phone, number).await?;
    page::of(shared, found, number).await
}

/// The phone, if there is one and its customer has it.
async fn asking<'a>(shared: &Shared, phone: Option<&'a Device>) -> Outcome<&'a Device> {
    let phone = phone.ok_or(Refusal::NotFound)?;
    match suspend::not_suspended(shared, phone).await {
        Err(super::Trouble::Refused(_)) => Err(Refusal::NotFound.into()),
        other => other.map(|()| phone),
    }
}

/// The entry, if it is about that phone's customer and for them.
async fn its_own(shared: &Shared, phone: &Device, number: u64) -> Outcome<Found> {
    let found = search::at(&shared.db, &[number]).await?.pop().ok_or(Refusal::NotFound)?;
    let own = |entry: &Entry| entry.scope.customer == Some(phone.customer) && for_customers(&entry.event);
    if found.placed.entry.as_ref().is_some_and(own) { Ok(found) } else { Err(Refusal::NotFound.into()) }
}

/// Makes it; `None`: no signed head holds the entry yet.
async fn make(shared: &Shared, number: u64) -> Outcome<Option<Made>> {
    let db = &shared.db;
    let at = i64::try_from(number).map_err(|_| Refusal::NotFound)?;
    let record = log_read::records(db, at, at + 1).await?.pop().ok_or(Refusal::NotFound)?;
    let head = log::head(db).await?;
    let Some(sealed) = log::last(db, head.epoch).await?.filter(|sealed| sealed.size > number) else { return Ok(None) };
    let wrong = |error| Fault::other("making a receipt", error);
    let leaf = record.leaf().map_err(wrong)?;
    let entry = String::from_utf8(leaf).map_err(|error| Fault::other("making a receipt", error))?;
    let personal = log_read::personal(db, at, at + 1).await?.into_iter().map(|(_, opened)| opened).collect();
    let Some(checkpoint) = cosignature::note_with_cosignatures(db, head.epoch, sealed.size).await? else { return Ok(None) };
    let proof = log_proof::inclusion(db, number, sealed.size).await?;
    let receipt = Receipt { told: Told { entry, personal }, index: number, proof, checkpoint };
    Ok(Some(Made { receipt, signed_at: sealed.at }))
}

async fn write(shared: &Shared, actor: Actor, scope: Scope, event: Event) -> Outcome<()> {
    let now = shared.now();
    let id = EntryId::new(now, &*shared.entropy);
    let mut tx = shared.db.write().await?;
    audit::append(&mut tx, &Entry { id, at: now, actor, scope, event }).await?;
    tx.commit().await?;
    Ok(())
}
