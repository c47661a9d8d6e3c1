//! The record: appended to in the transaction of what it tells of, and never changed.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    assurance::Level,
    audit::{Actor, Entry, Event},
    audit_log::{canonical, personal::Personal},
    ids::{AgentId, CustomerId, EntryId, SessionId},
    policy::replay::Past,
    text::CaseReference,
    time::Timestamp,
};

use super::{Db, Engine, Tx, Value, fetch_all, fetch_one, fetch_opt, later};
use crate::fault::Fault;

const APPEND: &str = "INSERT INTO audit_entry (id, at, ordinal, actor_kind, actor_id, customer_id, session_id, case_reference, channel, level, rule, event, detail, policy_version, personal) \
     VALUES ($1, $2, (SELECT COUNT(*) FROM audit_entry WHERE session_id = $6 AND at = $2) + $13, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $14, $15)";
const WAIT: &str = "INSERT INTO audit_waiting (entry_id) VALUES ($1)";
const KEEP_PERSONAL: &str =
    "INSERT INTO audit_personal (entry_id, name, customer_id, salt, data, retention, at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const PERSONAL: &str = "SELECT data FROM audit_personal WHERE entry_id = $1 AND name = $2";
const OF_SESSION: &str = "SELECT audit_entry.id, at, actor_kind, detail, staff.name AS staff_name FROM audit_entry \
     LEFT JOIN staff ON staff.id = audit_entry.actor_id WHERE session_id = $1 ORDER BY at DESC, ordinal DESC LIMIT 200";
const DECISIONS: &str = "SELECT id, session_id, customer_id, detail FROM audit_entry WHERE at > $1 AND policy_version IS NOT NULL \
     AND session_id IS NOT NULL AND customer_id IS NOT NULL ORDER BY at DESC, ordinal DESC LIMIT $2";
const COUNT_BY_ACTOR: &str = "SELECT COUNT(*) FROM audit_entry WHERE actor_id = $1 AND event = $2 AND at > $3";
const NTH_LAST_BY_ACTOR: &str =
    "SELECT at FROM audit_entry WHERE actor_id = $1 AND event = $2 AND at > $3 ORDER BY at DESC LIMIT 1 OFFSET $4";

/// Writes one entry, with the next statement or the COMMIT. It gets its place in the log afterwards.
///
/// # Errors
/// When it cannot be written; then the step it tells of must not be done either.
pub async fn append(tx: &mut Tx, entry: &Entry) -> Result<(), Fault> {
    append_with(tx, entry, &[]).await
}

/// The same, with personal data beside it that it commits to.
///
/// # Errors
/// As [`append`].
#[expect(clippy::unused_async, reason = "for a use case it is a write like the others, whenever it is done")]
pub async fn append_with(tx: &mut Tx, entry: &Entry, personal: &[Personal]) -> Result<(), Fault> {
    write(tx, entry, commitments(personal)?.as_deref())?;
    later!(tx, WAIT, entry.id.uuid());
    for piece in personal {
        keep(tx, entry, piece);
    }
    Ok(())
}

fn write(tx: &mut Tx, entry: &Entry, commitments: Option<&str>) -> Result<(), Fault> {
    let (kind, actor): (_, Option<Uuid>) = match entry.actor {
        Actor::Staff(id) => ("staff", Some(id.uuid())),
        Actor::Device(id) => ("device", Some(id.uuid())),
        Actor::CustomerLink(id) => ("customer_link", Some(id.uuid())),
        Actor::Keypad(id) => ("keypad", Some(id.uuid())),
        Actor::System => ("system", None),
    };
    let detail = serde_json::to_value(&entry.event).map_err(|error| Fault::other("writing an audit entry", error))?;
    let event = detail.get("event").and_then(|event| event.as_str()).unwrap_or_default();
    let canonical = canonical(&detail)?;
    let scope = &entry.scope;
    let before = waiting(tx, entry);
    later!(
        tx,
        APPEND,
        entry.id.uuid(),
        entry.at.micros(),
        kind,
        actor,
        scope.customer.map(CustomerId::uuid),
        scope.session.map(SessionId::uuid),
        scope.case.as_ref().map(CaseReference::as_str),
        scope.channel.map(|channel| channel.rule().key),
        scope.level.map(|level| i64::from(level.rank())),
        scope.rule.as_deref(),
        event,
        canonical,
        before,
        scope.policy.map(i64::from),
        commitments,
    );
    Ok(())
}

fn canonical(value: &serde_json::Value) -> Result<String, Fault> {
    canonical::text(value).map_err(|error| Fault::other("writing an audit entry", error))
}

/// What the entry says of the data beside it.
fn commitments(personal: &[Personal]) -> Result<Option<String>, Fault> {
    let all: serde_json::Map<_, _> =
        personal.iter().map(|piece| (piece.name.to_owned(), piece.salt.commit(&piece.data).to_string().into())).collect();
    if all.is_empty() { Ok(None) } else { canonical(&all.into()).map(Some) }
}

