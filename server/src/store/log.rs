//! The log's own rows: what waits for its place, places, full tiles, how far the tree goes, and the heads that were signed.
//!
//! An entry is written with a row in `audit_waiting`; [`place`] takes that row away and gives the entry its place, in one
//! transaction that moves the head from the size it was read at. Whoever comes second moves nothing.

use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use domain::{
    audit_log::{Hash, Record, TileId, Tree, proof, tile::TILE, tree::FullTile},
    ids::EntryId,
    time::Timestamp,
};

use super::{Db, Engine, Tx, exec, fetch_all, fetch_one, fetch_opt, later, on_tx};
use crate::fault::Fault;

const HEAD: &str = "SELECT epoch, size, root FROM audit_head WHERE name = 'head'";
const MOVE_HEAD: &str = "UPDATE audit_head SET size = $1, root = $2 WHERE name = 'head' AND epoch = $3 AND size = $4";
const BEGIN_EPOCH: &str = "UPDATE audit_head SET epoch = $1 WHERE name = 'head' AND epoch = $2";
/// On PostgreSQL alone: a sequencer that stands still in its transaction holds the head, and nothing else would end it. On SQLite
/// nobody can write meanwhile, whatever is said.
const PATIENCE_POSTGRES: &str = "SET LOCAL idle_in_transaction_session_timeout = 5000";
const WAITING: &str = "SELECT e.id, e.at, e.ordinal, e.actor_kind, e.actor_id, e.customer_id, e.session_id, e.case_reference, e.channel, \
     e.level, e.rule, e.policy_version, e.event, e.detail, e.personal FROM audit_waiting AS w JOIN audit_entry AS e ON e.id = w.entry_id \
     ORDER BY w.entry_id LIMIT $1";
const LEAVES: &str = "SELECT leaf FROM audit_place WHERE position >= $1 AND position < $2 ORDER BY position";
const TILES: &str = "SELECT hashes FROM audit_tile WHERE level = $1 AND number >= $2 AND number < $3 ORDER BY number";
const INSERT_TILE: &str = "INSERT INTO audit_tile (level, number, hashes) VALUES ($1, $2, $3)";
const INSERT_CHECKPOINT: &str =
    "INSERT INTO audit_checkpoint (epoch, size, at, note) VALUES ($1, $2, $3, $4) ON CONFLICT (epoch, size) DO NOTHING";
const PLACE_OF: &str = "SELECT position FROM audit_place WHERE entry_id = $1";
const LAST_CHECKPOINT: &str = "SELECT epoch, size, at, note FROM audit_checkpoint WHERE epoch = $1 ORDER BY size DESC LIMIT 1";

const LAST_OF: &str = "SELECT epoch, size, at, note FROM audit_checkpoint WHERE epoch = $1 AND size <= $2 ORDER BY size DESC LIMIT 1";

/// How many rows one statement writes at most. Others are written with a power of four, so that few texts are prepared.
const CHUNKS: [usize; 5] = [256, 64, 16, 4, 1];

/// How far the tree goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Since which restored database; the first is 1.
    pub epoch: u32,
    /// How many entries have a place.
    pub size: u64,
    /// Their root.
    pub root: Hash,
}

#[derive(FromRow)]
struct HeadRow {
    epoch: i64,
    size: i64,
    root: Vec<u8>,
}

impl TryFrom<HeadRow> for Head {
    type Error = Fault;

    fn try_from(row: HeadRow) -> Result<Self, Fault> {
        let bad = |column| Fault::corrupt("audit_head", column, "head");
        let size = u64::try_from(row.size).map_err(|_| bad("size"))?;
        let root = if size == 0 && row.root.is_empty() { Some(Hash::empty()) } else { one(&row.root) };
        Ok(Self { epoch: u32::try_from(row.epoch).map_err(|_| bad("epoch"))?, size, root: root.ok_or_else(|| bad("root"))? })
    }
}

fn one(bytes: &[u8]) -> Option<Hash> {
    bytes.try_into().ok().map(Hash::from_bytes)
}

/// How far the tree goes.
///
/// # Errors
/// When the database fails, or the row makes no sense.
pub async fn head(db: &Db) -> Result<Head, Fault> {
    fetch_one!(db, HeadRow, HEAD).await?.try_into()
}

/// An entry as its row has it.
#[derive(FromRow)]
pub(super) struct RecordRow {
    id: Uuid,
    at: i64,
    ordinal: i64,
    actor_kind: String,
    actor_id: Option<Uuid>,
    customer_id: Option<Uuid>,
    session_id: Option<Uuid>,
    case_reference: Option<String>,
    channel: Option<String>,
    level: Option<i64>,
    rule: Option<String>,
    policy_version: Option<i64>,
    event: String,
    detail: String,
    personal: Option<String>,
}

