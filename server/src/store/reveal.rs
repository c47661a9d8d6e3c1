//! Masked fields that agents had shown. What they held and why is not here.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    customer::Field,
    ids::{AgentId, CustomerId, RevealId, SessionId},
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_all, fetch_one, fetch_opt, later};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO reveal (id, session_id, field, at, agent_id, until) VALUES ($1, $2, $3, $4, $5, $6)";
const SHOWING: &str = "SELECT until FROM reveal WHERE session_id = $1 AND field = $2 AND agent_id = $3 AND until > $4";
const SHOWN_TO: &str = "SELECT field, until FROM reveal WHERE session_id = $1 AND agent_id = $2 AND until > $3 ORDER BY until";
const OF_AGENT: &str = "SELECT at FROM reveal WHERE agent_id = $1 AND at > $2 ORDER BY at DESC LIMIT $3";
const COUNT: &str = "SELECT COUNT(*) FROM reveal WHERE agent_id = $1 AND at > $2";
const HIDE: &str = "UPDATE reveal SET until = $4 WHERE session_id = $1 AND field = $2 AND agent_id = $3 AND until > $4";
const HIDE_ALL: &str = "UPDATE reveal SET until = $2 WHERE session_id = $1 AND until > $2";
const OF_CUSTOMER: &str = "SELECT reveal.session_id, reveal.field, reveal.at, staff.name FROM reveal \
     JOIN session ON session.id = reveal.session_id JOIN staff ON staff.id = reveal.agent_id \
     WHERE session.customer_id = $1 ORDER BY reveal.at DESC LIMIT 60";

/// A field that is shown to an agent.
#[derive(Clone, Copy, Debug)]
pub struct New {
    /// Its name.
    pub id: RevealId,
    /// In which session.
    pub session: SessionId,
    /// To whom.
    pub agent: AgentId,
    /// Which.
    pub field: Field,
    /// From when.
    pub at: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// Shows it, written with the next statement or the COMMIT.
pub fn insert(tx: &mut Tx, new: New) {
    let New { id, session, agent, field, at, until } = new;
    later!(tx, INSERT, id.uuid(), session.uuid(), field.key(), at.micros(), agent.uuid(), until.micros());
}

/// Whether it is shown to them now.
///
/// # Errors
/// When the database fails.
pub async fn showing(tx: &mut Tx, session: SessionId, agent: AgentId, field: Field, now: Timestamp) -> Result<bool, Fault> {
    Ok(fetch_opt!(tx, (i64,), SHOWING, session.uuid(), field.key(), agent.uuid(), now.micros()).await?.is_some())
}

/// What is shown to them now in that session, and until when.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn shown_to(db: &Db, session: SessionId, agent: AgentId, now: Timestamp) -> Result<Vec<(Field, Timestamp)>, Fault> {
    let rows = fetch_all!(db, (String, i64), SHOWN_TO, session.uuid(), agent.uuid(), now.micros()).await?;
    rows.into_iter().map(|(key, until)| Ok((field(&key, session.uuid())?, Timestamp::from_micros(until)))).collect()
}

/// When an agent had fields shown since then, newest first, at most so many.
///
/// # Errors
/// When the database fails.
pub async fn of_agent(tx: &mut Tx, agent: AgentId, since: Timestamp, most: u32) -> Result<Vec<Timestamp>, Fault> {
    let rows = fetch_all!(tx, (i64,), OF_AGENT, agent.uuid(), since.micros(), i64::from(most)).await?;
    Ok(rows.into_iter().map(|(at,)| Timestamp::from_micros(at)).collect())
}

/// How many fields an agent had shown since then.
///
/// # Errors
/// When the database fails.
pub async fn count(db: &Db, agent: AgentId, since: Timestamp) -> Result<u32, Fault> {
    let (count,) = fetch_one!(db, (i64,), COUNT, agent.uuid(), since.micros()).await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Hides a field from the agent it is shown to; `false` when it was hidden already.
///
/// # Errors
/// When the database fails.
pub async fn hide(tx: &mut Tx, session: SessionId, agent: AgentId, field: Field, now: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, HIDE, session.uuid(), field.key(), agent.uuid(), now.micros()).await? > 0)
}

/// Hides every field of a session, whoever it is shown to.
///
/// # Errors
/// When the database fails.
pub async fn hide_all(tx: &mut Tx, session: SessionId, now: Timestamp) -> Result<(), Fault> {
    exec!(tx, HIDE_ALL, session.uuid(), now.micros()).await.map(drop)
}

/// A look at a field, as its customer is told of it.
#[derive(Clone, Debug)]
pub struct Look {
    /// In which session.
    pub session: SessionId,
    /// At which field.
    pub field: Field,
    /// When.
    pub at: Timestamp,
    /// The agent's full name.
    pub agent: String,
}

#[derive(FromRow)]
struct LookRow {
    session_id: Uuid,
    field: String,
    at: i64,
    name: String,
}

impl TryFrom<LookRow> for Look {
    type Error = Fault;

    fn try_from(row: LookRow) -> Result<Self, Fault> {
        let field = field(&row.field, row.session_id)?;
        Ok(Self { session: row.session_id.into(), field, at: Timestamp::from_micros(row.at), agent: row.name })
    }
}

/// Whatever of a customer was looked at lately, newest first.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn of_customer(db: &Db, customer: CustomerId) -> Result<Vec<Look>, Fault> {
    fetch_all!(db, LookRow, OF_CUSTOMER, customer.uuid()).await?.into_iter().map(Look::try_from).collect()
}

fn field(key: &str, session: Uuid) -> Result<Field, Fault> {
    Field::from_key(key).ok_or_else(|| Fault::corrupt("reveal", "field", session))
}
