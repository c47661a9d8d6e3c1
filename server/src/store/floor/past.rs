//! What the floor says of what is over: sessions that ended, and what the gate did not let run.

use std::collections::HashMap;

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    action::ActionKind,
    floor::Try,
    time::{Duration, Timestamp},
};

use super::{
    super::{Db, fetch_all, fetch_one},
    whole,
};
use crate::fault::Fault;

/// Over how many sessions that ended today the goal is counted at most: the newest.
pub const MOST_ENDED: u32 = 1_000;

/// Of the sessions that ended since then: each challenge, each run, and each action that the gate did not let run. What was asked for stands in
/// their texts, each of which names its action.
const ENDED: &str = "WITH ended AS (SELECT id, reason FROM session WHERE ended_at >= $1 ORDER BY ended_at DESC LIMIT $2) \
     SELECT ended.id, reason, 'asked' AS what, challenge.request AS about, asked_at AS at FROM ended JOIN challenge ON challenge.session_id = ended.id \
     UNION ALL SELECT ended.id, reason, 'ran', run.request, ran_at FROM ended JOIN run ON run.session_id = ended.id \
     UNION ALL SELECT ended.id, reason, 'not_open', detail, audit_entry.at FROM ended JOIN audit_entry ON audit_entry.session_id = ended.id \
     AND audit_entry.event = 'not_open'";
/// How often the gate did not let an action run in each of $3 spans of length $2, the one that begins at $1 first and each other as much
/// earlier as $4 says.
const NOT_OPEN: &str = "WITH RECURSIVE spans (place, since) AS (SELECT CAST(1 AS BIGINT), CAST($1 AS BIGINT) UNION ALL \
     SELECT place + 1, since - $4 FROM spans WHERE place < $3) \
     SELECT (SELECT COUNT(*) FROM audit_entry WHERE event = 'not_open' AND at >= since AND at < since + $2) FROM spans ORDER BY place";
const FIRST_DECISION: &str = "SELECT MIN(at) FROM audit_entry WHERE policy_version IS NOT NULL";

#[derive(FromRow)]
struct EndedRow {
    id: Uuid,
    reason: String,
    what: String,
    about: Option<String>,
    at: i64,
}

/// The action that a request or an entry names.
#[derive(serde::Deserialize)]
struct Named {
    action: ActionKind,
}

/// The sessions that ended since then and in which the action that they were opened for was asked for.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn tries(db: &Db, since: Timestamp) -> Result<Vec<Try>, Fault> {
    let mut tries: HashMap<Uuid, (bool, Try)> = HashMap::new();
    for row in fetch_all!(db, EndedRow, ENDED, since.micros(), i64::from(MOST_ENDED)).await? {
        let reason = ActionKind::from_key(&row.reason).ok_or_else(|| Fault::corrupt("session", "reason", row.id))?;
        let named = row.about.as_deref().map(serde_json::from_str::<Named>).transpose();
        let wanted = named.map_err(|_| Fault::corrupt("session", "request", row.id))?.is_some_and(|named| named.action == reason);
        let (was_wanted, one) = tries.entry(row.id).or_insert((false, Try { asked_at: None, ran_at: None }));
        *was_wanted |= wanted;
        let first =
            |before: Option<Timestamp>| Some(before.map_or(Timestamp::from_micros(row.at), |at| at.min(Timestamp::from_micros(row.at))));
        match row.what.as_str() {
            "asked" => one.asked_at = first(one.asked_at),
            "ran" if wanted => one.ran_at = first(one.ran_at),
            _ => {}
        }
    }
    Ok(tries.into_values().filter(|(asked, _)| *asked).map(|(_, one)| one).collect())
}

/// How often the gate did not let an action run, in so many spans of that length: the one that begins at `since`, then those each `step`
/// before.
///
/// # Errors
/// When the database fails.
pub async fn not_open(db: &Db, since: Timestamp, length: Duration, spans: usize, step: Duration) -> Result<Vec<u32>, Fault> {
    let micros = |span: Duration| i64::try_from(span.whole_microseconds()).unwrap_or(i64::MAX);
    let spans = i64::try_from(spans).unwrap_or(i64::MAX);
    let rows = fetch_all!(db, (i64,), NOT_OPEN, since.micros(), micros(length), spans, micros(step)).await?;
    Ok(rows.into_iter().map(|(count,)| whole(count)).collect())
}

/// When the gate decided anything first.
///
/// # Errors
/// When the database fails.
pub async fn first_decision(db: &Db) -> Result<Option<Timestamp>, Fault> {
    Ok(fetch_one!(db, (Option<i64>,), FIRST_DECISION).await?.0.map(Timestamp::from_micros))
}
