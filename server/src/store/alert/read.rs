//! What is shown of alerts.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    alert::{AlertBecause, AlertOutcome, Facts},
    channel::Channel,
    ids::{AgentId, AlertId, SessionId},
    time::Timestamp,
};

use super::super::{Db, fetch_all, fetch_one, fetch_opt};
use crate::fault::Fault;

const BY_ID: &str = "SELECT alert.id, alert.at, alert.session_id, alert.because, customer.number, served.name AS agent_name, \
     session.channel, alert.agent_id AS about_id, about.name AS about_name, alert.facts, alert.over_at, alert.acknowledged_at, taker.name AS taker_name, \
     alert.closed_at, closer.name AS closer_name, alert.outcome, alert.note FROM alert LEFT JOIN customer ON customer.id = alert.customer_id \
     LEFT JOIN session ON session.id = alert.session_id LEFT JOIN staff served ON served.id = session.agent_id \
     LEFT JOIN staff about ON about.id = alert.agent_id LEFT JOIN staff taker ON taker.id = alert.acknowledged_by \
     LEFT JOIN staff closer ON closer.id = alert.closed_by WHERE alert.id = $1";
const OPEN: &str = "SELECT alert.id, alert.at, alert.session_id, alert.because, customer.number, served.name AS agent_name, \
     session.channel, alert.agent_id AS about_id, about.name AS about_name, alert.facts, alert.over_at, alert.acknowledged_at, taker.name AS taker_name, \
     alert.closed_at, closer.name AS closer_name, alert.outcome, alert.note FROM alert LEFT JOIN customer ON customer.id = alert.customer_id \
     LEFT JOIN session ON session.id = alert.session_id LEFT JOIN staff served ON served.id = session.agent_id \
     LEFT JOIN staff about ON about.id = alert.agent_id LEFT JOIN staff taker ON taker.id = alert.acknowledged_by \
     LEFT JOIN staff closer ON closer.id = alert.closed_by WHERE alert.closed_at IS NULL ORDER BY alert.at DESC, alert.id DESC LIMIT $1";
const OPEN_COUNT: &str = "SELECT COUNT(*) FROM alert WHERE closed_at IS NULL";
/// Newest first, before a place, with that reason and that outcome, `open` or `closed`; an empty word asks for all of them.
const PAGE: &str = "SELECT alert.id, alert.at, alert.session_id, alert.because, customer.number, served.name AS agent_name, \
     session.channel, alert.agent_id AS about_id, about.name AS about_name, alert.facts, alert.over_at, alert.acknowledged_at, taker.name AS taker_name, \
     alert.closed_at, closer.name AS closer_name, alert.outcome, alert.note FROM alert LEFT JOIN customer ON customer.id = alert.customer_id \
     LEFT JOIN session ON session.id = alert.session_id LEFT JOIN staff served ON served.id = session.agent_id \
     LEFT JOIN staff about ON about.id = alert.agent_id LEFT JOIN staff taker ON taker.id = alert.acknowledged_by \
     LEFT JOIN staff closer ON closer.id = alert.closed_by WHERE (alert.at, alert.id) < ($1, $2) AND ($3 = '' OR alert.because = $3) \
     AND ($4 = '' OR alert.outcome = $4) AND ($5 = '' OR (alert.closed_at IS NULL AND $5 = 'open') OR (alert.closed_at IS NOT NULL AND $5 = 'closed')) \
     ORDER BY alert.at DESC, alert.id DESC LIMIT $6";

