//! Binding a phone with a one-time code.
//!
//! A code has 40 bits, works once within ten minutes, and goes to the customer on a page they are signed in to, never in a
//! message and never through an agent (A25).

use app::phone::api::{Enrol, Enrolled};
use domain::{
    assurance::Method,
    audit::{Actor, Entry, Event, Scope},
    entropy,
    ids::{CustomerId, DeviceId, EntryId},
    refusal::Refusal,
    secret::{self, Hashed, Secret},
    session::FrozenBecause,
    text::ShownText,
    time::Duration,
};

use super::{Outcome, Shared, freeze, notices, short_code};
use crate::{
    live::Change,
    signatures,
    store::{
        audit, customer,
        device::{self, Device},
        session,
    },
};

/// How long a code can be used.
pub const CODE_LIFETIME: Duration = Duration::minutes(10);

/// Makes a code for a customer. `native`: whether the phone may bring an unlock key of its own, as our native app does.
///
/// # Errors
/// When the database fails.
pub async fn make_code(shared: &Shared, customer: CustomerId, native: bool) -> Outcome<Secret<String>> {
    let code = short_code::of(entropy::bytes(&*shared.entropy));
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    device::insert_code(&mut tx, &Hashed::of(&code), customer, native, now, now.after(CODE_LIFETIME)).await?;
    let scope = Scope { customer: Some(customer), ..Scope::default() };
    let id = EntryId::new(now, &*shared.entropy);
    audit::append(&mut tx, &Entry { id, at: now, actor: Actor::System, scope, event: Event::BindingCodeMade }).await?;
    tx.commit().await?;
    Ok(Secret::new(code))
}

/// Binds a phone.
///
/// # Errors
/// [`Refusal::LinkUsed`] when the code was used, has expired or never was; [`Refusal::BadInput`] for anything else.
pub async fn enrol(shared: &Shared, enrol: &Enrol) -> Outcome<Enrolled> {
    let name: ShownText = enrol.name.parse()?;
    let public_key = signatures::point(&enrol.public_key)?;
    let unlock_key = enrol.unlock_key.as_ref().map(signatures::point).transpose()?;
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let code = Hashed::of(&short_code::normal(&enrol.binding_code));
    let (customer, native) = device::use_code(&mut tx, &code, now).await?.ok_or(Refusal::LinkUsed)?;
    if unlock_key.is_some() && !native {
        // Dropping the transaction gives the code back: nothing was bound.
        return Err(Refusal::bad_input("This code is for a browser, which has no unlock key. Leave unlock_key out.").into());
    }
    let seasoning = shared.policies.now().method(Method::Push).seasoning;
    let handle = secret::token(&*shared.entropy);
    let bound = Device {
        id: DeviceId::new(now, &*shared.entropy),
        customer,
        name: name.to_string(),
        public_key,
        unlock_key,
        enrolled_at: now,
        counts_from: now.after(seasoning),
        disabled: false,
        has_passkey: false,
        typically: None,
    };
    device::insert(&mut tx, &bound, &Hashed::of(handle.expose())).await?;
    let scope = Scope { customer: Some(customer), ..Scope::default() };
    let id = EntryId::new(now, &*shared.entropy);
    let event = Event::DeviceBound { device: bound.name.clone() };
    audit::append(&mut tx, &Entry { id, at: now, actor: Actor::Device(bound.id), scope, event }).await?;
    notices::bound(shared, &mut tx, customer, &bound.name, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Customer(customer));
    Ok(Enrolled {
        device_id: bound.id,
        handle: handle.expose().clone(),
        name: bound.name,
        counts_from: bound.counts_from,
        organisation: shared.settings.organisation.clone(),
    })
}

/// The customer says that the contact that is open is not theirs, or that somebody claims to be us.
///
/// # Errors
/// When the database fails.
pub async fn not_their_contact(shared: &Shared, phone: &Device) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    customer::hold(&mut tx, phone.customer).await?;
    let latest = session::latest_of_customer(&mut tx, phone.customer).await?;
    let actor = Actor::Device(phone.id);
    let told = freeze::freeze(shared, &mut tx, phone.customer, latest, actor, FrozenBecause::NotTheirContact).await?;
    tx.commit().await?;
    shared.live.tell_all(told);
    Ok(())
}
