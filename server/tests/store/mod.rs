//! The store, on both engines.

mod db;
mod group_commit;
mod roles;
mod roles_manual;
mod schema;

use server::{
    fault::Fault,
    store::{Db, Engine, exec, on_tx},
};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::support::database::{SERVER, owner};

const ADD: &str = "INSERT INTO note (id, body, done) VALUES ($1, $2, $3)";
const NOTES_SQLITE: &str = "CREATE TABLE note (id BLOB NOT NULL PRIMARY KEY, body TEXT NOT NULL, done INTEGER NOT NULL) STRICT";
const NOTES_POSTGRES: &str = "CREATE TABLE note (id UUID NOT NULL PRIMARY KEY, body TEXT NOT NULL, done BOOLEAN NOT NULL)";

/// Makes a table that only these tests use.
async fn notes(db: &Db) {
    let text = match db.engine() {
        Engine::Sqlite => NOTES_SQLITE,
        Engine::Postgres => NOTES_POSTGRES,
    };
    let mut tx = owner(db).await.write().await.unwrap();
    on_tx!(tx, conn => sqlx::raw_sql(text).execute(conn).await.map(drop)).await.unwrap();
    if db.engine() == Engine::Postgres {
        exec!(tx, AssertSqlSafe(format!("GRANT ALL ON note TO {SERVER}"))).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Writes one note, as a use case of its own.
async fn note(db: &Db, id: u128) -> Result<(), Fault> {
    let mut tx = db.write().await?;
    exec!(tx, ADD, Uuid::from_u128(id), format!("body of {id}"), false).await?;
    tx.commit().await
}
