//! Alerts: what a supervisor should look at.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    alert::AlertBecause,
    channel::Channel,
    ids::{AgentId, AlertId, CustomerId, SessionId},
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_all, fetch_one, fetch_opt};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO alert (id, at, session_id, customer_id, because) VALUES ($1, $2, $3, $4, $5)";
const RAISED_SINCE: &str = "SELECT COUNT(*) FROM alert WHERE customer_id = $1 AND because = $2 AND at > $3";
const SUBJECT: &str = "SELECT customer_id, session_id, because FROM alert WHERE id = $1";
const CLOSE: &str = "UPDATE alert SET closed_at = $2, closed_by = $3 WHERE customer_id = $1 AND closed_at IS NULL";
const SEEN: &str = "UPDATE alert SET closed_at = $2, closed_by = $3 WHERE id = $1 AND because = $4 AND closed_at IS NULL";
const LATEST: &str = "SELECT alert.id, alert.at, alert.session_id, alert.because, customer.number, served.name AS agent_name, session.channel, \
     alert.closed_at, closer.name AS closer_name FROM alert JOIN customer ON customer.id = alert.customer_id \
     LEFT JOIN session ON session.id = alert.session_id LEFT JOIN staff served ON served.id = session.agent_id \
     LEFT JOIN staff closer ON closer.id = alert.closed_by ORDER BY alert.at DESC LIMIT 100";

/// An alert with what a supervisor sees beside it.
#[derive(Clone, Debug)]
pub struct Alert {
    /// Which.
    pub id: AlertId,
    /// When.
    pub at: Timestamp,
    /// In which session.
    pub session: Option<SessionId>,
    /// Why.
    pub because: AlertBecause,
    /// The customer's number.
    pub customer_number: String,
    /// Who served the session.
    pub agent: Option<String>,
    /// On which channel.
    pub channel: Option<Channel>,
    /// When it was closed, and by whom.
    pub closed: Option<(Timestamp, String)>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    at: i64,
    session_id: Option<Uuid>,
    because: String,
    number: String,
    agent_name: Option<String>,
    channel: Option<String>,
    closed_at: Option<i64>,
    closer_name: Option<String>,
}

impl TryFrom<Row> for Alert {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id.into(),
            at: Timestamp::from_micros(row.at),
            session: row.session_id.map(SessionId::from),
            because: AlertBecause::from_key(&row.because).ok_or_else(|| Fault::corrupt("alert", "because", row.id))?,
            customer_number: row.number,
            agent: row.agent_name,
            channel: row.channel.as_deref().and_then(Channel::from_key),
            closed: row.closed_at.map(Timestamp::from_micros).zip(row.closer_name),
        })
    }
}

/// Raises an alert.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    tx: &mut Tx,
    id: AlertId,
    at: Timestamp,
    session: Option<SessionId>,
    customer: CustomerId,
    because: AlertBecause,
) -> Result<(), Fault> {
    exec!(tx, INSERT, id.uuid(), at.micros(), session.map(SessionId::uuid), customer.uuid(), because.key()).await.map(drop)
}

/// Whether one was raised for that reason since then, closed or not.
///
/// # Errors
/// When the database fails.
pub async fn raised_since(tx: &mut Tx, customer: CustomerId, because: AlertBecause, since: Timestamp) -> Result<bool, Fault> {
    Ok(fetch_one!(tx, (i64,), RAISED_SINCE, customer.uuid(), because.key(), since.micros()).await?.0 > 0)
}

/// Closes one that has nothing to end; `false` when there is no such open one.
///
/// # Errors
/// When the database fails.
pub async fn seen(tx: &mut Tx, id: AlertId, because: AlertBecause, by: AgentId, now: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, SEEN, id.uuid(), now.micros(), by.uuid(), because.key()).await? == 1)
}

/// What an alert is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// Whose account.
    pub customer: CustomerId,
    /// Which session.
    pub session: Option<SessionId>,
    /// Why.
    pub because: AlertBecause,
}

/// What an alert is about.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn subject(tx: &mut Tx, id: AlertId) -> Result<Option<Subject>, Fault> {
    let Some((customer, session, because)) = fetch_opt!(tx, (Uuid, Option<Uuid>, String), SUBJECT, id.uuid()).await? else {
        return Ok(None);
    };
    let because = AlertBecause::from_key(&because).ok_or_else(|| Fault::corrupt("alert", "because", id))?;
    Ok(Some(Subject { customer: customer.into(), session: session.map(SessionId::from), because }))
}

/// Closes a customer's open alerts.
///
/// # Errors
/// When the database fails.
pub async fn close(tx: &mut Tx, customer: CustomerId, by: AgentId, now: Timestamp) -> Result<(), Fault> {
    exec!(tx, CLOSE, customer.uuid(), now.micros(), by.uuid()).await.map(drop)
}

/// The last hundred alerts, newest first.
///
/// # Errors
/// When the database fails.
pub async fn latest(db: &Db) -> Result<Vec<Alert>, Fault> {
    fetch_all!(db, Row, LATEST).await?.into_iter().map(Alert::try_from).collect()
}
