//! Erasing what stands beside entries. A piece is first marked as erased, under the erasure's name, and then destroyed with its salt: what
//! is marked and what is destroyed are the same rows, in one transaction.

use uuid::Uuid;

use domain::{
    audit_log::retention::{Retention, Standing},
    ids::{CustomerId, EntryId, SessionId},
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_all, fetch_one, later};
use crate::fault::Fault;

const STANDING: &str = "SELECT (SELECT COUNT(*) FROM legal_hold WHERE customer_id = $1), \
     (SELECT COUNT(*) FROM customer WHERE id = $1 AND frozen_at IS NOT NULL), \
     (SELECT COUNT(*) FROM session WHERE customer_id = $1 AND state IN ('open', 'frozen')), \
     (SELECT MAX(revert_until) FROM run WHERE customer_id = $1 AND put_back_at IS NULL AND revert_until > $2)";
const OF_CUSTOMER: &str = "SELECT name, retention, COUNT(*), MIN(at), MAX(at) FROM audit_personal WHERE customer_id = $1 \
     GROUP BY name, retention ORDER BY name, retention";
const BEGIN: &str = "INSERT INTO audit_erasure (id, at) VALUES ($1, $2)";
const MARK_OF_CUSTOMER: &str = "INSERT INTO audit_erased (entry_id, name, erasure_id) SELECT entry_id, name, $2 FROM audit_personal \
     WHERE customer_id = $1 ON CONFLICT (entry_id, name) DO NOTHING";
const MARK_PAST: &str = "INSERT INTO audit_erased (entry_id, name, erasure_id) SELECT p.entry_id, p.name, $4 FROM audit_personal AS p \
     WHERE p.retention = $1 AND p.at <= $2 \
     AND NOT EXISTS (SELECT 1 FROM legal_hold AS h WHERE h.customer_id = p.customer_id) \
     AND NOT EXISTS (SELECT 1 FROM customer AS c WHERE c.id = p.customer_id AND c.frozen_at IS NOT NULL) \
     ORDER BY p.at LIMIT $3 ON CONFLICT (entry_id, name) DO NOTHING";
const DESTROY: &str =
    "DELETE FROM audit_personal WHERE (entry_id, name) IN (SELECT entry_id, name FROM audit_erased WHERE erasure_id = $1)";
const ENTRIES: &str = "SELECT COUNT(DISTINCT entry_id) FROM audit_erased WHERE erasure_id = $1";
const SESSIONS: &str = "SELECT DISTINCT session_id FROM audit_erased JOIN audit_entry ON audit_entry.id = entry_id \
     WHERE erasure_id = $1 AND session_id IS NOT NULL";
const UNSCRUBBED: &str = "SELECT COUNT(*) FROM audit_erasure WHERE scrubbed_at IS NULL";
const SCRUBBED: &str = "UPDATE audit_erasure SET scrubbed_at = $2 WHERE scrubbed_at IS NULL AND at <= $1";
const HOLD: &str = "INSERT INTO legal_hold (customer_id, since) VALUES ($1, $2) ON CONFLICT (customer_id) DO NOTHING";
const RELEASE: &str = "DELETE FROM legal_hold WHERE customer_id = $1";

/// How it stands with a customer.
///
/// # Errors
/// When the database fails.
pub async fn standing(tx: &mut Tx, customer: CustomerId, now: Timestamp) -> Result<Standing, Fault> {
    let (held, frozen, live, until) = fetch_one!(tx, (i64, i64, i64, Option<i64>), STANDING, customer.uuid(), now.micros()).await?;
    let put_back_until = until.map(Timestamp::from_micros);
    Ok(Standing { held: held > 0, frozen: frozen > 0, in_session: live > 0, put_back_until })
}

/// Pieces of one kind that stand beside a customer's entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Their name.
    pub name: String,
    /// The key of their class.
    pub retention: String,
    /// How many.
    pub pieces: u64,
    /// The oldest's instant.
    pub first: Timestamp,
    /// The newest's.
    pub last: Timestamp,
}

/// What stands beside a customer's entries.
///
/// # Errors
/// When the database fails.
pub async fn of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Group>, Fault> {
    let rows = fetch_all!(tx, (String, String, i64, i64, i64), OF_CUSTOMER, customer.uuid()).await?;
    let group = |(name, retention, pieces, first, last): (_, _, i64, _, _)| Group {
        name,
        retention,
        pieces: pieces.unsigned_abs(),
        first: Timestamp::from_micros(first),
        last: Timestamp::from_micros(last),
    };
    Ok(rows.into_iter().map(group).collect())
}

/// Begins an erasure, under the name of the entry that will tell of it.
pub fn begin(tx: &mut Tx, id: EntryId, now: Timestamp) {
    later!(tx, BEGIN, id.uuid(), now.micros());
}

/// Erases all that stands beside a customer's entries. Gives how many entries that were.
///
/// # Errors
/// When the database fails, or what was destroyed is not what was marked.
pub async fn of_all(tx: &mut Tx, id: EntryId, customer: CustomerId) -> Result<u32, Fault> {
    let marked = exec!(tx, MARK_OF_CUSTOMER, customer.uuid(), id.uuid()).await?;
    destroy(tx, id, marked).await
}

/// Erases what is of that class and from that instant or before, the oldest first, `most` pieces; but nothing of customers whose account is
/// frozen or of whom a legal hold keeps everything. Gives how many entries that were.
///
/// # Errors
/// As [`of_all`].
pub async fn past(tx: &mut Tx, id: EntryId, class: Retention, until: Timestamp, most: u32) -> Result<u32, Fault> {
    let marked = exec!(tx, MARK_PAST, class.key(), until.micros(), i64::from(most), id.uuid()).await?;
    destroy(tx, id, marked).await
}

async fn destroy(tx: &mut Tx, id: EntryId, marked: u64) -> Result<u32, Fault> {
    if marked == 0 {
        return Ok(0);
    }
    if exec!(tx, DESTROY, id.uuid()).await? != marked {
        return Err(Fault::Unmet { statement: DESTROY });
    }
    let (entries,) = fetch_one!(tx, (i64,), ENTRIES, id.uuid()).await?;
    Ok(u32::try_from(entries).unwrap_or(u32::MAX))
}

/// The sessions of the entries that an erasure was about.
///
/// # Errors
/// When the database fails.
pub async fn sessions(tx: &mut Tx, id: EntryId) -> Result<Vec<SessionId>, Fault> {
    Ok(fetch_all!(tx, (Uuid,), SESSIONS, id.uuid()).await?.into_iter().map(|(session,)| session.into()).collect())
}

/// How many erasures there are after which the database was not scrubbed.
///
/// # Errors
/// When the database fails.
pub async fn unscrubbed(db: &Db) -> Result<u64, Fault> {
    Ok(fetch_one!(db, (i64,), UNSCRUBBED).await?.0.unsigned_abs())
}

/// Keeps that the database was scrubbed, of the erasures until `until`.
///
/// # Errors
/// When the database fails.
pub async fn scrubbed(tx: &mut Tx, until: Timestamp, now: Timestamp) -> Result<u64, Fault> {
    exec!(tx, SCRUBBED, until.micros(), now.micros()).await
}

/// Begins a legal hold; `false` when there is one.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, customer: CustomerId, now: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, HOLD, customer.uuid(), now.micros()).await? == 1)
}

/// Ends it; `false` when there is none.
///
/// # Errors
/// When the database fails.
pub async fn release(tx: &mut Tx, customer: CustomerId) -> Result<bool, Fault> {
    Ok(exec!(tx, RELEASE, customer.uuid()).await? == 1)
}
