//! `countersign restore FILE`: only into a data folder that holds nothing, only what SQLite finds whole.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use sqlx::{ConnectOptions, Connection, sqlite::SqliteConnectOptions};

use super::serve::make_private_folder;
use crate::config::{Database, Settings};

pub(super) async fn restore(settings: Settings, file: PathBuf) -> Result<(), Box<dyn Error>> {
    match &settings.database {
        Database::Sqlite(database) => copy_in(&file, &settings.data, database).await,
        Database::Postgres(_) => Err("the data is in PostgreSQL: restore it with `pg_restore --dbname=DATABASE FILE`".into()),
    }
}

/// Puts `file` where `database` should be, in the folder `data`, which must hold nothing but its configuration.
pub(super) async fn copy_in(file: &Path, data: &Path, database: &Path) -> Result<(), Box<dyn Error>> {
    make_private_folder(data)?;
    for entry in fs::read_dir(data)? {
        let name = entry?.file_name();
        if name != "countersign.toml" {
            let (folder, name) = (data.display(), name.display());
            return Err(format!("{folder} is not empty (it holds {name}); restore into a new folder").into());
        }
    }
    if database.exists() {
        return Err(format!("{} exists; restore into a new folder", database.display()).into());
    }
    let beside = database.with_extension("restoring");
    fs::copy(file, &beside).map_err(|error| format!("{}: {error}", file.display()))?;
    match faults(&beside).await {
        Ok(None) => Ok(fs::rename(&beside, database)?),
        Ok(Some(faults)) => {
            fs::remove_file(&beside)?;
            Err(format!("{} is damaged and was not restored: {faults}", file.display()).into())
        }
        Err(error) => {
            fs::remove_file(&beside)?;
            Err(format!("{} is not a backup: {error}", file.display()).into())
        }
    }
}

/// What SQLite finds wrong with a database.
async fn faults(database: &Path) -> Result<Option<String>, sqlx::Error> {
    let mut connection = SqliteConnectOptions::new().filename(database).read_only(true).connect().await?;
    let found: String = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut connection).await?;
    connection.close().await?;
    Ok(if found == "ok" { None } else { Some(found) })
}
