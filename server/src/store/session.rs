//! Sessions. Taking one inside a transaction is the lock on it and on its customer: two use cases of one customer wait for
//! each other.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    action::ActionKind,
    channel::{Channel, StartedBy},
    customer::Customer,
    ids::{AgentId, CustomerId, SessionId},
    session::{FrozenBecause, Session, SessionState},
    text::CaseReference,
    time::Timestamp,
};

use super::{Db, Tx, audit, customer, exec, fetch_all, fetch_opt, later};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO session (id, customer_id, agent_id, channel, carried, started_by, reason, case_reference, opened_at, state, version) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', 0)";
/// On SQLite the writing connection, which is lent to one use case at a time, is the lock.
const TAKE_SQLITE: &str = "SELECT session.id, customer_id, agent_id, channel, carried, started_by, reason, case_reference, opened_at, state, \
     session.frozen_at, session.frozen_because, ended_at, number, name, email, phone, postal_address, plan, segment, news_by, \
     customer.frozen_at AS customer_frozen_at FROM session JOIN customer ON customer.id = customer_id WHERE session.id = $1";
/// The customer's row is locked before the session's: the second needs what the first gives.
const TAKE_POSTGRES: &str = "WITH held AS MATERIALIZED (SELECT id, number, name, email, phone, postal_address, plan, segment, news_by, frozen_at FROM customer \
     WHERE id = (SELECT customer_id FROM session WHERE id = $1) FOR NO KEY UPDATE) \
     UPDATE session SET version = version + 1 FROM held WHERE session.id = $1 AND held.id = customer_id RETURNING session.id, customer_id, agent_id, \
     channel, carried, started_by, reason, case_reference, opened_at, state, session.frozen_at, frozen_because, ended_at, number, name, email, phone, \
     postal_address, plan, segment, news_by, held.frozen_at AS customer_frozen_at";
const BY_ID: &str = "SELECT id, customer_id, agent_id, channel, carried, started_by, reason, case_reference, opened_at, state, frozen_at, frozen_because, \
     ended_at FROM session WHERE id = $1";
const OF_AGENT: &str = "SELECT id, customer_id, agent_id, channel, carried, started_by, reason, case_reference, opened_at, state, frozen_at, frozen_because, \
     ended_at FROM session WHERE agent_id = $1 AND state IN ('open', 'frozen') ORDER BY opened_at LIMIT 50";
const LIVE_OF_CUSTOMER: &str = "SELECT id, customer_id, agent_id, channel, carried, started_by, reason, case_reference, opened_at, state, frozen_at, \
     frozen_because, ended_at FROM session WHERE customer_id = $1 AND state IN ('open', 'frozen') ORDER BY opened_at DESC LIMIT 20";
const RECENT_OF_CUSTOMER: &str = "SELECT id, customer_id, agent_id, channel, carried, started_by, reason, case_reference, opened_at, state, frozen_at, \
     frozen_because, ended_at FROM session WHERE customer_id = $1 ORDER BY opened_at DESC LIMIT 10";
const LATEST_OF_CUSTOMER: &str = "SELECT id FROM session WHERE customer_id = $1 ORDER BY opened_at DESC LIMIT 1";
const END: &str = "UPDATE session SET state = 'ended', ended_at = $2 WHERE id = $1 AND state IN ('open', 'frozen')";
const FREEZE: &str = "UPDATE session SET state = 'frozen', frozen_at = $2, frozen_because = $3 WHERE id = $1 AND state = 'open'";
const AGENT_NAME: &str = "SELECT name FROM staff WHERE id = $1";
const MOVE: &str = "UPDATE session SET channel = $4, carried = $5 WHERE id = $1 AND agent_id = $2 AND channel = $3 AND state = 'open'";
const TAKE_OVER: &str = "UPDATE session SET agent_id = $3 WHERE id = $1 AND agent_id = $2 AND state = 'open'";

#[derive(FromRow)]
pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) customer_id: Uuid,
    pub(super) agent_id: Uuid,
    channel: String,
    carried: i64,
    started_by: String,
    reason: String,
    case_reference: Option<String>,
    opened_at: i64,
    state: String,
    frozen_at: Option<i64>,
    frozen_because: Option<String>,
    ended_at: Option<i64>,
}

impl Row {
    fn state(&self) -> Option<SessionState> {
        match self.state.as_str() {
            "open" => Some(SessionState::Open),
            "frozen" => Some(SessionState::Frozen {
                at: Timestamp::from_micros(self.frozen_at?),
                because: FrozenBecause::from_key(self.frozen_because.as_deref()?)?,
            }),
            "ended" => Some(SessionState::Ended { at: Timestamp::from_micros(self.ended_at?) }),
            _ => None,
        }
    }
}

impl TryFrom<Row> for Session {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let bad = |column| Fault::corrupt("session", column, row.id);
        Ok(Self {
            id: row.id.into(),
            customer: row.customer_id.into(),
            agent: row.agent_id.into(),
            channel: Channel::from_key(&row.channel).ok_or_else(|| bad("channel"))?,
            carried: audit::level(row.carried).ok_or_else(|| bad("carried"))?,
            started_by: StartedBy::from_key(&row.started_by).ok_or_else(|| bad("started_by"))?,
            reason: ActionKind::from_key(&row.reason).ok_or_else(|| bad("reason"))?,
            case: row.case_reference.as_ref().map(|case| case.parse()).transpose().map_err(|_| bad("case_reference"))?,
            opened_at: Timestamp::from_micros(row.opened_at),
            state: row.state().ok_or_else(|| bad("state"))?,
        })
    }
}

