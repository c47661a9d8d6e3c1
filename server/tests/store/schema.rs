//! The two schemas say the same, and every statement of the store is understood by both engines.

use std::{collections::BTreeMap, fs, path::Path};

use server::store::{Db, Engine, fetch_all, on_tx};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, SqlSafeStr, sqlite::SqliteConnectOptions};

use crate::{on_both, support::database::TestDb};

/// Tables first, then what each of their columns may hold. SQLite's UUIDs and BYTEAs are both BLOB, its BOOLEANs and
/// BIGINTs both INTEGER: so the kinds compared are those that it can tell apart.
const COLUMNS_SQLITE: &str = "SELECT t.name, c.name, c.type, c.\"notnull\" = 0 \
    FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";
const COLUMNS_POSTGRES: &str = "SELECT table_name::TEXT, column_name::TEXT, data_type::TEXT, is_nullable = 'YES' \
    FROM information_schema.columns WHERE table_schema = current_schema()";

async fn columns(db: &Db) -> BTreeMap<(String, String), (&'static str, bool)> {
    let statement = db.engine().pick(COLUMNS_SQLITE, COLUMNS_POSTGRES);
    let rows = fetch_all!(db, (String, String, String, bool), statement).await.unwrap();
    rows.into_iter().map(|(table, column, kind, null)| ((table, column), (class(&kind), null))).collect()
}

fn class(kind: &str) -> &'static str {
    match kind {
        "INTEGER" | "bigint" | "boolean" => "number",
        "BLOB" | "uuid" | "bytea" => "bytes",
        "TEXT" | "text" => "text",
        other => panic!("{other} is not among the kinds of column in the header of store"),
    }
}

#[tokio::test]
async fn both_engines_have_the_same_columns_sqlite_and_postgres() {
    let (sqlite, postgres) = (TestDb::sqlite().await, TestDb::postgres().await);
    let (sqlite, postgres) = (columns(&sqlite).await, columns(&postgres).await);
    assert!(sqlite.contains_key(&("migration".to_owned(), "name".to_owned())));
    assert_eq!(sqlite, postgres);
}

#[tokio::test]
async fn every_sqlite_table_is_strict() {
    let db = TestDb::sqlite().await;
    let loose = "SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'";
    assert_eq!(fetch_all!(db, (String,), loose).await.unwrap(), []);
}

/// What stood in SQLite's challenge table before it was made again stands there afterwards, and what refers to it still does.
#[tokio::test]
async fn a_table_that_is_made_again_keeps_its_rows_and_what_refers_to_them() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations/sqlite/");
    let text = |name: &str| AssertSqlSafe(fs::read_to_string(format!("{folder}{name}.sql")).unwrap());
    let before: Vec<_> = server::store::migrate::names().take_while(|name| *name != "0007_pin").collect();
    let mut file = SqliteConnectOptions::new().in_memory(true).foreign_keys(true).connect().await.unwrap();
    for name in before {
        sqlx::raw_sql(text(name)).execute(&mut file).await.unwrap();
    }
    sqlx::raw_sql(
        "INSERT INTO customer (id, number, name, email, plan, news_by) VALUES (x'01', '1', 'A', 'a@b.example', 'S', 'email');
         INSERT INTO session (id, customer_id, agent_id, channel, started_by, reason, opened_at, state, version)
             VALUES (x'02', x'01', x'03', 'phone', 'customer', 'refund', 1, 'open', 1);
         INSERT INTO device (id, customer_id, name, handle_hash, public_key, enrolled_at, counts_from, state, failures)
             VALUES (x'04', x'01', 'P', x'05', x'06', 1, 1, 'active', 0);
         INSERT INTO challenge (id, session_id, customer_id, agent_id, device_id, action_hash, prompt, code, needs_user_verification, state,
             tries_left, asked_at, expires_at) VALUES (x'07', x'02', x'01', x'03', x'04', x'08', '{}', '481205', 1, 'answered', 5, 1, 2);
         INSERT INTO evidence (id, session_id, challenge_id, method, user_verified, obtained_at, expires_at, counts_from, synced)
             VALUES (x'09', x'02', x'07', 'push', 1, 1, 2, 1, 0);",
    )
    .execute(&mut file)
    .await
    .unwrap();
    let mut tx = file.begin().await.unwrap();
    sqlx::raw_sql(text("0007_pin")).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let kept: (Vec<u8>, String, i64, String) =
        sqlx::query_as("SELECT device_id, code, expires_at, method FROM challenge").fetch_one(&mut file).await.unwrap();
    assert_eq!(kept, (vec![4], "481205".to_owned(), 2, "push".to_owned()));
    let lost = "INSERT INTO evidence (id, session_id, challenge_id, method, user_verified, obtained_at, expires_at, counts_from, synced) \
         VALUES (x'0A', x'02', x'99', 'push', 1, 1, 2, 1, 0)";
    assert!(sqlx::query(lost).execute(&mut file).await.is_err(), "evidence still refers to a challenge that there is");
    let wrong: Vec<(String,)> = sqlx::query_as("SELECT \"table\" FROM pragma_foreign_key_check").fetch_all(&mut file).await.unwrap();
    assert_eq!(wrong, []);
}

on_both! {
    async fn every_statement_of_the_store_is_understood(db: TestDb) {
        let statements = statements(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store"));
        assert!(statements.len() > 2, "the store has statements");
        let other = match db.engine() {
            Engine::Sqlite => "_POSTGRES",
            Engine::Postgres => "_SQLITE",
        };
        let mut refused = Vec::new();
        for (name, statement) in statements {
            if name.ends_with(other) {
                continue;
            }
            let text = AssertSqlSafe(statement).into_sql_str();
            if let Err(fault) = on_tx!(db, conn => conn.prepare(text).await.map(drop)).await {
                refused.push(format!("{name}: {fault:?}"));
            }
        }
        assert!(refused.is_empty(), "{:?} refuses these:\n{}", db.engine(), refused.join("\n"));
    }
}

/// The store's source, file by file, without comments.
pub fn sources() -> Vec<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(uncommented(&path));
            }
        }
    }
    found
}

fn uncommented(path: &Path) -> String {
    let source = fs::read_to_string(path).unwrap();
    source.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| line.to_owned() + "\n").collect()
}

/// Every `const NAME: &str = "…";` under `folder` that is a statement on data, by file and name.
fn statements(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(statements(&path));
            continue;
        }
        let source = uncommented(&path);
        for part in source.split("const ").skip(1) {
            let Some((name, value)) = part.split_once(": &str =") else { continue };
            let Some(text) = literal(value.trim_start()) else { continue };
            let verb = text.split_whitespace().next().unwrap_or_default();
            if name.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit())
                && ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(&verb)
            {
                found.push((format!("{}: {name}", path.display()), text));
            }
        }
    }
    found
}

/// The text of the string literal, raw or not, that `source` begins with.
fn literal(source: &str) -> Option<String> {
    if let Some(raw) = source.strip_prefix('r') {
        let hashes: String = raw.chars().take_while(|c| *c == '#').collect();
        let body = raw.strip_prefix(&format!("{hashes}\""))?;
        return body.split_once(&format!("\"{hashes}")).map(|(text, _)| text.to_owned());
    }
    let mut text = String::new();
    let mut rest = source.strip_prefix('"')?.chars();
    loop {
        match rest.next()? {
            '"' => return Some(text),
            '\\' => match rest.next()? {
                '\n' => rest = rest.as_str().trim_start().chars(),
                'n' => text.push('\n'),
                escaped => text.push(escaped),
            },
            plain => text.push(plain),
        }
    }
}
