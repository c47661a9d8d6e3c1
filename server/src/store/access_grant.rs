//! Grants under review, how they were used when the review began, and what was decided over them; and how roles are used in the first place.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    access::{Decision, Grant},
    agent::Role,
    ids::{AccessReviewId, AgentId, EntryId},
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_all, fetch_opt, later};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO access_grant (review_id, staff_id, role, uses, last_used_at) VALUES ($1, $2, $3, $4, $5)";
const OF_REVIEW: &str = "SELECT access_grant.staff_id, access_grant.role, uses, last_used_at, decision, decided_by, decider.name AS decider_name, decided_at, entry_id, \
     staff.name, staff.number FROM access_grant JOIN staff ON staff.id = access_grant.staff_id LEFT JOIN staff decider ON decider.id = decided_by \
     WHERE review_id = $1 ORDER BY staff.name, staff.number, access_grant.role LIMIT 40000";
const ONE: &str = "SELECT access_grant.staff_id, access_grant.role, uses, last_used_at, decision, decided_by, decider.name AS decider_name, decided_at, entry_id, \
     staff.name, staff.number FROM access_grant JOIN staff ON staff.id = access_grant.staff_id LEFT JOIN staff decider ON decider.id = decided_by \
     WHERE review_id = $1 AND access_grant.staff_id = $2 AND access_grant.role = $3";
const DECIDE: &str = "UPDATE access_grant SET decision = $4, decided_by = $5, decided_at = $6, entry_id = $7 \
     WHERE review_id = $1 AND staff_id = $2 AND role = $3 AND (decision IS NULL OR decision = 'keep')";
/// The index on actor, event and time answers it alone: what is read is one person's entries of the window, and none of their text.
const USED: &str = "SELECT event, COUNT(*), MAX(at) FROM audit_entry WHERE actor_id = $1 AND at > $2 GROUP BY event";
/// One step in the same index for each person.
const LAST_SIGN_INS: &str = "SELECT staff.id, (SELECT MAX(at) FROM audit_entry WHERE actor_id = staff.id AND event = 'signed_in') FROM staff \
     WHERE state = 'active' ORDER BY number LIMIT 500";

/// A grant under review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewed {
    /// Which.
    pub grant: Grant,
    /// The person's full name.
    pub name: String,
    /// Their staff number.
    pub number: u32,
    /// How often it was used in the window before the review began.
    pub uses: u32,
    /// When it was last used, ever.
    pub last_used: Option<Timestamp>,
    /// What was decided.
    pub decided: Option<Decided>,
}

/// What was decided over a grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What.
    pub decision: Decision,
    /// By whom; `None`: its time was up.
    pub by: Option<(AgentId, String)>,
    /// When.
    pub at: Timestamp,
    /// The entry of the log that says so.
    pub entry: EntryId,
}

#[derive(FromRow)]
struct Row {
    staff_id: Uuid,
    role: String,
    uses: i64,
    last_used_at: Option<i64>,
    decision: Option<String>,
    decided_by: Option<Uuid>,
    decider_name: Option<String>,
    decided_at: Option<i64>,
    entry_id: Option<Uuid>,
    name: String,
    number: i64,
}

impl TryFrom<Row> for Reviewed {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let wrong = |column| Fault::corrupt("access_grant", column, row.staff_id);
        let decided = match (row.decision, row.decided_at, row.entry_id) {
            (None, None, None) => None,
            (Some(decision), Some(at), Some(entry)) => Some(Decided {
                decision: Decision::from_key(&decision).ok_or_else(|| wrong("decision"))?,
                by: row.decided_by.map(AgentId::from).zip(row.decider_name),
                at: Timestamp::from_micros(at),
                entry: entry.into(),
            }),
            _ => return Err(wrong("decision")),
        };
        Ok(Self {
            grant: Grant { staff: row.staff_id.into(), role: Role::from_key(&row.role).ok_or_else(|| wrong("role"))? },
            name: row.name,
            number: u32::try_from(row.number).map_err(|_| wrong("number"))?,
            uses: u32::try_from(row.uses).map_err(|_| wrong("uses"))?,
            last_used: row.last_used_at.map(Timestamp::from_micros),
            decided,
        })
    }
}

/// Puts a grant under review, with the next statement or the COMMIT.
pub fn insert(tx: &mut Tx, review: AccessReviewId, grant: Grant, uses: u32, last_used: Option<Timestamp>) {
    let (staff, role, last) = (grant.staff.uuid(), grant.role.key(), last_used.map(Timestamp::micros));
    later!(tx, INSERT, review.uuid(), staff, role, i64::from(uses), last);
}

/// Every grant of a review, by person.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn of_review(tx: &mut Tx, review: AccessReviewId) -> Result<Vec<Reviewed>, Fault> {
    fetch_all!(tx, Row, OF_REVIEW, review.uuid()).await?.into_iter().map(Reviewed::try_from).collect()
}

/// The same, to be shown.
///
/// # Errors
/// As [`of_review`].
pub async fn listed(db: &Db, review: AccessReviewId) -> Result<Vec<Reviewed>, Fault> {
    fetch_all!(db, Row, OF_REVIEW, review.uuid()).await?.into_iter().map(Reviewed::try_from).collect()
}

/// One of them.
///
/// # Errors
/// When the database fails or the row cannot be read.
pub async fn one(tx: &mut Tx, review: AccessReviewId, grant: Grant) -> Result<Option<Reviewed>, Fault> {
    let row = fetch_opt!(tx, Row, ONE, review.uuid(), grant.staff.uuid(), grant.role.key()).await?;
    row.map(Reviewed::try_from).transpose()
}

/// Writes down what was decided; whether it still could be: what was taken away stays so.
///
/// # Errors
/// When the database fails.
pub async fn decide(
    tx: &mut Tx,
    review: AccessReviewId,
    grant: Grant,
    (decision, by): (Decision, Option<AgentId>),
    (at, entry): (Timestamp, EntryId),
) -> Result<bool, Fault> {
    let (staff, role, by) = (grant.staff.uuid(), grant.role.key(), by.map(AgentId::uuid));
    Ok(exec!(tx, DECIDE, review.uuid(), staff, role, decision.key(), by, at.micros(), entry.uuid()).await? == 1)
}

/// What a person did since then: each event's word, how often, and when last.
///
/// # Errors
/// When the database fails.
pub async fn used(db: &Db, staff: AgentId, since: Timestamp) -> Result<Vec<(String, u32, Timestamp)>, Fault> {
    let rows = fetch_all!(db, (String, i64, i64), USED, staff.uuid(), since.micros()).await?;
    let read = |(event, count, at): (String, i64, i64)| (event, u32::try_from(count).unwrap_or(u32::MAX), Timestamp::from_micros(at));
    Ok(rows.into_iter().map(read).collect())
}

/// When each active member of staff last signed in, if ever.
///
/// # Errors
/// When the database fails.
pub async fn last_sign_ins(db: &Db) -> Result<Vec<(AgentId, Option<Timestamp>)>, Fault> {
    let rows = fetch_all!(db, (Uuid, Option<i64>), LAST_SIGN_INS).await?;
    Ok(rows.into_iter().map(|(id, at)| (id.into(), at.map(Timestamp::from_micros))).collect())
}
