//! Passkeys on customers' phones: making one, and answering a challenge with it.

use serde_json::Value;

use domain::{ids::PasskeyId, refusal::Refusal};

use super::{Outcome, Shared};
use crate::{
    live::Change,
    passkeys::{Key, User},
    store::{
        customer,
        device::{self, Device},
    },
};

const REGISTER: &str = "customer-passkey";
/// For answering a challenge.
pub(super) const ANSWER: &str = "customer-answer";

/// Options for making a passkey on this phone, as JSON.
///
/// # Errors
/// When the database fails.
pub async fn start(shared: &Shared, phone: &Device) -> Outcome<String> {
    let customer = customer::read(&shared.db, phone.customer).await?;
    let known = device::passkeys(&shared.db, phone.id).await?;
    let holder = phone.id.to_string();
    let key = Key { purpose: REGISTER, holder: &holder, bound_to: &[] };
    let user = User { id: phone.id.uuid(), name: customer.number.as_str(), display_name: &phone.name };
    let mut tx = shared.db.write().await?;
    let options = shared.passkeys.start_registration(&mut tx, &key, &user, &known, shared.now()).await?;
    tx.commit().await?;
    Ok(options)
}

/// Keeps the passkey that was made.
///
/// # Errors
/// [`Refusal::BadPasskey`] when it does not fit what was asked.
pub async fn finish(shared: &Shared, phone: &Device, credential: &Value) -> Outcome<()> {
    let holder = phone.id.to_string();
    let key = Key { purpose: REGISTER, holder: &holder, bound_to: &[] };
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let made = shared.passkeys.finish_registration(&mut tx, &key, &credential.to_string(), now).await?;
    if let Ok(made) = &made {
        let id = PasskeyId::new(now, &*shared.entropy);
        device::insert_passkey(&mut tx, id, phone.id, &made.credential_id, &made.credential, now).await?;
    }
    tx.commit().await?;
    made?;
    shared.live.tell(Change::Customer(phone.customer));
    Ok(())
}

/// Options for answering with this phone's passkey, as JSON, for that purpose and bound to `bound_to`.
///
/// # Errors
/// [`Refusal::NoWay`] when the phone has no passkey.
pub(super) async fn ask(shared: &Shared, phone: &Device, purpose: &'static str, bound_to: &[u8]) -> Outcome<String> {
    let known = device::passkeys(&shared.db, phone.id).await?;
    if known.is_empty() {
        return Err(Refusal::NoWay.into());
    }
    let holder = phone.id.to_string();
    let key = Key { purpose, holder: &holder, bound_to };
    let mut tx = shared.db.write().await?;
    let options = shared.passkeys.start_known(&mut tx, &key, &known, shared.now()).await?;
    tx.commit().await?;
    Ok(options)
}

/// Checks a passkey's answer to options that were bound to `bound_to`. The options are used up first, whatever comes of it.
///
/// # Errors
/// [`Refusal::BadPasskey`], whatever does not fit.
pub(super) async fn check(shared: &Shared, phone: &Device, purpose: &'static str, bound_to: &[u8], credential: &Value) -> Outcome<()> {
    let known = device::passkeys(&shared.db, phone.id).await?;
    let holder = phone.id.to_string();
    let key = Key { purpose, holder: &holder, bound_to };
    let mut tx = shared.db.write().await?;
    let answered = shared.passkeys.finish_known(&mut tx, &key, &known, &credential.to_string(), shared.now()).await?;
    if let Ok(answered) = &answered {
        device::update_passkey(&mut tx, phone.id, &answered.credential_id, &answered.credential).await?;
    }
    tx.commit().await?;
    if answered?.user_verified { Ok(()) } else { Err(Refusal::BadPasskey.into()) }
}
