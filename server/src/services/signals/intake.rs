//! What other systems tell of a customer's account.

use domain::{
    audit::{Actor, Entry, Event, Scope},
    ids::{CustomerId, EntryId, SignalId},
    refusal::Refusal,
    text::CustomerNumber,
    time::{Duration, Timestamp},
};

use super::{
    super::{Outcome, Shared},
    known,
};
use crate::{
    fault::Fault,
    live::Change,
    store::{
        Tx, audit, customer, session,
        signal::{self, New},
    },
};

/// How far ahead of ours a sender's clock may be.
const AHEAD: Duration = Duration::minutes(5);

/// What a source tells.
#[derive(Clone, Debug)]
pub struct NewSignal {
    /// Of whose account.
    pub customer: CustomerNumber,
    /// The policy's key for it.
    pub kind: String,
    /// The source's own name for it, so that telling twice is telling once.
    pub reference: String,
    /// Since when it is so; `None`: since now.
    pub since: Option<Timestamp>,
}

/// What was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Received {
    /// Its name.
    pub id: SignalId,
    /// Until when it stands, by the policy in force.
    pub until: Timestamp,
    /// Whether it is new, and not a second telling.
    pub new: bool,
}

/// Keeps a signal, writes it into every open session of the customer, and tells the pages.
///
/// # Errors
/// [`Refusal::BadInput`] when the policy has no such signal or it lies ahead; [`Refusal::NotFound`] when nobody has that number;
/// [`Refusal::KeyReused`] when the reference named something else before.
pub async fn receive(shared: &Shared, source: &str, told: NewSignal) -> Outcome<Received> {
    let policy = shared.policies.now();
    let Some((_, row)) = policy.signals().find(|(_, row)| row.key == told.kind) else {
        let known: Vec<_> = policy.signals().map(|(_, row)| row.key.as_str()).collect();
        return Err(Refusal::bad_input(format!("The policy in force has no such signal. It has: {}.", known.join(", "))).into());
    };
    let now = shared.now();
    let since = told.since.unwrap_or(now);
    if since > now.after(AHEAD) {
        return Err(Refusal::bad_input("`since` lies ahead of this server’s clock. Send whole microseconds since 1970, in UTC.").into());
    }
    let since = since.min(now);
    let mut tx = shared.db.write().await?;
    let customer = customer::by_number(&mut tx, told.customer.as_str()).await?.ok_or(Refusal::NotFound)?.id;
    customer::hold(&mut tx, customer).await?;
    let id = SignalId::new(now, &*shared.entropy);
    let new = New { id, customer, kind: &told.kind, source, reference: &told.reference, since, now };
    if !signal::insert(&mut tx, &new).await? {
        let before = signal::by_reference(&mut tx, source, &told.reference).await?.ok_or(Refusal::NotFound)?;
        let same = before.customer == customer && before.kind == told.kind && told.since.is_none_or(|_| before.since == since);
        let first = Received { id: before.id, until: before.since.after(row.stands), new: false };
        return if same { Ok(first) } else { Err(Refusal::KeyReused.into()) };
    }
    let event = Event::SignalReceived { signal: told.kind.clone(), source: source.to_owned() };
    record(shared, &mut tx, customer, &event, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Customer(customer));
    Ok(Received { id, until: since.after(row.stands), new: true })
}

/// Takes a signal back: it stands no longer. A second time changes nothing.
///
/// # Errors
/// [`Refusal::NotFound`] when this source told nothing under that reference.
pub async fn withdraw(shared: &Shared, source: &str, reference: &str) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let told = signal::by_reference(&mut tx, source, reference).await?.ok_or(Refusal::NotFound)?;
    customer::hold(&mut tx, told.customer).await?;
    if !signal::withdraw(&mut tx, told.id, now).await? {
        return Ok(());
    }
    let event = Event::SignalWithdrawn { signal: told.kind, source: source.to_owned() };
    record(shared, &mut tx, told.customer, &event, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Customer(told.customer));
    Ok(())
}

/// Writes it into each open session of the customer, so that it stands in its timeline; with none open, once.
async fn record(shared: &Shared, tx: &mut Tx, customer: CustomerId, event: &Event, now: Timestamp) -> Result<(), Fault> {
    let open = session::live_of_customer(tx, customer).await?;
    let policy = shared.policies.now();
    let mut scopes = Vec::new();
    for session in open {
        let known = known(shared, tx, &policy, &session, now).await?;
        scopes.push(Scope {
            customer: Some(customer),
            session: Some(session.id),
            channel: Some(session.channel),
            level: Some(session.assurance(&policy, known.signals, &known.evidence, now).level),
            case: session.case,
            ..Scope::default()
        });
    }
    if scopes.is_empty() {
        scopes.push(Scope { customer: Some(customer), ..Scope::default() });
    }
    for scope in scopes {
        let id = EntryId::new(now, &*shared.entropy);
        audit::append(tx, &Entry { id, at: now, actor: Actor::System, scope, event: event.clone() }).await?;
    }
    Ok(())
}
