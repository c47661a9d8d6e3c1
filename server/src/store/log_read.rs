//! The log's rows for whoever exports or verifies it: page by page, and as they are. What makes no sense is given on, so that the
//! verification can say where it is.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sqlx::FromRow;
use uuid::Uuid;

use domain::audit_log::{Record, TileId, receipt::Opened};

use super::{Db, fetch_all, fetch_opt, log::RecordRow};
use crate::fault::Fault;

const HEAD: &str = "SELECT epoch, size, root FROM audit_head WHERE name = 'head'";
const PLACES: &str = "SELECT position, entry_id, leaf FROM audit_place WHERE position >= $1 AND position < $2 ORDER BY position";
const RECORDS: &str = "SELECT e.id, e.at, e.ordinal, e.actor_kind, e.actor_id, e.customer_id, e.session_id, e.case_reference, e.channel, \
     e.level, e.rule, e.policy_version, e.event, e.detail, e.personal FROM audit_place AS p JOIN audit_entry AS e ON e.id = p.entry_id \
     WHERE p.position >= $1 AND p.position < $2";
const PERSONAL: &str = "SELECT p.position, a.name, a.salt, a.data FROM audit_place AS p JOIN audit_personal AS a ON a.entry_id = p.entry_id \
     WHERE p.position >= $1 AND p.position < $2 ORDER BY p.position, a.name";
const TILE: &str = "SELECT hashes FROM audit_tile WHERE level = $1 AND number = $2";
const SIGNED: &str = "SELECT epoch, size, note FROM audit_checkpoint WHERE (epoch > $1 OR (epoch = $1 AND size > $2)) \
     ORDER BY epoch, size LIMIT $3";
const COSIGNED: &str = "SELECT epoch, size, line FROM audit_cosignature WHERE (epoch > $1 OR (epoch = $1 AND size > $2)) \
     AND (epoch < $3 OR (epoch = $3 AND size <= $4)) ORDER BY epoch, size, witness";
const NEWEST: &str = "SELECT epoch, size, note FROM audit_checkpoint ORDER BY epoch DESC, size DESC LIMIT 1";
const BEYOND: &str = "SELECT position, entry_id, leaf FROM audit_place \
     WHERE position < 0 OR position >= (SELECT size FROM audit_head WHERE name = 'head') ORDER BY position LIMIT 1";
const LAST_PLACE: &str = "SELECT position, entry_id, leaf FROM audit_place ORDER BY position DESC LIMIT 1";
const TILES: &str = "SELECT (SELECT COUNT(*) FROM audit_tile), size FROM audit_head WHERE name = 'head'";
const WAITING: &str = "SELECT COUNT(*) FROM audit_waiting";
const NEVER_PLACED: &str = "SELECT id FROM audit_entry AS e WHERE NOT EXISTS (SELECT 1 FROM audit_place AS p WHERE p.entry_id = e.id) \
     AND NOT EXISTS (SELECT 1 FROM audit_waiting AS w WHERE w.entry_id = e.id) ORDER BY id LIMIT $1";
const WAITS_FOR_NOTHING: &str = "SELECT entry_id FROM audit_waiting AS w WHERE NOT EXISTS (SELECT 1 FROM audit_entry AS e WHERE e.id = w.entry_id) \
     OR EXISTS (SELECT 1 FROM audit_place AS p WHERE p.entry_id = w.entry_id) ORDER BY entry_id LIMIT $1";

/// How far the tree goes, as the row says.
#[derive(Clone, Debug, FromRow)]
pub struct HeadRow {
    /// Since which restored database.
    pub epoch: i64,
    /// How many entries have a place.
    pub size: i64,
    /// Their root.
    pub root: Vec<u8>,
}

/// A place, as the row says.
#[derive(Clone, Debug, FromRow)]
pub struct PlaceRow {
    /// Which.
    pub position: i64,
    /// Whose.
    pub entry_id: Uuid,
    /// The entry's hash.
    pub leaf: Vec<u8>,
}

/// A signed head, as the row says.
#[derive(Clone, Debug, FromRow)]
pub struct SignedRow {
    /// Of which epoch.
    pub epoch: i64,
    /// Over how many entries.
    pub size: i64,
    /// The note.
    pub note: String,
}

#[derive(FromRow)]
struct PersonalRow {
    position: i64,
    name: String,
    salt: Vec<u8>,
    data: String,
}

/// How far the tree goes; `None`: nothing says it.
///
/// # Errors
/// When the database fails.
pub async fn head(db: &Db) -> Result<Option<HeadRow>, Fault> {
    fetch_opt!(db, HeadRow, HEAD).await
}

