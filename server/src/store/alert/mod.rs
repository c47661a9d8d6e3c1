//! Alerts: what a supervisor should look at, and what became of it. What is shown of them is in `read`.

mod read;

use uuid::Uuid;

use domain::{
    alert::{AlertBecause, AlertOutcome, AlertState, Facts, Step},
    ids::{AgentId, AlertId, CustomerId, SessionId},
    text::ShownText,
    time::Timestamp,
};
use sqlx::FromRow;

pub use self::read::{Alert, Older, Wanted, by_id, latest, open, open_count, page};
use super::{Db, Tx, exec, fetch_all, fetch_one, fetch_opt};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO alert (id, at, session_id, customer_id, because, agent_id, facts) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
const RAISED_SINCE: &str = "SELECT COUNT(*) FROM alert WHERE customer_id = $1 AND because = $2 AND at > $3";
const RAISED_OF_AGENT_SINCE: &str = "SELECT COUNT(*) FROM alert WHERE agent_id = $1 AND because = $2 AND at > $3";
const LASTING: &str = "SELECT because FROM alert WHERE over_at IS NULL AND because IN ('log_not_signed', 'log_not_witnessed', 'log_not_collected', 'gate_refusals')";
const OVER: &str = "UPDATE alert SET over_at = $2 WHERE because = $1 AND over_at IS NULL \
     AND because IN ('log_not_signed', 'log_not_witnessed', 'log_not_collected', 'gate_refusals') RETURNING id";
const SUBJECT: &str =
    "SELECT id, customer_id, session_id, because, acknowledged_at, acknowledged_by, closed_at, closed_by, outcome FROM alert WHERE id = $1";
const ACKNOWLEDGE: &str =
    "UPDATE alert SET acknowledged_at = $2, acknowledged_by = $3 WHERE id = $1 AND acknowledged_at IS NULL AND closed_at IS NULL";
const CLOSE: &str = "UPDATE alert SET acknowledged_at = COALESCE(acknowledged_at, $2), acknowledged_by = COALESCE(acknowledged_by, $3), \
     closed_at = $2, closed_by = $3, outcome = $4, note = $5 WHERE id = $1 AND closed_at IS NULL";
/// Of a freeze that ends, every alert of its customer ends, but those of what a member of staff did.
const CLOSE_OF_CUSTOMER: &str = "UPDATE alert SET acknowledged_at = COALESCE(acknowledged_at, $2), acknowledged_by = COALESCE(acknowledged_by, $3), \
     closed_at = $2, closed_by = $3, outcome = $4, note = $5 WHERE customer_id = $1 AND closed_at IS NULL \
     AND because NOT IN ('look_ups', 'many_reveals', 'canary_found', 'canary_opened') RETURNING id";

/// An alert to raise. What it is not about is none.
#[derive(Clone, Debug)]
pub struct New {
    /// Its name.
    pub id: AlertId,
    /// When.
    pub at: Timestamp,
    /// In which session.
    pub session: Option<SessionId>,
    /// Of which customer.
    pub customer: Option<CustomerId>,
    /// Of which member of staff.
    pub agent: Option<AgentId>,
    /// Why.
    pub because: AlertBecause,
    /// What else is known.
    pub facts: Option<Facts>,
}

/// Raises an alert about a customer.
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
    let new = New { id, at, session, customer: Some(customer), agent: None, because, facts: None };
    insert_about(tx, &new).await.map(drop)
}

/// Raises an alert about anything; `false` when what lasts was told already.
///
/// # Errors
/// When the database fails.
pub async fn insert_about(tx: &mut Tx, new: &New) -> Result<bool, Fault> {
    let facts = new.facts.as_ref().map(serde_json::to_string).transpose().map_err(|error| Fault::other("writing an alert", error))?;
    let (session, customer, agent) = (new.session.map(SessionId::uuid), new.customer.map(CustomerId::uuid), new.agent.map(AgentId::uuid));
    Ok(exec!(tx, INSERT, new.id.uuid(), new.at.micros(), session, customer, new.because.key(), agent, facts).await? == 1)
}

/// Whether one was raised for that reason since then, closed or not.
///
/// # Errors
/// When the database fails.
pub async fn raised_since(tx: &mut Tx, customer: CustomerId, because: AlertBecause, since: Timestamp) -> Result<bool, Fault> {
    Ok(fetch_one!(tx, (i64,), RAISED_SINCE, customer.uuid(), because.key(), since.micros()).await?.0 > 0)
}

