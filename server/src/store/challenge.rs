//! Challenges. Every update repeats the state it expects, so that of two at once only one wins.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    action::ActionHash,
    agent::Staff,
    assurance::Method,
    challenge::{Challenge, ChallengeState, Code, EntryNumber, Link, Means, Prompt, Push, Typed},
    ids::{ChallengeId, CustomerId, DeviceId, PasskeyId, SessionId},
    secret::Hashed,
    time::Timestamp,
};

use super::{Db, Tx, device::Signer, exec, fetch_all, fetch_opt, later, staff};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO challenge (id, session_id, customer_id, agent_id, device_id, request, action_hash, prompt, code, \
     needs_user_verification, state, tries_left, asked_at, expires_at, method, entry_number, link_hash) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
const BY_ID: &str = "SELECT id, session_id, customer_id, agent_id, device_id, request, action_hash, prompt, code, needs_user_verification, state, \
     tries_left, asked_at, delivered_at, opened_at, ended_at, expires_at, method, entry_number, link_hash FROM challenge WHERE id = $1";
const OPEN_OF_SESSION: &str = "SELECT id, session_id, customer_id, agent_id, device_id, request, action_hash, prompt, code, needs_user_verification, \
     state, tries_left, asked_at, delivered_at, opened_at, ended_at, expires_at, method, entry_number, link_hash FROM challenge \
     WHERE session_id = $1 AND state IN ('pending', 'delivered', 'opened')";
const OPEN_OF_DEVICE: &str = "SELECT id, session_id, customer_id, agent_id, device_id, request, action_hash, prompt, code, needs_user_verification, \
     state, tries_left, asked_at, delivered_at, opened_at, ended_at, expires_at, method, entry_number, link_hash FROM challenge \
     WHERE customer_id = $1 AND device_id = $2 AND state IN ('pending', 'delivered', 'opened') AND expires_at > $3 ORDER BY asked_at LIMIT 5";
const OVERDUE: &str = "SELECT id, session_id, customer_id, agent_id, device_id, request, action_hash, prompt, code, needs_user_verification, state, \
     tries_left, asked_at, delivered_at, opened_at, ended_at, expires_at, method, entry_number, link_hash FROM challenge \
     WHERE state IN ('pending', 'delivered', 'opened') AND expires_at <= $1 ORDER BY expires_at LIMIT 100";
const OPEN_OF_ENTRY: &str = "SELECT id, session_id, customer_id, agent_id, device_id, request, action_hash, prompt, code, needs_user_verification, \
     state, tries_left, asked_at, delivered_at, opened_at, ended_at, expires_at, method, entry_number, link_hash FROM challenge \
     WHERE entry_number = $1 AND state IN ('pending', 'delivered', 'opened')";
/// The link of the agent's page, or that of the kiosk's.
const BY_LINK: &str = "SELECT id, session_id, customer_id, agent_id, device_id, request, action_hash, prompt, code, needs_user_verification, \
     state, tries_left, asked_at, delivered_at, opened_at, ended_at, expires_at, method, entry_number, link_hash FROM challenge \
     WHERE link_hash = $1 OR kiosk_link_hash = $1";
const LATEST_OF_SESSION: &str = "SELECT id, session_id, customer_id, agent_id, device_id, request, action_hash, prompt, code, needs_user_verification, \
     state, tries_left, asked_at, delivered_at, opened_at, ended_at, expires_at, method, entry_number, link_hash FROM challenge \
     WHERE session_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 1";
const ANSWERED_BY: &str = "UPDATE challenge SET passkey_id = $2 WHERE id = $1 AND passkey_id IS NULL";
const UPDATE: &str = "UPDATE challenge SET state = $4, tries_left = $5, delivered_at = $6, opened_at = $7, ended_at = $8 \
     WHERE id = $1 AND state = $2 AND tries_left = $3";
const PAST: &str = "SELECT asked_at, (SELECT MAX(ended_at) FROM challenge WHERE customer_id = $1 AND asked_at > $2 AND state = 'answered' \
     AND method = 'push') AS approved FROM challenge WHERE customer_id = $1 AND asked_at > $2 AND state <> 'answered' AND method = 'push' \
     ORDER BY asked_at DESC LIMIT 1000";
