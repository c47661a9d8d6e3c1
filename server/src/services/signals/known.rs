//! What is known of a session when it is judged: what was proved in it, and which risk signals stand.

use std::{collections::HashMap, hash::BuildHasher};

use domain::{
    assurance::Evidence,
    ids::SessionId,
    policy::{Policy, SignalSet},
    session::Session,
    time::{Duration, Timestamp},
    tried::{self, Tried},
};

use super::super::Shared;
use crate::{
    fault::Fault,
    store::{
        Tx, floor, proof,
        signal::{self, Look, Seen},
    },
};

/// What is known of a session.
#[derive(Clone, Debug)]
pub struct Known {
    /// What was proved in it.
    pub evidence: Vec<Evidence>,
    /// The risk signals that stand.
    pub signals: SignalSet,
    /// What was tried before in the customer's name; whatever the policy says of it.
    pub tried: Option<Tried>,
}

/// Reads it in the transaction that judges by it.
///
/// # Errors
/// When the database fails.
pub async fn known(shared: &Shared, tx: &mut Tx, policy: &Policy, session: &Session, now: Timestamp) -> Result<Known, Fault> {
    let evidence = proof::evidence(tx, session.id).await?;
    let seen = signal::seen(tx, look(policy, session, now)).await?;
    Ok(Known { evidence, signals: standing(shared, policy, &seen, now), tried: tried_of(&seen, now) })
}

/// Reads it for showing.
///
/// # Errors
/// When the database fails.
pub async fn read_known(shared: &Shared, policy: &Policy, session: &Session, now: Timestamp) -> Result<Known, Fault> {
    let evidence = proof::read_evidence(&shared.db, session.id).await?;
    let seen = signal::read_seen(&shared.db, look(policy, session, now)).await?;
    Ok(Known { evidence, signals: standing(shared, policy, &seen, now), tried: tried_of(&seen, now) })
}

/// Reads it of every session that is not over, as [`read_known`] does of one: what was proved in each is given.
///
/// # Errors
/// When the database fails.
pub async fn read_known_of_all<S: BuildHasher>(
    shared: &Shared,
    policy: &Policy,
    sessions: &[&Session],
    mut evidence: HashMap<SessionId, Vec<Evidence>, S>,
    now: Timestamp,
) -> Result<Vec<Known>, Fault> {
    let Some(any) = sessions.first() else { return Ok(Vec::new()) };
    // How far back is looked depends on the policy alone.
    let mut seen = signal::read_seen_of_all(&shared.db, look(policy, any, now), floor::MOST).await?;
    let known = |session: &&Session| {
        let seen = seen.remove(&session.id).unwrap_or_default();
        let evidence = evidence.remove(&session.id).unwrap_or_default();
        Known { evidence, signals: standing(shared, policy, &seen, now), tried: tried_of(&seen, now) }
    };
    Ok(sessions.iter().map(known).collect())
}

/// What was tried before in the customer's name, of a session without evidence.
///
/// # Errors
/// When the database fails.
pub async fn tried(tx: &mut Tx, policy: &Policy, session: &Session, now: Timestamp) -> Result<Option<Tried>, Fault> {
    Ok(tried_of(&signal::seen(tx, look(policy, session, now)).await?, now))
}

fn tried_of(seen: &[Seen], now: Timestamp) -> Option<Tried> {
    Tried::of(seen.iter().filter(|seen| seen.kind == "agents_tried").map(|seen| seen.since), now)
}

fn look(policy: &Policy, session: &Session, now: Timestamp) -> Look {
    let longest = policy.signals().map(|(_, row)| row.stands).fold(tried::WITHIN, Duration::max);
    Look {
        customer: session.customer,
        session: session.id,
        agent: session.agent,
        since: now.before(longest),
        look_ups_since: now.before(Duration::HOUR),
        // Half of what an agent may look up at all: whoever serves one customer after the other stays below. Never none, which
        // would be many before the first.
        look_ups: policy.limits.look_ups_an_hour.div_ceil(2).max(1),
    }
}

/// Those of them that the policy in force knows and that still stand under it.
fn standing(shared: &Shared, policy: &Policy, seen: &[Seen], now: Timestamp) -> SignalSet {
    // Where methods count as soon as they are enrolled, a new phone is no news.
    let counts = |seen: &&Seen| shared.settings.seasoning.is_none() || seen.kind != "new_device";
    let found = seen.iter().filter(counts).filter_map(|seen| {
        let (ix, row) = policy.signals().find(|(_, row)| row.key == seen.kind)?;
        (seen.since <= now && now < seen.since.after(row.stands)).then_some(ix)
    });
    found.collect()
}
