//! Passkey ceremonies under way. Each is taken out once, before its answer is looked at.

use sqlx::FromRow;

use domain::{secret::Hashed, time::Timestamp};

use super::{Tx, exec, fetch_opt};
use crate::fault::Fault;

/// Who holds it begins anew when they ask again: the earlier one is gone.
const BEGIN: &str = "INSERT INTO ceremony (id_hash, purpose, bound_to, state, expires_at) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (id_hash) DO UPDATE SET purpose = excluded.purpose, bound_to = excluded.bound_to, state = excluded.state, \
     expires_at = excluded.expires_at";
const TAKE: &str = "DELETE FROM ceremony WHERE id_hash = $1 RETURNING purpose, bound_to, state, expires_at";
const SWEEP: &str = "DELETE FROM ceremony WHERE expires_at <= $1";

/// A ceremony as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ceremony {
    /// What it is for.
    pub purpose: String,
    /// What it was bound to when it began.
    pub bound_to: Vec<u8>,
    /// What the library keeps of it.
    pub state: String,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    purpose: String,
    bound_to: Vec<u8>,
    state: String,
    expires_at: i64,
}

impl From<Row> for Ceremony {
    fn from(row: Row) -> Self {
        Self { purpose: row.purpose, bound_to: row.bound_to, state: row.state, expires_at: Timestamp::from_micros(row.expires_at) }
    }
}

/// Writes a ceremony in place of an earlier one of the same holder.
///
/// # Errors
/// When the database fails.
pub async fn begin(tx: &mut Tx, id: &Hashed, ceremony: &Ceremony) -> Result<(), Fault> {
    let Ceremony { purpose, bound_to, state, expires_at } = ceremony;
    let bound_to = bound_to.as_slice();
    exec!(tx, BEGIN, id.bytes().as_slice(), purpose.as_str(), bound_to, state.as_str(), expires_at.micros()).await.map(drop)
}

/// Takes a ceremony out: of any number who ask at once, one gets it. It is the caller's to see whether it fits.
///
/// # Errors
/// When the database fails.
pub async fn take(tx: &mut Tx, id: &Hashed) -> Result<Option<Ceremony>, Fault> {
    Ok(fetch_opt!(tx, Row, TAKE, id.bytes().as_slice()).await?.map(Ceremony::from))
}

/// Removes what nobody answered in time.
///
/// # Errors
/// When the database fails.
pub async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<u64, Fault> {
    exec!(tx, SWEEP, now.micros()).await
}
