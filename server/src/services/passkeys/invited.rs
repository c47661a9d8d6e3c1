//! Making a passkey by invitation, in any browser that opened the link.
//!
//! Looking changes nothing. One transaction takes the ceremony out, checks the answer, uses the invitation up and writes the
//! passkey with its device; an answer that does not fit spends the ceremony and not the invitation.

use app::phone::view::RegisterPage;
use domain::{
    assurance::Method,
    audit::{Actor, Entry, Event, Scope},
    customer::Customer,
    ids::{EntryId, PasskeyId},
    refusal::Refusal,
    secret::{self, Hashed},
    text::ShownText,
};
use serde_json::Value;

use super::{
    super::{Outcome, Shared},
    invite::may_have_more,
    notice,
};
use crate::{
    live::Change,
    passkeys::{Key, User},
    store::{
        audit, customer,
        passkey::{self, Kept},
        passkey_invitation::{self, Invitation},
    },
};

const PURPOSE: &str = "customer-invited-passkey";

/// What the page behind an invitation shows.
///
/// # Errors
/// [`Refusal::LinkUsed`] when it was used, has expired, was replaced or never was; [`Refusal::Frozen`].
pub async fn page(shared: &Shared, token: &str) -> Outcome<RegisterPage> {
    let open = open(shared, token).await?;
    not_frozen(&customer::read(&shared.db, open.customer).await?)?;
    Ok(RegisterPage { now: shared.now(), expires_at: open.expires_at })
}

/// Options for making the passkey, as JSON. `name` is what the customer will know the device by.
///
/// # Errors
/// As [`page`]; [`Refusal::BadInput`] for a name that cannot be shown.
pub async fn start(shared: &Shared, token: &str, name: &str) -> Outcome<String> {
    let name: ShownText = name.parse()?;
    let open = open(shared, token).await?;
    let customer = customer::read(&shared.db, open.customer).await?;
    not_frozen(&customer)?;
    let known: Vec<_> = passkey::read_of_customer(&shared.db, open.customer).await?.into_iter().map(|kept| kept.credential).collect();
    let user = User { id: open.device.uuid(), name: customer.number.as_str(), display_name: name.as_str() };
    let bound_to = bound_to(&open);
    let mut tx = shared.db.write().await?;
    let options = shared.passkeys.start_registration(&mut tx, &key(token, &bound_to), &user, &known, shared.now()).await?;
    tx.commit().await?;
    Ok(options)
}

/// Keeps the passkey that was made. It counts when the policy says that a new one does.
///
/// # Errors
/// [`Refusal::BadPasskey`] when it does not fit what was asked; what [`start`] refuses.
pub async fn finish(shared: &Shared, token: &str, name: &str, credential: &Value) -> Outcome<()> {
    let name: ShownText = name.parse()?;
    let open = open(shared, token).await?;
    let bound_to = bound_to(&open);
    let mut tx = shared.db.write().await?;
    customer::hold(&mut tx, open.customer).await?;
    not_frozen(&customer::by_id(&mut tx, open.customer).await?)?;
    may_have_more(&mut tx, open.customer).await?;
    let now = shared.now();
    let made = shared.passkeys.finish_registration(&mut tx, &key(token, &bound_to), &credential.to_string(), now).await?;
    let made = match made {
        Ok(made) if passkey::by_credential(&mut tx, &made.credential_id).await?.is_none() => made,
        Ok(_) | Err(_) => {
            tx.commit().await?;
            return Err(Refusal::BadPasskey.into());
        }
    };
    // Dropping the transaction gives the ceremony back, which fits no other invitation.
    if !passkey_invitation::use_up(&mut tx, &Hashed::of(token), now).await? {
        return Err(Refusal::LinkUsed.into());
    }
    let kept = Kept {
        id: PasskeyId::new(now, &*shared.entropy),
        device: open.device,
        customer: open.customer,
        name: name.to_string(),
        invited: true,
        credential: made.credential,
        synced: made.backup_eligible,
        made_at: now,
        counts_from: now.after(shared.policies.now().method(Method::Passkey).seasoning),
        used_at: None,
    };
    let nobody = secret::token(&*shared.entropy);
    passkey_invitation::insert_device(&mut tx, &kept, &Hashed::of(nobody.expose())).await?;
    passkey::insert(&mut tx, &kept, &made.credential_id).await?;
    let scope = Scope { customer: Some(kept.customer), ..Scope::default() };
    let event = Event::PasskeyAdded { device: kept.name.clone(), synced: kept.synced, invited: true };
    let (id, actor) = (EntryId::new(now, &*shared.entropy), Actor::CustomerLink(kept.customer));
    audit::append(&mut tx, &Entry { id, at: now, actor, scope, event }).await?;
    notice::invited(shared, &mut tx, kept.customer, &kept.name, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Customer(kept.customer));
    Ok(())
}

async fn open(shared: &Shared, token: &str) -> Outcome<Invitation> {
    Ok(passkey_invitation::read(&shared.db, &Hashed::of(token), shared.now()).await?.ok_or(Refusal::LinkUsed)?)
}

fn not_frozen(customer: &Customer) -> Result<(), Refusal> {
    if customer.frozen_at.is_some() { Err(Refusal::Frozen) } else { Ok(()) }
}

/// A ceremony is for this customer and the device that this invitation makes, and for nothing else (A21).
fn bound_to(open: &Invitation) -> Vec<u8> {
    [*open.customer.uuid().as_bytes(), *open.device.uuid().as_bytes()].concat()
}

/// Whoever holds the link begins anew when they ask again.
const fn key<'a>(token: &'a str, bound_to: &'a [u8]) -> Key<'a> {
    Key { purpose: PURPOSE, holder: token, bound_to }
}
