//! Kiosks: screens at a counter. Of what a screen holds, and of the code it shows to be set up, only hashes are here.
//!
//! A kiosk shows one session at most, and a session is on one kiosk at most: both are columns that hold one value.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    ids::{AgentId, ChallengeId, KioskId, SessionId},
    secret::Hashed,
    text::ShownText,
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_all, fetch_opt, later};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO kiosk (id, handle_hash, code_hash, code_expires_at) VALUES ($1, $2, $3, $4)";
/// Screens whose code nobody typed in time.
const FORGET: &str = "DELETE FROM kiosk WHERE set_up_at IS NULL AND code_expires_at <= $1";
const BY_HANDLE: &str =
    "SELECT id, name, code_expires_at, set_up_at, seen_at, session_id, touched_at FROM kiosk WHERE handle_hash = $1 AND retired_at IS NULL";
/// It has just been heard of: somebody read the code on it.
const SET_UP: &str = "UPDATE kiosk SET name = $2, set_up_at = $3, seen_at = $3, set_up_by = $4, code_hash = NULL \
     WHERE code_hash = $1 AND set_up_at IS NULL AND code_expires_at > $3 RETURNING id";
const NAMED: &str = "SELECT id FROM kiosk WHERE name = $1 AND retired_at IS NULL";
const RETIRE: &str =
    "UPDATE kiosk SET retired_at = $2, session_id = NULL WHERE id = $1 AND set_up_at IS NOT NULL AND retired_at IS NULL RETURNING name";
const SEEN: &str = "UPDATE kiosk SET seen_at = $2 WHERE id = $1";
const TOUCH: &str = "UPDATE kiosk SET touched_at = $2 WHERE id = $1 AND session_id IS NOT NULL";
/// Whether a session of somebody's is asking something there now.
const ALL: &str = "SELECT kiosk.id, name, seen_at, kiosk.session_id, (SELECT COUNT(*) FROM challenge JOIN session ON session.id = challenge.session_id \
     WHERE challenge.session_id = kiosk.session_id AND challenge.state IN ('pending', 'delivered', 'opened') AND expires_at > $1 \
     AND session.state = 'open') AS asking FROM kiosk WHERE set_up_at IS NOT NULL AND retired_at IS NULL ORDER BY name LIMIT 200";
/// A kiosk at which somebody is asked stays theirs.
const TAKE: &str = "UPDATE kiosk SET session_id = $2, touched_at = $3 WHERE id = $1 AND set_up_at IS NOT NULL AND retired_at IS NULL \
     AND (session_id IS NULL OR NOT EXISTS (SELECT 1 FROM challenge JOIN session ON session.id = challenge.session_id \
     WHERE challenge.session_id = kiosk.session_id AND challenge.state IN ('pending', 'delivered', 'opened') AND expires_at > $3 \
     AND session.state = 'open')) RETURNING name";
const LET_GO: &str = "UPDATE kiosk SET session_id = NULL WHERE session_id = $1 RETURNING id, name";
const KEEP_LINK: &str = "UPDATE challenge SET kiosk_link_hash = $2 WHERE id = $1";
const HAS_LINK: &str = "SELECT id FROM challenge WHERE id = $1 AND kiosk_link_hash = $2";

/// A screen that holds a handle of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kiosk {
    /// Which.
    pub id: KioskId,
    /// Its name; `None` while its code was not typed yet.
    pub name: Option<String>,
    /// Until when its code can be used.
    pub code_expires_at: Timestamp,
    /// When it was heard of last.
    pub seen_at: Option<Timestamp>,
    /// Which session it shows.
    pub session: Option<SessionId>,
    /// When somebody touched it last, or an agent chose it.
    pub touched_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    name: Option<String>,
    code_expires_at: i64,
    set_up_at: Option<i64>,
    seen_at: Option<i64>,
    session_id: Option<Uuid>,
    touched_at: Option<i64>,
}

impl From<Row> for Kiosk {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            name: row.name.filter(|_| row.set_up_at.is_some()),
            code_expires_at: Timestamp::from_micros(row.code_expires_at),
            seen_at: row.seen_at.map(Timestamp::from_micros),
            session: row.session_id.map(SessionId::from),
            touched_at: Timestamp::from_micros(row.touched_at.unwrap_or_default()),
        }
    }
}

/// A kiosk as staff see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Which.
    pub id: KioskId,
    /// Its name.
    pub name: String,
    /// When it was heard of last.
    pub seen_at: Option<Timestamp>,
    /// Which session it shows.
    pub session: Option<SessionId>,
    /// Whether a customer is asked something there now.
    pub asking: bool,
}

#[derive(FromRow)]
struct ListedRow {
    id: Uuid,
    name: String,
    seen_at: Option<i64>,
    session_id: Option<Uuid>,
    asking: i64,
}

