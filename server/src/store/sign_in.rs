//! Browsers that hold our cookie. Of the cookie only the hash is here.
//!
//! Nothing here ever writes a row back that was deleted: what ended stays ended.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{agent::Staff, ids::AgentId, secret::Hashed, time::Timestamp};

use super::{Db, Tx, exec, fetch_all, fetch_opt};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO sign_in (id_hash, staff_id, data, created_at, last_used_at, expires_at, ends_at, browser) \
     VALUES ($1, $2, '{}', $3, $3, $4, $5, $6)";
const FIND: &str = "SELECT last_used_at, staff.id, number, name, roles FROM sign_in \
     LEFT JOIN staff ON staff.id = staff_id AND state = 'active' WHERE id_hash = $1 AND expires_at > $2 AND ends_at > $2";
const DATA: &str = "SELECT data FROM sign_in WHERE id_hash = $1 AND expires_at > $2 AND ends_at > $2";
const SET_DATA: &str = "UPDATE sign_in SET data = $2 WHERE id_hash = $1";
const TOUCH: &str = "UPDATE sign_in SET last_used_at = $2, expires_at = $3 WHERE id_hash = $1 AND expires_at > $2 AND ends_at > $2";
const END: &str = "DELETE FROM sign_in WHERE id_hash = $1";
const END_ALL: &str = "DELETE FROM sign_in WHERE staff_id = $1";
const END_OLDEST: &str = "DELETE FROM sign_in WHERE staff_id = $1 AND id_hash NOT IN \
     (SELECT id_hash FROM sign_in WHERE staff_id = $1 ORDER BY created_at DESC, id_hash LIMIT $2)";
const OF_STAFF: &str = "SELECT id_hash, created_at, last_used_at, ends_at, browser FROM sign_in \
     WHERE staff_id = $1 AND expires_at > $2 AND ends_at > $2 ORDER BY created_at DESC LIMIT 50";
const COUNTS: &str =
    "SELECT staff_id, COUNT(*) FROM sign_in WHERE staff_id IS NOT NULL AND expires_at > $1 AND ends_at > $1 GROUP BY staff_id LIMIT 20000";
const SWEEP: &str = "DELETE FROM sign_in WHERE expires_at <= $1 OR ends_at <= $1";

/// A new row.
pub struct New<'a> {
    /// Who signed in; nobody yet while a ceremony is under way.
    pub staff: Option<AgentId>,
    /// When.
    pub now: Timestamp,
    /// When it ends if it is not used.
    pub expires_at: Timestamp,
    /// When it ends however much it is used.
    pub ends_at: Timestamp,
    /// The browser, as it named itself.
    pub browser: &'a str,
}

/// What a cookie stands for on this request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Who is signed in, if they are still active.
    pub staff: Option<Staff>,
    /// When it was last used.
    pub last_used: Timestamp,
}

#[derive(FromRow)]
struct FoundRow {
    last_used_at: i64,
    id: Option<Uuid>,
    number: Option<i64>,
    name: Option<String>,
    roles: Option<String>,
}

impl TryFrom<FoundRow> for Found {
    type Error = Fault;

    fn try_from(row: FoundRow) -> Result<Self, Fault> {
        let last_used = Timestamp::from_micros(row.last_used_at);
        let staff = match (row.id, row.number, row.name, row.roles) {
            (Some(id), Some(number), Some(name), Some(roles)) => Some(super::staff::Row { id, number, name, roles }.try_into()?),
            _ => None,
        };
        Ok(Self { staff, last_used })
    }
}

/// One of a person's sign-ins.
#[derive(FromRow)]
pub struct Own {
    /// The hash of its cookie.
    pub id_hash: Vec<u8>,
    /// When it began.
    pub created_at: i64,
    /// When it was last used.
    pub last_used_at: i64,
    /// When it ends at the latest.
    pub ends_at: i64,
    /// The browser, as it named itself.
    pub browser: String,
}

/// Writes a new row.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Tx, id: &Hashed, new: &New<'_>) -> Result<(), Fault> {
    let staff = new.staff.map(AgentId::uuid);
    let (now, idle, end) = (new.now.micros(), new.expires_at.micros(), new.ends_at.micros());
    exec!(tx, INSERT, id.bytes().as_slice(), staff, now, idle, end, new.browser).await.map(drop)
}

/// What the cookie stands for, read fresh: a right that was taken away is gone at the next request.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn find(db: &Db, id: &Hashed, now: Timestamp) -> Result<Option<Found>, Fault> {
    fetch_opt!(db, FoundRow, FIND, id.bytes().as_slice(), now.micros()).await?.map(Found::try_from).transpose()
}

/// What was put beside the cookie, as JSON.
///
/// # Errors
/// When the database fails.
pub async fn data(db: &Db, id: &Hashed, now: Timestamp) -> Result<Option<String>, Fault> {
    Ok(fetch_opt!(db, (String,), DATA, id.bytes().as_slice(), now.micros()).await?.map(|(data,)| data))
}

/// Puts something beside the cookie, if its row is still there.
///
/// # Errors
/// When the database fails.
pub async fn set_data(tx: &mut Tx, id: &Hashed, data: &str) -> Result<(), Fault> {
    exec!(tx, SET_DATA, id.bytes().as_slice(), data).await.map(drop)
}

/// Notes a use, which moves the idle end.
///
/// # Errors
/// When the database fails.
pub async fn touch(tx: &mut Tx, id: &Hashed, now: Timestamp, expires_at: Timestamp) -> Result<(), Fault> {
    exec!(tx, TOUCH, id.bytes().as_slice(), now.micros(), expires_at.micros()).await.map(drop)
}

/// Ends one.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Tx, id: &Hashed) -> Result<(), Fault> {
    exec!(tx, END, id.bytes().as_slice()).await.map(drop)
}

/// Ends every one of a person; says how many there were.
///
/// # Errors
/// When the database fails.
pub async fn end_all(tx: &mut Tx, staff: AgentId) -> Result<u64, Fault> {
    exec!(tx, END_ALL, staff.uuid()).await
}

/// Ends all but the newest `keep` of a person.
///
/// # Errors
/// When the database fails.
pub async fn end_oldest(tx: &mut Tx, staff: AgentId, keep: u32) -> Result<u64, Fault> {
    exec!(tx, END_OLDEST, staff.uuid(), i64::from(keep)).await
}

/// A person's sign-ins that are not over, newest first.
///
/// # Errors
/// When the database fails.
pub async fn of_staff(db: &Db, staff: AgentId, now: Timestamp) -> Result<Vec<Own>, Fault> {
    fetch_all!(db, Own, OF_STAFF, staff.uuid(), now.micros()).await
}

/// In how many browsers each of those is signed in who are.
///
/// # Errors
/// When the database fails.
pub async fn counts(db: &Db, now: Timestamp) -> Result<Vec<(AgentId, usize)>, Fault> {
    let rows = fetch_all!(db, (Uuid, i64), COUNTS, now.micros()).await?;
    Ok(rows.into_iter().map(|(id, count)| (id.into(), usize::try_from(count).unwrap_or_default())).collect())
}

/// Removes what is over.
///
/// # Errors
/// When the database fails.
pub async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<u64, Fault> {
    exec!(tx, SWEEP, now.micros()).await
}
