//! Requests to a second person. Each ends once: every end is a compare-and-set on `waiting`.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    action::ActionHash,
    ids::{AgentId, ApprovalId, RunId, SecondPersonId, SessionId},
    second_person::{Because, Request, State, pairs::Given},
    time::Timestamp,
};

use super::{Db, Tx, audit, exec, fetch_all, fetch_opt};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO second_person (id, session_id, customer_id, asked_by, approval_id, request, action_hash, shown_text, rule, needs, \
     asked_at, expires_at, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'waiting')";
const BY_ID: &str = "SELECT id, session_id, customer_id, asked_by, approval_id, request, action_hash, shown_text, rule, needs, asked_at, expires_at, state, \
     ended_at, ended_by, because, reason, run_id FROM second_person WHERE id = $1";
const WAITING_OF_SESSION: &str = "SELECT id, session_id, customer_id, asked_by, approval_id, request, action_hash, shown_text, rule, needs, asked_at, \
     expires_at, state, ended_at, ended_by, because, reason, run_id FROM second_person WHERE session_id = $1 AND state = 'waiting'";
const OF_APPROVAL: &str = "SELECT id, session_id, customer_id, asked_by, approval_id, request, action_hash, shown_text, rule, needs, asked_at, expires_at, \
     state, ended_at, ended_by, because, reason, run_id FROM second_person WHERE approval_id = $1 ORDER BY asked_at DESC LIMIT 1";
const WAITING: &str = "SELECT id, session_id, customer_id, asked_by, approval_id, request, action_hash, shown_text, rule, needs, asked_at, expires_at, \
     state, ended_at, ended_by, because, reason, run_id FROM second_person WHERE state = 'waiting' AND expires_at > $1 ORDER BY asked_at LIMIT 100";
const OVERDUE: &str = "SELECT id, session_id, customer_id, asked_by, approval_id, request, action_hash, shown_text, rule, needs, asked_at, expires_at, \
     state, ended_at, ended_by, because, reason, run_id FROM second_person WHERE state = 'waiting' AND expires_at <= $1 ORDER BY asked_at LIMIT 100";
const END: &str =
    "UPDATE second_person SET state = $2, ended_at = $3, ended_by = $4, because = $5, reason = $6 WHERE id = $1 AND state = 'waiting'";
const RAN: &str = "UPDATE second_person SET signed_answer = $2, run_id = $3 WHERE id = $1 AND state = 'approved' AND run_id IS NULL";
const OF_RUN: &str =
    "SELECT staff.name FROM second_person JOIN staff ON staff.id = ended_by WHERE run_id = $1 AND second_person.state = 'approved'";
const SERVED: &str =
    "SELECT DISTINCT actor_id, event FROM audit_entry WHERE session_id = $1 AND actor_kind = 'staff' AND actor_id IS NOT NULL";
const APPROVED_SINCE: &str = "SELECT asked_by, ended_by FROM second_person WHERE state = 'approved' AND asked_at > $1 AND ended_by IS NOT NULL \
     ORDER BY asked_at DESC LIMIT 50000";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    session_id: Uuid,
    customer_id: Uuid,
    asked_by: Uuid,
    approval_id: Option<Uuid>,
    request: String,
    action_hash: Vec<u8>,
    shown_text: String,
    rule: String,
    needs: i64,
    asked_at: i64,
    expires_at: i64,
    state: String,
    ended_at: Option<i64>,
    ended_by: Option<Uuid>,
    because: Option<String>,
    reason: Option<String>,
    run_id: Option<Uuid>,
}

/// A request with the run that it led to.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The request.
    pub request: Request,
    /// What ran.
    pub run: Option<RunId>,
}

impl TryFrom<Row> for Kept {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let bad = |column| Fault::corrupt("second_person", column, row.id);
        let hash: [u8; 32] = row.action_hash.as_slice().try_into().map_err(|_| bad("action_hash"))?;
        let (at, by) = (row.ended_at.map(Timestamp::from_micros), row.ended_by.map(AgentId::from));
        let at = || at.ok_or_else(|| bad("ended_at"));
        let by = || by.ok_or_else(|| bad("ended_by"));
        let state = match row.state.as_str() {
            "waiting" => State::Waiting,
            "approved" => State::Approved { by: by()?, at: at()? },
            "denied" => State::Denied {
                by: by()?,
                at: at()?,
                reason: row.reason.as_deref().and_then(|text| text.parse().ok()).ok_or_else(|| bad("reason"))?,
            },
            "withdrawn" => {
                State::Withdrawn { at: at()?, because: row.because.as_deref().and_then(Because::from_key).ok_or_else(|| bad("because"))? }
            }
            "expired" => State::Expired,
            _ => return Err(bad("state")),
        };
        let request = Request {
            id: row.id.into(),
            session: row.session_id.into(),
            customer: row.customer_id.into(),
            asked_by: row.asked_by.into(),
            approval: row.approval_id.map(ApprovalId::from),
            request: serde_json::from_str(&row.request).map_err(|_| bad("request"))?,
            action_hash: ActionHash::from_bytes(hash),
            shown_text: row.shown_text,
            rule: row.rule,
            needs: audit::level(row.needs).ok_or_else(|| bad("needs"))?,
            asked_at: Timestamp::from_micros(row.asked_at),
            expires_at: Timestamp::from_micros(row.expires_at),
            state,
        };
        Ok(Self { request, run: row.run_id.map(RunId::from) })
    }
}

