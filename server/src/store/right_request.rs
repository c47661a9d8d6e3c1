//! Rights that one administrator asks to give. At most one is open for a person and a role: the database refuses a second.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    access::Grant,
    agent::Role,
    ids::{AgentId, RightRequestId},
    text::ShownText,
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_all, fetch_opt};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO right_request (id, staff_id, role, reason, asked_by, asked_at, state) VALUES ($1, $2, $3, $4, $5, $6, 'open') \
     ON CONFLICT DO NOTHING";
const OPEN: &str = "SELECT right_request.id, staff_id, role, reason, asked_by, asker.name AS asker_name, asked_at FROM right_request \
     JOIN staff asker ON asker.id = asked_by WHERE right_request.state = 'open' ORDER BY asked_at LIMIT 200";
const ONE: &str = "SELECT right_request.id, staff_id, role, reason, asked_by, asker.name AS asker_name, asked_at FROM right_request \
     JOIN staff asker ON asker.id = asked_by WHERE right_request.id = $1 AND right_request.state = 'open'";
const END: &str = "UPDATE right_request SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1 AND state = 'open'";

/// A request that waits for a second administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Which.
    pub id: RightRequestId,
    /// What is asked for.
    pub grant: Grant,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub asked_by: (AgentId, String),
    /// When.
    pub asked_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    staff_id: Uuid,
    role: String,
    reason: String,
    asked_by: Uuid,
    asker_name: String,
    asked_at: i64,
}

impl TryFrom<Row> for Request {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let role = Role::from_key(&row.role).ok_or_else(|| Fault::corrupt("right_request", "role", row.id))?;
        Ok(Self {
            id: row.id.into(),
            grant: Grant { staff: row.staff_id.into(), role },
            reason: row.reason,
            asked_by: (row.asked_by.into(), row.asker_name),
            asked_at: Timestamp::from_micros(row.asked_at),
        })
    }
}

/// Writes a request; `false` when the same is asked for already.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Tx, id: RightRequestId, grant: Grant, reason: &ShownText, by: AgentId, now: Timestamp) -> Result<bool, Fault> {
    let (staff, role) = (grant.staff.uuid(), grant.role.key());
    Ok(exec!(tx, INSERT, id.uuid(), staff, role, reason.as_str(), by.uuid(), now.micros()).await? == 1)
}

/// Those that wait, oldest first.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn open(db: &Db) -> Result<Vec<Request>, Fault> {
    fetch_all!(db, Row, OPEN).await?.into_iter().map(Request::try_from).collect()
}

/// That one, while it waits.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn one(tx: &mut Tx, id: RightRequestId) -> Result<Option<Request>, Fault> {
    fetch_opt!(tx, Row, ONE, id.uuid()).await?.map(Request::try_from).transpose()
}

/// Ends one, given or not; whether it still waited.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Tx, id: RightRequestId, given: bool, by: AgentId, now: Timestamp) -> Result<bool, Fault> {
    let state = if given { "given" } else { "not_given" };
    Ok(exec!(tx, END, id.uuid(), state, by.uuid(), now.micros()).await? == 1)
}
