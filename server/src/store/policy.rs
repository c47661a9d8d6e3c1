//! The versions of the assurance policy, and which one is in force.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{ids::AgentId, time::Timestamp};

use super::{Db, Tx, exec, fetch_all, fetch_one, fetch_opt};
use crate::fault::Fault;

const IN_FORCE: &str = "SELECT policy_version.number, policy_version.text, policy_version.checksum FROM policy_in_force \
     JOIN policy_version ON policy_version.number = policy_in_force.number WHERE policy_in_force.one = 1";
const NUMBER_IN_FORCE: &str = "SELECT number FROM policy_in_force WHERE one = 1";
const LAST: &str = "SELECT COALESCE(MAX(number), 0) FROM policy_version";
const INSERT: &str = "INSERT INTO policy_version (number, base, text, checksum, author, reason, state, proposed_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (number) DO NOTHING";
const FIRST: &str = "INSERT INTO policy_in_force (one, number) VALUES (1, $1) ON CONFLICT (one) DO NOTHING";
const PUT_IN_FORCE: &str = "UPDATE policy_in_force SET number = $2 WHERE one = 1 AND number = $1";
const DECIDE: &str = "UPDATE policy_version SET state = $2, decided_by = $3, decided_at = $4 WHERE number = $1 AND state = 'proposed'";
const BY_NUMBER: &str = "SELECT policy_version.number, base, text, checksum, author, author.name AS author_name, reason, policy_version.state, proposed_at, \
     decider.name AS decider_name, decided_at FROM policy_version LEFT JOIN staff author ON author.id = policy_version.author \
     LEFT JOIN staff decider ON decider.id = policy_version.decided_by WHERE policy_version.number = $1";
const LATEST: &str = "SELECT policy_version.number, base, text, checksum, author, author.name AS author_name, reason, policy_version.state, proposed_at, \
     decider.name AS decider_name, decided_at FROM policy_version LEFT JOIN staff author ON author.id = policy_version.author \
     LEFT JOIN staff decider ON decider.id = policy_version.decided_by ORDER BY policy_version.number DESC LIMIT 50";

/// Where a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Somebody asks for it.
    Proposed,
    /// A second person approved it; it is or was in force.
    Approved,
    /// A second person said no.
    Rejected,
    /// Its author took it back.
    Withdrawn,
}

impl State {
    const ALL: [Self; 4] = [Self::Proposed, Self::Approved, Self::Rejected, Self::Withdrawn];

    /// The word for it in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A version.
#[derive(Clone, Debug)]
pub struct Version {
    /// Its number, from 1.
    pub number: u32,
    /// The version that was in force when it was proposed.
    pub base: u32,
    /// The file.
    pub text: String,
    /// SHA-256 of the file.
    pub checksum: Vec<u8>,
    /// Who proposed it; `None`: the operator, or the installation.
    pub author: Option<(AgentId, String)>,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: State,
    /// When it was proposed.
    pub proposed_at: Timestamp,
    /// When it was decided, and by whom; nobody for the installation's own.
    pub decided: Option<(Timestamp, Option<String>)>,
}

#[derive(FromRow)]
struct Row {
    number: i64,
    base: i64,
    text: String,
    checksum: Vec<u8>,
    author: Option<Uuid>,
    author_name: Option<String>,
    reason: String,
    state: String,
    proposed_at: i64,
    decider_name: Option<String>,
    decided_at: Option<i64>,
}

impl TryFrom<Row> for Version {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let number = number(row.number)?;
        Ok(Self {
            number,
            base: u32::try_from(row.base).map_err(|_| corrupt("base", row.number))?,
            text: row.text,
            checksum: row.checksum,
            author: row.author.map(AgentId::from).zip(row.author_name),
            reason: row.reason,
            state: State::ALL.into_iter().find(|state| state.key() == row.state).ok_or_else(|| corrupt("state", row.number))?,
            proposed_at: Timestamp::from_micros(row.proposed_at),
            decided: row.decided_at.map(|at| (Timestamp::from_micros(at), row.decider_name)),
        })
    }
}

fn number(number: i64) -> Result<u32, Fault> {
    u32::try_from(number).map_err(|_| corrupt("number", number))
}

fn corrupt(column: &'static str, number: i64) -> Fault {
    Fault::corrupt("policy_version", column, Uuid::from_u128(u128::from(number.unsigned_abs())))
}

/// The version in force: its number, its file and the checksum it was stored with; `None` before the first start.
///
/// # Errors
/// When the database fails.
pub async fn in_force(db: &Db) -> Result<Option<(u32, String, Vec<u8>)>, Fault> {
    let row = fetch_opt!(db, (i64, String, Vec<u8>), IN_FORCE).await?;
    row.map(|(found, text, checksum)| Ok((number(found)?, text, checksum))).transpose()
}

/// The number of the version in force.
///
/// # Errors
/// When the database fails, or none is.
pub async fn number_in_force(tx: &mut Tx) -> Result<u32, Fault> {
    number(fetch_one!(tx, (i64,), NUMBER_IN_FORCE).await?.0)
}

/// What a new version says of itself.
pub struct New<'a> {
    /// The version that is in force.
    pub base: u32,
    /// The file.
    pub text: &'a str,
    /// SHA-256 of the file.
    pub checksum: &'a [u8],
    /// Who proposes it.
    pub author: Option<AgentId>,
    /// Why.
    pub reason: &'a str,
    /// Where it stands.
    pub state: State,
    /// When.
    pub now: Timestamp,
}

/// The number after the last one.
///
/// # Errors
/// When the database fails.
pub async fn next_number(tx: &mut Tx) -> Result<u32, Fault> {
    number(fetch_one!(tx, (i64,), LAST).await?.0 + 1)
}

/// Adds a version under that number; whether nobody else took it at the same time.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Tx, version: u32, new: &New<'_>) -> Result<bool, Fault> {
    let author = new.author.map(AgentId::uuid);
    let (version, base, at, state) = (i64::from(version), i64::from(new.base), new.now.micros(), new.state.key());
    let added = exec!(tx, INSERT, version, base, new.text, new.checksum, author, new.reason, state, at).await?;
    Ok(added == 1)
}

/// Puts the very first version in force; does nothing when one is.
///
/// # Errors
/// When the database fails.
pub async fn put_first_in_force(tx: &mut Tx, version: u32) -> Result<(), Fault> {
    exec!(tx, FIRST, i64::from(version)).await.map(drop)
}

/// Puts `version` in force instead of `base`; whether `base` still was.
///
/// # Errors
/// When the database fails.
pub async fn put_in_force(tx: &mut Tx, base: u32, version: u32) -> Result<bool, Fault> {
    Ok(exec!(tx, PUT_IN_FORCE, i64::from(base), i64::from(version)).await? == 1)
}

/// Decides over a proposed version; whether it still was one.
///
/// # Errors
/// When the database fails.
pub async fn decide(tx: &mut Tx, version: u32, state: State, by: AgentId, now: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, DECIDE, i64::from(version), state.key(), by.uuid(), now.micros()).await? == 1)
}

/// A version. But for its state, it is what it was when it was proposed.
///
/// # Errors
/// When the database fails.
pub async fn by_number(db: &Db, version: u32) -> Result<Option<Version>, Fault> {
    fetch_opt!(db, Row, BY_NUMBER, i64::from(version)).await?.map(Version::try_from).transpose()
}

/// The last fifty versions, newest first.
///
/// # Errors
/// When the database fails.
pub async fn latest(db: &Db) -> Result<Vec<Version>, Fault> {
    fetch_all!(db, Row, LATEST).await?.into_iter().map(Version::try_from).collect()
}
