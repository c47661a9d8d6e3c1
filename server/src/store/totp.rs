//! Customers' authenticator apps: one each, as a sealed seed, with the last step whose code was taken and how often one was wrong in a
//! row.

use sqlx::FromRow;

use domain::{
    ids::CustomerId,
    time::Timestamp,
    totp::{Step, TRIES},
};

use super::{Db, Tx, exec, fetch_opt};
use crate::fault::Fault;

const SET: &str = "INSERT INTO totp (customer_id, sealed, set_at, counts_from, failures, last_step) VALUES ($1, $2, $3, $4, 0, $5) \
     ON CONFLICT (customer_id) DO UPDATE SET sealed = excluded.sealed, set_at = excluded.set_at, counts_from = excluded.counts_from, failures = 0, \
     last_step = excluded.last_step, used_at = NULL";
const OF_CUSTOMER: &str = "SELECT sealed, set_at, counts_from, failures, last_step, used_at FROM totp WHERE customer_id = $1";
/// What was compared must still be what is kept, and not locked.
const WRONG: &str = "UPDATE totp SET failures = failures + 1 WHERE customer_id = $1 AND sealed = $2 AND failures < $3 RETURNING failures";
/// The step goes on only from where it was read: of any number who bring a code of the same step, one finds it so.
const RIGHT: &str = "UPDATE totp SET failures = 0, last_step = $4, used_at = $5 \
     WHERE customer_id = $1 AND sealed = $2 AND last_step = $3 AND last_step < $4 AND failures < $6";
const REMOVE: &str = "DELETE FROM totp WHERE customer_id = $1";
/// What it proved counts no more: somebody else may have had it.
const END_EVIDENCE: &str = "UPDATE evidence SET expires_at = $2 WHERE expires_at > $2 AND method = 'totp' \
     AND session_id IN (SELECT id FROM session WHERE customer_id = $1 AND state IN ('open', 'frozen'))";

/// An authenticator app as it is kept.
#[derive(Clone)]
pub struct Kept {
    /// Its seed, sealed.
    pub sealed: Vec<u8>,
    /// Since when it is the one.
    pub set_at: Timestamp,
    /// When it begins to count.
    pub counts_from: Timestamp,
    /// How often a code was wrong in a row.
    pub failures: u32,
    /// The last step whose code was taken.
    pub last_step: Step,
    /// When one was right last.
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
    sealed: Vec<u8>,
    set_at: i64,
    counts_from: i64,
    failures: i64,
    last_step: i64,
    used_at: Option<i64>,
}

impl From<Row> for Kept {
    fn from(row: Row) -> Self {
        Self {
            sealed: row.sealed,
            set_at: Timestamp::from_micros(row.set_at),
            counts_from: Timestamp::from_micros(row.counts_from),
            failures: u32::try_from(row.failures).unwrap_or(u32::MAX),
            // What cannot be read stands for the last of all: nothing comes after it.
            last_step: Step::from_number(u64::try_from(row.last_step).unwrap_or(u64::MAX)),
            used_at: row.used_at.map(Timestamp::from_micros),
        }
    }
}

/// Keeps a new one in place of an earlier one. The code that confirmed it was its first.
///
/// # Errors
/// When the database fails.
pub async fn set(
    tx: &mut Tx,
    customer: CustomerId,
    sealed: &[u8],
    confirmed: Step,
    now: Timestamp,
    counts_from: Timestamp,
) -> Result<(), Fault> {
    exec!(tx, SET, customer.uuid(), sealed, now.micros(), counts_from.micros(), number(confirmed)).await.map(drop)
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

/// A code was wrong once more: how often in a row now. `None`: it is locked, or is another one by now, and nothing was counted.
///
/// # Errors
/// When the database fails.
pub async fn wrong(tx: &mut Tx, customer: CustomerId, kept: &Kept) -> Result<Option<u32>, Fault> {
    let row = fetch_opt!(tx, (i64,), WRONG, customer.uuid(), kept.sealed.as_slice(), i64::from(TRIES)).await?;
    Ok(row.map(|(failures,)| u32::try_from(failures).unwrap_or(u32::MAX)))
}

/// A code of that step was right; `false`: that step was taken by somebody else meanwhile, it is locked, or is another one by now.
///
/// # Errors
/// When the database fails.
pub async fn right(tx: &mut Tx, customer: CustomerId, kept: &Kept, step: Step, now: Timestamp) -> Result<bool, Fault> {
    let (last, next) = (number(kept.last_step), number(step));
    Ok(exec!(tx, RIGHT, customer.uuid(), kept.sealed.as_slice(), last, next, now.micros(), i64::from(TRIES)).await? == 1)
}

/// Takes it away, and what it proved; `false`: there was none.
///
/// # Errors
/// When the database fails.
pub async fn remove(tx: &mut Tx, customer: CustomerId, now: Timestamp) -> Result<bool, Fault> {
    if exec!(tx, REMOVE, customer.uuid()).await? != 1 {
        return Ok(false);
    }
    exec!(tx, END_EVIDENCE, customer.uuid(), now.micros()).await?;
    Ok(true)
}

/// As the database has it.
fn number(step: Step) -> i64 {
    i64::try_from(step.number()).unwrap_or(i64::MAX)
}