impl From<RecordRow> for Record {
    fn from(row: RecordRow) -> Self {
        Self {
            id: row.id,
            at: row.at,
            ordinal: row.ordinal,
            actor_kind: row.actor_kind,
            actor: row.actor_id,
            customer: row.customer_id,
            session: row.session_id,
            case: row.case_reference,
            channel: row.channel,
            level: row.level,
            rule: row.rule,
            policy: row.policy_version,
            event: row.event,
            detail: row.detail,
            personal: row.personal,
        }
    }
}

/// The oldest entries that have no place, at most so many, in the order in which they happened.
///
/// # Errors
/// When the database fails.
pub async fn waiting(db: &Db, most: u32) -> Result<Vec<Record>, Fault> {
    let mut records: Vec<_> = fetch_all!(db, RecordRow, WAITING, i64::from(most)).await?.into_iter().map(Record::from).collect();
    records.sort_by_key(|record| (record.at, record.ordinal, record.id));
    Ok(records)
}

/// An entry, with its leaf's hash.
pub type Placed = (Uuid, Hash);

/// Moves the head from `before`, and gives `entries` the places that follow; `false`, and nothing is written, when somebody
/// else moved it.
///
/// # Errors
/// When the database fails, or an entry did not wait any more.
pub async fn place(db: &Db, before: &Head, after: &Head, entries: &[Placed], full: &[FullTile]) -> Result<bool, Fault> {
    let mut tx = db.write().await?;
    if tx.engine() == Engine::Postgres {
        exec!(tx, PATIENCE_POSTGRES).await?;
    }
    let moved =
        exec!(tx, MOVE_HEAD, signed(after.size)?, after.root.bytes().as_slice(), i64::from(before.epoch), signed(before.size)?).await?;
    if moved == 0 {
        return Ok(false);
    }
    let mut position = signed(before.size)?;
    for chunk in chunks(entries) {
        write_places(&mut tx, position, chunk).await?;
        take_from_waiting(&mut tx, chunk).await?;
        position += i64::try_from(chunk.len()).unwrap_or_default();
    }
    for tile in full {
        later!(tx, INSERT_TILE, i64::from(tile.id.level), signed(tile.id.number)?, Hash::concat(&tile.hashes).as_slice());
    }
    tx.commit().await?;
    Ok(true)
}

/// The same rows in runs of [`CHUNKS`].
fn chunks(mut entries: &[Placed]) -> impl Iterator<Item = &[Placed]> {
    std::iter::from_fn(move || {
        let length = CHUNKS.into_iter().find(|length| *length <= entries.len())?;
        let (chunk, rest) = entries.split_at(length);
        entries = rest;
        Some(chunk)
    })
}

async fn write_places(tx: &mut Tx, first: i64, chunk: &[Placed]) -> Result<(), Fault> {
    let rows: Vec<_> = (0..chunk.len()).map(|row| row * 3).map(|n| format!("(${}, ${}, ${})", n + 1, n + 2, n + 3)).collect();
    // Safe: it is made of numbers, and every value is bound. So is the text below.
    let text = format!("INSERT INTO audit_place (position, entry_id, leaf) VALUES {}", rows.join(", "));
    let written = on_tx!(tx, conn => {
        let query = (first..).zip(chunk).fold(sqlx::query(AssertSqlSafe(text.as_str())), |query, (position, (entry, leaf))| {
            query.bind(position).bind(*entry).bind(leaf.bytes().as_slice())
        });
        query.execute(conn).await.map(|done| done.rows_affected())
    })
    .await?;
    all(written, chunk, "INSERT INTO audit_place")
}

async fn take_from_waiting(tx: &mut Tx, chunk: &[Placed]) -> Result<(), Fault> {
    let ids: Vec<_> = (1..=chunk.len()).map(|n| format!("${n}")).collect();
    let text = format!("DELETE FROM audit_waiting WHERE entry_id IN ({})", ids.join(", "));
    let taken = on_tx!(tx, conn => {
        let query = chunk.iter().fold(sqlx::query(AssertSqlSafe(text.as_str())), |query, (entry, _)| query.bind(*entry));
        query.execute(conn).await.map(|done| done.rows_affected())
    })
    .await?;
    all(taken, chunk, "DELETE FROM audit_waiting")
}

fn all(rows: u64, chunk: &[Placed], statement: &'static str) -> Result<(), Fault> {
    if usize::try_from(rows) == Ok(chunk.len()) { Ok(()) } else { Err(Fault::Unmet { statement }) }
}

fn signed(number: u64) -> Result<i64, Fault> {
    i64::try_from(number).map_err(|error| Fault::other("counting the log's entries", error))
}

