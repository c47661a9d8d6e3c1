//! Phones that their customers no longer have (A30), and the list of a customer's phones whatever became of them.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    challenge::FAILURES_UNTIL_DISABLED,
    ids::{CustomerId, DeviceId},
    suspension::{Phone, SuspendedBy, Suspension},
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_all};
use crate::fault::Fault;

const SUSPEND: &str = "UPDATE device SET state = 'suspended' WHERE id = $1 AND state IN ('active', 'disabled')";
const INSERT: &str = "INSERT INTO device_suspension (device_id, at, by_whom) VALUES ($1, $2, $3)";
/// What it proved counts no more: whoever held it may have proved it.
const END_EVIDENCE: &str = "UPDATE evidence SET expires_at = $2 WHERE expires_at > $2 AND challenge_id IN \
     (SELECT id FROM challenge WHERE device_id = $1 OR passkey_id IN (SELECT id FROM device_passkey WHERE device_id = $1))";
const END_APPROVALS: &str = "UPDATE approval SET expires_at = $2 WHERE device_id = $1 AND used_at IS NULL AND expires_at > $2";
/// Too many wrong digits are not forgotten over it.
const BRING_BACK: &str =
    "UPDATE device SET state = CASE WHEN failures >= $2 THEN 'disabled' ELSE 'active' END WHERE id = $1 AND state = 'suspended'";
const DELETE: &str = "DELETE FROM device_suspension WHERE device_id = $1";
const OF_CUSTOMER: &str = "SELECT id, customer_id, name, enrolled_at, counts_from, state, at, by_whom FROM device \
     LEFT JOIN device_suspension ON device_id = id WHERE customer_id = $1 AND state <> 'removed' ORDER BY enrolled_at DESC, id LIMIT 20";

/// A customer's phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What the rules need of it.
    pub phone: Phone,
    /// Its name.
    pub name: String,
    /// Since when it is bound.
    pub since: Timestamp,
    /// That it is suspended, if it is.
    pub suspended: Option<Suspension>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    customer_id: Uuid,
    name: String,
    enrolled_at: i64,
    counts_from: i64,
    state: String,
    at: Option<i64>,
    by_whom: Option<String>,
}

impl TryFrom<Row> for Listed {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let suspended = match row.at.zip(row.by_whom) {
            Some((at, by)) => Some(Suspension {
                at: Timestamp::from_micros(at),
                by: SuspendedBy::from_key(&by).ok_or_else(|| Fault::corrupt("device_suspension", "by_whom", row.id))?,
            }),
            None => None,
        };
        Ok(Self {
            phone: Phone {
                id: row.id.into(),
                customer: row.customer_id.into(),
                usable: row.state == "active",
                counts_from: Timestamp::from_micros(row.counts_from),
            },
            name: row.name,
            since: Timestamp::from_micros(row.enrolled_at),
            suspended,
        })
    }
}

/// A customer's phones, newest first, but for removed ones.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn phones(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Listed>, Fault> {
    fetch_all!(tx, Row, OF_CUSTOMER, customer.uuid()).await?.into_iter().map(Listed::try_from).collect()
}

/// The same, read outside a transaction.
///
/// # Errors
/// As [`phones`].
pub async fn read_phones(db: &Db, customer: CustomerId) -> Result<Vec<Listed>, Fault> {
    fetch_all!(db, Row, OF_CUSTOMER, customer.uuid()).await?.into_iter().map(Listed::try_from).collect()
}

/// Suspends a phone, and ends what it proved and approved; `false` when it was already, or is removed.
///
/// # Errors
/// When the database fails.
pub async fn suspend(tx: &mut Tx, phone: DeviceId, suspension: Suspension) -> Result<bool, Fault> {
    if exec!(tx, SUSPEND, phone.uuid()).await? != 1 {
        return Ok(false);
    }
    exec!(tx, INSERT, phone.uuid(), suspension.at.micros(), suspension.by.key()).await?;
    exec!(tx, END_EVIDENCE, phone.uuid(), suspension.at.micros()).await?;
    exec!(tx, END_APPROVALS, phone.uuid(), suspension.at.micros()).await?;
    Ok(true)
}

/// Brings one back; `false` when it was not suspended.
///
/// # Errors
/// When the database fails.
pub async fn bring_back(tx: &mut Tx, phone: DeviceId) -> Result<bool, Fault> {
    if exec!(tx, BRING_BACK, phone.uuid(), i64::from(FAILURES_UNTIL_DISABLED)).await? != 1 {
        return Ok(false);
    }
    exec!(tx, DELETE, phone.uuid()).await?;
    Ok(true)
}
