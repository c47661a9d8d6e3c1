//! Members of staff and their passkeys.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    agent::{Role, Staff},
    ids::{AgentId, PasskeyId},
    time::Timestamp,
};

use super::{Db, Engine, Tx, exec, fetch_all, fetch_one, fetch_opt};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO staff (id, number, name, roles, state, created_at) VALUES ($1, $2, $3, $4, 'active', $5) \
     ON CONFLICT (number) DO NOTHING";
const ANY: &str = "SELECT COUNT(*) FROM staff";
const NEXT_NUMBER: &str = "SELECT COALESCE(MAX(number), 2000) + 1 FROM staff";
const ACTIVE_BY_ID: &str = "SELECT id, number, name, roles FROM staff WHERE id = $1 AND state = 'active'";
const ACTIVE_BY_NUMBER: &str = "SELECT id, number, name, roles FROM staff WHERE number = $1 AND state = 'active'";
const ALL: &str = "SELECT id, number, name, roles FROM staff WHERE state = 'active' ORDER BY number LIMIT 500";
const EVERYBODY: &str = "SELECT id, number, name, roles FROM staff WHERE state = 'active' ORDER BY number LIMIT 20000";
const NAMES: &str = "SELECT id, name FROM staff ORDER BY name, number LIMIT 2000";
const HOLD: &str = "UPDATE staff SET name = name WHERE id = $1";
const DISABLE: &str = "UPDATE staff SET state = 'disabled' WHERE id = $1 AND state = 'active'";
const SET_ROLES: &str = "UPDATE staff SET roles = $3 WHERE id = $1 AND roles = $2 AND state = 'active'";
/// One at a time changes what people are trusted with, so that two administrators who take each other's role leave one. On SQLite one writes at a
/// time anyway. The number is ours by convention only: the letters "RIGHTS".
const HOLD_RIGHTS_POSTGRES: &str = "SELECT pg_advisory_xact_lock(90416402646099)";
const INSERT_PASSKEY: &str = "INSERT INTO staff_passkey (id, staff_id, credential_id, credential, backup_eligible, created_at) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (credential_id) DO NOTHING";
const PASSKEY: &str = "SELECT staff.id, number, name, roles, credential FROM staff_passkey JOIN staff ON staff.id = staff_id \
     WHERE credential_id = $1 AND staff_id = $2 AND state = 'active'";
const PASSKEYS: &str = "SELECT credential_id, credential FROM staff_passkey WHERE staff_id = $1 ORDER BY created_at LIMIT 20";
const PASSKEY_ANSWERED: &str = "UPDATE staff_passkey SET credential = $2, last_used_at = $3 WHERE credential_id = $1";
const PASSKEY_USED: &str = "UPDATE staff_passkey SET credential = $2, backup_eligible = $3, last_used_at = $4 WHERE credential_id = $1";

#[derive(FromRow)]
pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) number: i64,
    pub(super) name: String,
    pub(super) roles: String,
}

impl TryFrom<Row> for Staff {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let wrong = |column| Fault::corrupt("staff", column, row.id);
        let roles = row.roles.split(' ').filter(|key| !key.is_empty()).map(Role::from_key);
        Ok(Self {
            id: row.id.into(),
            number: u32::try_from(row.number).map_err(|_| wrong("number"))?,
            name: row.name.parse().map_err(|_| wrong("name"))?,
            roles: roles.collect::<Option<_>>().ok_or_else(|| wrong("roles"))?,
        })
    }
}

#[derive(FromRow)]
struct PasskeyRow {
    #[sqlx(flatten)]
    staff: Row,
    credential: String,
}

/// Writes a new member of staff; `false` when somebody has that number.
///
/// # Errors
/// When the database fails, or the id is taken.
pub async fn insert(tx: &mut Tx, staff: &Staff, now: Timestamp) -> Result<bool, Fault> {
    let (roles, number) = (written(&staff.roles), i64::from(staff.number));
    Ok(exec!(tx, INSERT, staff.id.uuid(), number, staff.name.as_str(), roles, now.micros()).await? > 0)
}

/// Roles as they stand in a row.
fn written(roles: &[Role]) -> String {
    roles.iter().map(|role| role.key()).collect::<Vec<_>>().join(" ")
}

/// Makes everybody else who changes rights wait for this transaction.
///
/// # Errors
/// When the database fails.
pub async fn hold_rights(tx: &mut Tx) -> Result<(), Fault> {
    match tx.engine() {
        Engine::Sqlite => Ok(()),
        Engine::Postgres => exec!(tx, HOLD_RIGHTS_POSTGRES).await.map(drop),
    }
}

/// Trusts an active member of staff with other roles; `false` when theirs are not those they were.
///
/// # Errors
/// When the database fails.
pub async fn set_roles(tx: &mut Tx, id: AgentId, before: &[Role], after: &[Role]) -> Result<bool, Fault> {
    Ok(exec!(tx, SET_ROLES, id.uuid(), written(before), written(after)).await? == 1)
}

/// Everybody who is active, by number, as this transaction sees them; no list to be shown.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn everybody(tx: &mut Tx) -> Result<Vec<Staff>, Fault> {
    fetch_all!(tx, Row, EVERYBODY).await?.into_iter().map(Staff::try_from).collect()
}

