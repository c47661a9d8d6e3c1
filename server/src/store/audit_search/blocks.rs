//! When the entries of a block were written, and how far the index has come.

use domain::audit_search::Times;

use super::{
    super::{Db, Tx, exec, fetch_all, fetch_one, fetch_opt},
    stored,
};
use crate::fault::Fault;

const UPTO: &str = "SELECT upto FROM audit_indexed WHERE name = 'search'";
const ADVANCE: &str = "UPDATE audit_indexed SET upto = $2 WHERE name = 'search' AND upto = $1";
const TIMES: &str = "SELECT times FROM audit_block WHERE block = $1";
const SPANS: &str = "SELECT block, first_at, last_at FROM audit_block WHERE block BETWEEN $1 AND $2";
const RANGE: &str = "SELECT MIN(block), MAX(block) FROM audit_block WHERE last_at >= $1 AND first_at < $2";
const PUT: &str = "INSERT INTO audit_block (block, first_at, last_at, times) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (block) DO UPDATE SET first_at = excluded.first_at, last_at = excluded.last_at, times = excluded.times";

/// How far the index has come: every entry before that place is in it.
///
/// # Errors
/// When the database fails.
pub async fn upto(db: &Db) -> Result<u64, Fault> {
    Ok(fetch_one!(db, (i64,), UPTO).await?.0.unsigned_abs())
}

/// Moves it; `false` when somebody else has. Whoever is told so writes nothing.
///
/// # Errors
/// When the database fails.
pub async fn advance(tx: &mut Tx, from: u64, to: u64) -> Result<bool, Fault> {
    Ok(exec!(tx, ADVANCE, stored(from), stored(to)).await? == 1)
}

/// A block's instants; none when it has no entry yet.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn times(db: &Db, block: u64) -> Result<Times, Fault> {
    let row = fetch_opt!(db, (Vec<u8>,), TIMES, stored(block)).await?;
    let times = row.map(|(bytes,)| Times::decode(&bytes).ok_or_else(|| Fault::corrupt("audit_block", "times", block)));
    Ok(times.transpose()?.unwrap_or_default())
}

/// Writes a block's instants in place of what is there.
///
/// # Errors
/// When the database fails.
pub async fn put_times(tx: &mut Tx, block: u64, times: &Times) -> Result<(), Fault> {
    let (first, last) = times.span().unwrap_or_default();
    exec!(tx, PUT, stored(block), first, last, times.encode()).await.map(drop)
}

/// When a block's first and last entries were written, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// The block.
    pub block: u64,
    /// The earliest.
    pub first: i64,
    /// The latest.
    pub last: i64,
}

/// Those of these blocks.
///
/// # Errors
/// When the database fails.
pub async fn spans(db: &Db, (low, high): (u64, u64)) -> Result<Vec<Span>, Fault> {
    let rows = fetch_all!(db, (i64, i64, i64), SPANS, stored(low), stored(high)).await?;
    Ok(rows.into_iter().map(|(block, first, last)| Span { block: block.unsigned_abs(), first, last }).collect())
}

/// The first and the last block with an entry from `from` on and before `to`, in milliseconds.
///
/// # Errors
/// When the database fails.
pub async fn range(db: &Db, from: i64, to: i64) -> Result<Option<(u64, u64)>, Fault> {
    let (low, high) = fetch_one!(db, (Option<i64>, Option<i64>), RANGE, from, to).await?;
    Ok(low.zip(high).map(|(low, high)| (low.unsigned_abs(), high.unsigned_abs())))
}
