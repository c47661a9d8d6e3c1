//! Customers' phones, and the one-time codes that bind them. Their passkeys are [`super::passkey`]'s.
//!
//! A row of kind 'passkey' is no phone: it holds a passkey made by invitation ([`super::passkey_invitation`]) and can be asked nothing.
//! What finds phones here finds none of those.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    ids::{CustomerId, DeviceId},
    secret::Hashed,
    time::{Duration, Timestamp},
};

use super::{Db, Tx, exec, fetch_all, fetch_opt, later};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO device (id, customer_id, name, handle_hash, public_key, unlock_key, enrolled_at, counts_from, state, failures) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'active', 0)";
const BY_HANDLE: &str = "SELECT id, customer_id, name, public_key, unlock_key, enrolled_at, counts_from, state, failures, \
     (SELECT COUNT(*) FROM device_passkey WHERE device_id = device.id AND removed_at IS NULL) AS passkeys FROM device \
     WHERE handle_hash = $1 AND kind = 'phone' AND state <> 'removed'";
const BY_ID: &str = "SELECT id, customer_id, name, public_key, unlock_key, enrolled_at, counts_from, state, failures, \
     (SELECT COUNT(*) FROM device_passkey WHERE device_id = device.id AND removed_at IS NULL) AS passkeys FROM device WHERE id = $1 AND kind = 'phone'";
/// With the median of how long its answers took, once there are three.
const OF_CUSTOMER: &str = "SELECT id, customer_id, name, public_key, unlock_key, enrolled_at, counts_from, state, failures, \
     (SELECT COUNT(*) FROM device_passkey WHERE device_id = device.id AND removed_at IS NULL) AS passkeys, \
     (SELECT took FROM (SELECT ended_at - asked_at AS took, ROW_NUMBER() OVER (ORDER BY ended_at - asked_at) AS place, COUNT(*) OVER () AS many \
     FROM challenge WHERE device_id = device.id AND state = 'answered') answered WHERE many > 2 AND place = (many + 1) / 2) AS took \
     FROM device WHERE customer_id = $1 AND kind = 'phone' AND state = 'active' ORDER BY enrolled_at DESC LIMIT 20";
const FAILED: &str = "UPDATE device SET failures = failures + 1, state = CASE WHEN failures + 1 >= $2 THEN 'disabled' ELSE state END \
     WHERE id = $1 AND kind = 'phone' RETURNING state";
const SUCCEEDED: &str = "UPDATE device SET failures = 0 WHERE id = $1 AND failures > 0";
const INSERT_CODE: &str = "INSERT INTO binding_code (code_hash, customer_id, native, made_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
const USE_CODE: &str =
    "UPDATE binding_code SET used_at = $2 WHERE code_hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING customer_id, native";

/// A phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its name for us.
    pub id: DeviceId,
    /// Whose it is.
    pub customer: CustomerId,
    /// Its name for them.
    pub name: String,
    /// The device key's public half: an uncompressed P-256 point (SEC 1 section 2.3.3), 65 bytes.
    pub public_key: Vec<u8>,
    /// The unlock key's public half, if it has one.
    pub unlock_key: Option<Vec<u8>>,
    /// Since when it is bound.
    pub enrolled_at: Timestamp,
    /// When its answers begin to count.
    pub counts_from: Timestamp,
    /// Whether it was disabled after too many wrong digits.
    pub disabled: bool,
    /// Whether it has a passkey.
    pub has_passkey: bool,
    /// The median of how long this customer took to answer with it; `None` before the third answer, and where nobody asked.
    pub typically: Option<Duration>,
}

/// What a phone signs with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// The phone.
    pub id: DeviceId,
    /// Whose it is.
    pub customer: CustomerId,
    /// See [`Device::public_key`].
    pub public_key: Vec<u8>,
}

impl From<Device> for Signer {
    fn from(phone: Device) -> Self {
        Self { id: phone.id, customer: phone.customer, public_key: phone.public_key }
    }
}

impl Device {
    /// Whether it can verify the person for an answer.
    #[must_use]
    pub const fn can_verify(&self) -> bool {
        self.has_passkey || self.unlock_key.is_some()
    }
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    customer_id: Uuid,
    name: String,
    public_key: Vec<u8>,
    unlock_key: Option<Vec<u8>>,
    enrolled_at: i64,
    counts_from: i64,
    state: String,
    passkeys: i64,
    #[sqlx(default)]
    took: Option<i64>,
}