/// Whether there is anybody, active or not.
///
/// # Errors
/// When the database fails.
pub async fn any(tx: &mut Tx) -> Result<bool, Fault> {
    Ok(fetch_one!(tx, (i64,), ANY).await?.0 > 0)
}

/// A number that nobody has had. Somebody may take it first: [`insert`] says so.
///
/// # Errors
/// When the database fails.
pub async fn next_number(tx: &mut Tx) -> Result<u32, Fault> {
    let (number,) = fetch_one!(tx, (i64,), NEXT_NUMBER).await?;
    u32::try_from(number).map_err(|_| Fault::corrupt("staff", "number", number))
}

/// The active member of staff with that id.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn active(tx: &mut Tx, id: AgentId) -> Result<Option<Staff>, Fault> {
    fetch_opt!(tx, Row, ACTIVE_BY_ID, id.uuid()).await?.map(Staff::try_from).transpose()
}

/// The active member of staff with that number.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn by_number(db: &Db, number: u32) -> Result<Option<Staff>, Fault> {
    fetch_opt!(db, Row, ACTIVE_BY_NUMBER, i64::from(number)).await?.map(Staff::try_from).transpose()
}

/// Everybody who is active, by number.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn all(db: &Db) -> Result<Vec<Staff>, Fault> {
    fetch_all!(db, Row, ALL).await?.into_iter().map(Staff::try_from).collect()
}

/// Everybody there is or was, by name.
///
/// # Errors
/// When the database fails.
pub async fn names(db: &Db) -> Result<Vec<(AgentId, String)>, Fault> {
    let rows = fetch_all!(db, (Uuid, String), NAMES).await?;
    Ok(rows.into_iter().map(|(id, name)| (id.into(), name)).collect())
}

/// Makes everybody else who counts what this member of staff did wait for this transaction. On SQLite, where one use case writes
/// at a time, they wait already.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, id: AgentId) -> Result<(), Fault> {
    match tx.engine() {
        Engine::Sqlite => Ok(()),
        Engine::Postgres => exec!(tx, HOLD, id.uuid()).await.map(drop),
    }
}

/// Takes every right from somebody; `false` when they had none.
///
/// # Errors
/// When the database fails.
pub async fn disable(tx: &mut Tx, id: AgentId) -> Result<bool, Fault> {
    Ok(exec!(tx, DISABLE, id.uuid()).await? > 0)
}

/// A credential as it is stored.
pub struct Credential<'a> {
    /// Its id, as the authenticator gave it.
    pub id: &'a [u8],
    /// Its public part, as text.
    pub text: &'a str,
    /// Whether it can be copied to another device.
    pub backup_eligible: bool,
}

/// Writes a passkey; `false` when that credential is registered already, whoever's it is.
///
/// # Errors
/// When the database fails.
pub async fn insert_passkey(
    tx: &mut Tx,
    id: PasskeyId,
    staff: AgentId,
    credential: &Credential<'_>,
    now: Timestamp,
) -> Result<bool, Fault> {
    let Credential { id: credential_id, text, backup_eligible } = *credential;
    Ok(exec!(tx, INSERT_PASSKEY, id.uuid(), staff.uuid(), credential_id, text, backup_eligible, now.micros()).await? > 0)
}

/// The active member of staff who has that passkey, and the credential as it was written.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn passkey(tx: &mut Tx, credential_id: &[u8], staff: AgentId) -> Result<Option<(Staff, String)>, Fault> {
    let row = fetch_opt!(tx, PasskeyRow, PASSKEY, credential_id, staff.uuid()).await?;
    row.map(|row| Ok((row.staff.try_into()?, row.credential))).transpose()
}

/// Their passkeys, oldest first: each credential's id and public part.
///
/// # Errors
/// When the database fails.
pub async fn passkeys(tx: &mut Tx, staff: AgentId) -> Result<Vec<(Vec<u8>, String)>, Fault> {
    fetch_all!(tx, (Vec<u8>, String), PASSKEYS, staff.uuid()).await
}

/// The same, read outside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn read_passkeys(db: &Db, staff: AgentId) -> Result<Vec<(Vec<u8>, String)>, Fault> {
    fetch_all!(db, (Vec<u8>, String), PASSKEYS, staff.uuid()).await
}

/// Keeps a passkey's new state after an answer that says nothing new of where it can be copied to.
///
/// # Errors
/// When the database fails.
pub async fn passkey_answered(tx: &mut Tx, credential_id: &[u8], credential: &str, now: Timestamp) -> Result<(), Fault> {
    exec!(tx, PASSKEY_ANSWERED, credential_id, credential, now.micros()).await.map(drop)
}

/// Keeps a passkey's new state, its signature counter above all.
///
/// # Errors
/// When the database fails.
pub async fn passkey_used(tx: &mut Tx, credential: &Credential<'_>, now: Timestamp) -> Result<(), Fault> {
    exec!(tx, PASSKEY_USED, credential.id, credential.text, credential.backup_eligible, now.micros()).await.map(drop)
}
