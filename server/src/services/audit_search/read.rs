//! Writing down that somebody read, and what is shown of an entry.

use app::log::view::{Place, Row, Whose};
use domain::{
    agent::LogReader,
    assurance::Level,
    audit::{Actor, Entry, Event, Scope},
    audit_search::{Outcome as Came, outcome},
    customer::Field,
    ids::{CustomerId, EntryId},
};

use super::{Outcome, Shared};
use crate::store::{
    audit,
    audit_search::{Found, Placed},
    customer,
};

/// Writes it down, in a transaction of its own: what is read changes nothing else.
pub(super) async fn write(shared: &Shared, reader: &LogReader, event: Event) -> Outcome<()> {
    let now = shared.now();
    let id = EntryId::new(now, &*shared.entropy);
    let mut tx = shared.db.write().await?;
    audit::append(&mut tx, &Entry { id, at: now, actor: Actor::Staff(reader.staff().id), scope: Scope::default(), event }).await?;
    tx.commit().await?;
    Ok(())
}

/// An entry in short.
pub(in crate::services) fn row(found: Found) -> Row {
    let Found { placed: Placed { position, at, entry, .. }, by } = found;
    let by = match (by, entry.as_ref().map(|entry| entry.actor)) {
        (Some(name), _) => name,
        (None, Some(Actor::Device(_) | Actor::CustomerLink(_) | Actor::Keypad(_))) => "Customer".to_owned(),
        (None, _) => "Countersign".to_owned(),
    };
    let (session, level) = entry.as_ref().map_or((None, None), |entry| (entry.scope.session, entry.scope.level));
    let event = entry.map(|entry| entry.event);
    let outcome = event.as_ref().map_or(Came::NotAccepted, outcome);
    Row { number: position, at, event, by, session, level, outcome }
}

/// Where it was written.
pub(in crate::services) fn place(entry: Option<&Entry>) -> Place {
    let scope = entry.map(|entry| entry.scope.clone()).unwrap_or_default();
    Place { case: scope.case, channel: scope.channel, rule: scope.rule, policy: scope.policy }
}

/// Whose account, with the name hidden: a log is no place to look customers up in.
pub(super) async fn whose(shared: &Shared, id: CustomerId) -> Outcome<Whose> {
    let customer = customer::read(&shared.db, id).await?;
    let name = customer.seen(Field::Name, Level::Unverified);
    Ok(Whose { id, number: customer.number.into(), name })
}
