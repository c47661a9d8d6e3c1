//! Where a challenge's notification stands.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    ids::ChallengeId,
    notification::{Handing, PushService, Undelivered},
    time::Timestamp,
};

use crate::{
    fault::Fault,
    store::{Db, fetch_opt},
};

const OF_CHALLENGE: &str = "SELECT id, service, queued_at, sent_at, failed_at, because FROM outgoing_push WHERE challenge_id = $1";

#[derive(FromRow)]
struct HandingRow {
    id: Uuid,
    service: String,
    queued_at: i64,
    sent_at: Option<i64>,
    failed_at: Option<i64>,
    because: Option<String>,
}

/// A challenge's notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Who takes it to the phone.
    pub service: PushService,
    /// Where it stands.
    pub handing: Handing,
    /// Since when.
    pub at: Timestamp,
}

/// The notification of a challenge, if its phone had an address; none that nobody needs any more.
///
/// # Errors
/// When the database fails.
pub async fn of_challenge(db: &Db, challenge: ChallengeId) -> Result<Option<Notification>, Fault> {
    let Some(row) = fetch_opt!(db, HandingRow, OF_CHALLENGE, challenge.uuid()).await? else { return Ok(None) };
    let bad = |column| Fault::corrupt("outgoing_push", column, row.id);
    let because = row.because.as_deref().map(|key| Undelivered::from_key(key).ok_or_else(|| bad("because"))).transpose()?;
    let service = PushService::from_key(&row.service).ok_or_else(|| bad("service"))?;
    let (handing, at) = match (row.sent_at, row.failed_at, because) {
        (Some(at), None, _) => (Handing::Handed, at),
        (None, Some(at), Some(because)) => (Handing::Failed(because), at),
        (None, Some(_), None) => return Ok(None),
        (None, None, Some(because)) => (Handing::Again(because), row.queued_at),
        (None, None, None) => (Handing::Queued, row.queued_at),
        (Some(_), Some(_), _) => return Err(bad("sent_at")),
    };
    Ok(Some(Notification { service, handing, at: Timestamp::from_micros(at) }))
}
