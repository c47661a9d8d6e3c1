//! Runs of actions, what undoes them, the messages they send, and first outcomes of repeated presses.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    action::ActionRequest,
    ids::{AgentId, ApprovalId, CustomerId, MessageId, RunId, SessionId},
    secret::Hashed,
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_all, fetch_opt, later};
use crate::fault::Fault;

const INSERT_RUN: &str = "INSERT INTO run (id, session_id, customer_id, agent_id, approval_id, request, ran_at, told_emails, revert_until) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const RUN: &str = "SELECT id, session_id, customer_id, agent_id, approval_id, request, ran_at, told_emails, revert_until, put_back_at FROM run WHERE id = $1";
const RUN_OF_APPROVAL: &str = "SELECT id, session_id, customer_id, agent_id, approval_id, request, ran_at, told_emails, revert_until, put_back_at \
     FROM run WHERE approval_id = $1";
const RUNS_OF_CUSTOMER: &str = "SELECT id, session_id, customer_id, agent_id, approval_id, request, ran_at, told_emails, revert_until, put_back_at \
     FROM run WHERE customer_id = $1 ORDER BY ran_at DESC LIMIT 10";
const PUT_BACK: &str = "UPDATE run SET put_back_at = $2 WHERE id = $1 AND put_back_at IS NULL AND revert_until > $2";
const INSERT_LINK: &str = "INSERT INTO put_back_link (token_hash, run_id, expires_at) VALUES ($1, $2, $3)";
const LINK: &str = "SELECT run_id, expires_at FROM put_back_link WHERE token_hash = $1";
const INSERT_MESSAGE: &str =
    "INSERT INTO message (id, customer_id, run_id, recipient, subject, body, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const MESSAGES: &str = "SELECT recipient, subject, body, created_at FROM message ORDER BY created_at DESC, id DESC LIMIT 200";
const OUTCOME: &str = "SELECT request_hash, outcome FROM idempotency WHERE agent_id = $1 AND key = $2";
const KEEP_OUTCOME: &str = "INSERT INTO idempotency (agent_id, key, request_hash, outcome, at) VALUES ($1, $2, $3, $4, $5)";

/// One run of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its name.
    pub id: RunId,
    /// In which session.
    pub session: SessionId,
    /// For whom.
    pub customer: CustomerId,
    /// By whom.
    pub agent: AgentId,
    /// By which approval; none when no consent was needed.
    pub approval: Option<ApprovalId>,
    /// What ran.
    pub request: ActionRequest,
    /// When.
    pub ran_at: Timestamp,
    /// How many addresses were written to.
    pub told_emails: u32,
    /// Until when it can be put back; none when it cannot.
    pub revert_until: Option<Timestamp>,
    /// When it was put back.
    pub put_back_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct RunRow {
    id: Uuid,
    session_id: Uuid,
    customer_id: Uuid,
    agent_id: Uuid,
    approval_id: Option<Uuid>,
    request: String,
    ran_at: i64,
    told_emails: i64,
    revert_until: Option<i64>,
    put_back_at: Option<i64>,
}

impl TryFrom<RunRow> for Run {
    type Error = Fault;

    fn try_from(row: RunRow) -> Result<Self, Fault> {
        let bad = |column| Fault::corrupt("run", column, row.id);
        Ok(Self {
            id: row.id.into(),
            session: row.session_id.into(),
            customer: row.customer_id.into(),
            agent: row.agent_id.into(),
            approval: row.approval_id.map(ApprovalId::from),
            request: serde_json::from_str(&row.request).map_err(|_| bad("request"))?,
            ran_at: Timestamp::from_micros(row.ran_at),
            told_emails: u32::try_from(row.told_emails).map_err(|_| bad("told_emails"))?,
            revert_until: row.revert_until.map(Timestamp::from_micros),
            put_back_at: row.put_back_at.map(Timestamp::from_micros),
        })
    }
}

/// Writes a run; an approval runs once at most.
///
/// # Errors
/// When its request cannot be written.
pub fn insert_run(tx: &mut Tx, run: &Run) -> Result<(), Fault> {
    let request = serde_json::to_string(&run.request).map_err(|error| Fault::other("writing a run", error))?;
    later!(
        tx,
        INSERT_RUN,
        run.id.uuid(),
        run.session.uuid(),
        run.customer.uuid(),
        run.agent.uuid(),
        run.approval.map(ApprovalId::uuid),
        request.as_str(),
        run.ran_at.micros(),
        i64::from(run.told_emails),
        run.revert_until.map(Timestamp::micros),
    );
    Ok(())
}

