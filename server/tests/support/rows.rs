//! What stands in the database, read past the product.

use domain::ids::{AlertId, CustomerId, SessionId};
use server::store::{Db, alert, exec, fetch_all, fetch_one};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

const EVENTS: &str = "SELECT event FROM audit_entry WHERE session_id = $1 ORDER BY at, ordinal";
const EMAIL: &str = "SELECT email FROM customer WHERE id = $1";
const MESSAGES: &str =
    "SELECT recipient, body FROM message WHERE customer_id = $1 AND subject NOT LIKE 'A phone was added%' ORDER BY recipient";
const BOUND: &str = "SELECT recipient, body FROM message WHERE customer_id = $1 AND subject LIKE 'A phone was added%' ORDER BY recipient";
/// The messages, but those that a phone was added: each customer of a story has been told that before it begins.
pub const TOLD: &str = "message WHERE subject NOT LIKE 'A phone was added%'";
const COPY_PIN: &str = "UPDATE pin SET hash = (SELECT hash FROM pin WHERE customer_id = $1) WHERE customer_id = $2";
const COPY_TOTP: &str = "UPDATE totp SET sealed = (SELECT sealed FROM totp WHERE customer_id = $1) WHERE customer_id = $2";
const SET_SEGMENT: &str = "UPDATE customer SET segment = $2 WHERE id = $1";
const TABLES_SQLITE: &str = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
const TABLES_POSTGRES: &str = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name";

/// How many rows a table has, or those that fit: `count(&db, "approval WHERE used_at IS NOT NULL")`.
pub async fn count(db: &Db, from: &str) -> i64 {
    let sql = AssertSqlSafe(format!("SELECT COUNT(*) FROM {from}"));
    fetch_one!(db, (i64,), sql).await.unwrap().0
}

/// The ids of those rows.
pub async fn ids(db: &Db, from: &str) -> Vec<Uuid> {
    let sql = AssertSqlSafe(format!("SELECT id FROM {from}"));
    fetch_all!(db, (Uuid,), sql).await.unwrap().into_iter().map(|(id,)| id).collect()
}

/// How many rows each table has.
pub async fn counts(db: &Db) -> Vec<(String, i64)> {
    let tables = fetch_all!(db, (String,), db.engine().pick(TABLES_SQLITE, TABLES_POSTGRES)).await.unwrap();
    let mut counts = Vec::new();
    for (table,) in tables {
        let rows = count(db, &table).await;
        counts.push((table, rows));
    }
    counts
}

/// The latest alert of something that was stopped: by it a supervisor ends the freeze.
pub async fn stopped(db: &Db) -> AlertId {
    let alerts = alert::latest(db).await.unwrap();
    alerts.iter().find(|alert| alert.because.stops()).unwrap().id
}

/// What was written down of a session, in order.
pub async fn events(db: &Db, session: SessionId) -> Vec<String> {
    fetch_all!(db, (String,), EVENTS, session.uuid()).await.unwrap().into_iter().map(|(event,)| event).collect()
}

/// The address we write to.
pub async fn email(db: &Db, customer: CustomerId) -> String {
    fetch_one!(db, (String,), EMAIL, customer.uuid()).await.unwrap().0
}

/// What somebody with a hand in the database does: `set(&db, "approval SET used_at = NULL")`.
pub async fn set(db: &Db, what: &str) {
    let mut tx = db.write().await.unwrap();
    exec!(tx, AssertSqlSafe(format!("UPDATE {what}"))).await.unwrap();
    tx.commit().await.unwrap();
}

/// Whether that text stands in the record, in a challenge, or in a ceremony.
pub async fn holds(db: &Db, text: &str) -> bool {
    for (table, column) in
        [("audit_entry", "detail"), ("challenge", "prompt"), ("ceremony", "state"), ("idempotency", "outcome"), ("sign_in", "data")]
    {
        if count(db, &format!("{table} WHERE {column} LIKE '%{text}%'")).await > 0 {
            return true;
        }
    }
    false
}

/// What a customer was told when a phone was added: at which address, and in which words.
pub async fn bound(db: &Db, customer: CustomerId) -> Vec<(String, String)> {
    fetch_all!(db, (String, String), BOUND, customer.uuid()).await.unwrap()
}

/// The other messages to a customer: to which address, and what they say.
pub async fn messages(db: &Db, customer: CustomerId) -> Vec<(String, String)> {
    fetch_all!(db, (String, String), MESSAGES, customer.uuid()).await.unwrap()
}

/// The token in a message's link.
pub fn link(body: &str) -> &str {
    body.split("/me/put-back/").nth(1).expect("a link").split_whitespace().next().unwrap()
}

/// What somebody with a hand in the database does: one customer's PIN under another's name.
pub async fn copy_pin(db: &Db, from: CustomerId, to: CustomerId) {
    let mut tx = db.write().await.unwrap();
    exec!(tx, COPY_PIN, from.uuid(), to.uuid()).await.unwrap();
    tx.commit().await.unwrap();
}

/// The same of an authenticator app's sealed seed.
pub async fn copy_totp(db: &Db, from: CustomerId, to: CustomerId) {
    let mut tx = db.write().await.unwrap();
    exec!(tx, COPY_TOTP, from.uuid(), to.uuid()).await.unwrap();
    tx.commit().await.unwrap();
}

/// What another system does that knows customers: says which segment one is counted among.
pub async fn set_segment(db: &Db, customer: CustomerId, segment: &str) {
    let mut tx = db.write().await.unwrap();
    exec!(tx, SET_SEGMENT, customer.uuid(), segment).await.unwrap();
    tx.commit().await.unwrap();
}