impl From<ListedRow> for Listed {
    fn from(row: ListedRow) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            seen_at: row.seen_at.map(Timestamp::from_micros),
            session: row.session_id.map(SessionId::from),
            asking: row.asking > 0,
        }
    }
}

/// Writes a screen that waits to be set up.
pub fn insert(tx: &mut Tx, id: KioskId, handle: &Hashed, code: &Hashed, code_expires_at: Timestamp) {
    later!(tx, INSERT, id.uuid(), handle.bytes().as_slice(), code.bytes().as_slice(), code_expires_at.micros());
}

/// Forgets screens whose code nobody typed in time.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Tx, now: Timestamp) -> Result<(), Fault> {
    exec!(tx, FORGET, now.micros()).await.map(drop)
}

/// The screen that holds that handle, unless it was retired.
///
/// # Errors
/// When the database fails.
pub async fn by_handle(db: &Db, handle: &Hashed) -> Result<Option<Kiosk>, Fault> {
    Ok(fetch_opt!(db, Row, BY_HANDLE, handle.bytes().as_slice()).await?.map(Kiosk::from))
}

/// Makes the screen that shows that code a kiosk, once; `None` when none does now.
///
/// # Errors
/// When the database fails.
pub async fn set_up(tx: &mut Tx, code: &Hashed, name: &ShownText, by: AgentId, now: Timestamp) -> Result<Option<KioskId>, Fault> {
    let row = fetch_opt!(tx, (Uuid,), SET_UP, code.bytes().as_slice(), name.as_str(), now.micros(), by.uuid()).await?;
    Ok(row.map(|(id,)| id.into()))
}

/// Whether a kiosk has that name.
///
/// # Errors
/// When the database fails.
pub async fn is_named(tx: &mut Tx, name: &ShownText) -> Result<bool, Fault> {
    Ok(fetch_opt!(tx, (Uuid,), NAMED, name.as_str()).await?.is_some())
}

/// Takes a kiosk's power away for good; its name, or `None` when there is none.
///
/// # Errors
/// When the database fails.
pub async fn retire(tx: &mut Tx, id: KioskId, now: Timestamp) -> Result<Option<String>, Fault> {
    Ok(fetch_opt!(tx, (String,), RETIRE, id.uuid(), now.micros()).await?.map(|(name,)| name))
}

/// Keeps that it was heard of.
///
/// # Errors
/// When the database fails.
pub async fn seen(tx: &mut Tx, id: KioskId, now: Timestamp) -> Result<(), Fault> {
    exec!(tx, SEEN, id.uuid(), now.micros()).await.map(drop)
}

/// Keeps that somebody touched it.
///
/// # Errors
/// When the database fails.
pub async fn touch(tx: &mut Tx, id: KioskId, now: Timestamp) -> Result<(), Fault> {
    exec!(tx, TOUCH, id.uuid(), now.micros()).await.map(drop)
}

/// Every kiosk, by name, 200 at most.
///
/// # Errors
/// When the database fails.
pub async fn all(db: &Db, now: Timestamp) -> Result<Vec<Listed>, Fault> {
    Ok(fetch_all!(db, ListedRow, ALL, now.micros()).await?.into_iter().map(Listed::from).collect())
}

/// Puts a session that is on no kiosk on that one; its name, or `None` when it is none or somebody else is asked there now.
///
/// # Errors
/// When the database fails.
pub async fn take(tx: &mut Tx, id: KioskId, session: SessionId, now: Timestamp) -> Result<Option<String>, Fault> {
    Ok(fetch_opt!(tx, (String,), TAKE, id.uuid(), session.uuid(), now.micros()).await?.map(|(name,)| name))
}

/// Takes a session from the kiosk it is on; which, if it is on one.
///
/// # Errors
/// When the database fails.
pub async fn let_go(tx: &mut Tx, session: SessionId) -> Result<Option<(KioskId, String)>, Fault> {
    Ok(fetch_opt!(tx, (Uuid, String), LET_GO, session.uuid()).await?.map(|(id, name)| (id.into(), name)))
}

/// Keeps the hash of a kiosk's own link to what it shows, in the place of another kiosk's.
///
/// # Errors
/// When the database fails.
pub async fn keep_link(tx: &mut Tx, challenge: ChallengeId, link: &Hashed) -> Result<(), Fault> {
    exec!(tx, KEEP_LINK, challenge.uuid(), link.bytes().as_slice()).await.map(drop)
}

/// Whether that link is kept.
///
/// # Errors
/// When the database fails.
pub async fn has_link(db: &Db, challenge: ChallengeId, link: &Hashed) -> Result<bool, Fault> {
    Ok(fetch_opt!(db, (Uuid,), HAS_LINK, challenge.uuid(), link.bytes().as_slice()).await?.is_some())
}