fn keep(tx: &mut Tx, entry: &Entry, piece: &Personal) {
    later!(
        tx,
        KEEP_PERSONAL,
        entry.id.uuid(),
        piece.name,
        entry.scope.customer.map(CustomerId::uuid),
        piece.salt.bytes().as_slice(),
        piece.data.as_str(),
        piece.retention.key(),
        entry.at.micros(),
    );
}

/// How many entries of the same session and instant will be written in the same statement, which does not count them. On
/// SQLite each is written, and counted by the next, alone.
fn waiting(tx: &Tx, entry: &Entry) -> i64 {
    let Some(session) = entry.scope.session.filter(|_| tx.engine() == Engine::Postgres) else { return 0 };
    let (at, session) = (Value::from(entry.at.micros()), Value::from(session.uuid()));
    let before = tx.waiting(|later| later.sql() == APPEND && later.value(2) == Some(&at) && later.value(6) == Some(&session));
    i64::try_from(before).unwrap_or_default()
}

/// One line of a session's timeline.
#[derive(Debug)]
pub struct Line {
    /// Which entry.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: Event,
    /// The name of the member of staff who did it, if one did.
    pub by: Option<String>,
}

#[derive(FromRow)]
struct LineRow {
    id: Uuid,
    at: i64,
    actor_kind: String,
    detail: String,
    staff_name: Option<String>,
}

impl TryFrom<LineRow> for Line {
    type Error = Fault;

    fn try_from(row: LineRow) -> Result<Self, Fault> {
        let event = serde_json::from_str(&row.detail).map_err(|_| Fault::corrupt("audit_entry", "detail", row.id))?;
        let by = row.staff_name.filter(|_| row.actor_kind == "staff");
        Ok(Self { id: row.id, at: Timestamp::from_micros(row.at), event, by })
    }
}

/// A session's entries, newest first, at most 200.
///
/// # Errors
/// When the database fails or an entry cannot be read.
pub async fn of_session(db: &Db, session: SessionId) -> Result<Vec<Line>, Fault> {
    fetch_all!(db, LineRow, OF_SESSION, session.uuid()).await?.into_iter().map(Line::try_from).collect()
}

/// A piece of personal data that stands beside an entry, as canonical JSON; `None` when there is none, or it was erased.
///
/// # Errors
/// When the database fails.
pub async fn personal(db: &Db, entry: EntryId, name: &str) -> Result<Option<String>, Fault> {
    Ok(fetch_opt!(db, (String,), PERSONAL, entry.uuid(), name).await?.map(|(data,)| data))
}

/// How often a member of staff did something since an instant.
///
/// # Errors
/// When the database fails.
pub async fn count_by_actor(tx: &mut Tx, actor: AgentId, event: &str, since: Timestamp) -> Result<i64, Fault> {
    Ok(fetch_one!(tx, (i64,), COUNT_BY_ACTOR, actor.uuid(), event, since.micros()).await?.0)
}

/// When a member of staff did something for the `nth` last time, the last being the first; `None` when that is no later than
/// `since`.
///
/// # Errors
/// When the database fails.
pub async fn nth_last_by_actor(tx: &mut Tx, actor: AgentId, event: &str, since: Timestamp, nth: u32) -> Result<Option<Timestamp>, Fault> {
    let skip = i64::from(nth.saturating_sub(1));
    let row = fetch_opt!(tx, (i64,), NTH_LAST_BY_ACTOR, actor.uuid(), event, since.micros(), skip).await?;
    Ok(row.map(|(at,)| Timestamp::from_micros(at)))
}

/// The latest decisions since an instant, newest first.
///
/// # Errors
/// When the database fails or an entry cannot be read.
pub async fn decisions(db: &Db, since: Timestamp, most: u32) -> Result<Vec<Past>, Fault> {
    let rows = fetch_all!(db, DecisionRow, DECISIONS, since.micros(), i64::from(most)).await?;
    let past = rows.into_iter().map(|row| {
        let event = serde_json::from_str(&row.detail).map_err(|_| Fault::corrupt("audit_entry", "detail", row.id))?;
        let recorded = match event {
            Event::NotOpen { decision, .. } | Event::Ran { decision, .. } => decision,
            _ => None,
        };
        Ok(recorded.map(|recorded| Past { session: row.session_id.into(), customer: row.customer_id.into(), recorded: *recorded }))
    });
    past.filter_map(Result::transpose).collect()
}

#[derive(FromRow)]
struct DecisionRow {
    id: Uuid,
    session_id: Uuid,
    customer_id: Uuid,
    detail: String,
}

/// The level as it is stored.
#[must_use]
pub fn level(rank: i64) -> Option<Level> {
    u8::try_from(rank).ok().and_then(Level::from_rank)
}