const TO_ANSWER: &str = "SELECT challenge.id, session_id, challenge.customer_id, challenge.agent_id, device_id, request, action_hash, prompt, code, \
     needs_user_verification, challenge.state, tries_left, asked_at, delivered_at, challenge.opened_at, challenge.ended_at, expires_at, method, entry_number, link_hash, \
     device.id AS signer_id, device.customer_id AS signer_customer, device.public_key AS signer_key, device.state AS signer_state, device.failures AS signer_failures, \
     staff.id AS staff_id, staff.number AS staff_number, staff.name AS staff_name, staff.roles AS staff_roles FROM challenge \
     JOIN device ON device.id = device_id JOIN session ON session.id = session_id \
     LEFT JOIN staff ON staff.id = session.agent_id AND staff.state = 'active' WHERE challenge.id = $1";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    session_id: Uuid,
    customer_id: Uuid,
    agent_id: Uuid,
    device_id: Option<Uuid>,
    request: Option<String>,
    action_hash: Vec<u8>,
    prompt: String,
    code: Option<String>,
    needs_user_verification: bool,
    state: String,
    tries_left: i64,
    asked_at: i64,
    delivered_at: Option<i64>,
    opened_at: Option<i64>,
    ended_at: Option<i64>,
    expires_at: i64,
    method: String,
    entry_number: Option<String>,
    link_hash: Option<Vec<u8>>,
}

/// A challenge with the words its phone shows.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The challenge.
    pub challenge: Challenge,
    /// The words.
    pub prompt: Prompt,
}

impl TryFrom<Row> for Asked {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Self, Fault> {
        let bad = |column| Fault::corrupt("challenge", column, row.id);
        let prompt: Prompt = serde_json::from_str(&row.prompt).map_err(|_| bad("prompt"))?;
        let hash: [u8; 32] = row.action_hash.as_slice().try_into().map_err(|_| bad("action_hash"))?;
        let challenge = Challenge {
            id: row.id.into(),
            session: row.session_id.into(),
            customer: row.customer_id.into(),
            agent: row.agent_id.into(),
            means: row.means().ok_or_else(|| bad("method"))?,
            request: row.request.as_deref().map(serde_json::from_str).transpose().map_err(|_| bad("request"))?,
            action_hash: ActionHash::from_bytes(hash),
            shown_text: prompt.text(),
            state: ChallengeState::from_key(&row.state).ok_or_else(|| bad("state"))?,
            tries_left: u8::try_from(row.tries_left).map_err(|_| bad("tries_left"))?,
            asked_at: Timestamp::from_micros(row.asked_at),
            delivered_at: row.delivered_at.map(Timestamp::from_micros),
            opened_at: row.opened_at.map(Timestamp::from_micros),
            ended_at: row.ended_at.map(Timestamp::from_micros),
            expires_at: Timestamp::from_micros(row.expires_at),
        };
        Ok(Self { challenge, prompt })
    }
}

impl Row {
    /// How it asks; `None` when a column that the method has is not there or does not fit.
    fn means(&self) -> Option<Means> {
        match Method::from_key(&self.method)? {
            Method::Push => Some(Means::Push(Push {
                device: self.device_id?.into(),
                code: Code::parse(self.code.as_deref()?).ok()?,
                needs_user_verification: self.needs_user_verification,
            })),
            Method::Pin => Some(Means::Pin(match self.entry_number.as_deref() {
                Some(entry) => Typed::Keypad(EntryNumber::parse(entry).ok()?),
                None => Typed::Page(self.link()?),
            })),
            Method::Passkey => self.link().map(Means::Passkey),
            Method::Totp => self.link().map(Means::Totp),
            _ => None,
        }
    }

    fn link(&self) -> Option<Link> {
        let hash: [u8; 32] = self.link_hash.as_deref()?.try_into().ok()?;
        Some(Link::new(Hashed::from_bytes(hash)))
    }
}