/// An alert with what a supervisor sees beside it.
#[derive(Clone, Debug)]
pub struct Alert {
    /// Which.
    pub id: AlertId,
    /// When.
    pub at: Timestamp,
    /// In which session.
    pub session: Option<SessionId>,
    /// Why.
    pub because: AlertBecause,
    /// The customer's number, if it is about one.
    pub customer_number: Option<String>,
    /// Who serves the session, or did last.
    pub agent: Option<String>,
    /// On which channel.
    pub channel: Option<Channel>,
    /// The member of staff it is about.
    pub about: Option<(AgentId, String)>,
    /// What else is known.
    pub facts: Option<Facts>,
    /// When what it tells of went by itself.
    pub over_at: Option<Timestamp>,
    /// When it was taken up, and by whom.
    pub acknowledged: Option<(Timestamp, String)>,
    /// When it was closed, and by whom.
    pub closed: Option<(Timestamp, String)>,
    /// What it turned out to be.
    pub outcome: Option<AlertOutcome>,
    /// What else there is to say.
    pub note: Option<String>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    at: i64,
    session_id: Option<Uuid>,
    because: String,
    number: Option<String>,
    agent_name: Option<String>,
    channel: Option<String>,
    about_id: Option<Uuid>,
    about_name: Option<String>,
    facts: Option<String>,
    over_at: Option<i64>,
    acknowledged_at: Option<i64>,
    taker_name: Option<String>,
    closed_at: Option<i64>,
    closer_name: Option<String>,
    outcome: Option<String>,
    note: Option<String>,
}

impl TryFrom<Row> for Alert {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let bad = |column| Fault::corrupt("alert", column, row.id);
        Ok(Self {
            id: row.id.into(),
            at: Timestamp::from_micros(row.at),
            session: row.session_id.map(SessionId::from),
            because: AlertBecause::from_key(&row.because).ok_or_else(|| bad("because"))?,
            customer_number: row.number,
            agent: row.agent_name,
            channel: row.channel.as_deref().and_then(Channel::from_key),
            about: row.about_id.map(AgentId::from).zip(row.about_name),
            facts: row.facts.as_deref().map(serde_json::from_str).transpose().map_err(|_| bad("facts"))?,
            over_at: row.over_at.map(Timestamp::from_micros),
            acknowledged: row.acknowledged_at.map(Timestamp::from_micros).zip(row.taker_name),
            closed: row.closed_at.map(Timestamp::from_micros).zip(row.closer_name),
            outcome: row.outcome.as_deref().map(|key| AlertOutcome::from_key(key).ok_or_else(|| bad("outcome"))).transpose()?,
            note: row.note,
        })
    }
}

/// The alert with that id.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn by_id(db: &Db, id: AlertId) -> Result<Option<Alert>, Fault> {
    fetch_opt!(db, Row, BY_ID, id.uuid()).await?.map(Alert::try_from).transpose()
}

/// The newest open alerts, so many at most.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn open(db: &Db, most: u32) -> Result<Vec<Alert>, Fault> {
    fetch_all!(db, Row, OPEN, i64::from(most)).await?.into_iter().map(Alert::try_from).collect()
}

/// How many are open.
///
/// # Errors
/// When the database fails.
pub async fn open_count(db: &Db) -> Result<u32, Fault> {
    let count = fetch_one!(db, (i64,), OPEN_COUNT).await?.0;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Which alerts are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Only with that reason.
    pub because: Option<AlertBecause>,
    /// Only with that outcome.
    pub outcome: Option<AlertOutcome>,
    /// Only open ones, or only closed ones.
    pub open: Option<bool>,
    /// Only those before that place.
    pub before: Option<Older>,
}

/// A place in the list: an alert's time and name.
pub type Older = (Timestamp, AlertId);

/// The alerts asked for, newest first, so many at most.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn page(db: &Db, wanted: &Wanted, most: u32) -> Result<Vec<Alert>, Fault> {
    let (at, id) = wanted.before.map_or((i64::MAX, Uuid::max()), |(at, id)| (at.micros(), id.uuid()));
    let because = wanted.because.map_or("", AlertBecause::key);
    let outcome = wanted.outcome.map_or("", AlertOutcome::key);
    let open = wanted.open.map_or("", |open| if open { "open" } else { "closed" });
    fetch_all!(db, Row, PAGE, at, id, because, outcome, open, i64::from(most)).await?.into_iter().map(Alert::try_from).collect()
}

/// The newest alerts, whatever became of them, a hundred at most.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn latest(db: &Db) -> Result<Vec<Alert>, Fault> {
    page(db, &Wanted::default(), 100).await
}
