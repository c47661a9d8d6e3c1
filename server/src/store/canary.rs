//! Customers whom nobody should open.

use domain::{
    alert::AlertBecause,
    ids::{AgentId, AlertId, CustomerId, SessionId},
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_all};
use crate::fault::Fault;

const PLANT: &str = "INSERT INTO canary (customer_id, planted_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
const REMOVE: &str = "DELETE FROM canary WHERE customer_id = $1";
const ALL: &str =
    "SELECT customer.number, canary.planted_at FROM canary JOIN customer ON customer.id = canary.customer_id ORDER BY customer.number";
/// One statement for every customer, so that it takes one round trip whether or not it is one.
const TRIP: &str = "INSERT INTO alert (id, at, session_id, customer_id, because, agent_id) \
     SELECT $1, $2, $3, customer_id, $5, $6 FROM canary WHERE customer_id = $4";

/// What somebody did.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The alert that it raises if it has to.
    pub alert: AlertId,
    /// When.
    pub at: Timestamp,
    /// In which session, if in one.
    pub session: Option<SessionId>,
    /// With whom.
    pub customer: CustomerId,
    /// What.
    pub because: AlertBecause,
    /// Who.
    pub by: AgentId,
}

/// Raises an alert if that customer is one; says whether.
///
/// # Errors
/// When the database fails.
pub async fn trip(tx: &mut Tx, step: Step) -> Result<bool, Fault> {
    let Step { alert, at, session, customer, because, by } = step;
    let session = session.map(SessionId::uuid);
    Ok(exec!(tx, TRIP, alert.uuid(), at.micros(), session, customer.uuid(), because.key(), by.uuid()).await? > 0)
}

/// Makes a customer one; `false` when they are already.
///
/// # Errors
/// When the database fails.
pub async fn plant(tx: &mut Tx, customer: CustomerId, now: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, PLANT, customer.uuid(), now.micros()).await? > 0)
}

/// Makes them none; `false` when they were not.
///
/// # Errors
/// When the database fails.
pub async fn remove(tx: &mut Tx, customer: CustomerId) -> Result<bool, Fault> {
    Ok(exec!(tx, REMOVE, customer.uuid()).await? > 0)
}

/// Each one's number, and since when they are.
///
/// # Errors
/// When the database fails.
pub async fn all(db: &Db) -> Result<Vec<(String, Timestamp)>, Fault> {
    let rows = fetch_all!(db, (String, i64), ALL).await?;
    Ok(rows.into_iter().map(|(number, at)| (number, Timestamp::from_micros(at))).collect())
}
