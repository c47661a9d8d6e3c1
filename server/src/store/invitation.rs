//! One-time links for people who have no passkey yet. Of a link's token only the hash is here.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{agent::Role, ids::AgentId, secret::Hashed, text::ShownText, time::Timestamp};

use super::{Db, Tx, exec, fetch_opt};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO invitation (token_hash, staff_id, name, role, is_first, made_at, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const OPEN: &str = "SELECT staff_id, name, role, is_first, expires_at FROM invitation \
     WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2";
const USE: &str = "UPDATE invitation SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 \
     RETURNING staff_id, name, role, is_first, expires_at";
const FORGET_FIRST: &str = "DELETE FROM invitation WHERE is_first = $1 AND used_at IS NULL";

/// An invitation that can still be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Who they will be: also the passkey's user handle, so that a second try on the same phone replaces the first.
    pub staff: AgentId,
    /// Their name.
    pub name: ShownText,
    /// What they will be trusted with.
    pub role: Role,
    /// Whether they are the first administrator.
    pub first: bool,
    /// Until when it works.
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    staff_id: Uuid,
    name: String,
    role: String,
    is_first: bool,
    expires_at: i64,
}

impl TryFrom<Row> for Invitation {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let wrong = |column| Fault::corrupt("invitation", column, row.staff_id);
        Ok(Self {
            staff: row.staff_id.into(),
            name: row.name.parse().map_err(|_| wrong("name"))?,
            role: Role::from_key(&row.role).ok_or_else(|| wrong("role"))?,
            first: row.is_first,
            expires_at: Timestamp::from_micros(row.expires_at),
        })
    }
}

/// Writes an invitation.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Tx, token: &Hashed, invitation: &Invitation, now: Timestamp) -> Result<(), Fault> {
    exec!(
        tx,
        INSERT,
        token.bytes().as_slice(),
        invitation.staff.uuid(),
        invitation.name.as_str(),
        invitation.role.key(),
        invitation.first,
        now.micros(),
        invitation.expires_at.micros(),
    )
    .await
    .map(drop)
}

/// The invitation of that token, while it can be used. Looking changes nothing.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn open(tx: &mut Tx, token: &Hashed, now: Timestamp) -> Result<Option<Invitation>, Fault> {
    fetch_opt!(tx, Row, OPEN, token.bytes().as_slice(), now.micros()).await?.map(Invitation::try_from).transpose()
}

/// The same, read outside a transaction.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn read_open(db: &Db, token: &Hashed, now: Timestamp) -> Result<Option<Invitation>, Fault> {
    fetch_opt!(db, Row, OPEN, token.bytes().as_slice(), now.micros()).await?.map(Invitation::try_from).transpose()
}

/// Uses the invitation up: of any number who try at once, one gets it.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn use_up(tx: &mut Tx, token: &Hashed, now: Timestamp) -> Result<Option<Invitation>, Fault> {
    fetch_opt!(tx, Row, USE, token.bytes().as_slice(), now.micros()).await?.map(Invitation::try_from).transpose()
}

/// Makes earlier links for the first administrator void.
///
/// # Errors
/// When the database fails.
pub async fn forget_first(tx: &mut Tx) -> Result<(), Fault> {
    exec!(tx, FORGET_FIRST, true).await.map(drop)
}
