//! What the floor shows: every session that is not over with what it is at, in a handful of statements however many there are, and
//! the figures. Bounded: the [`MOST`] that began first, and the [`MOST_ENDED`] that ended last.

mod past;

use std::collections::HashMap;

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    action::ActionRequest,
    agent::Staff,
    assurance::{Evidence, Method},
    customer::Customer,
    ids::SessionId,
    session::Session,
    time::Timestamp,
};

pub use self::past::{MOST_ENDED, first_decision, not_open, tries};
use super::{Db, customer, fetch_all, fetch_one, proof, session, staff};
use crate::fault::Fault;

/// How many sessions are read at most.
pub const MOST: u32 = 1_000;

const SESSIONS: &str = "SELECT session.id, session.customer_id, session.agent_id, session.channel, session.carried, session.started_by, session.reason, \
     session.case_reference, session.opened_at, session.state, session.frozen_at, session.frozen_because, session.ended_at, customer.number, customer.name, \
     customer.email, customer.phone, customer.postal_address, customer.plan, customer.segment, customer.news_by, customer.frozen_at AS customer_frozen_at, \
     staff.number AS staff_number, staff.name AS staff_name, staff.roles AS staff_roles, challenge.method, challenge.asked_at, challenge.expires_at, \
     (SELECT MAX(asked_at) FROM challenge AS past WHERE past.session_id = session.id) AS last_asked, \
     (SELECT MAX(at) FROM audit_entry WHERE audit_entry.session_id = session.id) AS last_step FROM session \
     JOIN customer ON customer.id = session.customer_id JOIN staff ON staff.id = session.agent_id \
     LEFT JOIN challenge ON challenge.session_id = session.id AND challenge.state IN ('pending', 'delivered', 'opened') \
     WHERE session.state IN ('open', 'frozen') ORDER BY session.opened_at LIMIT $1";
const COUNT: &str = "SELECT COUNT(*) FROM session WHERE state IN ('open', 'frozen')";
const EVIDENCE: &str = "SELECT session_id, evidence.id, method, user_verified, obtained_at, expires_at, counts_from, synced, asserted FROM evidence \
     WHERE session_id IN (SELECT id FROM session WHERE state IN ('open', 'frozen') ORDER BY opened_at LIMIT $1) ORDER BY obtained_at DESC";
const APPROVED: &str = "SELECT session_id, request, approved_at FROM approval WHERE used_at IS NULL AND expires_at > $2 \
     AND session_id IN (SELECT id FROM session WHERE state IN ('open', 'frozen') ORDER BY opened_at LIMIT $1) ORDER BY approved_at";
const RUNS: &str = "SELECT session_id, request, ran_at FROM run \
     WHERE session_id IN (SELECT id FROM session WHERE state IN ('open', 'frozen') ORDER BY opened_at LIMIT $1) ORDER BY ran_at";
const KIOSKS: &str = "SELECT COUNT(*) FROM kiosk WHERE session_id IS NOT NULL AND retired_at IS NULL";

/// A session with all that decides what it is at, but its signals.
#[derive(Debug)]
pub struct Here {
    /// The session.
    pub session: Session,
    /// Whose account.
    pub customer: Customer,
    /// Who serves it.
    pub staff: Staff,
    /// What they are being asked: by which method, since when, until when.
    pub asking: Option<(Method, Timestamp, Timestamp)>,
    /// Whether they were ever asked anything.
    pub asked: bool,
    /// When the record says something of it last.
    pub last_step: Timestamp,
}

#[derive(FromRow)]
struct Row {
    #[sqlx(flatten)]
    session: session::Row,
    number: String,
    name: String,
    email: String,
    phone: Option<String>,
    postal_address: Option<String>,
    plan: String,
    segment: Option<String>,
    news_by: String,
    customer_frozen_at: Option<i64>,
    staff_number: i64,
    staff_name: String,
    staff_roles: String,
    method: Option<String>,
    asked_at: Option<i64>,
    expires_at: Option<i64>,
    last_asked: Option<i64>,
    last_step: Option<i64>,
}

