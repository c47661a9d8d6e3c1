//! Prunings of the log: what was asked, what became of it, and how far it has come. Each state is left by a compare-and-set; what was asked
//! is never written again, which the database sees to as well.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    audit_log::Hash,
    ids::{AgentId, EntryId, PruningId},
    pruning::{Needed, Proposal, Range},
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_all, fetch_one, fetch_opt};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO audit_pruning (id, from_place, to_place, before_at, head_size, head_root, reason, asked_by, asked_at, expires_at, state, \
     done_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'proposed', $2) ON CONFLICT DO NOTHING";
const EXPIRE: &str = "UPDATE audit_pruning SET state = 'expired' WHERE state = 'proposed' AND expires_at <= $1";
const BY_ID: &str = "SELECT id, from_place, to_place, before_at, head_size, head_root, reason, asked_by, asked_at, expires_at, state, decided_by, \
     decided_at, entry_id, done_to FROM audit_pruning WHERE id = $1";
const RUNNING: &str = "SELECT id, from_place, to_place, before_at, head_size, head_root, reason, asked_by, asked_at, expires_at, state, decided_by, \
     decided_at, entry_id, done_to FROM audit_pruning WHERE state = 'approved'";
const LATEST: &str = "SELECT id, from_place, to_place, before_at, head_size, head_root, reason, asked_by, asked_at, expires_at, state, decided_by, \
     decided_at, entry_id, done_to FROM audit_pruning ORDER BY asked_at DESC, id DESC LIMIT 50";
const OF_PLACE: &str = "SELECT id, from_place, to_place, before_at, head_size, head_root, reason, asked_by, asked_at, expires_at, state, decided_by, \
     decided_at, entry_id, done_to FROM audit_pruning WHERE state IN ('approved', 'done') AND from_place <= $1 AND done_to > $1";
const TAKING: &str = "SELECT id, from_place, to_place, before_at, head_size, head_root, reason, asked_by, asked_at, expires_at, state, decided_by, \
     decided_at, entry_id, done_to FROM audit_pruning WHERE state IN ('approved', 'done') AND before_at > $1 ORDER BY from_place LIMIT 1";
const REFUSE: &str =
    "UPDATE audit_pruning SET state = 'refused', decided_by = $2, decided_at = $3 WHERE id = $1 AND state = 'proposed' AND expires_at > $3";
const APPROVE: &str = "UPDATE audit_pruning SET state = 'approved', decided_by = $2, decided_at = $3, entry_id = $4 \
     WHERE id = $1 AND state = 'proposed' AND expires_at > $3 AND asked_by <> $2";
const MOVE: &str = "UPDATE audit_pruning SET done_to = $3 WHERE id = $1 AND state = 'approved' AND done_to = $2";
const DONE: &str = "UPDATE audit_pruning SET state = 'done', done_at = $2 WHERE id = $1 AND state = 'approved' AND done_to = to_place";
const DELETE: &str = "DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_place WHERE position >= $1 AND position < $2)";
const ENDED_AT: &str = "SELECT COALESCE(MAX(to_place), 0) FROM audit_pruning WHERE state IN ('approved', 'done')";
const DONE_TO: &str = "SELECT COALESCE(MAX(done_to), 0) FROM audit_pruning WHERE state IN ('approved', 'done')";
const FIRST_SINCE: &str = "SELECT position FROM audit_place JOIN audit_entry ON audit_entry.id = entry_id \
     WHERE position >= $1 AND position < $2 AND at >= $3 ORDER BY position LIMIT 1";
const THERE: &str = "SELECT COUNT(*) FROM audit_place JOIN audit_entry ON audit_entry.id = entry_id WHERE position >= $1 AND position < $2";
const NEEDED: &str = "SELECT 'held' AS why, MIN(position) AS position FROM audit_place JOIN audit_entry ON audit_entry.id = entry_id \
     JOIN legal_hold ON legal_hold.customer_id = audit_entry.customer_id WHERE position >= $1 AND position < $2 \
     UNION ALL SELECT 'frozen', MIN(position) FROM audit_place JOIN audit_entry ON audit_entry.id = entry_id \
     JOIN customer ON customer.id = audit_entry.customer_id AND frozen_at IS NOT NULL WHERE position >= $1 AND position < $2 \
     UNION ALL SELECT 'in_session', MIN(position) FROM audit_place JOIN audit_entry ON audit_entry.id = entry_id \
     JOIN session ON session.id = audit_entry.session_id AND state IN ('open', 'frozen') WHERE position >= $1 AND position < $2 \
     UNION ALL SELECT 'can_be_put_back', MIN(position) FROM audit_place JOIN audit_entry ON audit_entry.id = entry_id \
     JOIN run ON run.session_id = audit_entry.session_id AND put_back_at IS NULL AND revert_until > $3 WHERE position >= $1 AND position < $2 \
     UNION ALL SELECT 'beside', MIN(position) FROM audit_place JOIN audit_personal ON audit_personal.entry_id = audit_place.entry_id \
     WHERE position >= $1 AND position < $2";