/// Writes a new challenge. A second open one of the same session would be a unique violation.
///
/// # Errors
/// When its words cannot be written.
pub fn insert(tx: &mut Tx, asked: &Asked) -> Result<(), Fault> {
    let challenge = &asked.challenge;
    let push = challenge.push();
    let wrong = |error| Fault::other("writing a challenge", error);
    let request = challenge.request.as_ref().map(serde_json::to_string).transpose().map_err(wrong)?;
    let prompt = serde_json::to_string(&asked.prompt).map_err(wrong)?;
    later!(
        tx,
        INSERT,
        challenge.id.uuid(),
        challenge.session.uuid(),
        challenge.customer.uuid(),
        challenge.agent.uuid(),
        push.map(|push| push.device.uuid()),
        request.as_deref(),
        challenge.action_hash.bytes().as_slice(),
        prompt.as_str(),
        push.map(|push| push.code.expose()),
        challenge.means.needs_user_verification(),
        challenge.state.key(),
        i64::from(challenge.tries_left),
        challenge.asked_at.micros(),
        challenge.expires_at.micros(),
        challenge.means.method().key(),
        challenge.entry().map(EntryNumber::as_str),
        challenge.means.link().map(|link| link.hash().bytes().as_slice()),
    );
    Ok(())
}

/// The challenge with that id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(tx: &mut Tx, id: ChallengeId) -> Result<Option<Asked>, Fault> {
    fetch_opt!(tx, Row, BY_ID, id.uuid()).await?.map(Asked::try_from).transpose()
}

/// The same, read outside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn read(db: &Db, id: ChallengeId) -> Result<Option<Asked>, Fault> {
    fetch_opt!(db, Row, BY_ID, id.uuid()).await?.map(Asked::try_from).transpose()
}

/// The session's open challenge, if there is one. It may be past its time.
///
/// # Errors
/// When the database fails.
pub async fn open_of_session(tx: &mut Tx, session: SessionId) -> Result<Option<Asked>, Fault> {
    fetch_opt!(tx, Row, OPEN_OF_SESSION, session.uuid()).await?.map(Asked::try_from).transpose()
}

/// The same, read outside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn read_open_of_session(db: &Db, session: SessionId) -> Result<Option<Asked>, Fault> {
    fetch_opt!(db, Row, OPEN_OF_SESSION, session.uuid()).await?.map(Asked::try_from).transpose()
}

/// What the session asked last, whatever became of it.
///
/// # Errors
/// When the database fails.
pub async fn read_latest_of_session(db: &Db, session: SessionId) -> Result<Option<Asked>, Fault> {
    fetch_opt!(db, Row, LATEST_OF_SESSION, session.uuid()).await?.map(Asked::try_from).transpose()
}

/// What a phone can answer now, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn open_of_device(db: &Db, customer: CustomerId, device: DeviceId, now: Timestamp) -> Result<Vec<Asked>, Fault> {
    fetch_all!(db, Row, OPEN_OF_DEVICE, customer.uuid(), device.uuid(), now.micros()).await?.into_iter().map(Asked::try_from).collect()
}

/// The open challenge whose entry has that number. It may be past its time.
///
/// # Errors
/// When the database fails.
pub async fn open_of_entry(db: &Db, entry: &EntryNumber) -> Result<Option<Asked>, Fault> {
    fetch_opt!(db, Row, OPEN_OF_ENTRY, entry.as_str()).await?.map(Asked::try_from).transpose()
}

/// The challenge that this link opens, whatever became of it.
///
/// # Errors
/// When the database fails.
pub async fn by_link(db: &Db, link: &Hashed) -> Result<Option<Asked>, Fault> {
    fetch_opt!(db, Row, BY_LINK, link.bytes().as_slice()).await?.map(Asked::try_from).transpose()
}

/// Keeps which passkey answered it.
///
/// # Errors
/// When the database fails.
pub async fn answered_by(tx: &mut Tx, id: ChallengeId, passkey: PasskeyId) -> Result<(), Fault> {
    exec!(tx, ANSWERED_BY, id.uuid(), passkey.uuid()).await.map(drop)
}

