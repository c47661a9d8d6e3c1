//! The audit log: places for what was written, many entries at once, and searches of it.

use domain::{
    agent::{LogReader, Role},
    audit_search::{BLOCK, Search},
};
use server::{
    services::{
        audit_search::{index, page},
        log,
    },
    store::{
        Db,
        audit_search::{self, Placed},
        exec,
    },
};
use sqlx::AssertSqlSafe;

use super::world::World;
use app::log::view::LogView;

const WAIT: &str = "INSERT INTO audit_waiting (entry_id) SELECT id FROM audit_entry \
     WHERE id NOT IN (SELECT entry_id FROM audit_place) AND id NOT IN (SELECT entry_id FROM audit_waiting)";

/// Gives every entry a place that has none.
pub async fn place(world: &World) {
    while log::round(&world.shared).await.unwrap() > 0 {}
}

/// Writes that many sign-ins, a millisecond after each other, from that millisecond on.
pub async fn seed(db: &Db, count: i64, from_millis: i64) {
    let id = db.engine().pick("randomblob(16)", "gen_random_uuid()");
    let sql = format!(
        "WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count}) \
         INSERT INTO audit_entry (id, at, ordinal, actor_kind, event, detail) \
         SELECT {id}, ({from_millis} + i) * 1000, 0, 'system', 'signed_in', '{{\"event\":\"signed_in\"}}' FROM n"
    );
    let mut tx = db.write().await.unwrap();
    exec!(tx, AssertSqlSafe(sql)).await.unwrap();
    exec!(tx, WAIT).await.unwrap();
    tx.commit().await.unwrap();
}

/// Places and indexes everything.
pub async fn ready(world: &World) {
    place(world).await;
    while index::catch_up(&world.shared).await.unwrap() > 0 {}
}

/// Jonas's right to read the log.
pub async fn reader(world: &World) -> LogReader {
    let staff = world.staff("Jonas").await;
    assert!(staff.is(Role::Supervisor));
    staff.try_into().unwrap()
}

/// What a search finds whose address has these pairs.
pub async fn search(world: &World, pairs: &[(&str, &str)]) -> LogView {
    page(&world.shared, &reader(world).await, Search::from_pairs(pairs.iter().copied())).await.unwrap()
}

/// Every entry that has a place, in order.
pub async fn entries(db: &Db) -> Vec<Placed> {
    audit_search::places(db, 0, 100 * BLOCK).await.unwrap()
}
