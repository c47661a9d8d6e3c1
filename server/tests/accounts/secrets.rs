//! From the database alone nobody gets in.

use server::store::{Db, Engine, fetch_all, on_tx};
use sqlx::AssertSqlSafe;

use super::{Authenticator, House};
use crate::on_both;

const TABLES_SQLITE: &str = "SELECT name FROM sqlite_schema WHERE type = 'table'";
const TABLES_POSTGRES: &str = "SELECT table_name::TEXT FROM information_schema.tables WHERE table_schema = current_schema()";

/// Every row of every table as text, bytes as they are and in hexadecimal.
async fn everything(db: &Db, place: &str) -> String {
    if db.engine() == Engine::Sqlite {
        let read = |end: &str| std::fs::read(format!("{place}{end}")).unwrap_or_default();
        return String::from_utf8_lossy(&[read(""), read("-wal")].concat()).into_owned();
    }
    let mut all = String::new();
    for (table,) in fetch_all!(db, (String,), db.engine().pick(TABLES_SQLITE, TABLES_POSTGRES)).await.unwrap() {
        let statement = format!("SELECT CAST(t AS TEXT) FROM {table} AS t");
        let mut tx = db.write().await.unwrap();
        let rows = on_tx!(tx, conn => sqlx::query_as::<_, (String,)>(AssertSqlSafe(statement.clone())).fetch_all(conn).await);
        all.extend(rows.await.unwrap().into_iter().map(|(row,)| row));
    }
    all
}

fn hex(text: &str) -> String {
    text.bytes().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|half| char::from_digit(half.into(), 16)).collect()
}

on_both! {
    async fn c03_no_link_and_no_cookie_stands_in_the_database(db: TestDb) {
        let house = House::new(&db);
        let token = house.first_token().await;
        let mut browser = house.browser();
        house.register(&mut browser, &mut Authenticator::new(b"first"), &token).await;
        let cookie = browser.cookie.clone().unwrap().split_once('=').unwrap().1.to_owned();
        let mut stranger = house.browser();
        stranger.post("/start", "").await;
        let anonymous = stranger.cookie.clone().unwrap().split_once('=').unwrap().1.to_owned();
        let all = everything(&db, &db.place()).await;
        assert!(all.contains("First administrator"), "the search does find what is there");
        for secret in [token, cookie, anonymous] {
            assert!(!all.contains(&secret) && !all.contains(&hex(&secret)), "a secret stands in the database");
        }
    }
}