/// The places from one to before another, in order.
///
/// # Errors
/// When the database fails.
pub async fn places(db: &Db, from: i64, to: i64) -> Result<Vec<PlaceRow>, Fault> {
    fetch_all!(db, PlaceRow, PLACES, from, to).await
}

/// The entries that have these places, in no order.
///
/// # Errors
/// When the database fails, or a row is not one that could be written.
pub async fn records(db: &Db, from: i64, to: i64) -> Result<Vec<Record>, Fault> {
    Ok(fetch_all!(db, RecordRow, RECORDS, from, to).await?.into_iter().map(Record::from).collect())
}

/// What the entries at these places commit to and was not erased, by place.
///
/// # Errors
/// When the database fails.
pub async fn personal(db: &Db, from: i64, to: i64) -> Result<Vec<(i64, Opened)>, Fault> {
    let rows = fetch_all!(db, PersonalRow, PERSONAL, from, to).await?;
    let opened = |row: PersonalRow| (row.position, Opened { name: row.name, salt: STANDARD.encode(row.salt), data: row.data });
    Ok(rows.into_iter().map(opened).collect())
}

/// The hashes of a full tile.
///
/// # Errors
/// When the database fails.
pub async fn tile(db: &Db, tile: TileId) -> Result<Option<Vec<u8>>, Fault> {
    let number = i64::try_from(tile.number).unwrap_or(i64::MAX);
    Ok(fetch_opt!(db, (Vec<u8>,), TILE, i64::from(tile.level), number).await?.map(|(hashes,)| hashes))
}

/// Signed heads after that one, in their order, with what witnesses said to them.
///
/// # Errors
/// When the database fails.
pub async fn signed(db: &Db, (epoch, size): (i64, i64), most: i64) -> Result<Vec<SignedRow>, Fault> {
    let mut heads = fetch_all!(db, SignedRow, SIGNED, epoch, size, most).await?;
    let Some((last_epoch, last_size)) = heads.last().map(|last| (last.epoch, last.size)) else { return Ok(heads) };
    for (epoch, size, line) in fetch_all!(db, (i64, i64, String), COSIGNED, epoch, size, last_epoch, last_size).await? {
        if let Ok(at) = heads.binary_search_by_key(&(epoch, size), |head| (head.epoch, head.size)) {
            heads[at].note.push_str(&line);
            if !line.ends_with('\n') {
                heads[at].note.push('\n');
            }
        }
    }
    Ok(heads)
}

/// The last signed head.
///
/// # Errors
/// When the database fails.
pub async fn newest(db: &Db) -> Result<Option<SignedRow>, Fault> {
    fetch_opt!(db, SignedRow, NEWEST).await
}

/// A place that is none: before the first, or behind the last.
///
/// # Errors
/// When the database fails.
pub async fn beyond(db: &Db) -> Result<Option<PlaceRow>, Fault> {
    fetch_opt!(db, PlaceRow, BEYOND).await
}

/// The last place of all.
///
/// # Errors
/// When the database fails.
pub async fn last_place(db: &Db) -> Result<Option<PlaceRow>, Fault> {
    fetch_opt!(db, PlaceRow, LAST_PLACE).await
}

/// How many full tiles there are, and how many entries have a place, at one instant.
///
/// # Errors
/// When the database fails.
pub async fn tiles(db: &Db) -> Result<Option<(i64, i64)>, Fault> {
    fetch_opt!(db, (i64, i64), TILES).await
}

/// How many entries wait for a place.
///
/// # Errors
/// When the database fails.
pub async fn waiting(db: &Db) -> Result<i64, Fault> {
    Ok(fetch_opt!(db, (i64,), WAITING).await?.map_or(0, |(count,)| count))
}

/// Entries that have no place and wait for none.
///
/// # Errors
/// When the database fails.
pub async fn never_placed(db: &Db, most: i64) -> Result<Vec<Uuid>, Fault> {
    Ok(fetch_all!(db, (Uuid,), NEVER_PLACED, most).await?.into_iter().map(|(id,)| id).collect())
}

/// Names that wait for a place and are no entry's, or have one.
///
/// # Errors
/// When the database fails.
pub async fn waits_for_nothing(db: &Db, most: i64) -> Result<Vec<Uuid>, Fault> {
    Ok(fetch_all!(db, (Uuid,), WAITS_FOR_NOTHING, most).await?.into_iter().map(|(id,)| id).collect())
}
