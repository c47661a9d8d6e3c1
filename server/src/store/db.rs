//! The open database: which engine it is, and how it is opened and closed.

use std::{fmt, str::FromStr, time::Duration};

use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::{GroupLimits, Hold, SqliteDb, Tx};
use crate::fault::Fault;

/// The open database. Cheap to clone.
#[derive(Clone)]
pub enum Db {
    /// A file of our own.
    Sqlite(SqliteDb),
    /// A server that many of us share.
    Postgres(PgPool),
}

/// How a database is opened, apart from where it is.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Connections at most: to PostgreSQL in all, to a SQLite file for reading (it has one more to write).
    pub connections: u32,
    /// How long anybody waits for a connection, or for their turn to write, before it is a fault.
    pub patience: Duration,
    /// How many use cases one SQLite COMMIT may answer.
    pub group: GroupLimits,
}

impl Default for Settings {
    fn default() -> Self {
        Self { connections: 8, patience: Duration::from_secs(10), group: GroupLimits::default() }
    }
}

/// Which of the two databases it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded one.
    Sqlite,
    /// The shared one.
    Postgres,
}

impl Engine {
    /// The one of two texts that is for this engine.
    #[must_use]
    pub const fn pick(self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Self::Sqlite => sqlite,
            Self::Postgres => postgres,
        }
    }
}

impl Db {
    /// Opens the database at `place`: a `postgres://` URL, or else the path of a SQLite file (with or without
    /// `sqlite:` before it), which is made if it is not there.
    ///
    /// # Errors
    /// When `place` cannot be understood, or the database cannot be opened. Neither repeats `place`, which may hold a
    /// password.
    pub async fn open(place: &str, settings: &Settings) -> Result<Self, Fault> {
        if !place.starts_with("postgres://") && !place.starts_with("postgresql://") {
            return SqliteDb::open(place, settings).await.map(Self::Sqlite);
        }
        let options = PgConnectOptions::from_str(place)
            .map_err(|_| Fault::config("database", "this PostgreSQL URL cannot be understood"))?
            .application_name("countersign")
            .statement_cache_capacity(256);
        let pool =
            PgPoolOptions::new().max_connections(settings.connections).acquire_timeout(settings.patience).connect_with(options).await?;
        Ok(Self::Postgres(pool))
    }

    /// Begins a transaction: the only way to write.
    ///
    /// # Errors
    /// When no connection is to be had in time, or the database cannot begin.
    pub async fn write(&self) -> Result<Tx, Fault> {
        match self {
            Self::Sqlite(db) => db.write().await.map(Tx::sqlite),
            Self::Postgres(pool) => Ok(Tx::postgres(pool.begin().await?)),
        }
    }

    /// A connection to read with, until it is dropped. What the macros call.
    ///
    /// # Errors
    /// When no connection is to be had in time.
    pub async fn hold(&self) -> Result<Hold<'_>, Fault> {
        Ok(match self {
            Self::Sqlite(db) => Hold::Sqlite(db.readers().acquire().await?.into()),
            Self::Postgres(pool) => Hold::Postgres(pool.acquire().await?.into()),
        })
    }

    /// Hears how a statement ended. Nothing depends on it outside a transaction.
    ///
    /// # Errors
    /// `done`, as it is.
    pub fn note<T>(&self, done: Result<T, Fault>) -> Result<T, Fault> {
        done
    }

    /// Which database this is.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Lets the transactions that are under way finish, then closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(db) => db.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl fmt::Debug for Db {
    /// Says which engine it is, and nothing of where: a URL holds a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Db").field(&self.engine()).finish()
    }
}
