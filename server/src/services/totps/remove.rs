//! "I no longer have this", of an authenticator app. It only takes power away, so any phone of theirs may say it.

use domain::{
    assurance::Method,
    audit::{Actor, Entry, Event, Scope},
    ids::EntryId,
    refusal::Refusal,
};

use super::{
    super::{Outcome, Shared},
    notice,
};
use crate::{
    live::Change,
    store::{audit, customer, device::Device, totp},
};

/// Removes it, with its seed. What it proved in a session that goes on counts no more.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none.
pub async fn remove(shared: &Shared, phone: &Device) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    customer::hold(&mut tx, phone.customer).await?;
    let now = shared.now();
    if !totp::remove(&mut tx, phone.customer, now).await? {
        return Err(Refusal::NotFound.into());
    }
    let scope = Scope { customer: Some(phone.customer), ..Scope::default() };
    let event = Event::MethodRemoved { method: Method::Totp };
    let id = EntryId::new(now, &*shared.entropy);
    audit::append(&mut tx, &Entry { id, at: now, actor: Actor::Device(phone.id), scope, event }).await?;
    notice::removed(shared, &mut tx, phone.customer, &phone.name, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Customer(phone.customer));
    Ok(())
}
