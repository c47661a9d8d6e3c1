//! Inviting a customer to make a passkey on a device that is no phone of ours: a laptop, a security key.
//!
//! An invitation is a link of 160 bits that works once within ten minutes. It is shown on a page that the customer is signed in to:
//! the organisation's own, for which the operator asks, or their phone's, unlocked for it. It is in no message and no agent sees it
//! (A24, A25). One is open at a time.

use app::phone::api::PasskeyInvitation;
use domain::{
    audit::{Actor, Entry, Event, Scope},
    ids::{CustomerId, DeviceId, EntryId},
    refusal::Refusal,
    secret::{self, Hashed, Secret},
    time::{Duration, Timestamp},
};

use super::super::{
    Outcome, Shared, qr,
    unlocked::{self, Started, Unlocked},
};
use crate::store::{
    Tx, audit, customer,
    device::Device,
    passkey_invitation::{self, Invitation, MadeBy},
    suspension::{self, Kind},
};

/// How long an invitation works.
pub const LIFETIME: Duration = Duration::minutes(10);
/// So many devices one customer may have passkeys on by invitation.
const MOST: usize = 10;
const PURPOSE: &str = "customer-invite";

/// For a page of the organisation's own that the customer is signed in to. The link.
///
/// # Errors
/// [`Refusal::Frozen`]; [`Refusal::BadInput`] when they have as many as one can have.
pub async fn by_operator(shared: &Shared, customer: CustomerId) -> Outcome<Secret<String>> {
    let mut tx = shared.db.write().await?;
    customer::hold(&mut tx, customer).await?;
    if customer::by_id(&mut tx, customer).await?.frozen_at.is_some() {
        return Err(Refusal::Frozen.into());
    }
    let (link, _) = make(shared, &mut tx, customer, MadeBy::Operator, Actor::System).await?;
    tx.commit().await?;
    Ok(link)
}

/// Begins, on a phone of the customer's. What was begun before is over by it.
///
/// # Errors
/// What [`unlocked::may`] refuses.
pub async fn start(shared: &Shared, phone: &Device) -> Outcome<Started> {
    unlocked::start(shared, phone, PURPOSE).await
}

/// The invitation, on the phone that was unlocked for it. It is told this once.
///
/// # Errors
/// [`Refusal::BadPasskey`] or [`Refusal::BadSignature`] when the phone did not show that it was unlocked for this; what [`start`]
/// refuses; [`Refusal::Frozen`]; [`Refusal::PhoneOff`]; [`Refusal::BadInput`] when they have as many as one can have.
pub async fn by_phone(shared: &Shared, phone: &Device, unlocked: &Unlocked<'_>) -> Outcome<PasskeyInvitation> {
    unlocked::may(shared, phone)?;
    unlocked::prove(shared, phone, PURPOSE, unlocked).await?;
    let mut tx = shared.db.write().await?;
    unlocked::still_counts(&mut tx, phone).await?;
    let (link, expires_at) = make(shared, &mut tx, phone.customer, MadeBy::Phone, Actor::Device(phone.id)).await?;
    tx.commit().await?;
    let (qr_view, qr_path) = qr::drawn(link.expose()).map(|qr| (format!("0 0 {0} {0}", qr.size), qr.path)).unwrap_or_default();
    Ok(PasskeyInvitation { link: link.expose().clone(), qr_view, qr_path, expires_at })
}

/// Writes one in place of an earlier one, in the transaction of a caller who holds the customer.
async fn make(shared: &Shared, tx: &mut Tx, customer: CustomerId, by: MadeBy, actor: Actor) -> Outcome<(Secret<String>, Timestamp)> {
    may_have_more(tx, customer).await?;
    let now = shared.now();
    let token = secret::token(&*shared.entropy);
    let device = DeviceId::new(now, &*shared.entropy);
    let invitation = Invitation { customer, device, expires_at: now.after(LIFETIME) };
    passkey_invitation::end(tx, customer, now).await?;
    passkey_invitation::insert(tx, &Hashed::of(token.expose()), &invitation, by, now).await?;
    let scope = Scope { customer: Some(customer), ..Scope::default() };
    let id = EntryId::new(now, &*shared.entropy);
    audit::append(tx, &Entry { id, at: now, actor, scope, event: Event::PasskeyInvited }).await?;
    let link = format!("{}/me/register/{}", shared.settings.public_url, token.expose());
    Ok((Secret::new(link), invitation.expires_at))
}

/// Refuses one too many.
pub(super) async fn may_have_more(tx: &mut Tx, customer: CustomerId) -> Outcome<()> {
    if suspension::devices(tx, customer, Kind::Passkey).await?.len() < MOST {
        return Ok(());
    }
    Err(Refusal::bad_input("There are ten passkeys by invitation. Remove one of them before you make another.").into())
}
