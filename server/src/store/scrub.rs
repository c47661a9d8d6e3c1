//! Taking what was deleted out of the database's files. A database that deletes a row only stops pointing at it.
//!
//! On SQLite each connection overwrites what it deletes (`secure_delete`), but what a page held before its rows moved may still stand in it,
//! and the write-ahead log holds what was written. So the whole file is written anew, and the write-ahead log emptied. On PostgreSQL the tables
//! that hold such data are, once nobody can see what was deleted; its own write-ahead log and its backups are the operator's
//! (docs/operations.md).

use sqlx::{ConnectOptions, Connection, Row};

use super::{Db, horizon};
use crate::fault::Fault;

/// The tables from which something is erased: beside the log, and the copies.
const TABLES: [&str; 6] = ["audit_personal", "challenge", "approval", "second_person", "run", "message"];
/// Writes a table into new files and leaves the old ones to the system; nobody reads or writes it meanwhile.
const REWRITE: [&str; TABLES.len()] = [
    "VACUUM (FULL) audit_personal",
    "VACUUM (FULL) challenge",
    "VACUUM (FULL) approval",
    "VACUUM (FULL) second_person",
    "VACUUM (FULL) run",
    "VACUUM (FULL) message",
];
/// Frees the room of what was deleted; others go on meanwhile.
const FREE: [&str; TABLES.len()] =
    ["VACUUM audit_personal", "VACUUM challenge", "VACUUM approval", "VACUUM second_person", "VACUUM run", "VACUUM message"];
const REWRITE_SQLITE: &str = "VACUUM";
const EMPTY_WAL_SQLITE: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// How thoroughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scrub {
    /// As far as it goes while others work.
    Lightly,
    /// All of it: who writes waits.
    Whole,
}

impl Db {
    /// Scrubs. `false`: somebody was reading, and the write-ahead log of SQLite is not empty, or PostgreSQL's tables were not written anew; it can
    /// be tried again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn scrub(&self, how: Scrub) -> Result<bool, Fault> {
        match self {
            Self::Sqlite(db) => {
                let mut own = db.options().connect().await?;
                if how == Scrub::Whole {
                    sqlx::query(REWRITE_SQLITE).execute(&mut own).await?;
                }
                let busy: i64 = sqlx::query(EMPTY_WAL_SQLITE).fetch_one(&mut own).await?.try_get(0)?;
                own.close().await?;
                Ok(busy == 0)
            }
            Self::Postgres(pool) => {
                let mut own = pool.acquire().await?;
                if how == Scrub::Whole && !horizon::passed(&mut own).await? {
                    return Ok(false);
                }
                for statement in if how == Scrub::Whole { REWRITE } else { FREE } {
                    sqlx::raw_sql(statement).execute(&mut *own).await?;
                }
                Ok(true)
            }
        }
    }
}
