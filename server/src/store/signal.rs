//! Risk signals: what other systems told of a customer's account, and what our own record says of it.

use std::collections::HashMap;

use sqlx::FromRow;
use uuid::Uuid;

use domain::{
    ids::{AgentId, CustomerId, SessionId, SignalId},
    time::Timestamp,
};

use super::{Db, Tx, exec, fetch_all, fetch_opt};
use crate::fault::Fault;

const INSERT: &str = "INSERT INTO risk_signal (id, customer_id, kind, source, reference, since, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
     ON CONFLICT (source, reference) DO NOTHING";
const BY_REFERENCE: &str = "SELECT id, customer_id, kind, since, withdrawn_at FROM risk_signal WHERE source = $1 AND reference = $2";
const WITHDRAW: &str = "UPDATE risk_signal SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL";
/// What was told, then what we know ourselves: the phones, the changes that can be put back, what was tried in other sessions or by
/// another agent and was answered with other digits or "no" or stopped otherwise, and how many customers this agent looked up.
const SEEN: &str = "SELECT kind, since FROM risk_signal WHERE customer_id = $1 AND since > $2 AND withdrawn_at IS NULL \
     UNION ALL SELECT 'new_device', enrolled_at FROM device WHERE customer_id = $1 AND enrolled_at > $2 \
     UNION ALL SELECT 'credential_change', ran_at FROM run WHERE customer_id = $1 AND ran_at > $2 AND revert_until IS NOT NULL \
     UNION ALL SELECT 'agents_tried', ended_at FROM challenge WHERE customer_id = $1 AND ended_at > $2 \
     AND (session_id <> $6 OR agent_id <> $3) AND state IN ('expired_tries', 'denied', 'reported') \
     UNION ALL SELECT 'agents_tried', at FROM alert WHERE customer_id = $1 AND at > $2 \
     AND because IN ('suspected_attack', 'put_back', 'not_their_contact', 'not_their_doing') \
     UNION ALL SELECT 'bulk_look_ups', MAX(at) FROM audit_entry WHERE actor_id = $3 AND event = 'looked_up' AND at > $4 HAVING COUNT(*) >= $5";
/// The same of every session that is not over, as [`SEEN`] says it of one; a test holds the two together.
const SEEN_OF_ALL: &str = "WITH here AS (SELECT id, customer_id, agent_id FROM session WHERE state IN ('open', 'frozen') ORDER BY opened_at LIMIT $1) \
     SELECT here.id AS session_id, kind, since FROM here JOIN risk_signal ON risk_signal.customer_id = here.customer_id WHERE since > $2 AND withdrawn_at IS NULL \
     UNION ALL SELECT here.id, 'new_device', enrolled_at FROM here JOIN device ON device.customer_id = here.customer_id WHERE enrolled_at > $2 \
     UNION ALL SELECT here.id, 'credential_change', ran_at FROM here JOIN run ON run.customer_id = here.customer_id \
     WHERE ran_at > $2 AND revert_until IS NOT NULL \
     UNION ALL SELECT here.id, 'agents_tried', ended_at FROM here JOIN challenge ON challenge.customer_id = here.customer_id WHERE ended_at > $2 \
     AND (challenge.session_id <> here.id OR challenge.agent_id <> here.agent_id) AND challenge.state IN ('expired_tries', 'denied', 'reported') \
     UNION ALL SELECT here.id, 'agents_tried', alert.at FROM here JOIN alert ON alert.customer_id = here.customer_id WHERE alert.at > $2 \
     AND because IN ('suspected_attack', 'put_back', 'not_their_contact', 'not_their_doing') \
     UNION ALL SELECT here.id, 'bulk_look_ups', many.at FROM here JOIN (SELECT actor_id, MAX(at) AS at FROM audit_entry \
     WHERE actor_id IN (SELECT agent_id FROM here) AND event = 'looked_up' AND at > $3 GROUP BY actor_id HAVING COUNT(*) >= $4) AS many \
     ON many.actor_id = here.agent_id";

/// A signal that was seen: the policy's key for it, and since when it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The policy's key.
    pub kind: String,
    /// Since when.
    pub since: Timestamp,
}

