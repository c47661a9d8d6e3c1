//! One-time invitations to make a passkey on a device that is no phone of ours, and the device's row. Of an invitation's token only
//! the hash is here.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    ids::{CustomerId, DeviceId},
    secret::Hashed,
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_opt, passkey::Kept};
use crate::fault::Fault;

const INSERT: &str =
    "INSERT INTO passkey_invitation (token_hash, customer_id, device_id, made_by, made_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
const OPEN: &str =
    "SELECT customer_id, device_id, expires_at FROM passkey_invitation WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2";
const USE: &str = "UPDATE passkey_invitation SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2";
const END: &str = "UPDATE passkey_invitation SET expires_at = $2 WHERE customer_id = $1 AND used_at IS NULL AND expires_at > $2";
/// It has no key of ours, and of the handle nobody knows more than this hash.
const INSERT_DEVICE: &str = "INSERT INTO device (id, customer_id, name, handle_hash, public_key, enrolled_at, counts_from, state, failures, kind) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'active', 0, 'passkey')";

/// Who made one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MadeBy {
    /// The operator, for the organisation's own page that the customer is signed in to.
    Operator,
    /// The customer, on a phone of theirs.
    Phone,
}

impl MadeBy {
    const fn key(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Phone => "phone",
        }
    }
}

/// An invitation that can still be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Whose passkey it will be.
    pub customer: CustomerId,
    /// Which device it will be: also the passkey's user handle, so that a second try in the same place replaces the first.
    pub device: DeviceId,
    /// Until when it works.
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    customer_id: Uuid,
    device_id: Uuid,
    expires_at: i64,
}

impl From<Row> for Invitation {
    fn from(row: Row) -> Self {
        Self { customer: row.customer_id.into(), device: row.device_id.into(), expires_at: Timestamp::from_micros(row.expires_at) }
    }
}

/// Writes an invitation.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Tx, token: &Hashed, invitation: &Invitation, by: MadeBy, now: Timestamp) -> Result<(), Fault> {
    let Invitation { customer, device, expires_at } = invitation;
    let token = token.bytes().as_slice();
    exec!(tx, INSERT, token, customer.uuid(), device.uuid(), by.key(), now.micros(), expires_at.micros()).await.map(drop)
}

/// The invitation with that token, if it can still be used.
///
/// # Errors
/// When the database fails.
pub async fn read(db: &Db, token: &Hashed, now: Timestamp) -> Result<Option<Invitation>, Fault> {
    Ok(fetch_opt!(db, Row, OPEN, token.bytes().as_slice(), now.micros()).await?.map(Invitation::from))
}

/// Uses it up: of any number who try at once, one gets `true`.
///
/// # Errors
/// When the database fails.
pub async fn use_up(tx: &mut Tx, token: &Hashed, now: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, USE, token.bytes().as_slice(), now.micros()).await? == 1)
}

/// Ends what a customer could still use: another one takes its place, or somebody else may have made it.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Tx, customer: CustomerId, now: Timestamp) -> Result<(), Fault> {
    exec!(tx, END, customer.uuid(), now.micros()).await.map(drop)
}

/// Writes the device of a passkey that was made by invitation, before the passkey itself. Nobody has its handle.
///
/// # Errors
/// When the database fails.
pub async fn insert_device(tx: &mut Tx, made: &Kept, handle: &Hashed) -> Result<(), Fault> {
    let (id, customer, name, handle) = (made.device.uuid(), made.customer.uuid(), made.name.as_str(), handle.bytes().as_slice());
    let no_key: &[u8] = &[];
    exec!(tx, INSERT_DEVICE, id, customer, name, handle, no_key, made.made_at.micros(), made.counts_from.micros()).await.map(drop)
}
