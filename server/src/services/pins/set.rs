//! Choosing a PIN, on a phone of the customer's own that was unlocked for it: what proves more than the PIN ever will binds it (A24).

use domain::{
    assurance::Method,
    audit::{Actor, Entry, Event, Scope},
    ids::{CustomerId, EntryId},
    pin::Pin,
    refusal::Refusal,
};

use super::{
    super::{
        Outcome, Shared,
        unlocked::{self, Started, Unlocked},
    },
    notice,
};
use crate::{
    live::Change,
    pins::Pins,
    store::{audit, customer, device::Device, pin},
};

const PURPOSE: &str = "customer-pin";
/// Begins. An earlier beginning of this phone's is over by it.
///
/// # Errors
/// [`Refusal::NotFound`] when this installation keeps no PINs; what [`unlocked::may`] refuses.
pub async fn start(shared: &Shared, phone: &Device) -> Outcome<Started> {
    pins(shared)?;
    unlocked::start(shared, phone, PURPOSE).await
}

/// Keeps the PIN. It begins to count when the policy says that a new one does.
///
/// # Errors
/// [`Refusal::BadInput`] when it is no choice; [`Refusal::BadPasskey`] or [`Refusal::BadSignature`] when the phone did not show that
/// it was unlocked for this; [`Refusal::Frozen`]; [`Refusal::PhoneOff`].
pub async fn set(shared: &Shared, phone: &Device, digits: &str, unlocked: &Unlocked<'_>) -> Outcome<()> {
    let pins = pins(shared)?;
    unlocked::may(shared, phone)?;
    let whose = customer::read(&shared.db, phone.customer).await?;
    let telephone = whose.phone.as_ref().map(ToString::to_string).unwrap_or_default();
    // Before the phone's proof is spent: whoever has to choose again need not unlock again.
    let chosen = Pin::chosen(digits, &[whose.number.as_str(), &telephone])?;
    unlocked::prove(shared, phone, PURPOSE, unlocked).await?;
    let hash = pins.hash(phone.customer, chosen, &*shared.entropy).await?;

    let mut tx = shared.db.write().await?;
    unlocked::still_counts(&mut tx, phone).await?;
    let now = shared.now();
    let seasoning = shared.policies.now().method(Method::Pin).seasoning;
    pin::set(&mut tx, phone.customer, &hash, now, now.after(seasoning)).await?;
    let scope = Scope { customer: Some(phone.customer), ..Scope::default() };
    let id = EntryId::new(now, &*shared.entropy);
    audit::append(&mut tx, &Entry { id, at: now, actor: Actor::Device(phone.id), scope, event: Event::MethodSet { method: Method::Pin } })
        .await?;
    notice::set(shared, &mut tx, phone.customer, &phone.name, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Customer(phone.customer));
    Ok(())
}

/// A demo's: there from the beginning, and it counts at once.
pub async fn seed(shared: &Shared, customer: CustomerId, digits: &str) -> Outcome<()> {
    let Some(pins) = &shared.pins else { return Ok(()) };
    let hash = pins.hash(customer, Pin::typed(digits)?, &*shared.entropy).await?;
    let (now, mut tx) = (shared.now(), shared.db.write().await?);
    pin::set(&mut tx, customer, &hash, now, now).await?;
    tx.commit().await?;
    Ok(())
}

fn pins(shared: &Shared) -> Outcome<&Pins> {
    Ok(shared.pins.as_ref().ok_or(Refusal::NotFound)?)
}
