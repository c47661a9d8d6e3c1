//! A phone that was unlocked for one purpose: what proves more than a PIN or a code ever will binds them (A24).

use serde_json::Value;

use domain::{refusal::Refusal, secret, secret::Hashed, time::Duration};

use super::{Outcome, Shared, passkeys};
use crate::{
    signatures,
    store::{
        Tx,
        ceremony::{self, Ceremony},
        customer,
        device::Device,
        suspension::{self, Kind},
    },
};

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

/// Begins. An earlier beginning of this phone's, for the same purpose, is over by it.
pub(super) async fn start(shared: &Shared, phone: &Device, purpose: &'static str) -> Outcome<Started> {
    may(shared, phone)?;
    let options = if phone.has_passkey { Some(passkeys::ask(shared, phone, purpose, &[]).await?) } else { None };
    let nonce = secret::token(&*shared.entropy).expose().clone();
    let begun = Ceremony {
        purpose: purpose.to_owned(),
        bound_to: phone.id.uuid().as_bytes().to_vec(),
        state: nonce.clone(),
        expires_at: shared.now().after(CEREMONY),
    };
    let mut tx = shared.db.write().await?;
    ceremony::begin(&mut tx, &holder(phone, purpose), &begun).await?;
    tx.commit().await?;
    Ok(Started { nonce, options })
}

/// Whether this phone may: it counts, and can be unlocked for it.
pub(super) fn may(shared: &Shared, phone: &Device) -> Outcome<()> {
    if phone.disabled || phone.counts_from > shared.now() {
        return Err(Refusal::bad_input("This phone does not count yet. Come back once it does.").into());
    }
    if !phone.can_verify() {
        return Err(Refusal::bad_input("Add a passkey to this phone first: this is done with the phone unlocked.").into());
    }
    Ok(())
}

/// The phone's proof, used up whatever comes of it.
pub(super) async fn prove(shared: &Shared, phone: &Device, purpose: &'static str, unlocked: &Unlocked<'_>) -> Outcome<()> {
    if let Some(credential) = unlocked.passkey {
        return passkeys::check(shared, phone, purpose, &[], credential).await;
    }
    let mut tx = shared.db.write().await?;
    let begun = ceremony::take(&mut tx, &holder(phone, purpose)).await?;
    tx.commit().await?;
    let (key, jws) = phone.unlock_key.as_ref().zip(unlocked.unlock).ok_or(Refusal::BadSignature)?;
    let signed = signatures::verify_unlock(jws, key, phone.id)?;
    let fits = |begun: &Ceremony| begun.purpose == purpose && begun.expires_at > shared.now() && begun.state == signed.nonce;
    if begun.as_ref().is_some_and(fits) { Ok(()) } else { Err(Refusal::BadSignature.into()) }
}

/// Holds the customer, and looks whether the phone counts still: suspended since it was unlocked, it keeps nothing (A30).
pub(super) async fn still_counts(tx: &mut Tx, phone: &Device) -> Outcome<()> {
    customer::hold(tx, phone.customer).await?;
    if customer::by_id(tx, phone.customer).await?.frozen_at.is_some() {
        return Err(Refusal::Frozen.into());
    }
    let phones = suspension::devices(tx, phone.customer, Kind::Phone).await?;
    if !phones.iter().any(|listed| listed.phone.id == phone.id && listed.phone.usable) {
        return Err(Refusal::PhoneOff.into());
    }
    Ok(())
}

fn holder(phone: &Device, purpose: &str) -> Hashed {
    Hashed::of(&format!("{purpose}-unlock\0{}", phone.id))
}
