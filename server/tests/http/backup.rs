//! `backup` and `restore`, with the program and a database that is in use.

use std::{fs, os::unix::fs::PermissionsExt, process::Output};

use server::log_key::LogKey;
use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

use super::program::program;

async fn database(folder: &TempDir) -> SqliteConnection {
    let path = folder.path().join("var/countersign.db");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    SqliteConnectOptions::new().filename(path).create_if_missing(true).connect().await.unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn what_was_backed_up_is_there_after_a_restore() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut writer = database(&here).await;
    sqlx::query("PRAGMA journal_mode = WAL").execute(&mut writer).await.unwrap();
    sqlx::query("CREATE TABLE kept AS SELECT 42 AS answer").execute(&mut writer).await.unwrap();
    let file = here.path().join("backup.db");
    let name = file.to_str().unwrap();
    let output = program(&here, &["backup", name]).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);

    let output = program(&there, &["restore", name]).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let mut restored = database(&there).await;
    let answer: i64 = sqlx::query_scalar("SELECT answer FROM kept").fetch_one(&mut restored).await.unwrap();
    assert_eq!(answer, 42);
    restored.close().await.unwrap();

    let again = program(&there, &["restore", name]).output().unwrap();
    assert!(!again.status.success() && said(&again).contains("is not empty"), "{}", said(&again));
    let over = program(&here, &["backup", name]).output().unwrap();
    assert!(!over.status.success() && said(&over).contains("backup.db"), "{}", said(&over));
}

#[test]
fn what_is_no_backup_is_not_restored() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rubbish"), "not a database, however long this text may become").unwrap();
    let output = program(&folder, &["restore", "rubbish"]).output().unwrap();
    assert!(!output.status.success() && said(&output).contains("rubbish"), "{}", said(&output));
    assert_eq!(fs::read_dir(folder.path().join("var")).unwrap().count(), 0);
}

#[test]
fn there_is_nothing_to_back_up_before_the_first_start() {
    let folder = tempfile::tempdir().unwrap();
    let output = program(&folder, &["backup", "backup.db"]).output().unwrap();
    assert!(!output.status.success());
    assert!(!folder.path().join("backup.db").exists());
}

#[test]
fn postgresql_has_its_own_tools() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("log.key");
    LogKey::make(&key).unwrap();
    let mut backup = program(&folder, &["backup", "b"]);
    let output = backup.env("DATABASE_URL", "postgres://app:hunter2@db").env("COUNTERSIGN_LOG_KEY_FILE", key).output().unwrap();
    assert!(said(&output).contains("pg_dump") && !said(&output).contains("hunter2"), "{}", said(&output));
}
