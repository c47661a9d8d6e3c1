//! `countersign canary`: which customers nobody should open, said by an operator.

use std::{fs, process::Output};

use server::store::{Db, Settings, exec};
use sqlx::AssertSqlSafe;
use tempfile::TempDir;

use super::program::program;

const CUSTOMER: &str = "INSERT INTO customer (id, number, name, email, plan, news_by) \
     VALUES (x'0190000000007000800000000000000A', '20004173', 'Sam Fenwick', 'sam@post.example', 'Home 500', 'email')";

fn canary(folder: &TempDir, arguments: &[&str]) -> Output {
    program(folder, &[&["canary"], arguments].concat()).output().unwrap()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[tokio::test]
async fn canaries_are_added_listed_and_taken_away_by_their_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("var");
    fs::create_dir_all(&data).unwrap();
    let db = Db::open(data.join("countersign.db").to_str().unwrap(), &Settings::default()).await.unwrap();
    db.migrate().await.unwrap();
    let mut tx = db.write().await.unwrap();
    exec!(tx, AssertSqlSafe(CUSTOMER.to_owned())).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;

    assert_eq!(said(&canary(&folder, &["list"])), "");
    let unknown = canary(&folder, &["add", "20004173", "99999999"]);
    let words = String::from_utf8(unknown.stderr).unwrap();
    assert_eq!((unknown.status.code(), words.as_str()), (Some(1), "countersign: There is no customer 99999999. Nothing was changed.\n"));
    assert_eq!(said(&canary(&folder, &["list"])), "", "all of them or none");
    assert_eq!(said(&canary(&folder, &["add", "20004173"])), "1 planted, 0 were already.\n");
    assert_eq!(said(&canary(&folder, &["add", "20004173"])), "0 planted, 1 were already.\n");
    assert!(said(&canary(&folder, &["list"])).starts_with("20004173 since "));
    assert_eq!(said(&canary(&folder, &["remove", "20004173"])), "1 taken away, 0 were none.\n");
    assert_eq!(said(&canary(&folder, &["list"])), "");
    assert_eq!(canary(&folder, &["add"]).status.code(), Some(2), "at least one number");
}
