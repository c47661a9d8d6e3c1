//! Requests to take entries of the log away. Whoever changes one takes its row first ([`take`]), so that two wait for each other; each end is a
//! compare-and-set besides.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    audit::ExportFormat,
    audit_log::personal::Salt,
    export::{Approved, Request, State},
    ids::{AgentId, ExportId},
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_all, fetch_one, fetch_opt};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO export_request (id, asked_by, asked_at, search, format, reason, entries, cut, places, shown_text, salt, hash, \
     expires_at, state, taken) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'waiting', 0)";
const TAKE: &str = "UPDATE export_request SET taken = taken WHERE id = $1 RETURNING id, asked_by, asked_at, search, format, reason, entries, cut, \
     shown_text, salt, hash, expires_at, state, approved_by, approved_at, taken, ended_at, ended_by, not_why";
const OPEN: &str = "SELECT id, asked_by, asked_at, search, format, reason, entries, cut, shown_text, salt, hash, expires_at, state, approved_by, \
     approved_at, taken, ended_at, ended_by, not_why FROM export_request WHERE state IN ('waiting', 'approved') ORDER BY asked_at DESC LIMIT 200";
const OVER: &str = "SELECT id, asked_by, asked_at, search, format, reason, entries, cut, shown_text, salt, hash, expires_at, state, approved_by, \
     approved_at, taken, ended_at, ended_by, not_why FROM export_request WHERE state NOT IN ('waiting', 'approved') ORDER BY asked_at DESC LIMIT 50";
const OVERDUE: &str =
    "SELECT id FROM export_request WHERE state IN ('waiting', 'approved') AND expires_at <= $1 ORDER BY expires_at LIMIT 100";
const PLACES: &str = "SELECT places, signed_answer FROM export_request WHERE id = $1";
const WAITING_OF: &str = "SELECT COUNT(*) FROM export_request WHERE asked_by = $1 AND state = 'waiting' AND expires_at > $2";
const WAITING_FOR: &str = "SELECT COUNT(*) FROM export_request WHERE asked_by <> $1 AND state = 'waiting' AND expires_at > $2";
const APPROVE: &str = "UPDATE export_request SET state = 'approved', approved_by = $2, approved_at = $3, expires_at = $4, signed_answer = $5 \
     WHERE id = $1 AND state = 'waiting'";
const COUNT: &str = "UPDATE export_request SET taken = $2, state = $3 WHERE id = $1 AND state = 'approved' AND taken = $2 - 1";
const END: &str = "UPDATE export_request SET state = $2, ended_at = $3, ended_by = $4, not_why = $5 WHERE id = $1 AND state = $6";
const FORGET: &str = "DELETE FROM export_request WHERE asked_at < $1 AND state NOT IN ('waiting', 'approved')";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    asked_by: Uuid,
    asked_at: i64,
    search: String,
    format: String,
    reason: String,
    entries: i64,
    cut: bool,
    shown_text: String,
    salt: Vec<u8>,
    hash: String,
    expires_at: i64,
    state: String,
    approved_by: Option<Uuid>,
    approved_at: Option<i64>,
    taken: i64,
    ended_at: Option<i64>,
    ended_by: Option<Uuid>,
    not_why: Option<String>,
}

impl TryFrom<Row> for Request {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let bad = |column| Fault::corrupt("export_request", column, row.id);
        let approved = row.approved_by.zip(row.approved_at).map(|(by, at)| Approved { by: by.into(), at: Timestamp::from_micros(at) });
        let at = || row.ended_at.map(Timestamp::from_micros).ok_or_else(|| bad("ended_at"));
        let state = match row.state.as_str() {
            "waiting" => State::Waiting,
            "approved" => State::Approved(approved.ok_or_else(|| bad("approved_by"))?),
            "taken" => State::Taken(approved.ok_or_else(|| bad("approved_by"))?),
            "denied" => State::Denied {
                by: row.ended_by.map(AgentId::from).ok_or_else(|| bad("ended_by"))?,
                at: at()?,
                reason: row.not_why.as_deref().and_then(|text| text.parse().ok()).ok_or_else(|| bad("not_why"))?,
            },
            "withdrawn" => State::Withdrawn { at: at()? },
            "expired" => State::Expired { approved },
            _ => return Err(bad("state")),
        };
        let salt: [u8; 32] = row.salt.as_slice().try_into().map_err(|_| bad("salt"))?;
        Ok(Self {
            id: row.id.into(),
            asked_by: row.asked_by.into(),
            asked_at: Timestamp::from_micros(row.asked_at),
            format: ExportFormat::from_key(&row.format).ok_or_else(|| bad("format"))?,
            reason: row.reason.parse().map_err(|_| bad("reason"))?,
            entries: u32::try_from(row.entries).map_err(|_| bad("entries"))?,
            taken: u32::try_from(row.taken).map_err(|_| bad("taken"))?,
            salt: Salt::from_bytes(salt),
            expires_at: Timestamp::from_micros(row.expires_at),
            search: row.search,
            cut: row.cut,
            shown_text: row.shown_text,
            hash: row.hash,
            state,
        })
    }
}

