//! Stopping everything at once: the session, its siblings, the account; and ending that again.

use app::oversight::view::AlertRow;
use domain::{
    agent::Supervisor,
    alert::AlertBecause,
    assurance::Level,
    audit::{Actor, Entry, Event, Scope},
    ids::{AlertId, CustomerId, EntryId, SessionId},
    refusal::Refusal,
    session::{FrozenBecause, SessionState},
};

use super::{
    Outcome, Shared,
    record::{Recorder, changed},
    sessions,
};
use crate::{
    live::Change,
    store::{
        Tx,
        alert::{self, Subject},
        audit, customer, passkey_invitation, session,
    },
};

/// Freezes every open session of the customer and the account, withdraws what was being asked, and raises an alert. The
/// caller commits, and tells the changes afterwards. `cause` is the session the alert names: by it a supervisor ends the
/// freeze.
pub(super) async fn freeze(
    shared: &Shared,
    tx: &mut Tx,
    customer_id: CustomerId,
    cause: Option<SessionId>,
    actor: Actor,
    because: FrozenBecause,
) -> Outcome<Vec<Change>> {
    let now = shared.now();
    let mut told = vec![Change::Customer(customer_id)];
    let live = session::live_of_customer(tx, customer_id).await?;
    let alone = live.is_empty();
    for sibling in live {
        let recorder = Recorder { shared, session: &sibling, actor, level: Level::Unverified, now };
        sessions::withdraw_open(tx, &recorder).await?;
        if session::freeze(tx, sibling.id, because, now).await? {
            recorder.write(tx, Event::SessionFrozen { because }).await?;
        }
        told.push(changed(&sibling));
    }
    customer::freeze(tx, customer_id, because, now).await?;
    passkey_invitation::end(tx, customer_id, now).await?;
    if alone {
        let scope = Scope { customer: Some(customer_id), session: cause, ..Scope::default() };
        let id = EntryId::new(now, &*shared.entropy);
        audit::append(tx, &Entry { id, at: now, actor, scope, event: Event::SessionFrozen { because } }).await?;
    }
    let id = AlertId::new(now, &*shared.entropy);
    alert::insert(tx, id, now, cause, customer_id, AlertBecause::Stopped(because)).await?;
    Ok(told)
}

/// What was stopped, newest first.
///
/// # Errors
/// When the database fails.
pub async fn alerts(shared: &Shared) -> Outcome<Vec<AlertRow>> {
    let row = |alert: alert::Alert| AlertRow {
        id: alert.id,
        at: alert.at,
        session: alert.session,
        because: alert.because,
        customer_number: alert.customer_number,
        agent: alert.agent,
        channel: alert.channel,
        closed: alert.closed,
    };
    Ok(alert::latest(&shared.db).await?.into_iter().map(row).collect())
}

/// Closes an alert that has nothing to end: a supervisor has looked at it.
///
/// # Errors
/// [`Refusal::NotFound`] when there is no such open alert.
pub async fn seen(shared: &Shared, supervisor: &Supervisor, id: AlertId) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let Subject { customer, session, .. } = alert::subject(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let now = shared.now();
    if !alert::seen(&mut tx, id, AlertBecause::TriedAgain, supervisor.id(), now).await? {
        return Err(Refusal::NotFound.into());
    }
    let scope = Scope { customer: Some(customer), session, ..Scope::default() };
    let (id, actor) = (EntryId::new(now, &*shared.entropy), Actor::Staff(supervisor.id()));
    audit::append(&mut tx, &Entry { id, at: now, actor, scope, event: Event::AlertSeen }).await?;
    tx.commit().await?;
    shared.live.tell(Change::Customer(customer));
    Ok(())
}

/// Ends the freeze that an alert tells of. The frozen sessions end with it: whoever calls again begins anew.
///
/// # Errors
/// [`Refusal::NotFound`] when there is no such alert, or nothing is frozen.
pub async fn end_freeze(shared: &Shared, supervisor: &Supervisor, id: AlertId) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let stopped = |alert: &Subject| alert.because != AlertBecause::TriedAgain;
    let Subject { customer, session: cause, .. } = alert::subject(&mut tx, id).await?.filter(stopped).ok_or(Refusal::NotFound)?;
    customer::hold(&mut tx, customer).await?;
    if !customer::unfreeze(&mut tx, customer).await? {
        return Err(Refusal::NotFound.into());
    }
    let now = shared.now();
    let actor = Actor::Staff(supervisor.id());
    let mut told = vec![Change::Customer(customer)];
    for frozen in session::live_of_customer(&mut tx, customer).await? {
        if matches!(frozen.state, SessionState::Frozen { .. }) && session::end(&mut tx, &frozen, now) {
            Recorder { shared, session: &frozen, actor, level: Level::Unverified, now }.write(&mut tx, Event::SessionEnded).await?;
            told.push(changed(&frozen));
        }
    }
    alert::close(&mut tx, customer, supervisor.id(), now).await?;
    let scope = Scope { customer: Some(customer), session: cause, ..Scope::default() };
    let entry = Entry { id: EntryId::new(now, &*shared.entropy), at: now, actor, scope, event: Event::FreezeEnded };
    audit::append(&mut tx, &entry).await?;
    tx.commit().await?;
    shared.live.tell_all(told);
    Ok(())
}
