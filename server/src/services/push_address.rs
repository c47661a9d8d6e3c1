//! A phone says where its notifications go, or that it wants none.

use app::phone::api::{PushAddress, SubscriptionKeys};
use domain::{
    audit::{Actor, Entry, Event, Scope},
    ids::EntryId,
    notification::PushService,
    refusal::Refusal,
    secret::Secret,
    time::Timestamp,
};

use super::{Outcome, Shared, Trouble};
use crate::{
    fault::Fault,
    push::{Reach, ToBrowsers, web::Subscription},
    store::{
        Tx, audit,
        device::Device,
        push_address::{self, Address},
    },
};

/// Apple's tokens have 32 bytes today, and Apple says not to count on it.
const HEX_DIGITS: std::ops::RangeInclusive<usize> = 64..=200;

/// Keeps a phone's address. The same again changes nothing and is not recorded.
///
/// # Errors
/// [`Refusal::BadInput`] when it cannot be one, or this server does not reach that service.
pub async fn keep(shared: &Shared, phone: &Device, given: &PushAddress) -> Outcome<()> {
    let address = read(shared.push.reach(), given)?;
    match write(shared, phone, &address).await {
        // Another phone named the same address in the same instant; the later of the two has it.
        Err(Trouble::Fault(fault)) if fault.is_unique_violation() => write(shared, phone, &address).await,
        other => other,
    }
}

async fn write(shared: &Shared, phone: &Device, address: &Address) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    if push_address::live(&mut tx, phone.id).await?.as_ref() == Some(address) {
        return Ok(());
    }
    push_address::keep(&mut tx, phone.id, address, now).await?;
    record(shared, &mut tx, phone, Event::NotificationsOn { device: phone.name.clone(), service: address.service }, now).await?;
    Ok(tx.commit().await?)
}

/// Forgets a phone's address. What is on its way is not sent any more.
///
/// # Errors
/// When the database fails.
pub async fn forget(shared: &Shared, phone: &Device) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    if !push_address::forget(&mut tx, phone.id).await? {
        return Ok(());
    }
    record(shared, &mut tx, phone, Event::NotificationsOff { device: phone.name.clone() }, now).await?;
    Ok(tx.commit().await?)
}

async fn record(shared: &Shared, tx: &mut Tx, phone: &Device, event: Event, now: Timestamp) -> Result<(), Fault> {
    let scope = Scope { customer: Some(phone.customer), ..Scope::default() };
    let id = EntryId::new(now, &*shared.entropy);
    audit::append(tx, &Entry { id, at: now, actor: Actor::Device(phone.id), scope, event }).await
}

/// The address as it is kept, in one way of the several that mean the same.
fn read(reach: &Reach, given: &PushAddress) -> Result<Address, Refusal> {
    let (service, address) = match (given, &reach.browsers) {
        (PushAddress::Apns { token }, _) if reach.apple => (PushService::Apns, apple(token)?),
        (PushAddress::WebPush { endpoint, keys }, Some(browsers)) => (PushService::WebPush, browser(endpoint, keys, browsers)?),
        _ => return Err(Refusal::bad_input("This server sends no notifications through that service. Requests wait in the app.")),
    };
    Ok(Address { service, address: Secret::new(address) })
}

fn apple(token: &str) -> Result<String, Refusal> {
    let token = token.trim().to_ascii_lowercase();
    let fits = HEX_DIGITS.contains(&token.len()) && token.len().is_multiple_of(2) && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    let wrong = || Refusal::bad_input("Send the device token that Apple gave the app, as 64 to 200 hexadecimal digits.");
    fits.then_some(token).ok_or_else(wrong)
}

fn browser(endpoint: &str, keys: &SubscriptionKeys, browsers: &ToBrowsers) -> Result<String, Refusal> {
    let given = Subscription { endpoint: endpoint.to_owned(), p256dh: keys.p256dh.clone(), auth: keys.auth.clone() };
    let wrong = || Refusal::bad_input("Send what the browser's subscription gives, of a push service that this server calls.");
    given.kept(&browsers.services).ok_or_else(wrong)
}
