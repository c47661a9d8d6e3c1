//! What answers leave: evidence and approvals.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    action::ActionHash,
    approval::Approval,
    assurance::{Evidence, Method},
    ids::{ApprovalId, ChallengeId, SessionId},
    time::Timestamp,
};

use super::{Db, Tx, audit, exec, fetch_all, fetch_opt, later};
use crate::fault::Fault;

const INSERT_EVIDENCE: &str = "INSERT INTO evidence (id, session_id, challenge_id, method, user_verified, obtained_at, expires_at, counts_from, \
     synced, asserted) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const EVIDENCE: &str = "SELECT id, method, user_verified, obtained_at, expires_at, counts_from, synced, asserted FROM evidence WHERE session_id = $1 \
     ORDER BY obtained_at DESC LIMIT 100";
const INSERT_APPROVAL: &str = "INSERT INTO approval (id, challenge_id, session_id, customer_id, device_id, request, action_hash, signed_answer, \
     user_verified, approved_at, expires_at, used_at, method) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const APPROVAL: &str = "SELECT id, challenge_id, session_id, customer_id, device_id, request, action_hash, signed_answer, user_verified, \
     approved_at, expires_at, used_at, method FROM approval WHERE challenge_id = $1";
const WAITING: &str = "SELECT challenge_id FROM approval WHERE session_id = $1 AND used_at IS NULL AND expires_at > $2 \
     ORDER BY approved_at DESC LIMIT 1";
/// It waits for a second person as long as they can answer.
const KEEP_APPROVAL: &str = "UPDATE approval SET expires_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at < $2";
const END_APPROVAL: &str = "UPDATE approval SET expires_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2";
const APPROVAL_BY_ID: &str = "SELECT id, challenge_id, session_id, customer_id, device_id, request, action_hash, signed_answer, user_verified, \
     approved_at, expires_at, used_at, method FROM approval WHERE id = $1";
const USE_APPROVAL: &str = "UPDATE approval SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2";

#[derive(FromRow)]
pub(super) struct EvidenceRow {
    id: Uuid,
    method: String,
    user_verified: bool,
    obtained_at: i64,
    expires_at: i64,
    counts_from: i64,
    synced: bool,
    asserted: Option<i64>,
}

impl TryFrom<EvidenceRow> for Evidence {
    type Error = Fault;

    fn try_from(row: EvidenceRow) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id.into(),
            method: Method::from_key(&row.method).ok_or_else(|| Fault::corrupt("evidence", "method", row.id))?,
            user_verified: row.user_verified,
            synced: row.synced,
            asserted: row.asserted.and_then(audit::level),
            obtained_at: Timestamp::from_micros(row.obtained_at),
            expires_at: Timestamp::from_micros(row.expires_at),
            counts_from: Timestamp::from_micros(row.counts_from),
        })
    }
}

/// Writes a piece of evidence; one challenge leaves one at most.
pub fn insert_evidence(tx: &mut Tx, session: SessionId, challenge: ChallengeId, evidence: &Evidence) {
    later!(
        tx,
        INSERT_EVIDENCE,
        evidence.id.uuid(),
        session.uuid(),
        challenge.uuid(),
        evidence.method.key(),
        evidence.user_verified,
        evidence.obtained_at.micros(),
        evidence.expires_at.micros(),
        evidence.counts_from.micros(),
        evidence.synced,
        evidence.asserted.map(|level| i64::from(level.rank())),
    );
}

/// A session's evidence, newest first, live or not.
///
/// # Errors
/// When the database fails.
pub async fn evidence(tx: &mut Tx, session: SessionId) -> Result<Vec<Evidence>, Fault> {
    fetch_all!(tx, EvidenceRow, EVIDENCE, session.uuid()).await?.into_iter().map(Evidence::try_from).collect()
}

/// The same, read outside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn read_evidence(db: &Db, session: SessionId) -> Result<Vec<Evidence>, Fault> {
    fetch_all!(db, EvidenceRow, EVIDENCE, session.uuid()).await?.into_iter().map(Evidence::try_from).collect()
}

#[derive(FromRow)]
struct ApprovalRow {
    id: Uuid,
    challenge_id: Uuid,
    session_id: Uuid,
    customer_id: Uuid,
    device_id: Uuid,
    request: String,
    action_hash: Vec<u8>,
    signed_answer: String,
    user_verified: bool,
    approved_at: i64,
    expires_at: i64,
    used_at: Option<i64>,
    method: String,
}