const TOLD: &str = "SELECT pruning.id, from_place, to_place, asked_by, detail, position, audit_waiting.entry_id IS NOT NULL FROM audit_pruning AS pruning \
     LEFT JOIN audit_entry ON audit_entry.id = pruning.entry_id LEFT JOIN audit_place ON audit_place.entry_id = pruning.entry_id \
     LEFT JOIN audit_waiting ON audit_waiting.entry_id = pruning.entry_id WHERE state IN ('approved', 'done') ORDER BY from_place";

/// Where a pruning stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// For somebody to approve or refuse it, until its time is up.
    Proposed,
    /// Not approved.
    Refused,
    /// Nobody answered in time.
    Expired,
    /// Approved: entries go.
    Approved,
    /// They are gone.
    Done,
}

impl State {
    fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "proposed" => Self::Proposed,
            "refused" => Self::Refused,
            "expired" => Self::Expired,
            "approved" => Self::Approved,
            "done" => Self::Done,
            _ => return None,
        })
    }
}

/// A pruning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pruning {
    /// What was asked.
    pub proposal: Proposal,
    /// Where it stands.
    pub state: State,
    /// Who approved or refused it, and when.
    pub decided: Option<(AgentId, Timestamp)>,
    /// The entry that says that it was approved.
    pub entry: Option<EntryId>,
    /// The first entry of it that is not gone yet.
    pub done_to: u64,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    from_place: i64,
    to_place: i64,
    before_at: i64,
    head_size: i64,
    head_root: Vec<u8>,
    reason: String,
    asked_by: Uuid,
    asked_at: i64,
    expires_at: i64,
    state: String,
    decided_by: Option<Uuid>,
    decided_at: Option<i64>,
    entry_id: Option<Uuid>,
    done_to: i64,
}

impl TryFrom<Row> for Pruning {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let bad = |column| Fault::corrupt("audit_pruning", column, row.id);
        let root: [u8; 32] = row.head_root.as_slice().try_into().map_err(|_| bad("head_root"))?;
        let proposal = Proposal {
            id: row.id.into(),
            range: Range { from: row.from_place.unsigned_abs(), to: row.to_place.unsigned_abs() },
            before: Timestamp::from_micros(row.before_at),
            head: row.head_size.unsigned_abs(),
            root: Hash::from_bytes(root),
            reason: row.reason.parse().map_err(|_| bad("reason"))?,
            asked_by: row.asked_by.into(),
            asked_at: Timestamp::from_micros(row.asked_at),
            until: Timestamp::from_micros(row.expires_at),
        };
        Ok(Self {
            proposal,
            state: State::from_key(&row.state).ok_or_else(|| bad("state"))?,
            decided: row.decided_by.zip(row.decided_at).map(|(by, at)| (by.into(), Timestamp::from_micros(at))),
            entry: row.entry_id.map(Into::into),
            done_to: row.done_to.unsigned_abs(),
        })
    }
}

/// As it is stored; there is no log whose size does not fit.
fn stored(place: u64) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

/// Writes a proposal, after those whose time is up were ended; `false` when another one waits.
///
/// # Errors
/// When the database fails.
pub async fn propose(tx: &mut Tx, proposal: &Proposal) -> Result<bool, Fault> {
    let Proposal { id, range, before, head, root, reason, asked_by, asked_at, until } = proposal;
    exec!(tx, EXPIRE, asked_at.micros()).await?;
    let written = exec!(
        tx,
        INSERT,
        id.uuid(),
        stored(range.from),
        stored(range.to),
        before.micros(),
        stored(*head),
        root.bytes().as_slice(),
        reason.as_str(),
        asked_by.uuid(),
        asked_at.micros(),
        until.micros()
    )
    .await?;
    Ok(written == 1)
}

/// One of them.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn by_id(tx: &mut Tx, id: PruningId) -> Result<Option<Pruning>, Fault> {
    fetch_opt!(tx, Row, BY_ID, id.uuid()).await?.map(Pruning::try_from).transpose()
}

/// The one that goes on, if one does.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn running(db: &Db) -> Result<Option<Pruning>, Fault> {
    fetch_opt!(db, Row, RUNNING).await?.map(Pruning::try_from).transpose()
}

/// The newest fifty.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn latest(db: &Db) -> Result<Vec<Pruning>, Fault> {
    fetch_all!(db, Row, LATEST).await?.into_iter().map(Pruning::try_from).collect()
}

/// The one by which the entry at that place is gone.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn of_place(db: &Db, place: u64) -> Result<Option<Pruning>, Fault> {
    fetch_opt!(db, Row, OF_PLACE, stored(place)).await?.map(Pruning::try_from).transpose()
}

