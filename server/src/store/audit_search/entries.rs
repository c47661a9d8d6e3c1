//! The log's entries, by their places.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    audit::{Actor, Entry, Scope},
    channel::Channel,
    ids::SessionId,
    time::Timestamp,
};

use super::{
    super::{Db, audit, fetch_all, on_tx},
    stored,
};
use crate::fault::Fault;

const PLACES: &str = "SELECT position, entry_id, at, actor_kind, actor_id, audit_entry.customer_id, session_id, case_reference, channel, level, rule, event, \
     detail, policy_version, CAST(NULL AS TEXT) AS staff_name FROM audit_place JOIN audit_entry ON audit_entry.id = entry_id \
     WHERE position >= $1 AND position < $2 ORDER BY position";
const AT: &str = "SELECT position, entry_id, at, actor_kind, actor_id, audit_entry.customer_id, session_id, case_reference, channel, level, rule, event, \
     detail, policy_version, staff.name AS staff_name FROM audit_place JOIN audit_entry ON audit_entry.id = entry_id \
     LEFT JOIN staff ON staff.id = actor_id \
     WHERE position IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ORDER BY position DESC";
const OF_SESSION: &str = "SELECT position, audit_entry.id AS entry_id, at, actor_kind, actor_id, audit_entry.customer_id, session_id, case_reference, channel, level, \
     rule, event, detail, policy_version, staff.name AS staff_name FROM audit_entry LEFT JOIN audit_place ON entry_id = audit_entry.id \
     LEFT JOIN staff ON staff.id = actor_id WHERE session_id = $1 ORDER BY at, ordinal LIMIT $2";
const RUNS_SINCE: &str = "SELECT position, audit_entry.id AS entry_id, at, actor_kind, actor_id, audit_entry.customer_id, session_id, case_reference, channel, level, \
     rule, event, detail, policy_version, staff.name AS staff_name FROM audit_entry LEFT JOIN audit_place ON entry_id = audit_entry.id \
     LEFT JOIN staff ON staff.id = actor_id WHERE event = 'ran' AND at > $1 ORDER BY at DESC, ordinal DESC LIMIT $2";

/// As many places as one statement takes.
const SLOTS: usize = 16;

/// An entry with its place.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Its place; none while it waits for one.
    pub position: Option<u64>,
    /// When.
    pub at: Timestamp,
    /// The word for what happened.
    pub event: String,
    /// The entry; none when the row says what no entry of ours says.
    pub entry: Option<Entry>,
}

/// The same, with who did it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The entry.
    pub placed: Placed,
    /// The name of the member of staff who did it, if one did.
    pub by: Option<String>,
}

#[derive(FromRow)]
struct Row {
    position: Option<i64>,
    entry_id: Uuid,
    at: i64,
    actor_kind: String,
    actor_id: Option<Uuid>,
    customer_id: Option<Uuid>,
    session_id: Option<Uuid>,
    case_reference: Option<String>,
    channel: Option<String>,
    level: Option<i64>,
    rule: Option<String>,
    event: String,
    detail: String,
    policy_version: Option<i64>,
    staff_name: Option<String>,
}

impl Row {
    fn actor(&self) -> Option<Actor> {
        match (self.actor_kind.as_str(), self.actor_id) {
            ("staff", Some(id)) => Some(Actor::Staff(id.into())),
            ("device", Some(id)) => Some(Actor::Device(id.into())),
            ("customer_link", Some(id)) => Some(Actor::CustomerLink(id.into())),
            ("keypad", Some(id)) => Some(Actor::Keypad(id.into())),
            ("system", None) => Some(Actor::System),
            _ => None,
        }
    }

    fn entry(&self) -> Option<Entry> {
        let scope = Scope {
            customer: self.customer_id.map(Into::into),
            session: self.session_id.map(Into::into),
            case: self.case_reference.as_ref().map(|case| case.parse()).transpose().ok()?,
            channel: match &self.channel {
                Some(key) => Some(Channel::from_key(key)?),
                None => None,
            },
            level: match self.level {
                Some(rank) => Some(audit::level(rank)?),
                None => None,
            },
            rule: self.rule.clone(),
            policy: self.policy_version.map(u32::try_from).transpose().ok()?,
        };
        let event = serde_json::from_str(&self.detail).ok()?;
        Some(Entry { id: self.entry_id.into(), at: Timestamp::from_micros(self.at), actor: self.actor()?, scope, event })
    }
}

impl From<Row> for Found {
    fn from(row: Row) -> Self {
        let entry = row.entry();
        let placed = Placed { position: row.position.map(i64::unsigned_abs), at: Timestamp::from_micros(row.at), event: row.event, entry };
        Self { placed, by: row.staff_name.filter(|_| row.actor_kind == "staff") }
    }
}

/// The entries from that place on and before that one, in order.
///
/// # Errors
/// When the database fails.
pub async fn places(db: &Db, from: u64, until: u64) -> Result<Vec<Placed>, Fault> {
    let rows = fetch_all!(db, Row, PLACES, stored(from), stored(until)).await?;
    Ok(rows.into_iter().map(|row| Found::from(row).placed).collect())
}

/// The entries at these places, which stand newest first, and so do they.
///
/// # Errors
/// When the database fails.
pub async fn at(db: &Db, places: &[u64]) -> Result<Vec<Found>, Fault> {
    let mut found = Vec::with_capacity(places.len());
    for some in places.chunks(SLOTS) {
        // A place that there is not.
        let slots = some.iter().map(|place| stored(*place)).chain(std::iter::repeat(-1)).take(SLOTS);
        let rows = on_tx!(db, conn => slots.fold(sqlx::query_as::<_, Row>(AT), sqlx::query::QueryAs::bind).fetch_all(conn).await);
        found.extend(rows.await?.into_iter().map(Found::from));
    }
    Ok(found)
}

/// A session's entries, first to last, as many as that.
///
/// # Errors
/// When the database fails.
pub async fn of_session(db: &Db, session: SessionId, most: u32) -> Result<Vec<Found>, Fault> {
    let rows = fetch_all!(db, Row, OF_SESSION, session.uuid(), i64::from(most)).await?;
    Ok(rows.into_iter().map(Found::from).collect())
}

/// The runs since an instant, newest first, as many as that.
///
/// # Errors
/// When the database fails.
pub async fn runs_since(db: &Db, since: Timestamp, most: u32) -> Result<Vec<Found>, Fault> {
    let rows = fetch_all!(db, Row, RUNS_SINCE, since.micros(), i64::from(most)).await?;
    Ok(rows.into_iter().map(Found::from).collect())
}