impl TryFrom<ApprovalRow> for Approval {
    type Error = Fault;

    fn try_from(row: ApprovalRow) -> Result<Self, Fault> {
        let bad = |column| Fault::corrupt("approval", column, row.id);
        let hash: [u8; 32] = row.action_hash.as_slice().try_into().map_err(|_| bad("action_hash"))?;
        Ok(Self {
            id: row.id.into(),
            challenge: row.challenge_id.into(),
            session: row.session_id.into(),
            customer: row.customer_id.into(),
            method: Method::from_key(&row.method).ok_or_else(|| bad("method"))?,
            device: row.device_id.into(),
            request: serde_json::from_str(&row.request).map_err(|_| bad("request"))?,
            action_hash: ActionHash::from_bytes(hash),
            signed_answer: row.signed_answer,
            user_verified: row.user_verified,
            approved_at: Timestamp::from_micros(row.approved_at),
            expires_at: Timestamp::from_micros(row.expires_at),
            used_at: row.used_at.map(Timestamp::from_micros),
        })
    }
}

/// Writes an approval, used already or not; one challenge leaves one at most.
///
/// # Errors
/// When its request cannot be written.
pub fn insert_approval(tx: &mut Tx, approval: &Approval) -> Result<(), Fault> {
    let request = serde_json::to_string(&approval.request).map_err(|error| Fault::other("writing an approval", error))?;
    later!(
        tx,
        INSERT_APPROVAL,
        approval.id.uuid(),
        approval.challenge.uuid(),
        approval.session.uuid(),
        approval.customer.uuid(),
        approval.device.uuid(),
        request.as_str(),
        approval.action_hash.bytes().as_slice(),
        approval.signed_answer.as_str(),
        approval.user_verified,
        approval.approved_at.micros(),
        approval.expires_at.micros(),
        approval.used_at.map(Timestamp::micros),
        approval.method.key(),
    );
    Ok(())
}

/// What the answer to a challenge approved.
///
/// # Errors
/// When the database fails.
pub async fn approval(tx: &mut Tx, challenge: ChallengeId) -> Result<Option<Approval>, Fault> {
    fetch_opt!(tx, ApprovalRow, APPROVAL, challenge.uuid()).await?.map(Approval::try_from).transpose()
}

/// The same, read outside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn read_approval(db: &Db, challenge: ChallengeId) -> Result<Option<Approval>, Fault> {
    fetch_opt!(db, ApprovalRow, APPROVAL, challenge.uuid()).await?.map(Approval::try_from).transpose()
}

/// The challenge whose approval in this session can still be used, the newest if there are several.
///
/// # Errors
/// When the database fails.
pub async fn read_waiting(db: &Db, session: SessionId, now: Timestamp) -> Result<Option<ChallengeId>, Fault> {
    let found = fetch_opt!(db, (Uuid,), WAITING, session.uuid(), now.micros()).await?;
    Ok(found.map(|(challenge,)| challenge.into()))
}

/// The approval with that id.
///
/// # Errors
/// When the database fails.
pub async fn approval_by_id(tx: &mut Tx, id: ApprovalId) -> Result<Option<Approval>, Fault> {
    fetch_opt!(tx, ApprovalRow, APPROVAL_BY_ID, id.uuid()).await?.map(Approval::try_from).transpose()
}

/// Makes an approval that was not used last until then, if it would not.
///
/// # Errors
/// When the database fails.
pub async fn keep_approval(tx: &mut Tx, id: ApprovalId, until: Timestamp) -> Result<(), Fault> {
    exec!(tx, KEEP_APPROVAL, id.uuid(), until.micros()).await.map(drop)
}

/// Ends an approval that was not used.
///
/// # Errors
/// When the database fails.
pub async fn end_approval(tx: &mut Tx, id: ApprovalId, now: Timestamp) -> Result<(), Fault> {
    exec!(tx, END_APPROVAL, id.uuid(), now.micros()).await.map(drop)
}

/// Uses an approval up, once; `false` when it was used or is too old.
///
/// # Errors
/// When the database fails.
pub async fn use_approval(tx: &mut Tx, id: ApprovalId, now: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, USE_APPROVAL, id.uuid(), now.micros()).await? == 1)
}
