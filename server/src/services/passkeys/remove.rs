//! "I no longer have this", of a passkey. It only takes power away, so any phone of theirs may say it.

use domain::{
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
    store::{audit, customer, device::Device, passkey},
};

/// Removes one. Twice is the same as once.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not a passkey of theirs that can answer.
pub async fn remove(shared: &Shared, phone: &Device, id: PasskeyId) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    customer::hold(&mut tx, phone.customer).await?;
    let kept = passkey::of_customer(&mut tx, phone.customer).await?;
    let kept = kept.into_iter().find(|one| one.id == id).ok_or(Refusal::NotFound)?;
    let now = shared.now();
    if !passkey::remove(&mut tx, id, now).await? {
        return Ok(());
    }
    let scope = Scope { customer: Some(phone.customer), ..Scope::default() };
    let event = Event::PasskeyRemoved { device: kept.name.clone() };
    audit::append(&mut tx, &Entry { id: EntryId::new(now, &*shared.entropy), at: now, actor: Actor::Device(phone.id), scope, event })
        .await?;
    notice::removed(shared, &mut tx, phone.customer, &kept.name, &phone.name, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Customer(phone.customer));
    Ok(())
}