/// The run with that id.
///
/// # Errors
/// When the database fails.
pub async fn run(tx: &mut Tx, id: RunId) -> Result<Option<Run>, Fault> {
    fetch_opt!(tx, RunRow, RUN, id.uuid()).await?.map(Run::try_from).transpose()
}

/// The same, read outside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn read_run(db: &Db, id: RunId) -> Result<Option<Run>, Fault> {
    fetch_opt!(db, RunRow, RUN, id.uuid()).await?.map(Run::try_from).transpose()
}

/// What an approval led to.
///
/// # Errors
/// When the database fails.
pub async fn run_of_approval(db: &Db, approval: ApprovalId) -> Result<Option<Run>, Fault> {
    fetch_opt!(db, RunRow, RUN_OF_APPROVAL, approval.uuid()).await?.map(Run::try_from).transpose()
}

/// A customer's last ten runs, newest first.
///
/// # Errors
/// When the database fails.
pub async fn runs_of_customer(db: &Db, customer: CustomerId) -> Result<Vec<Run>, Fault> {
    fetch_all!(db, RunRow, RUNS_OF_CUSTOMER, customer.uuid()).await?.into_iter().map(Run::try_from).collect()
}

/// Marks a run as put back, once; `false` when it was, or can no longer be.
///
/// # Errors
/// When the database fails.
pub async fn put_back(tx: &mut Tx, id: RunId, now: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, PUT_BACK, id.uuid(), now.micros()).await? == 1)
}

/// Writes a link; only its hash.
pub fn insert_link(tx: &mut Tx, token: &Hashed, run: RunId, expires_at: Timestamp) {
    later!(tx, INSERT_LINK, token.bytes().as_slice(), run.uuid(), expires_at.micros());
}

/// The run a link puts back, unless the link has expired.
///
/// # Errors
/// When the database fails.
pub async fn link(db: &Db, token: &Hashed, now: Timestamp) -> Result<Option<RunId>, Fault> {
    let row = fetch_opt!(db, (Uuid, i64), LINK, token.bytes().as_slice()).await?;
    Ok(row.filter(|(_, expires_at)| *expires_at > now.micros()).map(|(run, _)| run.into()))
}

/// A message to a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Where it goes.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// When it was written.
    pub created_at: Timestamp,
}

/// Writes a message, to be sent once this transaction is durable.
pub fn insert_message(tx: &mut Tx, id: MessageId, customer: CustomerId, run: Option<RunId>, message: &Message) {
    later!(
        tx,
        INSERT_MESSAGE,
        id.uuid(),
        customer.uuid(),
        run.map(RunId::uuid),
        message.recipient.as_str(),
        message.subject.as_str(),
        message.body.as_str(),
        message.created_at.micros(),
    );
}

/// The last 200 messages, newest first: what the demo mailbox shows.
///
/// # Errors
/// When the database fails.
pub async fn messages(db: &Db) -> Result<Vec<Message>, Fault> {
    let rows = fetch_all!(db, (String, String, String, i64), MESSAGES).await?;
    let message = |(recipient, subject, body, at)| Message { recipient, subject, body, created_at: Timestamp::from_micros(at) };
    Ok(rows.into_iter().map(message).collect())
}

/// The first outcome kept under a key, with the hash of the request it was for.
///
/// # Errors
/// When the database fails.
pub async fn outcome(tx: &mut Tx, agent: AgentId, key: &str) -> Result<Option<(Vec<u8>, String)>, Fault> {
    fetch_opt!(tx, (Vec<u8>, String), OUTCOME, agent.uuid(), key).await
}

/// Keeps the first outcome under a key. A second one would be a unique violation.
pub fn keep_outcome(tx: &mut Tx, agent: AgentId, key: &str, request: &Hashed, outcome: &str, now: Timestamp) {
    later!(tx, KEEP_OUTCOME, agent.uuid(), key, request.bytes().as_slice(), outcome, now.micros());
}
