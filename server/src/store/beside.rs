//! What stands beside an entry, and what was erased of it.

use std::collections::BTreeMap;

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    audit_log::personal::{Beside, Piece, Salt},
    ids::{EntryId, SessionId},
    time::Timestamp,
};

use super::{Db, fetch_all};
use crate::fault::Fault;

const OF_ENTRY: &str = "SELECT id, personal FROM audit_entry WHERE id = $1 AND personal IS NOT NULL";
const OF_SESSION: &str = "SELECT id, personal FROM audit_entry WHERE session_id = $1 AND personal IS NOT NULL LIMIT 4000";
const KEPT_OF_ENTRY: &str = "SELECT entry_id, name, salt, data FROM audit_personal WHERE entry_id = $1";
const KEPT_OF_SESSION: &str = "SELECT entry_id, name, salt, data FROM audit_personal WHERE entry_id IN \
     (SELECT id FROM audit_entry WHERE session_id = $1 AND personal IS NOT NULL)";
const ERASED_OF_ENTRY: &str =
    "SELECT entry_id, name, at FROM audit_erased JOIN audit_erasure ON audit_erasure.id = erasure_id WHERE entry_id = $1";
const ERASED_OF_SESSION: &str = "SELECT entry_id, name, at FROM audit_erased JOIN audit_erasure ON audit_erasure.id = erasure_id WHERE entry_id IN \
     (SELECT id FROM audit_entry WHERE session_id = $1 AND personal IS NOT NULL)";

/// What stands beside each of some entries, by entry.
pub type ByEntry = BTreeMap<EntryId, Vec<Piece>>;

#[derive(FromRow)]
struct KeptRow {
    entry_id: Uuid,
    name: String,
    salt: Vec<u8>,
    data: String,
}

type ErasedRow = (Uuid, String, i64);

/// Of one entry.
///
/// # Errors
/// When the database fails or what the entry commits to cannot be read.
pub async fn of_entry(db: &Db, entry: EntryId) -> Result<Vec<Piece>, Fault> {
    let kept = fetch_all!(db, KeptRow, KEPT_OF_ENTRY, entry.uuid()).await?;
    let commits = fetch_all!(db, (Uuid, String), OF_ENTRY, entry.uuid()).await?;
    let erased = fetch_all!(db, ErasedRow, ERASED_OF_ENTRY, entry.uuid()).await?;
    Ok(joined(commits, kept, erased)?.remove(&entry).unwrap_or_default())
}

/// Of a session's entries.
///
/// # Errors
/// As [`of_entry`].
pub async fn of_session(db: &Db, session: SessionId) -> Result<ByEntry, Fault> {
    let kept = fetch_all!(db, KeptRow, KEPT_OF_SESSION, session.uuid()).await?;
    let commits = fetch_all!(db, (Uuid, String), OF_SESSION, session.uuid()).await?;
    let erased = fetch_all!(db, ErasedRow, ERASED_OF_SESSION, session.uuid()).await?;
    joined(commits, kept, erased)
}

/// What was read first is what is there: what is erased in between is found among the erased.
fn joined(commits: Vec<(Uuid, String)>, kept: Vec<KeptRow>, erased: Vec<ErasedRow>) -> Result<ByEntry, Fault> {
    let kept: BTreeMap<_, _> = kept.into_iter().map(|row| ((row.entry_id, row.name), (row.salt, row.data))).collect();
    let erased: BTreeMap<_, _> = erased.into_iter().map(|(entry, name, at)| ((entry, name), Timestamp::from_micros(at))).collect();
    let mut all = ByEntry::new();
    for (entry, text) in commits {
        let said: BTreeMap<String, String> = serde_json::from_str(&text).map_err(|_| Fault::corrupt("audit_entry", "personal", entry))?;
        let pieces = said.into_iter().map(|(name, commitment)| {
            let key = (entry, name);
            let beside = match (kept.get(&key), erased.get(&key)) {
                (Some((salt, data)), _) => {
                    let salt = <[u8; 32]>::try_from(salt.as_slice()).map(Salt::from_bytes);
                    let fits = salt.is_ok_and(|salt| salt.commit(data).to_string() == commitment);
                    if fits { Beside::Kept(data.clone()) } else { Beside::Other }
                }
                (None, Some(at)) => Beside::Erased(*at),
                (None, None) => Beside::Gone,
            };
            Piece { name: key.1, beside }
        });
        all.insert(entry.into(), pieces.collect());
    }
    Ok(all)
}
