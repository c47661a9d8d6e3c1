//! Where phones' notifications go. An address belongs to one phone: the last that named it.

use domain::{
    ids::DeviceId,
    notification::{PushService, Undelivered},
    secret::Secret,
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_opt};
use crate::fault::Fault;

const LIVE: &str = "SELECT service, address FROM push_address WHERE device_id = $1 AND retired_at IS NULL";
const TAKE_FROM_OTHERS: &str = "DELETE FROM push_address WHERE service = $1 AND address = $2 AND device_id <> $3";
const KEEP: &str = "INSERT INTO push_address (device_id, service, address, since) VALUES ($1, $2, $3, $4) ON CONFLICT (device_id) DO UPDATE \
     SET service = excluded.service, address = excluded.address, since = excluded.since, retired_at = NULL, retired_because = NULL";
const FORGET: &str = "DELETE FROM push_address WHERE device_id = $1";
const RETIRE: &str = "UPDATE push_address SET retired_at = $3, retired_because = $4 \
     WHERE device_id = $1 AND address = $2 AND retired_at IS NULL AND since <= $5";

/// Where one phone's notifications go. The address has no `Debug`: whoever holds it can call the phone by it.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// Who takes them there.
    pub service: PushService,
    /// What the service knows the phone by.
    pub address: Secret<String>,
}

fn address(device: DeviceId, (service, address): (String, String)) -> Result<Address, Fault> {
    let service = PushService::from_key(&service).ok_or_else(|| Fault::corrupt("push_address", "service", device))?;
    Ok(Address { service, address: Secret::new(address) })
}

/// The phone's address, unless it has none or it was retired.
///
/// # Errors
/// When the database fails.
pub async fn live(tx: &mut Tx, device: DeviceId) -> Result<Option<Address>, Fault> {
    fetch_opt!(tx, (String, String), LIVE, device.uuid()).await?.map(|row| address(device, row)).transpose()
}

/// The same, read outside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn read_live(db: &Db, device: DeviceId) -> Result<Option<Address>, Fault> {
    fetch_opt!(db, (String, String), LIVE, device.uuid()).await?.map(|row| address(device, row)).transpose()
}

/// Keeps a phone's address. If it was another phone's, it is that phone's no longer.
///
/// # Errors
/// When the database fails; a unique violation when another phone names the same address in this instant.
pub async fn keep(tx: &mut Tx, device: DeviceId, address: &Address, now: Timestamp) -> Result<(), Fault> {
    let (service, place) = (address.service.key(), address.address.expose().as_str());
    exec!(tx, TAKE_FROM_OTHERS, service, place, device.uuid()).await?;
    exec!(tx, KEEP, device.uuid(), service, place, now.micros()).await.map(drop)
}

/// Forgets a phone's address; `false` when there was none.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Tx, device: DeviceId) -> Result<bool, Fault> {
    Ok(exec!(tx, FORGET, device.uuid()).await? == 1)
}

/// Retires an address that its service knows no longer; `false` when the phone has named it again after `gone_at`, has
/// another by now, or it was retired before.
///
/// # Errors
/// When the database fails.
pub async fn retire(tx: &mut Tx, device: DeviceId, address: &Address, gone_at: Timestamp, now: Timestamp) -> Result<bool, Fault> {
    let (place, because) = (address.address.expose().as_str(), Undelivered::Gone.key());
    Ok(exec!(tx, RETIRE, device.uuid(), place, now.micros(), because, gone_at.micros()).await? == 1)
}
