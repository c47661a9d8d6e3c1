//! Customers whom nobody should open (W8): fictional people among the others. Whoever opens one, or looks one up, was looking for
//! what no contact asked for.
//!
//! A supervisor is told in the transaction of the step. The agent is told nothing: what they are answered is made from the same rows
//! by the same statements, and the entry of it is in no session's timeline. Who they are is known to operators, and to
//! supervisors of those that were met.

use domain::{
    agent::Agent,
    alert::AlertBecause,
    audit::{Actor, Entry, Event, Scope},
    customer::Customer,
    ids::{AlertId, CustomerId, EntryId, SessionId},
    refusal::Refusal,
    text::CustomerNumber,
    time::Timestamp,
};

use super::{Outcome, Shared};
use crate::{
    live::Change,
    store::{
        Tx, audit,
        canary::{self, Step},
        customer,
    },
};

/// Somebody looked these up: tells a supervisor of each that is one. The caller commits, and tells the change afterwards.
pub(super) async fn found(shared: &Shared, tx: &mut Tx, agent: &Agent, found: &[Customer]) -> Outcome<Option<Change>> {
    let mut told = None;
    for customer in found {
        told = met(shared, tx, agent, customer.id, None).await?.or(told);
    }
    Ok(told)
}

/// Somebody opened a session with this customer, or took one over: the same.
pub(super) async fn opened(
    shared: &Shared,
    tx: &mut Tx,
    agent: &Agent,
    customer: CustomerId,
    session: SessionId,
) -> Outcome<Option<Change>> {
    met(shared, tx, agent, customer, Some(session)).await
}

async fn met(shared: &Shared, tx: &mut Tx, agent: &Agent, customer: CustomerId, session: Option<SessionId>) -> Outcome<Option<Change>> {
    let now = shared.now();
    let (alert, id) = (AlertId::new(now, &*shared.entropy), EntryId::new(now, &*shared.entropy));
    let because = if session.is_some() { AlertBecause::CanaryOpened } else { AlertBecause::CanaryFound };
    if !canary::trip(tx, Step { alert, at: now, session, customer, because, by: agent.id() }).await? {
        return Ok(None);
    }
    let scope = Scope { customer: Some(customer), ..Scope::default() };
    audit::append(tx, &Entry { id, at: now, actor: Actor::Staff(agent.id()), scope, event: Event::CanaryMet { session } }).await?;
    Ok(Some(Change::Floor))
}

/// Makes customers canaries, all of them or none; says how many were not yet.
///
/// # Errors
/// [`Refusal::BadInput`] when there is no customer with one of these numbers.
pub async fn plant(shared: &Shared, numbers: &[CustomerNumber]) -> Outcome<u32> {
    let (now, mut tx) = (shared.now(), shared.db.write().await?);
    let mut planted = 0;
    for number in numbers {
        let customer = whose(&mut tx, number).await?;
        planted += u32::from(canary::plant(&mut tx, customer, now).await?);
    }
    write(shared, &mut tx, Event::CanariesChanged { planted, removed: 0 }, now).await?;
    tx.commit().await?;
    Ok(planted)
}

/// Makes them none, all of them or none; says how many were.
///
/// # Errors
/// As [`plant`].
pub async fn remove(shared: &Shared, numbers: &[CustomerNumber]) -> Outcome<u32> {
    let (now, mut tx) = (shared.now(), shared.db.write().await?);
    let mut removed = 0;
    for number in numbers {
        let customer = whose(&mut tx, number).await?;
        removed += u32::from(canary::remove(&mut tx, customer).await?);
    }
    write(shared, &mut tx, Event::CanariesChanged { planted: 0, removed }, now).await?;
    tx.commit().await?;
    Ok(removed)
}

/// Each one's number, and since when they are.
///
/// # Errors
/// When the database fails.
pub async fn all(shared: &Shared) -> Outcome<Vec<(String, Timestamp)>> {
    Ok(canary::all(&shared.db).await?)
}

async fn whose(tx: &mut Tx, number: &CustomerNumber) -> Outcome<CustomerId> {
    let found = customer::by_number(tx, number.as_str()).await?;
    Ok(found.ok_or_else(|| Refusal::bad_input(format!("There is no customer {number}. Nothing was changed.")))?.id)
}

/// Who they are is in no entry: whoever reads the log would know them.
async fn write(shared: &Shared, tx: &mut Tx, event: Event, now: Timestamp) -> Outcome<()> {
    let id = EntryId::new(now, &*shared.entropy);
    audit::append(tx, &Entry { id, at: now, actor: Actor::System, scope: Scope::default(), event }).await?;
    Ok(())
}