/// The leaves from one place to before another, in order.
///
/// # Errors
/// When the database fails, or a row makes no sense.
pub async fn leaves(db: &Db, from: u64, to: u64) -> Result<Vec<Hash>, Fault> {
    let rows = fetch_all!(db, (Vec<u8>,), LEAVES, signed(from)?, signed(to)?).await?;
    rows.iter().zip(from..).map(|((leaf,), at)| one(leaf).ok_or_else(|| Fault::corrupt("audit_place", "leaf", at))).collect()
}

/// The tree that the first `size` entries make, from the tiles; `None` when some of what it is made of is not there.
///
/// # Errors
/// When the database fails, or a row makes no sense.
pub async fn tree(db: &Db, size: u64) -> Result<Option<Tree>, Fault> {
    let mut levels = Vec::new();
    for level in 0..TileId::levels(size) {
        let hashes = TileId::hashes(level, size);
        let first = hashes - TileId::partial_width(level, size) as u64;
        levels.push(match level.checked_sub(1) {
            None => leaves(db, first, hashes).await?,
            Some(below) => roots(db, below, first, hashes).await?,
        });
    }
    Ok(Tree::from_partial(size, levels).ok())
}

/// The roots of full tiles, from one to before another.
pub(super) async fn roots(db: &Db, level: u8, from: u64, to: u64) -> Result<Vec<Hash>, Fault> {
    let rows = fetch_all!(db, (Vec<u8>,), TILES, i64::from(level), signed(from)?, signed(to)?).await?;
    let root = |bytes: &[u8]| Hash::all(bytes).and_then(|hashes| proof::within_tile(&hashes, 0, TILE));
    rows.iter().zip(from..).map(|((bytes,), at)| root(bytes).ok_or_else(|| Fault::corrupt("audit_tile", "hashes", at))).collect()
}

/// Where an entry stands, if it has a place.
///
/// # Errors
/// When the database fails, or the row makes no sense.
pub async fn place_of(db: &Db, entry: EntryId) -> Result<Option<u64>, Fault> {
    let row = fetch_opt!(db, (i64,), PLACE_OF, entry.uuid()).await?;
    row.map(|(place,)| u64::try_from(place).map_err(|_| Fault::corrupt("audit_place", "position", entry))).transpose()
}

/// A head that was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Of which epoch.
    pub epoch: u32,
    /// How many entries.
    pub size: u64,
    /// When.
    pub at: Timestamp,
    /// The signed note.
    pub note: String,
}

#[derive(FromRow)]
struct SealedRow {
    epoch: i64,
    size: i64,
    at: i64,
    note: String,
}

impl TryFrom<SealedRow> for Sealed {
    type Error = Fault;

    fn try_from(row: SealedRow) -> Result<Self, Fault> {
        let bad = |column| Fault::corrupt("audit_checkpoint", column, row.size);
        Ok(Self {
            epoch: u32::try_from(row.epoch).map_err(|_| bad("epoch"))?,
            size: u64::try_from(row.size).map_err(|_| bad("size"))?,
            at: Timestamp::from_micros(row.at),
            note: row.note,
        })
    }
}

/// Keeps a signed head. One of the same size is there already when another server signed it first.
///
/// # Errors
/// When the database fails.
pub async fn keep(db: &Db, sealed: &Sealed) -> Result<(), Fault> {
    let mut tx = db.write().await?;
    exec!(tx, INSERT_CHECKPOINT, i64::from(sealed.epoch), signed(sealed.size)?, sealed.at.micros(), sealed.note.as_str()).await?;
    tx.commit().await
}

/// The last head that was signed in an epoch.
///
/// # Errors
/// When the database fails, or the row makes no sense.
pub async fn last(db: &Db, epoch: u32) -> Result<Option<Sealed>, Fault> {
    fetch_opt!(db, SealedRow, LAST_CHECKPOINT, i64::from(epoch)).await?.map(Sealed::try_from).transpose()
}

/// The last head that was signed in an epoch and holds no more entries than `most`.
///
/// # Errors
/// When the database fails, or the row makes no sense.
pub async fn last_of(db: &Db, epoch: u32, most: u64) -> Result<Option<Sealed>, Fault> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    fetch_opt!(db, SealedRow, LAST_OF, i64::from(epoch), most).await?.map(Sealed::try_from).transpose()
}

/// Begins another epoch, in the caller's transaction; `false` when one has begun meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn begin_epoch(tx: &mut Tx, from: u32, to: u32) -> Result<bool, Fault> {
    Ok(exec!(tx, BEGIN_EPOCH, i64::from(to), i64::from(from)).await? == 1)
}
