//! What waits for a second person, as a supervisor reads it: enough to judge, and no more of the customer than a mask.

use app::oversight::second_person::view::{Proved, Queue, Waits};
use domain::{
    action::ActionKind,
    agent::{Staff, Supervisor},
    assurance::Level,
    customer::{Field, Seen},
    ids::{AgentId, SecondPersonId},
    policy::Policy,
    second_person::{Request, may_approve},
    time::Timestamp,
};

use super::served;
use crate::{
    services::{Outcome, Shared, signals::read_known},
    store::{customer, second_person, session, staff},
};

/// Everything that waits, the oldest first.
///
/// # Errors
/// When the database fails.
pub async fn queue(shared: &Shared, supervisor: &Supervisor) -> Outcome<Queue> {
    let now = shared.now();
    let names = staff::names(&shared.db).await?;
    let mut waits = Vec::new();
    for request in second_person::waiting(&shared.db, now).await? {
        waits.extend(one(shared, supervisor.staff(), &names, request, now).await?);
    }
    let has_passkey = !staff::read_passkeys(&shared.db, supervisor.id()).await?.is_empty();
    Ok(Queue { now, waits, has_passkey })
}

/// Which requests wait, and until when: what the floor's stream compares.
///
/// # Errors
/// When the database fails.
pub async fn waiting(shared: &Shared) -> Outcome<Vec<(SecondPersonId, Timestamp)>> {
    let waiting = second_person::waiting(&shared.db, shared.now()).await?;
    Ok(waiting.into_iter().map(|request| (request.id, request.expires_at)).collect())
}

async fn one(shared: &Shared, who: &Staff, names: &[(AgentId, String)], request: Request, now: Timestamp) -> Outcome<Option<Waits>> {
    let db = &shared.db;
    let Some(session) = session::read(db, request.session).await? else { return Ok(None) };
    let customer = customer::read(db, request.customer).await?;
    let policy = shared.policies.now();
    let known = read_known(shared, &policy, &session, now).await?;
    let level = session.assurance(&policy, known.signals, &known.evidence, now).level;
    let wrote = second_person::read_who_wrote(db, session.id).await?;
    let not_yours = may_approve(&request, who, &served(wrote)).err();
    let live = known.evidence.iter().filter(|piece| piece.is_live(now));
    let proved = live.map(|piece| Proved { method: piece.method, user_verified: piece.user_verified, at: piece.obtained_at }).collect();
    // Nobody needs the name to judge: whoever does opens the session's story, and that is in the record.
    let name = match customer.seen(Field::Name, Level::Unverified) {
        Seen::Hidden { mask, .. } | Seen::Masked { mask, .. } => mask,
        Seen::Value { .. } | Seen::Revealed { .. } | Seen::Missing => String::new(),
    };
    Ok(Some(Waits {
        id: request.id,
        action: request.request.kind(),
        value: request.request.new_value(),
        needs: request.needs,
        level,
        asked_by: names.iter().find(|(id, _)| *id == request.asked_by).map(|(_, name)| name.clone()).unwrap_or_default(),
        customer: name,
        channel: session.channel,
        because: because(&policy, request.request.kind(), &request.rule),
        rule: request.rule,
        consented: request.approval.is_some(),
        proved,
        case: session.case.as_ref().map(ToString::to_string),
        session: session.id,
        asked_at: request.asked_at,
        until: request.expires_at,
        not_yours,
    }))
}

/// Why one person is not enough, in words.
fn because(policy: &Policy, action: ActionKind, rule: &str) -> String {
    let row = policy.built_in(action);
    let when = row.when.iter().find(|when| when.rule == rule && when.needs.second_person);
    match when.and_then(|when| when.circumstances.amount_above) {
        Some(cents) => format!("Above €{}.{:02}", cents / 100, cents % 100),
        None if row.needs.second_person => "Always needs two people".to_owned(),
        None => "The policy asks for two people here".to_owned(),
    }
}
