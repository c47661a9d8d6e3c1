//! `countersign backup FILE`: the database as it is at one instant, while the server goes on.

use std::{
    error::Error,
    fs::OpenOptions,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{ConnectOptions, Connection, sqlite::SqliteConnectOptions};

use crate::config::{Database, Settings};

/// How long to wait for a writer.
const PATIENCE: Duration = Duration::from_secs(30);

pub(super) async fn backup(settings: Settings, file: PathBuf) -> Result<(), Box<dyn Error>> {
    match &settings.database {
        Database::Sqlite(database) => copy_out(database, &file).await,
        Database::Postgres(_) => Err("the data is in PostgreSQL: back it up with `pg_dump --format=custom --file=FILE \
                                      DATABASE`, and restore it with `pg_restore --dbname=DATABASE FILE`"
            .into()),
    }
}

/// Writes `database` into `file`, which must not exist.
pub(super) async fn copy_out(database: &Path, file: &Path) -> Result<(), Box<dyn Error>> {
    let name = file.to_str().ok_or("the file's name is not text")?.to_owned();
    let mut connection = SqliteConnectOptions::new()
        .filename(database)
        .busy_timeout(PATIENCE)
        .connect()
        .await
        .map_err(|error| format!("{}: {error}", database.display()))?;
    // SQLite takes an empty file that is there; made here, so that nobody else can read it.
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let written = sqlx::query("VACUUM INTO $1").bind(name).execute(&mut connection).await;
    connection.close().await?;
    if let Err(error) = written {
        std::fs::remove_file(file)?;
        return Err(format!("the backup was not written: {error}").into());
    }
    Ok(())
}
