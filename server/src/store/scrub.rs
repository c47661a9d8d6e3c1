//! Taking what was deleted out of the database's files. A database that deletes a row only stops pointing at it.
//!
//! On SQLite each connection overwrites what it deletes (`secure_delete`), but what a page held before its rows moved may still stand in it,
//! and the write-ahead log holds what was written. So the whole file is written anew, and the write-ahead log emptied. On PostgreSQL the tables
//! that hold such data are, once nobody can see what was deleted; its own write-ahead log and its backups are the operator's
//! (docs/operations.md).

use sqlx::{ConnectOptions, Connection, Row};

use super::{Db, horizon};
use crate::fault::Fault;

/// Each table from which something is erased, beside the log and the copies. Writes it into new files and leaves the old ones to the system; nobody reads or writes it meanwhile.
const REWRITE: [&str; 6] = [
    "VACUUM (FULL) audit_personal",
    "VACUUM (FULL) challenge",
    "VACUUM (FULL) approval",
    "VACUUM (FULL) second_person",
    "VACUUM (FULL) run",
    "VACUUM (FULL) message",
];
const REWRITE_SQLITE: &str = "VACUUM";
const EMPTY_WAL_SQLITE: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// How thoroughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scrub {
    /// As far as it goes while others work. PostgreSQL frees the room of what was deleted by itself, and the server's role could not.
    Lightly,
    /// All of it: who writes waits.
    Whole,
}

impl Db {
    /// Scrubs. `false`: somebody was reading, and the write-ahead log of SQLite is not empty, or PostgreSQL's tables were not written anew; it can
    /// be tried again.
    ///
    /// # Errors
    /// When the database fails; [`Fault::Schema`] when PostgreSQL's tables are another role's, or others would not be seen reading.
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
                if how == Scrub::Lightly {
                    return Ok(true);
                }
                horizon::in_sight(&mut own).await?;
                if !horizon::passed(&mut own).await? {
                    return Ok(false);
                }
                for statement in REWRITE {
                    sqlx::raw_sql(statement).execute(&mut *own).await?;
                }
                Ok(true)
            }
        }
    }
}
