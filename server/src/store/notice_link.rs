//! The links by which a customer says of a notice that it was not them. Of a link's token only the hash is here.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{ids::CustomerId, secret::Hashed, time::Timestamp};

use super::{Db, Tx, exec, fetch_opt, later};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO notice_link (token_hash, customer_id, about, told_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
const FIND: &str = "SELECT customer_id, about, told_at, pressed_at FROM notice_link WHERE token_hash = $1 AND expires_at > $2";
const PRESS: &str = "UPDATE notice_link SET pressed_at = $2 WHERE token_hash = $1 AND pressed_at IS NULL AND expires_at > $2";

/// A link that has not expired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeLink {
    /// Whose account it is about.
    pub customer: CustomerId,
    /// What they were told: the notice's subject.
    pub about: String,
    /// When they were told.
    pub told_at: Timestamp,
    /// When it was pressed, if it was.
    pub pressed_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct Row {
    customer_id: Uuid,
    about: String,
    told_at: i64,
    pressed_at: Option<i64>,
}

impl From<Row> for NoticeLink {
    fn from(row: Row) -> Self {
        Self {
            customer: row.customer_id.into(),
            about: row.about,
            told_at: Timestamp::from_micros(row.told_at),
            pressed_at: row.pressed_at.map(Timestamp::from_micros),
        }
    }
}

/// Writes a link.
pub fn insert(tx: &mut Tx, token: &Hashed, customer: CustomerId, about: &str, told_at: Timestamp, expires_at: Timestamp) {
    later!(tx, INSERT, token.bytes().as_slice(), customer.uuid(), about, told_at.micros(), expires_at.micros());
}

/// The link with that token, unless it has expired.
///
/// # Errors
/// When the database fails.
pub async fn read(db: &Db, token: &Hashed, now: Timestamp) -> Result<Option<NoticeLink>, Fault> {
    Ok(fetch_opt!(db, Row, FIND, token.bytes().as_slice(), now.micros()).await?.map(NoticeLink::from))
}

/// Presses it, once; `false` when it was pressed before, or has expired.
///
/// # Errors
/// When the database fails.
pub async fn press(tx: &mut Tx, token: &Hashed, now: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, PRESS, token.bytes().as_slice(), now.micros()).await? == 1)
}
