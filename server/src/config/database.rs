//! Where the data lives: a file of our own unless the operator names a server.

use std::path::{Path, PathBuf};

use domain::secret::Secret;

use super::{ConfigError, secret_file, sources::Layered};

/// The name of the SQLite file in the data folder.
pub const FILE_NAME: &str = "countersign.db";

/// One of the two databases there can be.
#[derive(Clone)]
pub enum Database {
    /// A file on this machine.
    Sqlite(PathBuf),
    /// A server. The URL may hold a password.
    Postgres(Secret<String>),
}

impl Database {
    pub(super) fn read(from: &Layered, data: &Path) -> Result<Self, ConfigError> {
        let from_file = from.optional("database_url_file", |path| secret_file(Path::new(path)))?;
        let Some(url) = from_file.or_else(|| from.database_url.clone().map(Secret::new)) else {
            return Ok(Self::Sqlite(data.join(FILE_NAME)));
        };
        Self::parse(&url).ok_or_else(|| from.wrong("database_url_file", "(or DATABASE_URL) is neither a postgres:// nor a sqlite: URL"))
    }

    /// Reads a database's URL.
    pub fn parse(url: &Secret<String>) -> Option<Self> {
        let text = url.expose();
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Some(Self::Postgres(url.clone()));
        }
        let path = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:"))?;
        let is_file = !path.is_empty() && !path.starts_with(":memory:") && !path.contains('?');
        is_file.then(|| Self::Sqlite(PathBuf::from(path)))
    }
}
