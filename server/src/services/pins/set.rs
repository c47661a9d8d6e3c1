//! Choosing a PIN, on a phone of the customer's own that was unlocked for it: what proves more than the PIN ever will binds it (A24).

use serde_json::Value;

use domain::{
    assurance::Method,
    audit::{Actor, Entry, Event, Scope},
    ids::{CustomerId, EntryId},
    pin::Pin,
    refusal::Refusal,
    secret::{self, Hashed},
    time::Duration,
};

use super::{
    super::{Outcome, Shared, passkeys},
    notice,
};
use crate::{
    live::Change,
    signatures,
    store::{
        audit,
        ceremony::{self, Ceremony},
        customer,
        device::Device,
        pin, suspension,
    },
};

const PURPOSE: &str = "customer-pin";
/// How long the phone may take to unlock.
const CEREMONY: Duration = Duration::minutes(5);

/// What the phone signs, or answers with its passkey.
pub struct Started {
    /// For its unlock key.
    pub nonce: String,
    /// For its passkey: WebAuthn options, as JSON.
    pub options: Option<String>,
}

/// How the phone shows that it was unlocked.
pub struct Unlocked<'a> {
    /// Its passkey's answer.
    pub passkey: Option<&'a Value>,
    /// A compact JWS of its unlock key over the nonce.
    pub unlock: Option<&'a str>,
}

/// Begins. An earlier beginning of this phone's is over by it.
///
/// # Errors
/// [`Refusal::NotFound`] when this installation keeps no PINs; what [`may`] refuses.
pub async fn start(shared: &Shared, phone: &Device) -> Outcome<Started> {
    may(shared, phone)?;
    let options = if phone.has_passkey { Some(passkeys::ask(shared, phone, PURPOSE, &[]).await?) } else { None };
    let nonce = secret::token(&*shared.entropy).expose().clone();
    let begun = Ceremony {
        purpose: PURPOSE.to_owned(),
        bound_to: phone.id.uuid().as_bytes().to_vec(),
        state: nonce.clone(),
        expires_at: shared.now().after(CEREMONY),
    };
    let mut tx = shared.db.write().await?;
    ceremony::begin(&mut tx, &holder(phone), &begun).await?;
    tx.commit().await?;
    Ok(Started { nonce, options })
}

/// Keeps the PIN. It begins to count when the policy says that a new one does.
///
/// # Errors
/// [`Refusal::BadInput`] when it is no choice; [`Refusal::BadPasskey`] or [`Refusal::BadSignature`] when the phone did not show that
/// it was unlocked for this; [`Refusal::Frozen`]; [`Refusal::PhoneOff`].
pub async fn set(shared: &Shared, phone: &Device, digits: &str, unlocked: &Unlocked<'_>) -> Outcome<()> {
    let pins = may(shared, phone)?;
    let whose = customer::read(&shared.db, phone.customer).await?;
    let telephone = whose.phone.as_ref().map(ToString::to_string).unwrap_or_default();
    // Before the phone's proof is spent: whoever has to choose again need not unlock again.
    let chosen = Pin::chosen(digits, &[whose.number.as_str(), &telephone])?;
    prove(shared, phone, unlocked).await?;
    let hash = pins.hash(phone.customer, chosen, &*shared.entropy).await?;

    let mut tx = shared.db.write().await?;
    customer::hold(&mut tx, phone.customer).await?;
    if customer::by_id(&mut tx, phone.customer).await?.frozen_at.is_some() {
        return Err(Refusal::Frozen.into());
    }
    // Suspended while the hash was made: what it was unlocked for counts no more (A30).
    let phones = suspension::phones(&mut tx, phone.customer).await?;
    if !phones.iter().any(|listed| listed.phone.id == phone.id && listed.phone.usable) {
        return Err(Refusal::PhoneOff.into());
    }
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

/// Whether this phone may choose one: it counts, and can be unlocked for it.
fn may<'a>(shared: &'a Shared, phone: &Device) -> Outcome<&'a crate::pins::Pins> {
    let pins = shared.pins.as_ref().ok_or(Refusal::NotFound)?;
    if phone.disabled || phone.counts_from > shared.now() {
        return Err(Refusal::bad_input("This phone does not count yet. Choose a PIN once it does.").into());
    }
    if !phone.can_verify() {
        return Err(Refusal::bad_input("Add a passkey to this phone first: a PIN is chosen with the phone unlocked.").into());
    }
    Ok(pins)
}

/// The phone's proof, used up whatever comes of it.
async fn prove(shared: &Shared, phone: &Device, unlocked: &Unlocked<'_>) -> Outcome<()> {
    if let Some(credential) = unlocked.passkey {
        return passkeys::check(shared, phone, PURPOSE, &[], credential).await;
    }
    let mut tx = shared.db.write().await?;
    let begun = ceremony::take(&mut tx, &holder(phone)).await?;
    tx.commit().await?;
    let (key, jws) = phone.unlock_key.as_ref().zip(unlocked.unlock).ok_or(Refusal::BadSignature)?;
    let signed = signatures::verify_unlock(jws, key, phone.id)?;
    let fits = |begun: &Ceremony| begun.purpose == PURPOSE && begun.expires_at > shared.now() && begun.state == signed.nonce;
    if begun.as_ref().is_some_and(fits) { Ok(()) } else { Err(Refusal::BadSignature.into()) }
}

fn holder(phone: &Device) -> Hashed {
    Hashed::of(&format!("{PURPOSE}-unlock\0{}", phone.id))
}
