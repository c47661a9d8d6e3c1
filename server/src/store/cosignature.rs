//! What witnesses said to the heads of the record, and how far each of them has seen it.

use domain::{
    audit_log::note::{Note, Signature},
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_all, fetch_one, fetch_opt, log::Sealed};
use crate::{
    config::{Cosigner, WitnessPolicy},
    fault::Fault,
};

const NOTE: &str = "SELECT note FROM audit_checkpoint WHERE epoch = $1 AND size = $2";
const OLDEST_ABOVE: &str = "SELECT at FROM audit_checkpoint WHERE epoch = $1 AND size > $2 ORDER BY size LIMIT 1";
const EPOCH: &str = "SELECT epoch FROM audit_head WHERE name = 'head'";
const SEEN: &str = "SELECT witness, size, conflict FROM audit_witness WHERE epoch = $1";
const LINES: &str = "SELECT line FROM audit_cosignature WHERE epoch = $1 AND size = $2 ORDER BY witness";
const INSERT: &str = "INSERT INTO audit_cosignature (epoch, size, witness, at, line) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (epoch, size, witness) DO NOTHING";
// A cosignature also takes back what was said before: who gives one has found that the head continues the last one they saw.
const REACHED: &str = "INSERT INTO audit_witness (epoch, witness, size, at, conflict) VALUES ($1, $2, $3, $4, NULL) \
     ON CONFLICT (epoch, witness) DO UPDATE SET size = excluded.size, at = excluded.at, conflict = NULL \
     WHERE audit_witness.size <= excluded.size";
const CONFLICT: &str = "INSERT INTO audit_witness (epoch, witness, size, at, conflict) VALUES ($1, $2, 0, $3, $4) \
     ON CONFLICT (epoch, witness) DO UPDATE SET at = excluded.at, conflict = excluded.conflict";

/// A signed head with all the cosignatures that it has.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn note_with_cosignatures(db: &Db, epoch: u32, size: u64) -> Result<Option<Note>, Fault> {
    let id = || format!("{epoch}/{size}");
    let Some((note,)) = fetch_opt!(db, (String,), NOTE, i64::from(epoch), stored(size)).await? else { return Ok(None) };
    let mut note: Note = note.parse().map_err(|_| Fault::corrupt("audit_checkpoint", "note", id()))?;
    for (line,) in fetch_all!(db, (String,), LINES, i64::from(epoch), stored(size)).await? {
        note.add(line.parse().map_err(|_| Fault::corrupt("audit_cosignature", "line", id()))?);
    }
    Ok(Some(note))
}

/// Keeps a witness's cosignature of a head, which says that it has seen as far.
///
/// # Errors
/// When the database fails.
pub async fn keep(tx: &mut Tx, head: &Sealed, witness: &str, line: &Signature, now: Timestamp) -> Result<(), Fault> {
    let line = line.to_string();
    exec!(tx, INSERT, i64::from(head.epoch), stored(head.size), witness, now.micros(), line.trim_end()).await?;
    exec!(tx, REACHED, i64::from(head.epoch), witness, stored(head.size), now.micros()).await.map(drop)
}

/// What a witness knows that this database does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// A larger head than the last one that was signed here.
    Ahead,
    /// A head that the one signed here does not continue.
    Fork,
}

/// Writes down that a witness knows what this database does not have.
///
/// # Errors
/// When the database fails.
pub async fn conflict(tx: &mut Tx, epoch: u32, witness: &str, conflict: Conflict, now: Timestamp) -> Result<(), Fault> {
    let key = match conflict {
        Conflict::Ahead => "ahead",
        Conflict::Fork => "fork",
    };
    exec!(tx, CONFLICT, i64::from(epoch), witness, now.micros(), key).await.map(drop)
}

/// How far each witness has seen the record of the present epoch.
#[derive(Clone, Debug)]
pub struct Seen {
    epoch: i64,
    rows: Vec<(String, i64, Option<String>)>,
}

/// The same, of the witnesses that a policy names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenBy {
    /// The epoch.
    pub epoch: i64,
    /// How far each has that has seen anything.
    pub sizes: Vec<u64>,
    /// Whether one of them knows what this database does not have.
    pub conflict: bool,
}

impl Seen {
    /// What the witnesses of `policy` have seen; others do not count, whatever stands there.
    #[must_use]
    pub fn of(&self, policy: &WitnessPolicy) -> SeenBy {
        let named: Vec<_> = policy.witnesses.iter().map(Cosigner::id).collect();
        let theirs = || self.rows.iter().filter(|(witness, ..)| named.contains(witness));
        SeenBy {
            epoch: self.epoch,
            sizes: theirs().map(|(_, size, _)| u64::try_from(*size).unwrap_or_default()).collect(),
            conflict: theirs().any(|(.., conflict)| conflict.is_some()),
        }
    }

    /// How far that one has, and whether it knows what this database does not have.
    #[must_use]
    pub fn by(&self, witness: &str) -> (u64, bool) {
        let row = self.rows.iter().find(|(other, ..)| other == witness);
        row.map_or((0, false), |(_, size, conflict)| (u64::try_from(*size).unwrap_or_default(), conflict.is_some()))
    }
}

/// Reads it.
///
/// # Errors
/// When the database fails.
pub async fn seen(tx: &mut Tx) -> Result<Seen, Fault> {
    let (epoch,) = fetch_one!(tx, (i64,), EPOCH).await?;
    Ok(Seen { epoch, rows: fetch_all!(tx, (String, i64, Option<String>), SEEN, epoch).await? })
}

/// The same outside a transaction, of the epoch of a head.
///
/// # Errors
/// When the database fails.
pub async fn seen_of(db: &Db, epoch: u32) -> Result<Seen, Fault> {
    let epoch = i64::from(epoch);
    Ok(Seen { epoch, rows: fetch_all!(db, (String, i64, Option<String>), SEEN, epoch).await? })
}

/// When the first head above that size was signed, outside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn oldest_above_of(db: &Db, epoch: u32, size: u64) -> Result<Option<Timestamp>, Fault> {
    let row = fetch_opt!(db, (i64,), OLDEST_ABOVE, i64::from(epoch), stored(size)).await?;
    Ok(row.map(|(at,)| Timestamp::from_micros(at)))
}

/// When the first head above that size was signed.
///
/// # Errors
/// When the database fails.
pub async fn oldest_above(tx: &mut Tx, epoch: i64, size: u64) -> Result<Option<Timestamp>, Fault> {
    let row = fetch_opt!(tx, (i64,), OLDEST_ABOVE, epoch, stored(size)).await?;
    Ok(row.map(|(at,)| Timestamp::from_micros(at)))
}

/// As it is stored; there is no tree whose size does not fit.
fn stored(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}
