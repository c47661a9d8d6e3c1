//! Which entries a customer's own receipts are of, by what they know: a change, or a contact.

use domain::ids::{CustomerId, RunId, SessionId};

use super::{Db, fetch_opt};
use crate::fault::Fault;

const APPROVAL_OF: &str = "SELECT position FROM run JOIN approval ON approval.id = approval_id \
     JOIN audit_entry ON audit_entry.session_id = approval.session_id AND audit_entry.at = approved_at AND event = 'approved' \
     LEFT JOIN audit_place ON entry_id = audit_entry.id WHERE run.id = $1 AND run.customer_id = $2 ORDER BY ordinal LIMIT 1";
const OPENING_OF: &str = "SELECT position FROM session \
     JOIN audit_entry ON audit_entry.session_id = session.id AND event = 'session_opened' \
     LEFT JOIN audit_place ON entry_id = audit_entry.id WHERE session.id = $1 AND session.customer_id = $2 ORDER BY audit_entry.at, ordinal LIMIT 1";

/// The place of the entry of what a customer approved that then ran: `None`, there is no such entry of theirs; `Some(None)`, it has no
/// place yet.
///
/// # Errors
/// When the database fails.
pub async fn approval_of(db: &Db, run: RunId, customer: CustomerId) -> Result<Option<Option<u64>>, Fault> {
    let row = fetch_opt!(db, (Option<i64>,), APPROVAL_OF, run.uuid(), customer.uuid()).await?;
    Ok(row.map(|(position,)| position.map(i64::unsigned_abs)))
}

/// The same of that a session of theirs was opened.
///
/// # Errors
/// When the database fails.
pub async fn opening_of(db: &Db, session: SessionId, customer: CustomerId) -> Result<Option<Option<u64>>, Fault> {
    let row = fetch_opt!(db, (Option<i64>,), OPENING_OF, session.uuid(), customer.uuid()).await?;
    Ok(row.map(|(position,)| position.map(i64::unsigned_abs)))
}