/// Writes one that waits. A session has one at most: look for another before.
///
/// # Errors
/// When the database fails, or another one waits in that session.
pub async fn insert(tx: &mut Tx, request: &Request) -> Result<(), Fault> {
    let text = serde_json::to_string(&request.request).map_err(|error| Fault::other("writing a request to a second person", error))?;
    exec!(
        tx,
        INSERT,
        request.id.uuid(),
        request.session.uuid(),
        request.customer.uuid(),
        request.asked_by.uuid(),
        request.approval.map(ApprovalId::uuid),
        text.as_str(),
        request.action_hash.bytes().as_slice(),
        request.shown_text.as_str(),
        request.rule.as_str(),
        i64::from(request.needs.rank()),
        request.asked_at.micros(),
        request.expires_at.micros(),
    )
    .await
    .map(drop)
}

/// The one with that id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(tx: &mut Tx, id: SecondPersonId) -> Result<Option<Kept>, Fault> {
    fetch_opt!(tx, Row, BY_ID, id.uuid()).await?.map(Kept::try_from).transpose()
}

/// The same, read outside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn read(db: &Db, id: SecondPersonId) -> Result<Option<Kept>, Fault> {
    fetch_opt!(db, Row, BY_ID, id.uuid()).await?.map(Kept::try_from).transpose()
}

/// The one that waits in that session, whether its time is up or not.
///
/// # Errors
/// When the database fails.
pub async fn waiting_of_session(tx: &mut Tx, session: SessionId) -> Result<Option<Request>, Fault> {
    Ok(fetch_opt!(tx, Row, WAITING_OF_SESSION, session.uuid()).await?.map(Kept::try_from).transpose()?.map(|kept| kept.request))
}

/// The last one that rests on that approval of a customer's.
///
/// # Errors
/// When the database fails.
pub async fn read_of_approval(db: &Db, approval: ApprovalId) -> Result<Option<Kept>, Fault> {
    fetch_opt!(db, Row, OF_APPROVAL, approval.uuid()).await?.map(Kept::try_from).transpose()
}

/// Those that can still be answered, the oldest first; at most a hundred.
///
/// # Errors
/// When the database fails.
pub async fn waiting(db: &Db, now: Timestamp) -> Result<Vec<Request>, Fault> {
    fetch_all!(db, Row, WAITING, now.micros()).await?.into_iter().map(|row| Ok(Kept::try_from(row)?.request)).collect()
}

/// Those whose time is up, and nobody has written it down.
///
/// # Errors
/// When the database fails.
pub async fn overdue(db: &Db, now: Timestamp) -> Result<Vec<Request>, Fault> {
    fetch_all!(db, Row, OVERDUE, now.micros()).await?.into_iter().map(|row| Ok(Kept::try_from(row)?.request)).collect()
}

/// Ends one that waits, as `after` says; `false` when somebody ended it first.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Tx, after: &Request) -> Result<bool, Fault> {
    let (by, at, because, reason) = match &after.state {
        State::Waiting => return Ok(false),
        State::Approved { by, at } => (Some(*by), *at, None, None),
        State::Denied { by, at, reason } => (Some(*by), *at, None, Some(reason.as_str())),
        State::Withdrawn { at, because } => (None, *at, Some(because.key()), None),
        State::Expired => (None, after.expires_at, None, None),
    };
    Ok(exec!(tx, END, after.id.uuid(), after.state.key(), at.micros(), by.map(AgentId::uuid), because, reason).await? == 1)
}

/// Keeps what the second person signed, and what ran by it; `false` when something ran by it already.
///
/// # Errors
/// When the database fails.
pub async fn ran(tx: &mut Tx, id: SecondPersonId, signed_answer: &str, run: RunId) -> Result<bool, Fault> {
    Ok(exec!(tx, RAN, id.uuid(), signed_answer, run.uuid()).await? == 1)
}

/// The name of the second person by whom that ran, if there was one.
///
/// # Errors
/// When the database fails.
pub async fn read_of_run(db: &Db, run: RunId) -> Result<Option<String>, Fault> {
    Ok(fetch_opt!(db, (String,), OF_RUN, run.uuid()).await?.map(|(name,)| name))
}

/// Every member of staff who made an entry in that session, and of which kind: the history, whoever serves it now.
///
/// # Errors
/// When the database fails.
pub async fn who_wrote(tx: &mut Tx, session: SessionId) -> Result<Vec<(AgentId, String)>, Fault> {
    Ok(fetch_all!(tx, (Uuid, String), SERVED, session.uuid()).await?.into_iter().map(|(id, event)| (id.into(), event)).collect())
}

/// The same, read outside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn read_who_wrote(db: &Db, session: SessionId) -> Result<Vec<(AgentId, String)>, Fault> {
    Ok(fetch_all!(db, (Uuid, String), SERVED, session.uuid()).await?.into_iter().map(|(id, event)| (id.into(), event)).collect())
}

/// Who approved whose requests since then, the latest fifty thousand.
///
/// # Errors
/// When the database fails.
pub async fn approved_since(db: &Db, since: Timestamp) -> Result<Vec<Given>, Fault> {
    let rows = fetch_all!(db, (Uuid, Uuid), APPROVED_SINCE, since.micros()).await?;
    Ok(rows.into_iter().map(|(asked_by, approved_by)| Given { asked_by: asked_by.into(), approved_by: approved_by.into() }).collect())
}
