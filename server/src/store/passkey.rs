//! Customers' passkeys: each was made on a phone of theirs, or by invitation on a device that is none; stands and falls with it, and
//! can be removed by itself. All of them can answer a link, so what finds passkeys here looks at no device's kind.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    ids::{ChallengeId, CustomerId, DeviceId, PasskeyId},
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_all, fetch_opt};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO device_passkey (id, device_id, credential_id, credential, created_at, synced, counts_from) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
/// Those of a phone that is suspended, or disabled, answer nothing.
const OF_CUSTOMER: &str = "SELECT device_passkey.id, device_id, customer_id, name, credential, synced, created_at, device_passkey.counts_from, used_at, kind \
     FROM device_passkey JOIN device ON device.id = device_id WHERE customer_id = $1 AND device.state = 'active' AND removed_at IS NULL \
     ORDER BY created_at DESC LIMIT 20";
const OF_DEVICE: &str = "SELECT device_passkey.id, device_id, customer_id, name, credential, synced, created_at, device_passkey.counts_from, used_at, kind \
     FROM device_passkey JOIN device ON device.id = device_id WHERE device_id = $1 AND removed_at IS NULL ORDER BY created_at LIMIT 20";
const BY_CREDENTIAL: &str = "SELECT device_passkey.id, device_id, customer_id, name, credential, synced, created_at, device_passkey.counts_from, used_at, kind \
     FROM device_passkey JOIN device ON device.id = device_id WHERE credential_id = $1";
const ANSWERED: &str = "SELECT device_passkey.id, device_passkey.device_id, device.customer_id, name, credential, synced, created_at, \
     device_passkey.counts_from, used_at, kind FROM challenge JOIN device_passkey ON device_passkey.id = passkey_id \
     JOIN device ON device.id = device_passkey.device_id WHERE challenge.id = $1";
const USED: &str = "UPDATE device_passkey SET credential = $3, used_at = $4 WHERE id = $1 AND device_id = $2 AND removed_at IS NULL";
const REMOVE: &str = "UPDATE device_passkey SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL";
/// The device of an invited passkey is there for it alone.
const REMOVE_DEVICE: &str = "UPDATE device SET state = 'removed' WHERE kind = 'passkey' \
     AND id = (SELECT device_id FROM device_passkey WHERE device_passkey.id = $1)";
/// What it proved or approved that is not used yet counts no more: somebody else may have had it.
const END_EVIDENCE: &str =
    "UPDATE evidence SET expires_at = $2 WHERE expires_at > $2 AND challenge_id IN (SELECT id FROM challenge WHERE passkey_id = $1)";
const END_APPROVALS: &str = "UPDATE approval SET expires_at = $2 WHERE used_at IS NULL AND expires_at > $2 \
     AND challenge_id IN (SELECT id FROM challenge WHERE passkey_id = $1)";

/// A passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its name for us.
    pub id: PasskeyId,
    /// The phone it was made on, or the device that an invitation made for it. Its id is the credential's user handle.
    pub device: DeviceId,
    /// Whose it is.
    pub customer: CustomerId,
    /// That phone's or device's name.
    pub name: String,
    /// Whether it was made by invitation, on no phone of ours.
    pub invited: bool,
    /// Its public part and counter, as text.
    pub credential: String,
    /// Whether it can be on several devices at once (WebAuthn Level 3 section 6.1.3, backup eligibility).
    pub synced: bool,
    /// When it was made.
    pub made_at: Timestamp,
    /// When what it answers alone begins to count.
    pub counts_from: Timestamp,
    /// When it answered last.
    pub used_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    device_id: Uuid,
    customer_id: Uuid,
    name: String,
    credential: String,
    synced: bool,
    created_at: i64,
    counts_from: i64,
    used_at: Option<i64>,
    kind: String,
}

impl From<Row> for Kept {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            device: row.device_id.into(),
            customer: row.customer_id.into(),
            name: row.name,
            invited: row.kind == "passkey",
            credential: row.credential,
            synced: row.synced,
            made_at: Timestamp::from_micros(row.created_at),
            counts_from: Timestamp::from_micros(row.counts_from),
            used_at: row.used_at.map(Timestamp::from_micros),
        }
    }
}

/// Writes a new one; its credential's id besides.
///
/// # Errors
/// When the database fails, or the credential is registered already.
pub async fn insert(tx: &mut Tx, made: &Kept, credential_id: &[u8]) -> Result<(), Fault> {
    exec!(
        tx,
        INSERT,
        made.id.uuid(),
        made.device.uuid(),
        credential_id,
        made.credential.as_str(),
        made.made_at.micros(),
        made.synced,
        made.counts_from.micros(),
    )
    .await
    .map(drop)
}

/// A customer's that can answer, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Kept>, Fault> {
    Ok(fetch_all!(tx, Row, OF_CUSTOMER, customer.uuid()).await?.into_iter().map(Kept::from).collect())
}

/// The same, read outside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn read_of_customer(db: &Db, customer: CustomerId) -> Result<Vec<Kept>, Fault> {
    Ok(fetch_all!(db, Row, OF_CUSTOMER, customer.uuid()).await?.into_iter().map(Kept::from).collect())
}

/// Those that were made on that phone, whatever became of it, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of_device(tx: &mut Tx, device: DeviceId) -> Result<Vec<Kept>, Fault> {
    Ok(fetch_all!(tx, Row, OF_DEVICE, device.uuid()).await?.into_iter().map(Kept::from).collect())
}

/// The same, read outside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn read_of_device(db: &Db, device: DeviceId) -> Result<Vec<Kept>, Fault> {
    Ok(fetch_all!(db, Row, OF_DEVICE, device.uuid()).await?.into_iter().map(Kept::from).collect())
}

/// The one with that credential, removed or not: what it signed before it was, it signed.
///
/// # Errors
/// When the database fails.
pub async fn by_credential(tx: &mut Tx, credential_id: &[u8]) -> Result<Option<Kept>, Fault> {
    Ok(fetch_opt!(tx, Row, BY_CREDENTIAL, credential_id).await?.map(Kept::from))
}

/// The one that answered that challenge.
///
/// # Errors
/// When the database fails.
pub async fn read_answered(db: &Db, challenge: ChallengeId) -> Result<Option<Kept>, Fault> {
    Ok(fetch_opt!(db, Row, ANSWERED, challenge.uuid()).await?.map(Kept::from))
}

/// Keeps its new state, the signature counter above all; `false` when it was removed meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn used(tx: &mut Tx, id: PasskeyId, device: DeviceId, credential: &str, now: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, USED, id.uuid(), device.uuid(), credential, now.micros()).await? == 1)
}

/// Removes one, and ends what it proved and approved; `false` when it was already.
///
/// # Errors
/// When the database fails.
pub async fn remove(tx: &mut Tx, id: PasskeyId, now: Timestamp) -> Result<bool, Fault> {
    if exec!(tx, REMOVE, id.uuid(), now.micros()).await? != 1 {
        return Ok(false);
    }
    exec!(tx, END_EVIDENCE, id.uuid(), now.micros()).await?;
    exec!(tx, END_APPROVALS, id.uuid(), now.micros()).await?;
    exec!(tx, REMOVE_DEVICE, id.uuid()).await?;
    Ok(true)
}