impl TryFrom<Row> for Here {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let (id, customer_id, agent_id) = (row.session.id, row.session.customer_id, row.session.agent_id);
        let customer = customer::Row {
            id: customer_id,
            number: row.number,
            name: row.name,
            email: row.email,
            phone: row.phone,
            postal_address: row.postal_address,
            plan: row.plan,
            segment: row.segment,
            news_by: row.news_by,
            frozen_at: row.customer_frozen_at,
        };
        let staff = staff::Row { id: agent_id, number: row.staff_number, name: row.staff_name, roles: row.staff_roles };
        let asking = match (row.method, row.asked_at, row.expires_at) {
            (Some(method), Some(asked_at), Some(expires_at)) => {
                let method = Method::from_key(&method).ok_or_else(|| Fault::corrupt("challenge", "method", id))?;
                Some((method, Timestamp::from_micros(asked_at), Timestamp::from_micros(expires_at)))
            }
            _ => None,
        };
        let session = Session::try_from(row.session)?;
        Ok(Self {
            asking,
            asked: row.last_asked.is_some(),
            last_step: row.last_step.map_or(session.opened_at, Timestamp::from_micros),
            customer: customer.try_into()?,
            staff: staff.try_into()?,
            session,
        })
    }
}

/// The sessions that are not over, those that began first, [`MOST`] at most.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn sessions(db: &Db) -> Result<Vec<Here>, Fault> {
    fetch_all!(db, Row, SESSIONS, i64::from(MOST)).await?.into_iter().map(Here::try_from).collect()
}

/// How many there are.
///
/// # Errors
/// When the database fails.
pub async fn count(db: &Db) -> Result<u32, Fault> {
    Ok(whole(fetch_one!(db, (i64,), COUNT).await?.0))
}

#[derive(FromRow)]
struct EvidenceRow {
    session_id: Uuid,
    #[sqlx(flatten)]
    evidence: proof::EvidenceRow,
}

/// What was proved in them, newest first.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn evidence(db: &Db) -> Result<HashMap<SessionId, Vec<Evidence>>, Fault> {
    let mut all: HashMap<SessionId, Vec<Evidence>> = HashMap::new();
    for row in fetch_all!(db, EvidenceRow, EVIDENCE, i64::from(MOST)).await? {
        all.entry(row.session_id.into()).or_default().push(row.evidence.try_into()?);
    }
    Ok(all)
}

/// What was approved in them and can still be run: the newest of each.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn approved(db: &Db, now: Timestamp) -> Result<HashMap<SessionId, (ActionRequest, Timestamp)>, Fault> {
    let rows = fetch_all!(db, (Uuid, String, i64), APPROVED, i64::from(MOST), now.micros()).await?;
    rows.into_iter().map(|row| of_session(row, "approval")).collect()
}

/// What ran in them last.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn ran(db: &Db) -> Result<HashMap<SessionId, (ActionRequest, Timestamp)>, Fault> {
    let rows = fetch_all!(db, (Uuid, String, i64), RUNS, i64::from(MOST)).await?;
    rows.into_iter().map(|row| of_session(row, "run")).collect()
}

fn of_session((session, request, at): (Uuid, String, i64), table: &'static str) -> Result<(SessionId, (ActionRequest, Timestamp)), Fault> {
    let request = serde_json::from_str(&request).map_err(|_| Fault::corrupt(table, "request", session))?;
    Ok((session.into(), (request, Timestamp::from_micros(at))))
}

/// How many kiosks show a session.
///
/// # Errors
/// When the database fails.
pub async fn kiosks(db: &Db) -> Result<u32, Fault> {
    Ok(whole(fetch_one!(db, (i64,), KIOSKS).await?.0))
}

fn whole(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