/// How far back it is looked, and at what.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Whose account.
    pub customer: CustomerId,
    /// In which session: what it came to itself is no news in it.
    pub session: SessionId,
    /// Who serves them.
    pub agent: AgentId,
    /// Nothing before this stands any more.
    pub since: Timestamp,
    /// From when on the agent's look-ups are counted …
    pub look_ups_since: Timestamp,
    /// … and how many of them are many.
    pub look_ups: u32,
}

/// What was told before under a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its name.
    pub id: SignalId,
    /// Of whose account.
    pub customer: CustomerId,
    /// The policy's key.
    pub kind: String,
    /// Since when.
    pub since: Timestamp,
    /// Whether it was taken back.
    pub withdrawn: bool,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    customer_id: Uuid,
    kind: String,
    since: i64,
    withdrawn_at: Option<i64>,
}

/// What a source says.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// Its name.
    pub id: SignalId,
    /// Of whose account.
    pub customer: CustomerId,
    /// The policy's key.
    pub kind: &'a str,
    /// Who tells.
    pub source: &'a str,
    /// Their own name for it.
    pub reference: &'a str,
    /// Since when.
    pub since: Timestamp,
    /// When they told.
    pub now: Timestamp,
}

/// Keeps what a source says; `false` when it said something under that reference before.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Tx, new: &New<'_>) -> Result<bool, Fault> {
    let (id, customer, since, now) = (new.id.uuid(), new.customer.uuid(), new.since.micros(), new.now.micros());
    Ok(exec!(tx, INSERT, id, customer, new.kind, new.source, new.reference, since, now).await? == 1)
}

/// What that source said under that reference.
///
/// # Errors
/// When the database fails.
pub async fn by_reference(tx: &mut Tx, source: &str, reference: &str) -> Result<Option<Told>, Fault> {
    let row = fetch_opt!(tx, Row, BY_REFERENCE, source, reference).await?;
    Ok(row.map(|row| Told {
        id: row.id.into(),
        customer: row.customer_id.into(),
        kind: row.kind,
        since: Timestamp::from_micros(row.since),
        withdrawn: row.withdrawn_at.is_some(),
    }))
}

/// Takes it back; `false` when it was already.
///
/// # Errors
/// When the database fails.
pub async fn withdraw(tx: &mut Tx, id: SignalId, now: Timestamp) -> Result<bool, Fault> {
    Ok(exec!(tx, WITHDRAW, id.uuid(), now.micros()).await? == 1)
}

/// What was seen, in the transaction that judges by it.
///
/// # Errors
/// When the database fails.
pub async fn seen(tx: &mut Tx, look: Look) -> Result<Vec<Seen>, Fault> {
    let (customer, since, agent, session) = (look.customer.uuid(), look.since.micros(), look.agent.uuid(), look.session.uuid());
    let (looked_up, many) = (look.look_ups_since.micros(), i64::from(look.look_ups));
    let rows = fetch_all!(tx, (String, i64), SEEN, customer, since, agent, looked_up, many, session).await?;
    Ok(rows.into_iter().map(read).collect())
}

/// What was seen, for showing.
///
/// # Errors
/// When the database fails.
pub async fn read_seen(db: &Db, look: Look) -> Result<Vec<Seen>, Fault> {
    let (customer, since, agent, session) = (look.customer.uuid(), look.since.micros(), look.agent.uuid(), look.session.uuid());
    let (looked_up, many) = (look.look_ups_since.micros(), i64::from(look.look_ups));
    let rows = fetch_all!(db, (String, i64), SEEN, customer, since, agent, looked_up, many, session).await?;
    Ok(rows.into_iter().map(read).collect())
}

/// What was seen of every session that is not over, the `most` that began first. Of `look` only the times and numbers count.
///
/// # Errors
/// When the database fails.
pub async fn read_seen_of_all(db: &Db, look: Look, most: u32) -> Result<HashMap<SessionId, Vec<Seen>>, Fault> {
    let (since, looked_up, many) = (look.since.micros(), look.look_ups_since.micros(), i64::from(look.look_ups));
    let mut all: HashMap<SessionId, Vec<Seen>> = HashMap::new();
    for (session, kind, since) in fetch_all!(db, (Uuid, String, i64), SEEN_OF_ALL, i64::from(most), since, looked_up, many).await? {
        all.entry(session.into()).or_default().push(read((kind, since)));
    }
    Ok(all)
}

fn read((kind, since): (String, i64)) -> Seen {
    Seen { kind, since: Timestamp::from_micros(since) }
}