/// Open challenges whose time is up, 100 at most.
///
/// # Errors
/// When the database fails.
pub async fn overdue(db: &Db, now: Timestamp) -> Result<Vec<Asked>, Fault> {
    fetch_all!(db, Row, OVERDUE, now.micros()).await?.into_iter().map(Asked::try_from).collect()
}

/// A transition, written at once (`exec`) or with the next statement (`later`).
macro_rules! transition {
    ($write:ident, $tx:expr, $before:expr, $after:expr) => {
        $write!(
            $tx,
            UPDATE,
            $before.id.uuid(),
            $before.state.key(),
            i64::from($before.tries_left),
            $after.state.key(),
            i64::from($after.tries_left),
            $after.delivered_at.map(Timestamp::micros),
            $after.opened_at.map(Timestamp::micros),
            $after.ended_at.map(Timestamp::micros),
        )
    };
}

/// Writes a transition; `false` when the challenge was no longer as `before` says.
///
/// # Errors
/// When the database fails.
pub async fn update(tx: &mut Tx, before: &Challenge, after: &Challenge) -> Result<bool, Fault> {
    Ok(transition!(exec, tx, before, after).await? == 1)
}

/// Writes a transition of a challenge that was read in this transaction, after its session was taken: nobody else can have
/// changed it, and if somebody has, the transaction is lost.
pub fn change(tx: &mut Tx, before: &Challenge, after: &Challenge) {
    transition!(later, tx, before, after);
}

/// What a customer was asked before, in all sessions, as far as it decides whether they may be asked now.
#[derive(Debug)]
pub struct Past {
    /// When each was asked that was not approved, newest first.
    pub unapproved: Vec<Timestamp>,
    /// When they last approved one. Nobody asks where there is no other.
    pub approved: Option<Timestamp>,
}

/// What a customer was asked since then.
///
/// # Errors
/// When the database fails.
pub async fn past(tx: &mut Tx, customer: CustomerId, since: Timestamp) -> Result<Past, Fault> {
    let rows = fetch_all!(tx, (i64, Option<i64>), PAST, customer.uuid(), since.micros()).await?;
    let approved = rows.first().and_then(|(_, approved)| *approved).map(Timestamp::from_micros);
    Ok(Past { unapproved: rows.into_iter().map(|(asked, _)| Timestamp::from_micros(asked)).collect(), approved })
}

#[derive(FromRow)]
struct ToAnswerRow {
    #[sqlx(flatten)]
    asked: Row,
    signer_id: Uuid,
    signer_customer: Uuid,
    signer_key: Vec<u8>,
    signer_state: String,
    signer_failures: i64,
    staff_id: Option<Uuid>,
    staff_number: Option<i64>,
    staff_name: Option<String>,
    staff_roles: Option<String>,
}

/// A challenge with what decides about its answer.
#[derive(Debug)]
pub struct ToAnswer {
    /// The challenge.
    pub challenge: Challenge,
    /// What its phone signs with.
    pub signer: Signer,
    /// Whether the phone was disabled after too many wrong digits.
    pub disabled: bool,
    /// Wrong digits in a row on this phone.
    pub failures: i64,
    /// Whoever serves the session, if they are still active.
    pub agent: Option<Staff>,
}

/// The challenge with that id, to answer it.
///
/// # Errors
/// When the database fails.
pub async fn to_answer(tx: &mut Tx, id: ChallengeId) -> Result<Option<ToAnswer>, Fault> {
    let Some(row) = fetch_opt!(tx, ToAnswerRow, TO_ANSWER, id.uuid()).await? else { return Ok(None) };
    let challenge = Asked::try_from(row.asked)?.challenge;
    let staff = row.staff_id.zip(row.staff_number).zip(row.staff_name).zip(row.staff_roles);
    let staff = staff.map(|(((id, number), name), roles)| staff::Row { id, number, name, roles });
    Ok(Some(ToAnswer {
        signer: Signer { id: row.signer_id.into(), customer: row.signer_customer.into(), public_key: row.signer_key },
        disabled: row.signer_state != "active",
        failures: row.signer_failures,
        agent: staff.map(Staff::try_from).transpose()?,
        challenge,
    }))
}
