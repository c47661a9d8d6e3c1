//! The embedded database: one file, one connection that writes, several that read.

use std::{fs::OpenOptions, path::Path, sync::Arc, time::Duration};

use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{
    Settings, WriteCounts,
    writer::{Lease, Writer},
};
use crate::fault::Fault;

/// A SQLite file, open. Cheap to clone.
#[derive(Clone)]
pub struct SqliteDb {
    readers: SqlitePool,
    writer: Writer,
    options: Arc<SqliteConnectOptions>,
}

impl SqliteDb {
    pub(super) async fn open(place: &str, settings: &Settings) -> Result<Self, Fault> {
        let path = place.strip_prefix("sqlite:").unwrap_or(place);
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() || path.contains(":memory:") || path.contains("mode=memory") {
            return Err(Fault::config("database", "a SQLite database needs a file: in memory, nothing would be durable"));
        }
        make_private(Path::new(path))?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            // What is deleted is overwritten where it stood.
            .pragma("secure_delete", "ON")
            .statement_cache_capacity(256);
        let writer = Writer::start(options.clone(), settings).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(settings.connections)
            .acquire_timeout(settings.patience)
            // A connection to a file does not go stale, and keeps its prepared statements.
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_lazy_with(options.clone().pragma("query_only", "ON"));
        Ok(Self { readers, writer, options: Arc::new(options) })
    }

    /// The connections that read. They refuse to write.
    #[must_use]
    pub const fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    /// How many use cases were committed so far, and by how many COMMITs.
    #[must_use]
    pub fn counts(&self) -> WriteCounts {
        self.writer.counts()
    }

    /// How another connection to the file is opened, for what the two kinds cannot do.
    pub(super) fn options(&self) -> &SqliteConnectOptions {
        &self.options
    }

    pub(super) async fn write(&self) -> Result<Lease, Fault> {
        self.writer.lease().await
    }

    pub(super) async fn close(&self) {
        self.writer.close().await;
        self.readers.close().await;
    }
}

/// Makes the file, if it is not there, so that only its owner can read it; SQLite gives its side files the same rights.
fn make_private(path: &Path) -> Result<(), Fault> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) => Err(Fault::other("opening the SQLite file", error)),
    }
}