/// The same about a member of staff.
///
/// # Errors
/// When the database fails.
pub async fn raised_of_agent_since(tx: &mut Tx, agent: AgentId, because: AlertBecause, since: Timestamp) -> Result<bool, Fault> {
    Ok(fetch_one!(tx, (i64,), RAISED_OF_AGENT_SINCE, agent.uuid(), because.key(), since.micros()).await?.0 > 0)
}

/// What was told of and lasts.
///
/// # Errors
/// When the database fails.
pub async fn lasting(db: &Db) -> Result<Vec<AlertBecause>, Fault> {
    let rows = fetch_all!(db, (String,), LASTING).await?;
    Ok(rows.into_iter().filter_map(|(key,)| AlertBecause::from_key(&key)).collect())
}

/// What it tells of went by itself; which those are that say so now.
///
/// # Errors
/// When the database fails.
pub async fn over(tx: &mut Tx, because: AlertBecause, now: Timestamp) -> Result<Vec<AlertId>, Fault> {
    let rows = fetch_all!(tx, (Uuid,), OVER, because.key(), now.micros()).await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}

/// What an alert is about, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// Whose account.
    pub customer: Option<CustomerId>,
    /// Which session.
    pub session: Option<SessionId>,
    /// Why.
    pub because: AlertBecause,
    /// Where it stands.
    pub state: AlertState,
}

#[derive(FromRow)]
struct SubjectRow {
    id: Uuid,
    customer_id: Option<Uuid>,
    session_id: Option<Uuid>,
    because: String,
    acknowledged_at: Option<i64>,
    acknowledged_by: Option<Uuid>,
    closed_at: Option<i64>,
    closed_by: Option<Uuid>,
    outcome: Option<String>,
}

fn step(at: Option<i64>, by: Option<Uuid>) -> Option<Step> {
    Some(Step { by: by?.into(), at: Timestamp::from_micros(at?) })
}

impl TryFrom<SubjectRow> for Subject {
    type Error = Fault;

    fn try_from(row: SubjectRow) -> Result<Self, Fault> {
        let bad = |column| Fault::corrupt("alert", column, row.id);
        let outcome = row.outcome.as_deref().map(|key| AlertOutcome::from_key(key).ok_or_else(|| bad("outcome"))).transpose()?;
        let steps = (step(row.acknowledged_at, row.acknowledged_by), step(row.closed_at, row.closed_by));
        Ok(Self {
            customer: row.customer_id.map(CustomerId::from),
            session: row.session_id.map(SessionId::from),
            because: AlertBecause::from_key(&row.because).ok_or_else(|| bad("because"))?,
            state: match steps {
                (None, None) => AlertState::Open,
                (Some(acknowledged), None) => AlertState::Acknowledged(acknowledged),
                (Some(acknowledged), Some(closed)) => AlertState::Closed { acknowledged, closed, outcome },
                (None, Some(_)) => return Err(bad("acknowledged_at")),
            },
        })
    }
}

/// What an alert is about, and where it stands.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn subject(tx: &mut Tx, id: AlertId) -> Result<Option<Subject>, Fault> {
    fetch_opt!(tx, SubjectRow, SUBJECT, id.uuid()).await?.map(Subject::try_from).transpose()
}

/// Somebody takes it up; `false` when it is not open any more.
///
/// # Errors
/// When the database fails.
pub async fn acknowledge(tx: &mut Tx, id: AlertId, step: Step) -> Result<bool, Fault> {
    Ok(exec!(tx, ACKNOWLEDGE, id.uuid(), step.at.micros(), step.by.uuid()).await? == 1)
}

/// What it turned out to be.
#[derive(Clone, Debug)]
pub struct End {
    /// What.
    pub outcome: AlertOutcome,
    /// What else there is to say.
    pub note: Option<ShownText>,
}

/// Closes it; `false` when it is closed already.
///
/// # Errors
/// When the database fails.
pub async fn close(tx: &mut Tx, id: AlertId, step: Step, end: &End) -> Result<bool, Fault> {
    let note = end.note.as_ref().map(ShownText::as_str);
    Ok(exec!(tx, CLOSE, id.uuid(), step.at.micros(), step.by.uuid(), end.outcome.key(), note).await? == 1)
}

/// Closes a customer's open alerts; which those were.
///
/// # Errors
/// When the database fails.
pub async fn close_of_customer(tx: &mut Tx, customer: CustomerId, step: Step, end: &End) -> Result<Vec<AlertId>, Fault> {
    let note = end.note.as_ref().map(ShownText::as_str);
    let rows =
        fetch_all!(tx, (Uuid,), CLOSE_OF_CUSTOMER, customer.uuid(), step.at.micros(), step.by.uuid(), end.outcome.key(), note).await?;
    Ok(rows.into_iter().map(|(id,)| id.into()).collect())
}