/// The first that takes what was written at that instant.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn taking(db: &Db, at: Timestamp) -> Result<Option<Pruning>, Fault> {
    fetch_opt!(db, Row, TAKING, at.micros()).await?.map(Pruning::try_from).transpose()
}

/// Ends one that waits; `false` when it waits no more.
///
/// # Errors
/// When the database fails.
pub async fn refuse(tx: &mut Tx, id: PruningId, by: AgentId, now: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, REFUSE, id.uuid(), by.uuid(), now.micros()).await? == 1)
}

/// Approves one that waits, under the name of the entry that says so; `false` when it waits no more, or it is theirs.
///
/// # Errors
/// When the database fails.
pub async fn approve(tx: &mut Tx, id: PruningId, by: AgentId, now: Timestamp, entry: EntryId) -> Result<bool, Fault> {
    Ok(exec!(tx, APPROVE, id.uuid(), by.uuid(), now.micros(), entry.uuid()).await? == 1)
}

/// Destroys the entries from where the pruning stands on and before `to`; `false`, and nothing is written, when somebody else moved it.
///
/// # Errors
/// When the database fails, or some of them are not there.
pub async fn destroy(tx: &mut Tx, pruning: &Pruning, to: u64, now: Timestamp) -> Result<bool, Fault> {
    let (id, from) = (pruning.proposal.id.uuid(), pruning.done_to);
    if exec!(tx, MOVE, id, stored(from), stored(to)).await? == 0 {
        return Ok(false);
    }
    if exec!(tx, DELETE, stored(from), stored(to)).await? != to.saturating_sub(from) {
        return Err(Fault::Unmet { statement: DELETE });
    }
    if to == pruning.proposal.range.to && exec!(tx, DONE, id, now.micros()).await? != 1 {
        return Err(Fault::Unmet { statement: DONE });
    }
    Ok(true)
}

/// Where the last one that was approved ends: the next begins there.
///
/// # Errors
/// When the database fails.
pub async fn ended_at(db: &Db) -> Result<u64, Fault> {
    Ok(fetch_one!(db, (i64,), ENDED_AT).await?.0.unsigned_abs())
}

/// The first entry that is not gone.
///
/// # Errors
/// When the database fails.
pub async fn done_to(db: &Db) -> Result<u64, Fault> {
    Ok(fetch_one!(db, (i64,), DONE_TO).await?.0.unsigned_abs())
}

/// The first of these entries that was written at that instant or later.
///
/// # Errors
/// When the database fails.
pub async fn first_since(db: &Db, range: Range, at: Timestamp) -> Result<Option<u64>, Fault> {
    let row = fetch_opt!(db, (i64,), FIRST_SINCE, stored(range.from), stored(range.to), at.micros()).await?;
    Ok(row.map(|(place,)| place.unsigned_abs()))
}

/// How many of these entries there are.
///
/// # Errors
/// When the database fails.
pub async fn there(db: &Db, range: Range) -> Result<u64, Fault> {
    Ok(fetch_one!(db, (i64,), THERE, stored(range.from), stored(range.to)).await?.0.unsigned_abs())
}

/// The first of these entries that cannot go, and why.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn needed(tx: &mut Tx, range: Range, now: Timestamp) -> Result<Option<(u64, Needed)>, Fault> {
    let rows = fetch_all!(tx, (String, Option<i64>), NEEDED, stored(range.from), stored(range.to), now.micros()).await?;
    let mut first = None::<(u64, Needed)>;
    for (why, place) in rows {
        let why = Needed::from_key(&why).ok_or_else(|| Fault::corrupt("audit_place", "position", &why))?;
        if let Some(place) = place.map(i64::unsigned_abs).filter(|place| first.is_none_or(|(before, _)| *place < before)) {
            first = Some((place, why));
        }
    }
    Ok(first)
}

/// A pruning that a row says was approved, and what the log says of it.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its id.
    pub id: Uuid,
    /// The first entry.
    pub from: i64,
    /// The first that stays.
    pub to: i64,
    /// Who asked.
    pub asked_by: Uuid,
    /// The event of the entry that it names, if that is there.
    pub detail: Option<String>,
    /// Where that stands, or stood.
    pub position: Option<i64>,
    /// Whether it waits for its place.
    pub waits: bool,
}

/// Every pruning that a row says was approved.
///
/// # Errors
/// When the database fails.
pub async fn told(db: &Db) -> Result<Vec<Told>, Fault> {
    let rows = fetch_all!(db, (Uuid, i64, i64, Uuid, Option<String>, Option<i64>, bool), TOLD).await?;
    let told = |(id, from, to, asked_by, detail, position, waits)| Told { id, from, to, asked_by, detail, position, waits };
    Ok(rows.into_iter().map(told).collect())
}
