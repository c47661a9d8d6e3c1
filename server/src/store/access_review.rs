//! Reviews of who may do what. One is open at a time: the database refuses a second.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    access::Standing,
    ids::{AccessReviewId, AgentId},
    text::ShownText,
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_all, fetch_opt};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO access_review (id, name, started_by, started_at, due_at, state) VALUES ($1, $2, $3, $4, $5, 'open') \
     ON CONFLICT DO NOTHING";
const OPEN: &str = "SELECT access_review.id, access_review.name, started_by, starter.name AS starter_name, started_at, due_at, access_review.state, \
     ender.name AS ender_name, ended_at FROM access_review JOIN staff starter ON starter.id = started_by \
     LEFT JOIN staff ender ON ender.id = ended_by WHERE access_review.state = 'open'";
const BY_ID: &str = "SELECT access_review.id, access_review.name, started_by, starter.name AS starter_name, started_at, due_at, access_review.state, \
     ender.name AS ender_name, ended_at FROM access_review JOIN staff starter ON starter.id = started_by \
     LEFT JOIN staff ender ON ender.id = ended_by WHERE access_review.id = $1";
const LATEST: &str = "SELECT access_review.id, access_review.name, started_by, starter.name AS starter_name, started_at, due_at, access_review.state, \
     ender.name AS ender_name, ended_at FROM access_review JOIN staff starter ON starter.id = started_by \
     LEFT JOIN staff ender ON ender.id = ended_by ORDER BY started_at DESC, access_review.id DESC LIMIT 20";
const DUE: &str = "SELECT id FROM access_review WHERE state = 'open' AND due_at <= $1";
const END: &str = "UPDATE access_review SET state = $2, ended_by = $3, ended_at = $4 WHERE id = $1 AND state = 'open'";

/// A review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Which.
    pub id: AccessReviewId,
    /// Its name.
    pub name: ShownText,
    /// Who started it.
    pub started_by: (AgentId, String),
    /// When.
    pub started_at: Timestamp,
    /// When what is undecided lapses.
    pub due_at: Timestamp,
    /// Where it stands.
    pub standing: Standing,
    /// When it ended, and by whom; nobody when its day came.
    pub ended: Option<(Timestamp, Option<String>)>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    name: String,
    started_by: Uuid,
    starter_name: String,
    started_at: i64,
    due_at: i64,
    state: String,
    ender_name: Option<String>,
    ended_at: Option<i64>,
}

impl TryFrom<Row> for Review {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let wrong = |column| Fault::corrupt("access_review", column, row.id);
        Ok(Self {
            id: row.id.into(),
            name: row.name.parse().map_err(|_| wrong("name"))?,
            started_by: (row.started_by.into(), row.starter_name),
            started_at: Timestamp::from_micros(row.started_at),
            due_at: Timestamp::from_micros(row.due_at),
            standing: Standing::from_key(&row.state).ok_or_else(|| wrong("state"))?,
            ended: row.ended_at.map(|at| (Timestamp::from_micros(at), row.ender_name)),
        })
    }
}

/// Writes a new review; `false` when another one is open.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Tx, id: AccessReviewId, name: &ShownText, by: AgentId, now: Timestamp, due: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, INSERT, id.uuid(), name.as_str(), by.uuid(), now.micros(), due.micros()).await? == 1)
}

/// The one that is open.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn open(tx: &mut Tx) -> Result<Option<Review>, Fault> {
    fetch_opt!(tx, Row, OPEN).await?.map(Review::try_from).transpose()
}

/// That one.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn by_id(tx: &mut Tx, id: AccessReviewId) -> Result<Option<Review>, Fault> {
    fetch_opt!(tx, Row, BY_ID, id.uuid()).await?.map(Review::try_from).transpose()
}

/// The last twenty, newest first.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn latest(db: &Db) -> Result<Vec<Review>, Fault> {
    fetch_all!(db, Row, LATEST).await?.into_iter().map(Review::try_from).collect()
}

/// Those that are open and due.
///
/// # Errors
/// When the database fails.
pub async fn due(db: &Db, now: Timestamp) -> Result<Vec<AccessReviewId>, Fault> {
    Ok(fetch_all!(db, (Uuid,), DUE, now.micros()).await?.into_iter().map(|(id,)| id.into()).collect())
}

/// Ends one; whether it still was open.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Tx, id: AccessReviewId, standing: Standing, by: Option<AgentId>, now: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, END, id.uuid(), standing.key(), by.map(AgentId::uuid), now.micros()).await? == 1)
}