/// Writes a new, open session.
pub fn insert(tx: &mut Tx, session: &Session) {
    later!(
        tx,
        INSERT,
        session.id.uuid(),
        session.customer.uuid(),
        session.agent.uuid(),
        session.channel.rule().key,
        i64::from(session.carried.rank()),
        session.started_by.key(),
        session.reason.key(),
        session.case.as_ref().map(CaseReference::as_str),
        session.opened_at.micros(),
    );
}

#[derive(FromRow)]
struct TakenRow {
    #[sqlx(flatten)]
    session: Row,
    number: String,
    name: String,
    email: String,
    phone: Option<String>,
    postal_address: Option<String>,
    plan: String,
    segment: Option<String>,
    news_by: String,
    customer_frozen_at: Option<i64>,
}

/// Takes the session and its customer: nobody else changes either until this transaction is over.
///
/// The customer is held first, always: two use cases of one customer then wait for each other in one order, and never for
/// each other in a circle.
///
/// # Errors
/// When the database fails.
pub async fn take(tx: &mut Tx, id: SessionId) -> Result<Option<(Session, Customer)>, Fault> {
    let take = tx.engine().pick(TAKE_SQLITE, TAKE_POSTGRES);
    let Some(row) = fetch_opt!(tx, TakenRow, take, id.uuid()).await? else { return Ok(None) };
    let customer = customer::Row {
        id: row.session.customer_id,
        number: row.number,
        name: row.name,
        email: row.email,
        phone: row.phone,
        postal_address: row.postal_address,
        plan: row.plan,
        segment: row.segment,
        news_by: row.news_by,
        frozen_at: row.customer_frozen_at,
    };
    Ok(Some((row.session.try_into()?, customer.try_into()?)))
}

/// The session with that id.
///
/// # Errors
/// When the database fails.
pub async fn read(db: &Db, id: SessionId) -> Result<Option<Session>, Fault> {
    fetch_opt!(db, Row, BY_ID, id.uuid()).await?.map(Session::try_from).transpose()
}

/// An agent's sessions that are not over, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of_agent(db: &Db, agent: AgentId) -> Result<Vec<Session>, Fault> {
    fetch_all!(db, Row, OF_AGENT, agent.uuid()).await?.into_iter().map(Session::try_from).collect()
}

/// A customer's sessions that are not over, newest first.
///
/// # Errors
/// When the database fails.
pub async fn live_of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Session>, Fault> {
    fetch_all!(tx, Row, LIVE_OF_CUSTOMER, customer.uuid()).await?.into_iter().map(Session::try_from).collect()
}

/// A customer's last ten sessions, newest first.
///
/// # Errors
/// When the database fails.
pub async fn recent_of_customer(db: &Db, customer: CustomerId) -> Result<Vec<Session>, Fault> {
    fetch_all!(db, Row, RECENT_OF_CUSTOMER, customer.uuid()).await?.into_iter().map(Session::try_from).collect()
}

/// A customer's latest session, over or not.
///
/// # Errors
/// When the database fails.
pub async fn latest_of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Option<SessionId>, Fault> {
    Ok(fetch_opt!(tx, (Uuid,), LATEST_OF_CUSTOMER, customer.uuid()).await?.map(|(id,)| id.into()))
}

/// Ends it; `false` when it was over already. Its customer is held, so it is as `session` says.
pub fn end(tx: &mut Tx, session: &Session, now: Timestamp) -> bool {
    let over = matches!(session.state, SessionState::Ended { .. });
    if !over {
        later!(tx, END, session.id.uuid(), now.micros());
    }
    !over
}

/// Freezes it; `false` when it was not open.
///
/// # Errors
/// When the database fails.
pub async fn freeze(tx: &mut Tx, id: SessionId, because: FrozenBecause, now: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, FREEZE, id.uuid(), now.micros(), because.key()).await? == 1)
}

/// Puts it on another channel, as `after` says; `false` when it is no longer as `before` says, or not open.
///
/// # Errors
/// When the database fails.
pub async fn change_channel(tx: &mut Tx, before: &Session, after: &Session) -> Result<bool, Fault> {
    let (from, to) = (before.channel.rule().key, after.channel.rule().key);
    Ok(exec!(tx, MOVE, before.id.uuid(), before.agent.uuid(), from, to, i64::from(after.carried.rank())).await? == 1)
}

/// Gives it to another agent; `false` when it was no longer the first one's, or not open.
///
/// # Errors
/// When the database fails.
pub async fn take_over(tx: &mut Tx, id: SessionId, from: AgentId, to: AgentId) -> Result<bool, Fault> {
    Ok(exec!(tx, TAKE_OVER, id.uuid(), from.uuid(), to.uuid()).await? == 1)
}

/// The full name of a member of staff, active or not.
///
/// # Errors
/// When the database fails.
pub async fn agent_name(db: &Db, agent: AgentId) -> Result<Option<String>, Fault> {
    Ok(fetch_opt!(db, (String,), AGENT_NAME, agent.uuid()).await?.map(|(name,)| name))
}
