//! Making a passkey on a customer's phone, and its part in the answer to a prompt there.

use serde_json::Value;

use domain::{
    assurance::Method,
    audit::{Actor, Entry, Event, Scope},
    ids::{EntryId, PasskeyId},
    refusal::Refusal,
};

use super::{
    super::{Outcome, Shared},
    notice,
};
use crate::{
    live::Change,
    passkeys::{Key, User},
    store::{
        audit, customer,
        device::Device,
        passkey::{self, Kept},
    },
};

const REGISTER: &str = "customer-passkey";
/// For answering a challenge.
pub(in crate::services) const ANSWER: &str = "customer-answer";

/// Options for making a passkey on this phone, as JSON. One at a time: whoever got at a phone that has one must remove that first, and
/// every address hears of both (A24).
///
/// # Errors
/// [`Refusal::Frozen`]; [`Refusal::BadInput`] when this phone has one.
pub async fn start(shared: &Shared, phone: &Device) -> Outcome<String> {
    let customer = customer::read(&shared.db, phone.customer).await?;
    let known = credentials(shared, phone).await?;
    may(customer.frozen_at.is_some(), &known)?;
    let holder = phone.id.to_string();
    let key = Key { purpose: REGISTER, holder: &holder, bound_to: &[] };
    let user = User { id: phone.id.uuid(), name: customer.number.as_str(), display_name: &phone.name };
    let mut tx = shared.db.write().await?;
    let options = shared.passkeys.start_registration(&mut tx, &key, &user, &known, shared.now()).await?;
    tx.commit().await?;
    Ok(options)
}

/// Keeps the passkey that was made. In this phone's answers it counts at once, for they are signed by the phone as well; alone it
/// counts when the policy says that a new one does, and no sooner than its phone.
///
/// # Errors
/// [`Refusal::BadPasskey`] when it does not fit what was asked; what [`start`] refuses.
pub async fn finish(shared: &Shared, phone: &Device, credential: &Value) -> Outcome<()> {
    let holder = phone.id.to_string();
    let key = Key { purpose: REGISTER, holder: &holder, bound_to: &[] };
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    customer::hold(&mut tx, phone.customer).await?;
    let customer = customer::by_id(&mut tx, phone.customer).await?;
    may(customer.frozen_at.is_some(), &passkey::of_device(&mut tx, phone.id).await?)?;
    let made = shared.passkeys.finish_registration(&mut tx, &key, &credential.to_string(), now).await?;
    if let Ok(made) = &made {
        let seasoning = shared.policies.now().method(Method::Passkey).seasoning;
        let kept = Kept {
            id: PasskeyId::new(now, &*shared.entropy),
            device: phone.id,
            customer: phone.customer,
            name: phone.name.clone(),
            invited: false,
            credential: made.credential.clone(),
            synced: made.backup_eligible,
            made_at: now,
            counts_from: phone.counts_from.max(now.after(seasoning)),
            used_at: None,
        };
        passkey::insert(&mut tx, &kept, &made.credential_id).await?;
        let scope = Scope { customer: Some(phone.customer), ..Scope::default() };
        let event = Event::PasskeyAdded { device: phone.name.clone(), synced: kept.synced, invited: false };
        let entry = Entry { id: EntryId::new(now, &*shared.entropy), at: now, actor: Actor::Device(phone.id), scope, event };
        audit::append(&mut tx, &entry).await?;
        notice::made(shared, &mut tx, phone.customer, &phone.name, now).await?;
    }
    tx.commit().await?;
    made?;
    shared.live.tell(Change::Customer(phone.customer));
    Ok(())
}

fn may<T>(frozen: bool, known: &[T]) -> Result<(), Refusal> {
    match (frozen, known.is_empty()) {
        (true, _) => Err(Refusal::Frozen),
        (false, true) => Ok(()),
        (false, false) => Err(Refusal::bad_input("This phone has a passkey. Remove that one before you make another.")),
    }
}

/// Options for answering with this phone's passkey, as JSON, for that purpose and bound to `bound_to`.
///
/// # Errors
/// [`Refusal::NoWay`] when the phone has no passkey.
pub(in crate::services) async fn ask(shared: &Shared, phone: &Device, purpose: &'static str, bound_to: &[u8]) -> Outcome<String> {
    let known = credentials(shared, phone).await?;
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

/// Checks the passkey's answer. Its ceremony is used up whatever comes of it, so this commits by itself.
///
/// # Errors
/// [`Refusal::BadPasskey`], whatever does not fit.
pub(in crate::services) async fn check(
    shared: &Shared,
    phone: &Device,
    purpose: &'static str,
    bound_to: &[u8],
    credential: &Value,
) -> Outcome<()> {
    let known = credentials(shared, phone).await?;
    let holder = phone.id.to_string();
    let key = Key { purpose, holder: &holder, bound_to };
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let answered = shared.passkeys.finish_known(&mut tx, &key, &known, &credential.to_string(), now).await?;
    let mut kept = false;
    if let Ok(answered) = &answered
        && let Some(used) = passkey::by_credential(&mut tx, &answered.credential_id).await?
    {
        kept = passkey::used(&mut tx, used.id, phone.id, &answered.credential, now).await?;
    }
    tx.commit().await?;
    if answered?.user_verified && kept { Ok(()) } else { Err(Refusal::BadPasskey.into()) }
}

async fn credentials(shared: &Shared, phone: &Device) -> Outcome<Vec<String>> {
    Ok(passkey::read_of_device(&shared.db, phone.id).await?.into_iter().map(|kept| kept.credential).collect())
}