impl From<Row> for Device {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            customer: row.customer_id.into(),
            name: row.name,
            public_key: row.public_key,
            unlock_key: row.unlock_key,
            enrolled_at: Timestamp::from_micros(row.enrolled_at),
            counts_from: Timestamp::from_micros(row.counts_from),
            disabled: row.state != "active",
            has_passkey: row.passkeys > 0,
            typically: row.took.map(Duration::microseconds),
        }
    }
}

/// Writes a new phone. Of `handle` only the hash is kept.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Tx, device: &Device, handle: &Hashed) -> Result<(), Fault> {
    exec!(
        tx,
        INSERT,
        device.id.uuid(),
        device.customer.uuid(),
        device.name.as_str(),
        handle.bytes().as_slice(),
        device.public_key.as_slice(),
        device.unlock_key.as_deref(),
        device.enrolled_at.micros(),
        device.counts_from.micros(),
    )
    .await
    .map(drop)
}

/// The phone that holds that handle.
///
/// # Errors
/// When the database fails.
pub async fn by_handle(db: &Db, handle: &Hashed) -> Result<Option<Device>, Fault> {
    Ok(fetch_opt!(db, Row, BY_HANDLE, handle.bytes().as_slice()).await?.map(Device::from))
}

/// The phone with that id.
///
/// # Errors
/// When the database fails, or there is none: an id is only ever had from a row that names one.
pub async fn by_id(tx: &mut Tx, id: DeviceId) -> Result<Device, Fault> {
    fetch_opt!(tx, Row, BY_ID, id.uuid()).await?.map(Device::from).ok_or_else(|| Fault::corrupt("device", "id", id))
}

/// The same, read outside a transaction.
///
/// # Errors
/// As [`by_id`].
pub async fn read_by_id(db: &Db, id: DeviceId) -> Result<Device, Fault> {
    fetch_opt!(db, Row, BY_ID, id.uuid()).await?.map(Device::from).ok_or_else(|| Fault::corrupt("device", "id", id))
}

/// The phone with that id, unless it was removed.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &Db, id: DeviceId) -> Result<Option<Device>, Fault> {
    Ok(fetch_opt!(db, Row, BY_ID, id.uuid()).await?.filter(|row| row.state != "removed").map(Device::from))
}

/// A customer's phones that can be asked, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Device>, Fault> {
    Ok(fetch_all!(tx, Row, OF_CUSTOMER, customer.uuid()).await?.into_iter().map(Device::from).collect())
}

/// The same, read outside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn read_of_customer(db: &Db, customer: CustomerId) -> Result<Vec<Device>, Fault> {
    Ok(fetch_all!(db, Row, OF_CUSTOMER, customer.uuid()).await?.into_iter().map(Device::from).collect())
}

/// Counts a wrong entry, over all challenges; says whether this one disabled the phone.
///
/// # Errors
/// When the database fails.
pub async fn failed(tx: &mut Tx, id: DeviceId, limit: u32) -> Result<bool, Fault> {
    let state = fetch_opt!(tx, (String,), FAILED, id.uuid(), i64::from(limit)).await?;
    Ok(state.is_some_and(|(state,)| state == "disabled"))
}

/// A right entry begins the count anew. There is one to begin anew: the phone's customer is held, and it was read.
pub fn succeeded(tx: &mut Tx, id: DeviceId) {
    later!(tx, SUCCEEDED, id.uuid());
}

/// Writes a one-time code; only its hash. `native`: whether the phone may bring an unlock key.
///
/// # Errors
/// When the database fails.
pub async fn insert_code(
    tx: &mut Tx,
    code: &Hashed,
    customer: CustomerId,
    native: bool,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), Fault> {
    exec!(tx, INSERT_CODE, code.bytes().as_slice(), customer.uuid(), native, now.micros(), expires_at.micros()).await.map(drop)
}

/// Uses a code up, once; `None` when it was used, has expired, or never was.
///
/// # Errors
/// When the database fails.
pub async fn use_code(tx: &mut Tx, code: &Hashed, now: Timestamp) -> Result<Option<(CustomerId, bool)>, Fault> {
    let row = fetch_opt!(tx, (Uuid, bool), USE_CODE, code.bytes().as_slice(), now.micros()).await?;
    Ok(row.map(|(customer, native)| (customer.into(), native)))
}
