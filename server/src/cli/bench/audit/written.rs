//! Entries as contacts leave them, written by the database itself: ten of each contact, by two hundred agents, for fifty thousand
//! customers, a contact each two seconds from the first of January on.

use sqlx::AssertSqlSafe;

use super::{Failure, Shared};
use crate::store::{Db, exec, fetch_one};

pub(super) const MILLION: i64 = 1_000_000;
/// How many are written in one transaction.
const PART: i64 = 100_000;

/// 1 January 2026, in microseconds.
const START: i64 = 1_767_225_600_000_000;

/// Whole numbers from `$1` up to before `$2`, as entry `i`, contact `s` and step `k` of it; `id(kind, number)` is one of sixteen bytes.
const ENTRIES: &str = "WITH RECURSIVE n(i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $2), \
     e AS (SELECT i, i / 10 AS s, i % 10 AS k FROM n) \
     INSERT INTO audit_entry (id, at, ordinal, actor_kind, actor_id, customer_id, session_id, case_reference, channel, level, rule, event, detail, policy_version) \
     SELECT {entry}, {start} + i * 200000, k, \
     CASE WHEN k IN (0, 1, 2, 7, 9) THEN 'staff' WHEN k IN (3, 4, 5) THEN 'device' ELSE 'system' END, \
     CASE WHEN k IN (0, 1, 2, 7, 9) THEN {agent} WHEN k IN (3, 4, 5) THEN {phone} END, \
     {customer}, {session}, CASE WHEN s % 2 = 0 THEN 'ACM-' || (s / 2 % 100000) END, \
     CASE s % 20 WHEN 0 THEN 'social' WHEN 1 THEN 'ticket' WHEN 2 THEN 'portal' WHEN 3 THEN 'chat' WHEN 4 THEN 'chat' WHEN 5 THEN 'chat' ELSE 'phone' END, \
     CASE WHEN k < 5 THEN 0 WHEN k = 5 THEN 1 ELSE 3 END, \
     CASE WHEN k IN (1, 7) THEN CASE s % 3 WHEN 0 THEN 'email.change' WHEN 1 THEN 'refund.any' ELSE 'preferences.update' END END, \
     CASE k WHEN 0 THEN 'session_opened' WHEN 1 THEN 'not_open' WHEN 2 THEN 'asked' WHEN 3 THEN 'delivered' WHEN 4 THEN 'opened' \
     WHEN 5 THEN CASE WHEN s % 97 = 0 THEN 'reported' ELSE 'approved' END WHEN 6 THEN 'raised' WHEN 7 THEN 'ran' \
     WHEN 8 THEN 'earlier_addresses_told' ELSE 'session_ended' END, \
     CASE k WHEN 0 THEN '{\"event\":\"session_opened\",\"started_by\":\"customer\",\"reason\":\"' || {action} || '\"}' \
     WHEN 1 THEN '{\"event\":\"not_open\",\"action\":\"' || {action} || '\",\"needs\":\"high\"}' \
     WHEN 2 THEN '{\"event\":\"asked\",\"challenge\":\"00000000-0000-7000-8000-000000000001\",\"action\":\"' || {action} || '\",\"method\":\"' \
     || CASE s % 11 WHEN 0 THEN 'pin' WHEN 1 THEN 'passkey' ELSE 'push' END || '\",\"device\":\"' || {device} || '\"}' \
     WHEN 3 THEN '{\"event\":\"delivered\",\"device\":\"' || {device} || '\"}' \
     WHEN 4 THEN '{\"event\":\"opened\",\"device\":\"' || {device} || '\"}' \
     WHEN 5 THEN CASE WHEN s % 97 = 0 THEN '{\"event\":\"reported\"}' ELSE '{\"event\":\"approved\",\"user_verified\":true,\"device\":\"' || {device} || '\"}' END \
     WHEN 6 THEN '{\"event\":\"raised\",\"to\":\"high\",\"until\":null}' \
     WHEN 7 THEN '{\"event\":\"ran\",\"action\":\"' || {action} || '\",\"run\":\"00000000-0000-7000-8000-000000000001\"}' \
     WHEN 8 THEN '{\"event\":\"earlier_addresses_told\",\"emails\":2,\"phones\":1}' ELSE '{\"event\":\"session_ended\"}' END, \
     CASE WHEN k IN (1, 7) THEN 1 + i / 400000 END FROM e";
const PLACES: &str = "WITH RECURSIVE n(i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $2) \
     INSERT INTO audit_place (position, entry_id, leaf) SELECT i, {entry}, $3 FROM n";
const ACTION: &str = "CASE s % 3 WHEN 0 THEN 'change_email' WHEN 1 THEN 'refund' ELSE 'update_contact_preferences' END";
const DEVICE: &str = "CASE WHEN s % 50000 = 7 THEN 'Fairphone 5' ELSE 'Pixel ' || (s % 9 + 1) END";

/// An id of a kind (one hexadecimal digit) and a number. What makes one of a text is another thing in each engine.
fn id(db: &Db, kind: char, number: &str) -> String {
    let text =
        db.engine().pick("unhex(printf('{kind}%031d', {number}))", "CAST('{kind}' || LPAD(CAST({number} AS TEXT), 31, '0') AS UUID)");
    text.replace("{kind}", &kind.to_string()).replace("{number}", number)
}

/// Writes them and gives them places.
pub(super) async fn write(shared: &Shared, entries: i64) -> Result<(), Failure> {
    let db = &shared.db;
    let fill = |text: &str| {
        text.replace("{entry}", &id(db, 'a', "i"))
            .replace("{start}", &START.to_string())
            .replace("{agent}", &id(db, 'b', "s % 200"))
            .replace("{phone}", &id(db, 'e', "s % 50000"))
            .replace("{customer}", &id(db, 'c', "(s * 7919) % 50000"))
            .replace("{session}", &id(db, 'd', "s"))
            .replace("{action}", ACTION)
            .replace("{device}", DEVICE)
    };
    let (written, placed) = (fill(ENTRIES), fill(PLACES));
    for from in (0..entries).step_by(usize::try_from(PART)?) {
        let to = (from + PART).min(entries);
        let mut tx = db.write().await?;
        // Safe: both are made of our own texts.
        exec!(tx, AssertSqlSafe(written.clone()), from, to).await?;
        exec!(tx, AssertSqlSafe(placed.clone()), from, to, &[0_u8; 32][..]).await?;
        tx.commit().await?;
    }
    Ok(())
}

const BYTES_SQLITE: &str = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
const BYTES_POSTGRES: &str = "SELECT pg_total_relation_size('audit_term') + pg_total_relation_size('audit_block')";

/// How many bytes the database has, or on PostgreSQL the index.
pub(super) async fn bytes(db: &Db) -> Result<i64, Failure> {
    Ok(fetch_one!(db, (i64,), db.engine().pick(BYTES_SQLITE, BYTES_POSTGRES)).await?.0)
}