/// Writes one that waits, with the places of its entries.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Tx, request: &Request, places: &[u8]) -> Result<(), Fault> {
    exec!(
        tx,
        INSERT,
        request.id.uuid(),
        request.asked_by.uuid(),
        request.asked_at.micros(),
        request.search.as_str(),
        request.format.key(),
        request.reason.as_str(),
        i64::from(request.entries),
        request.cut,
        places,
        request.shown_text.as_str(),
        request.salt.bytes().as_slice(),
        request.hash.as_str(),
        request.expires_at.micros(),
    )
    .await
    .map(drop)
}

/// The one with that id, held until the end of the transaction.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn take(tx: &mut Tx, id: ExportId) -> Result<Option<Request>, Fault> {
    fetch_opt!(tx, Row, TAKE, id.uuid()).await?.map(Request::try_from).transpose()
}

/// The places of its entries, and what whoever approved it signed.
///
/// # Errors
/// When the database fails.
pub async fn places(tx: &mut Tx, id: ExportId) -> Result<(Vec<u8>, Option<String>), Fault> {
    fetch_one!(tx, (Vec<u8>, Option<String>), PLACES, id.uuid()).await
}

/// Those that wait or can be taken, the newest first; at most two hundred.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn open(db: &Db) -> Result<Vec<Request>, Fault> {
    fetch_all!(db, Row, OPEN).await?.into_iter().map(Request::try_from).collect()
}

/// Those that are over, the newest first; at most fifty.
///
/// # Errors
/// As [`open`].
pub async fn over(db: &Db) -> Result<Vec<Request>, Fault> {
    fetch_all!(db, Row, OVER).await?.into_iter().map(Request::try_from).collect()
}

/// Those whose time is up, and nobody has written it down.
///
/// # Errors
/// When the database fails.
pub async fn overdue(db: &Db, now: Timestamp) -> Result<Vec<ExportId>, Fault> {
    Ok(fetch_all!(db, (Uuid,), OVERDUE, now.micros()).await?.into_iter().map(|(id,)| id.into()).collect())
}

/// How many of somebody's own wait.
///
/// # Errors
/// When the database fails.
pub async fn waiting_of(tx: &mut Tx, who: AgentId, now: Timestamp) -> Result<i64, Fault> {
    Ok(fetch_one!(tx, (i64,), WAITING_OF, who.uuid(), now.micros()).await?.0)
}

/// How many of others wait for somebody.
///
/// # Errors
/// When the database fails.
pub async fn waiting_for(db: &Db, who: AgentId, now: Timestamp) -> Result<i64, Fault> {
    Ok(fetch_one!(db, (i64,), WAITING_FOR, who.uuid(), now.micros()).await?.0)
}

/// Approves one that waits, as `after` says, with what was signed; `false` when somebody ended it first.
///
/// # Errors
/// When the database fails.
pub async fn approve(tx: &mut Tx, after: &Request, signed_answer: &str) -> Result<bool, Fault> {
    let State::Approved(Approved { by, at }) = after.state else { return Ok(false) };
    Ok(exec!(tx, APPROVE, after.id.uuid(), by.uuid(), at.micros(), after.expires_at.micros(), signed_answer).await? == 1)
}

/// Counts that it was taken once more, as `after` says; `false` when it cannot be.
///
/// # Errors
/// When the database fails.
pub async fn count(tx: &mut Tx, after: &Request) -> Result<bool, Fault> {
    Ok(exec!(tx, COUNT, after.id.uuid(), i64::from(after.taken), after.state.key()).await? == 1)
}

/// Ends one that stands as `before` does, as `after` says; `false` when somebody ended it first.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Tx, before: &State, after: &Request, by: Option<AgentId>) -> Result<bool, Fault> {
    let (at, why) = match &after.state {
        State::Denied { at, reason, .. } => (*at, Some(reason.as_str())),
        State::Withdrawn { at } => (*at, None),
        State::Expired { .. } => (after.expires_at, None),
        State::Waiting | State::Approved(_) | State::Taken(_) => return Ok(false),
    };
    Ok(exec!(tx, END, after.id.uuid(), after.state.key(), at.micros(), by.map(AgentId::uuid), why, before.key()).await? == 1)
}

/// Forgets those that are over and were asked for before that; says how many.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Tx, before: Timestamp) -> Result<u64, Fault> {
    exec!(tx, FORGET, before.micros()).await
}
