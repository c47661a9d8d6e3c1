//! A connection in hand, whether it is borrowed for one statement or belongs to a transaction.

use sqlx::{PgConnection, Sqlite, SqliteConnection, pool::PoolConnection};

use super::postgres::Lent;
use crate::fault::Fault;

/// A connection of one engine or the other, for as long as it is held.
pub enum Hold<'a> {
    /// To the SQLite file.
    Sqlite(SqliteHold<'a>),
    /// To PostgreSQL.
    Postgres(PgHold<'a>),
}

/// A connection to the SQLite file.
pub enum SqliteHold<'a> {
    /// For one statement.
    Own(PoolConnection<Sqlite>),
    /// Of a transaction that is under way.
    Lent(&'a mut SqliteConnection),
}

/// A connection to PostgreSQL.
pub enum PgHold<'a> {
    /// For one statement.
    Own(Lent),
    /// Of a transaction that is under way.
    Lent(&'a mut PgConnection),
}

impl SqliteHold<'_> {
    /// The connection itself.
    ///
    /// # Errors
    /// None; the macros say it in the same words on both engines.
    pub fn connection(&mut self) -> Result<&mut SqliteConnection, Fault> {
        match self {
            Self::Own(connection) => Ok(connection),
            Self::Lent(connection) => Ok(connection),
        }
    }

    /// Hears whether the statement went well. Nothing depends on it here.
    pub const fn heard(&self, _well: bool) {}
}

impl PgHold<'_> {
    /// The connection itself.
    ///
    /// # Errors
    /// When it was given back already.
    pub fn connection(&mut self) -> Result<&mut PgConnection, Fault> {
        match self {
            Self::Own(lent) => lent.connection(),
            Self::Lent(connection) => Ok(connection),
        }
    }

    /// Hears whether the statement went well: then the connection can be lent again as it is.
    pub const fn heard(&mut self, well: bool) {
        if let Self::Own(lent) = self {
            lent.heard(well);
        }
    }
}
