//! Customers' PINs: one each, as a hash that needs a key from outside the database, with how often it was wrong in a row.

use sqlx::FromRow;

use domain::{ids::CustomerId, pin::TRIES, time::Timestamp};

use super::{Db, Tx, exec, fetch_opt};
use crate::fault::Fault;

const SET: &str = "INSERT INTO pin (customer_id, hash, set_at, counts_from, failures) VALUES ($1, $2, $3, $4, 0) \
     ON CONFLICT (customer_id) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at, counts_from = excluded.counts_from, failures = 0, \
     used_at = NULL";
const OF_CUSTOMER: &str = "SELECT hash, set_at, counts_from, failures, used_at FROM pin WHERE customer_id = $1";
/// What was compared must still be what is kept, and not locked: of any number who ask at once, the sixth in a row finds it so.
const WRONG: &str = "UPDATE pin SET failures = failures + 1 WHERE customer_id = $1 AND hash = $2 AND failures < $3 RETURNING failures";
const RIGHT: &str = "UPDATE pin SET failures = 0, used_at = $4 WHERE customer_id = $1 AND hash = $2 AND failures < $3";
const REHASH: &str = "UPDATE pin SET hash = $3 WHERE customer_id = $1 AND hash = $2";

/// A PIN as it is kept.
#[derive(Clone)]
pub struct Kept {
    /// Its hash, in the PHC string format.
    pub hash: String,
    /// Since when it is the one.
    pub set_at: Timestamp,
    /// When it begins to count.
    pub counts_from: Timestamp,
    /// How often it was wrong in a row.
    pub failures: u32,
    /// When it was right last.
    pub used_at: Option<Timestamp>,
}

impl Kept {
    /// Whether it was wrong too often.
    #[must_use]
    pub const fn locked(&self) -> bool {
        self.failures >= TRIES
    }
}

#[derive(FromRow)]
struct Row {
    hash: String,
    set_at: i64,
    counts_from: i64,
    failures: i64,
    used_at: Option<i64>,
}

impl From<Row> for Kept {
    fn from(row: Row) -> Self {
        Self {
            hash: row.hash,
            set_at: Timestamp::from_micros(row.set_at),
            counts_from: Timestamp::from_micros(row.counts_from),
            failures: u32::try_from(row.failures).unwrap_or(u32::MAX),
            used_at: row.used_at.map(Timestamp::from_micros),
        }
    }
}

/// Keeps a new one in place of an earlier one; it has not been wrong yet.
///
/// # Errors
/// When the database fails.
pub async fn set(tx: &mut Tx, customer: CustomerId, hash: &str, now: Timestamp, counts_from: Timestamp) -> Result<(), Fault> {
    exec!(tx, SET, customer.uuid(), hash, now.micros(), counts_from.micros()).await.map(drop)
}

/// A customer's, if they have one.
///
/// # Errors
/// When the database fails.
pub async fn of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Option<Kept>, Fault> {
    Ok(fetch_opt!(tx, Row, OF_CUSTOMER, customer.uuid()).await?.map(Kept::from))
}

/// The same, read outside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn read_of_customer(db: &Db, customer: CustomerId) -> Result<Option<Kept>, Fault> {
    Ok(fetch_opt!(db, Row, OF_CUSTOMER, customer.uuid()).await?.map(Kept::from))
}

/// It was wrong once more: how often in a row now. `None`: it is locked, or is another one by now, and nothing was counted.
///
/// # Errors
/// When the database fails.
pub async fn wrong(tx: &mut Tx, customer: CustomerId, hash: &str) -> Result<Option<u32>, Fault> {
    let row = fetch_opt!(tx, (i64,), WRONG, customer.uuid(), hash, i64::from(TRIES)).await?;
    Ok(row.map(|(failures,)| u32::try_from(failures).unwrap_or(u32::MAX)))
}

/// It was right; `false`: it is locked, or is another one by now.
///
/// # Errors
/// When the database fails.
pub async fn right(tx: &mut Tx, customer: CustomerId, hash: &str, now: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, RIGHT, customer.uuid(), hash, i64::from(TRIES), now.micros()).await? == 1)
}

/// Keeps the same one under a newer hash; nothing happens when it is another one by now.
///
/// # Errors
/// When the database fails.
pub async fn rehash(tx: &mut Tx, customer: CustomerId, before: &str, after: &str) -> Result<(), Fault> {
    exec!(tx, REHASH, customer.uuid(), before, after).await.map(drop)
}
