//! Stopping everything at once: the session, its siblings, the account; and ending that again.

use domain::{
    agent::Supervisor,
    alert::{AlertBecause, AlertOutcome, Step},
    assurance::Level,
    audit::{Actor, Entry, Event, Scope},
    ids::{AlertId, CustomerId, EntryId, SessionId},
    refusal::Refusal,
    session::{FrozenBecause, SessionState},
};

use super::{
    Outcome, Shared, alerts,
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

/// Ends the freeze that an alert tells of, and says what it turned out to be. The frozen sessions end with it: whoever calls again begins
/// anew. So do the customer's other alerts.
///
/// # Errors
/// [`Refusal::NotFound`] when there is no such alert, or nothing is frozen; [`Refusal::BadInput`] when the note does not fit.
pub async fn end_freeze(shared: &Shared, supervisor: &Supervisor, id: AlertId, outcome: AlertOutcome, note: &str) -> Outcome<()> {
    let end = alerts::ending(outcome, note)?;
    let mut tx = shared.db.write().await?;
    let subject = alert::subject(&mut tx, id).await?.filter(|alert| alert.because.stops()).ok_or(Refusal::NotFound)?;
    let Subject { customer: Some(customer), session: cause, .. } = subject else { return Err(Refusal::NotFound.into()) };
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
    let step = Step { by: supervisor.id(), at: now };
    for closed in alert::close_of_customer(&mut tx, customer, step, &end).await? {
        alerts::record(shared, &mut tx, &subject, step, Event::AlertClosed { alert: closed, outcome }).await?;
    }
    let scope = Scope { customer: Some(customer), session: cause, ..Scope::default() };
    let entry = Entry { id: EntryId::new(now, &*shared.entropy), at: now, actor, scope, event: Event::FreezeEnded };
    audit::append(&mut tx, &entry).await?;
    tx.commit().await?;
    shared.live.tell_all(told);
    Ok(())
}
