//! One entry, by its number.

use app::log::view::EntryView;
use domain::{
    agent::LogReader,
    audit::{Actor, Entry, Event},
    refusal::Refusal,
    reveal::Because,
};

use super::{super::kept, Outcome, Shared, read};
use crate::store::{audit_search as store, beside};

/// One entry. That it was read is written down first.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none with that number.
pub async fn entry(shared: &Shared, reader: &LogReader, number: u64) -> Outcome<EntryView> {
    let db = &shared.db;
    let found = store::at(db, &[number]).await?.pop().ok_or(Refusal::NotFound)?;
    read::write(shared, reader, Event::EntryRead { number }).await?;
    let entry = found.placed.entry.clone();
    let event = found.placed.event.clone();
    let beside = match &entry {
        Some(entry) => beside::of_entry(db, entry.id).await?,
        None => Vec::new(),
    };
    let reason = match entry.as_ref() {
        Some(Entry { id, event: Event::Revealed { because: Some(Because::Other), .. }, .. }) => kept::words(db, *id).await?,
        _ => None,
    };
    let customer = match entry.as_ref().and_then(|entry| entry.scope.customer) {
        Some(id) => Some(read::whose(shared, id).await?),
        None => None,
    };
    let next = number.saturating_add(1);
    let newer = !store::at(db, &[next]).await?.is_empty();
    Ok(EntryView {
        agent: entry.as_ref().and_then(|entry| if let Actor::Staff(id) = entry.actor { Some(id) } else { None }),
        place: read::place(entry.as_ref()),
        row: read::row(found),
        event,
        customer,
        beside,
        reason,
        newer: newer.then_some(next),
    })
}
