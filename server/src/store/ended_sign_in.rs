//! Sign-ins that somebody else ended: kept by the cookie's hash until they would have ended anyway, so that their browser is told why it is out.

use domain::{agent::Role, ids::AgentId, secret::Hashed, time::Timestamp};

use super::{Db, Tx, exec, fetch_opt};
use crate::fault::Fault;

const REMEMBER: &str = "INSERT INTO ended_sign_in (id_hash, by_role, forget_at) SELECT id_hash, $2, ends_at FROM sign_in WHERE staff_id = $1 \
     ON CONFLICT (id_hash) DO NOTHING";
const BY: &str = "SELECT by_role FROM ended_sign_in WHERE id_hash = $1";
const FORGET: &str = "DELETE FROM ended_sign_in WHERE id_hash = $1";
const SWEEP: &str = "DELETE FROM ended_sign_in WHERE forget_at <= $1";

/// Remembers every sign-in of that person as ended by somebody of that role. They are ended besides.
///
/// # Errors
/// When the database fails.
pub async fn remember(tx: &mut Tx, staff: AgentId, by: Role) -> Result<(), Fault> {
    exec!(tx, REMEMBER, staff.uuid(), by.key()).await.map(drop)
}

/// In which role somebody ended the sign-in of that cookie, if somebody did.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn by(db: &Db, id: &Hashed) -> Result<Option<Role>, Fault> {
    let row = fetch_opt!(db, (String,), BY, id.bytes().as_slice()).await?;
    row.map(|(role,)| Role::from_key(&role).ok_or_else(|| Fault::corrupt("ended_sign_in", "by_role", role))).transpose()
}

/// Forgets one: its browser has another sign-in.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Tx, id: &Hashed) -> Result<(), Fault> {
    exec!(tx, FORGET, id.bytes().as_slice()).await.map(drop)
}

/// Forgets what would be over by now.
///
/// # Errors
/// When the database fails.
pub async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<u64, Fault> {
    exec!(tx, SWEEP, now.micros()).await
}
