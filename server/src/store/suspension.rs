//! Phones and invited passkeys' devices that their customers no longer have (A30), and the lists of them whatever became of them.

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
     LEFT JOIN device_suspension ON device_id = id WHERE customer_id = $1 AND kind = $2 AND state <> 'removed' ORDER BY enrolled_at DESC, id LIMIT 20";

/// Which of a customer's devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Phones: they can be asked.
    Phone,
    /// Those that hold a passkey made by invitation, and nothing else.
    Passkey,
}

impl Kind {
    const fn key(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Passkey => "passkey",
        }
    }
}

/// A customer's device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What the rules need of it.
    pub phone: Phone,
    /// Which kind it is.
    pub kind: Kind,
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

impl Row {
    fn listed(self, kind: Kind) -> Result<Listed, Fault> {
        let suspended = match self.at.zip(self.by_whom) {
            Some((at, by)) => Some(Suspension {
                at: Timestamp::from_micros(at),
                by: SuspendedBy::from_key(&by).ok_or_else(|| Fault::corrupt("device_suspension", "by_whom", self.id))?,
            }),
            None => None,
        };
        Ok(Listed {
            phone: Phone {
                id: self.id.into(),
                customer: self.customer_id.into(),
                usable: self.state == "active",
                counts_from: Timestamp::from_micros(self.counts_from),
            },
            kind,
            name: self.name,
            since: Timestamp::from_micros(self.enrolled_at),
            suspended,
        })
    }
}

/// A customer's devices of that kind, newest first, but for removed ones.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn devices(tx: &mut Tx, customer: CustomerId, kind: Kind) -> Result<Vec<Listed>, Fault> {
    fetch_all!(tx, Row, OF_CUSTOMER, customer.uuid(), kind.key()).await?.into_iter().map(|row| row.listed(kind)).collect()
}

/// The same, read outside a transaction.
///
/// # Errors
/// As [`devices`].
pub async fn read_devices(db: &Db, customer: CustomerId, kind: Kind) -> Result<Vec<Listed>, Fault> {
    fetch_all!(db, Row, OF_CUSTOMER, customer.uuid(), kind.key()).await?.into_iter().map(|row| row.listed(kind)).collect()
}

/// Suspends one, and ends what it proved and approved; `false` when it was already, or is removed.
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
