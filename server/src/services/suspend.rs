//! "I no longer have this": suspending a phone or an invited passkey's device at once, and bringing it back (A30). The rules are
//! [`domain::suspension`].
//!
//! What was being asked on it ends in the same transaction, and so does what it proved or approved that is not used yet. Every
//! address is told, and an agent has no way to bring one back.

use domain::{
    agent::Agent,
    audit::{Actor, Entry, Event, Scope},
    ids::{CustomerId, DeviceId, EntryId, SessionId},
    refusal::Refusal,
    session::SessionState,
    suspension::{SuspendedBy, Suspension},
};

use super::{
    Outcome, Shared, expire, notices,
    record::{Recorder, changed},
    sessions,
    signals::known,
};
use crate::{
    live::Change,
    store::{
        Tx, audit, challenge, customer,
        device::Device,
        passkey_invitation, session,
        suspension::{self, Kind, Listed},
    },
};

/// The customer says so, from another phone. Twice is the same as once.
///
/// # Errors
/// What [`domain::suspension::Phone::may_suspend`] refuses.
pub async fn by_customer(shared: &Shared, phone: &Device, lost: DeviceId) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    customer::hold(&mut tx, phone.customer).await?;
    let (own, lost) = both(&mut tx, phone, lost).await?;
    own.phone.may_suspend(&lost.phone)?;
    let told = suspend(shared, &mut tx, &lost, SuspendedBy::Customer, Actor::Device(phone.id)).await?;
    tx.commit().await?;
    shared.live.tell_all(told);
    Ok(())
}

/// The agent on the line was told so. Any level is enough: this only takes power away.
///
/// # Errors
/// [`Refusal::NotFound`] when the session is not theirs or the phone not its customer's, or what
/// [`domain::session::Session::open`] refuses.
pub async fn by_agent(shared: &Shared, agent: &Agent, id: SessionId, lost: DeviceId) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let (taken, _) = sessions::take_own(&mut tx, agent, id).await?;
    taken.open()?;
    let phones = suspension::devices(&mut tx, taken.customer, Kind::Phone).await?;
    let lost = phones.into_iter().find(|listed| listed.phone.id == lost).ok_or(Refusal::NotFound)?;
    let told = suspend(shared, &mut tx, &lost, SuspendedBy::Agent, Actor::Staff(agent.id())).await?;
    tx.commit().await?;
    shared.live.tell_all(told);
    Ok(())
}

/// The customer has it again, and says so from another phone that counts.
///
/// # Errors
/// What [`domain::suspension::Phone::may_bring_back`] refuses; [`Refusal::Frozen`] while the account is.
pub async fn bring_back(shared: &Shared, phone: &Device, found: DeviceId) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    customer::hold(&mut tx, phone.customer).await?;
    let (own, found) = both(&mut tx, phone, found).await?;
    let now = shared.now();
    own.phone.may_bring_back(&found.phone, now)?;
    if customer::by_id(&mut tx, phone.customer).await?.frozen_at.is_some() {
        return Err(Refusal::Frozen.into());
    }
    if !suspension::bring_back(&mut tx, found.phone.id).await? {
        return Ok(());
    }
    let passkey = found.kind == Kind::Passkey;
    let event = Event::DeviceBroughtBack { device: found.name.clone(), from: own.name.clone(), passkey };
    let told = record(shared, &mut tx, phone.customer, Actor::Device(phone.id), &event, None).await?;
    notices::brought_back(shared, &mut tx, &found, &own.name, now).await?;
    tx.commit().await?;
    shared.live.tell_all(told);
    Ok(())
}

/// The phone that says it and the device it is about, of one customer: somebody else's is as good as none (D02).
async fn both(tx: &mut Tx, phone: &Device, about: DeviceId) -> Outcome<(Listed, Listed)> {
    let mut all = suspension::devices(tx, phone.customer, Kind::Phone).await?;
    let one = |all: &[Listed], id: DeviceId| all.iter().find(|listed| listed.phone.id == id).cloned().ok_or(Refusal::NotFound);
    let own = one(&all, phone.id)?;
    all.extend(suspension::devices(tx, phone.customer, Kind::Passkey).await?);
    Ok((own, one(&all, about)?))
}

/// Refuses a phone that is suspended; one that only guessed too often may still stop things.
///
/// # Errors
/// [`Refusal::PhoneOff`].
pub async fn not_suspended(shared: &Shared, phone: &Device) -> Outcome<()> {
    let phones = suspension::read_devices(&shared.db, phone.customer, Kind::Phone).await?;
    let suspended = phones.iter().any(|listed| listed.phone.id == phone.id && listed.suspended.is_some());
    if suspended { Err(Refusal::PhoneOff.into()) } else { Ok(()) }
}

/// Suspends it in the caller's transaction, which holds the customer.
async fn suspend(shared: &Shared, tx: &mut Tx, lost: &Listed, by: SuspendedBy, actor: Actor) -> Outcome<Vec<Change>> {
    let (now, customer) = (shared.now(), lost.phone.customer);
    if !suspension::suspend(tx, lost.phone.id, Suspension { at: now, by }).await? {
        return Ok(Vec::new());
    }
    // Whoever had it may have invited somebody on it just now.
    passkey_invitation::end(tx, customer, now).await?;
    let event = Event::DeviceSuspended { device: lost.name.clone(), by, passkey: lost.kind == Kind::Passkey };
    let told = record(shared, tx, customer, actor, &event, Some(lost.phone.id)).await?;
    notices::suspended(shared, tx, lost, by, now).await?;
    Ok(told)
}

/// Writes it into each open session of the customer, and ends what is being asked there on that phone; with none open, once.
async fn record(
    shared: &Shared,
    tx: &mut Tx,
    customer: CustomerId,
    actor: Actor,
    event: &Event,
    ends: Option<DeviceId>,
) -> Outcome<Vec<Change>> {
    let (now, policy) = (shared.now(), shared.policies.now());
    let mut told = vec![Change::Customer(customer)];
    for session in session::live_of_customer(tx, customer).await? {
        if session.state != SessionState::Open {
            continue;
        }
        let known = known(shared, tx, &policy, &session, now).await?;
        let level = session.assurance(&policy, known.signals, &known.evidence, now).level;
        let recorder = Recorder { shared, session: &session, actor, level, now };
        recorder.write(tx, event.clone()).await?;
        if let Some(phone) = ends {
            end_on(tx, &recorder, phone).await?;
        }
        told.push(changed(&session));
    }
    if told.len() == 1 {
        let scope = Scope { customer: Some(customer), ..Scope::default() };
        let id = EntryId::new(now, &*shared.entropy);
        audit::append(tx, &Entry { id, at: now, actor, scope, event: event.clone() }).await?;
    }
    Ok(told)
}

/// Ends what the session is asking on that phone.
async fn end_on(tx: &mut Tx, recorder: &Recorder<'_>, phone: DeviceId) -> Outcome<()> {
    let open = challenge::open_of_session(tx, recorder.session.id).await?.map(|asked| asked.challenge);
    let Some(before) = open.filter(|asked| asked.push().is_some_and(|push| push.device == phone)) else { return Ok(()) };
    match before.clone().withdrawn(recorder.now) {
        Ok(after) => {
            challenge::change(tx, &before, &after);
            Ok(recorder.write(tx, Event::Withdrawn).await?)
        }
        Err(_) => expire::expire(tx, recorder, &before).await,
    }
}
