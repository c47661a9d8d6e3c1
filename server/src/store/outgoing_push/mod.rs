//! The outbox of notifications. A row is written with its challenge, claimed by one worker at a time, and ends once.
//!
//! A worker that dies between sending and saying so leaves its claim, which runs out: the same notification is then sent
//! again under the same id. What ends a row repeats the try it was claimed for, so of two workers only one ends it.

mod handing;

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    challenge::{Challenge, ChallengeState},
    ids::{ChallengeId, DeviceId, SessionId},
    notification::{PushService, Undelivered},
    time::{Duration, Timestamp},
};

use super::{Db, Later, Tx, Value, exec, fetch_all, fetch_opt};
use crate::fault::Fault;

pub use handing::{Notification, of_challenge};

/// Of a phone without a live address no row is made: what it is given it selects.
const QUEUE: &str = "INSERT INTO outgoing_push (id, challenge_id, device_id, service, queued_at, expires_at, tries, next_try_at) \
     SELECT $1, $2, device_id, service, $4, $5, 0, $4 FROM push_address WHERE device_id = $3 AND retired_at IS NULL";
const NEXT: &str = "SELECT id FROM outgoing_push WHERE sent_at IS NULL AND failed_at IS NULL AND next_try_at <= $1 \
     AND (claimed_until IS NULL OR claimed_until <= $1) LIMIT 1";
const CLAIM_SQLITE: &str = "UPDATE outgoing_push SET claimed_until = $2, tries = tries + 1 WHERE id IN (SELECT id FROM outgoing_push \
     WHERE sent_at IS NULL AND failed_at IS NULL AND next_try_at <= $1 AND (claimed_until IS NULL OR claimed_until <= $1) \
     ORDER BY next_try_at LIMIT $3) RETURNING id, challenge_id, device_id, service, expires_at, tries";
/// The same; workers of several servers do not wait for each other's rows.
const CLAIM_POSTGRES: &str = "UPDATE outgoing_push SET claimed_until = $2, tries = tries + 1 WHERE id IN (SELECT id FROM outgoing_push \
     WHERE sent_at IS NULL AND failed_at IS NULL AND next_try_at <= $1 AND (claimed_until IS NULL OR claimed_until <= $1) \
     ORDER BY next_try_at LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING id, challenge_id, device_id, service, expires_at, tries";
const ASKED_IN: &str =
    "SELECT session_id, challenge.state, name FROM challenge JOIN device ON device.id = device_id WHERE challenge.id = $1";
const SENT: &str = "UPDATE outgoing_push SET sent_at = $3, claimed_until = NULL \
     WHERE id = $1 AND tries = $2 AND sent_at IS NULL AND failed_at IS NULL";
const FAILED: &str = "UPDATE outgoing_push SET failed_at = $3, because = $4, claimed_until = NULL \
     WHERE id = $1 AND tries = $2 AND sent_at IS NULL AND failed_at IS NULL";
const AGAIN: &str = "UPDATE outgoing_push SET next_try_at = $3, because = $4, claimed_until = NULL \
     WHERE id = $1 AND tries = $2 AND sent_at IS NULL AND failed_at IS NULL";

/// How long a worker has for one try; then another may take it.
pub const CLAIM: Duration = Duration::seconds(30);

/// Writes a challenge's notification with the next statement, if its phone has an address. `id` is random.
pub fn queue(tx: &mut Tx, id: Uuid, challenge: &Challenge) {
    // What is typed on a keypad is told to no phone.
    let Some(push) = challenge.push() else { return };
    let at = challenge.asked_at.micros();
    let values = [challenge.id.uuid(), push.device.uuid()].map(Value::from);
    let times = [at, challenge.expires_at.micros()].map(Value::from);
    tx.later(Later::any(QUEUE, [Value::from(id)].into_iter().chain(values).chain(times).collect()));
}

/// A notification that this worker sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// What the service knows it by.
    pub id: Uuid,
    /// What it tells of.
    pub challenge: ChallengeId,
    /// To which phone.
    pub device: DeviceId,
    /// Who takes it there.
    pub service: PushService,
    /// When it is of no use any more.
    pub expires_at: Timestamp,
    /// Which try this is, from one.
    pub tries: i64,
}

#[derive(FromRow)]
struct ClaimedRow {
    id: Uuid,
    challenge_id: Uuid,
    device_id: Uuid,
    service: String,
    expires_at: i64,
    tries: i64,
}

impl TryFrom<ClaimedRow> for Claimed {
    type Error = Fault;

    fn try_from(row: ClaimedRow) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id,
            challenge: row.challenge_id.into(),
            device: row.device_id.into(),
            service: PushService::from_key(&row.service).ok_or_else(|| Fault::corrupt("outgoing_push", "service", row.id))?,
            expires_at: Timestamp::from_micros(row.expires_at),
            tries: row.tries,
        })
    }
}

/// Takes up to `most` notifications whose time has come, for [`CLAIM`].
///
/// # Errors
/// When the database fails.
pub async fn claim(db: &Db, now: Timestamp, most: usize) -> Result<Vec<Claimed>, Fault> {
    // Most of the time there is none, and whoever only looks keeps nobody waiting.
    if fetch_opt!(db, (Uuid,), NEXT, now.micros()).await?.is_none() {
        return Ok(Vec::new());
    }
    let mut tx = db.write().await?;
    let claim = tx.engine().pick(CLAIM_SQLITE, CLAIM_POSTGRES);
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = fetch_all!(tx, ClaimedRow, claim, now.micros(), now.after(CLAIM).micros(), most).await?;
    tx.commit().await?;
    rows.into_iter().map(Claimed::try_from).collect()
}

/// What a notification tells of, at present.
#[derive(Debug)]
pub struct AskedIn {
    /// In which session.
    pub session: SessionId,
    /// Whether it can still be answered.
    pub open: bool,
    /// The phone's name.
    pub device: String,
}

/// The challenge of a claimed notification.
///
/// # Errors
/// When the database fails, or there is none: the row names one.
pub async fn asked_in(db: &Db, id: ChallengeId) -> Result<AskedIn, Fault> {
    let row = fetch_opt!(db, (Uuid, String, String), ASKED_IN, id.uuid()).await?;
    let (session, state, device) = row.ok_or_else(|| Fault::corrupt("challenge", "id", id))?;
    let state = ChallengeState::from_key(&state).ok_or_else(|| Fault::corrupt("challenge", "state", id))?;
    Ok(AskedIn { session: session.into(), open: state.is_open(), device })
}

/// How one try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The service has it.
    Sent,
    /// The service will not have it.
    Failed(Undelivered),
    /// It was answered or taken back meanwhile: nobody needs to be told.
    Over,
    /// It is sent again at that time.
    Again(Undelivered, Timestamp),
}

/// Writes how a try ended; `false` when another worker has taken it since.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Tx, claimed: &Claimed, end: End, now: Timestamp) -> Result<bool, Fault> {
    let (id, tries) = (claimed.id, claimed.tries);
    let changed = match end {
        End::Sent => exec!(tx, SENT, id, tries, now.micros()).await,
        End::Failed(because) => exec!(tx, FAILED, id, tries, now.micros(), Some(because.key())).await,
        End::Over => exec!(tx, FAILED, id, tries, now.micros(), None::<&str>).await,
        End::Again(because, at) => exec!(tx, AGAIN, id, tries, at.micros(), because.key()).await,
    };
    Ok(changed? == 1)
}
