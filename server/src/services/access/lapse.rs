//! A review's day has come: what nobody decided over is taken away.

use domain::{
    access::{Decision, Standing, lapse},
    agent::{Role, Staff},
    audit::{Actor, Event},
    ids::{AccessReviewId, AgentId},
    time::Timestamp,
};

use super::{Outcome, Shared, Why, administrators, record, rights_changed, take_away};
use crate::store::{Tx, access_grant, access_review, staff};

/// Ends every review that is due, and takes away what is undecided in it; says how many. What the worker calls each second, and a starting server
/// before it lets anybody in: so nothing outlives its day because nobody served that day. Of two servers one does it.
///
/// # Errors
/// When the database fails; a review that was ended before stays so.
pub async fn lapse_due(shared: &Shared) -> Outcome<usize> {
    let mut ended = 0;
    for id in access_review::due(&shared.db, shared.now()).await? {
        ended += usize::from(end(shared, id, shared.now()).await?);
    }
    Ok(ended)
}

async fn end(shared: &Shared, id: AccessReviewId, now: Timestamp) -> Outcome<bool> {
    let mut tx = shared.db.write().await?;
    staff::hold_rights(&mut tx).await?;
    if !access_review::end(&mut tx, id, Standing::Lapsed, None, now).await? {
        return Ok(false);
    }
    let all = access_grant::of_review(&mut tx, id).await?;
    let undecided: Vec<_> = all.iter().filter(|one| one.decided.is_none()).map(|one| (one.grant, one.last_used)).collect();
    let administrators = administrators(&mut tx).await?;
    let mut whose = Vec::new();
    let mut lapsed = 0;
    for (grant, decision) in lapse(&undecided, &administrators) {
        let event = Event::AccessDecided { review: id, staff: grant.staff, role: grant.role, decision };
        let entry = record(shared, &mut tx, Actor::System, event, now).await?;
        access_grant::decide(&mut tx, id, grant, (decision, None), (now, entry)).await?;
        if decision == Decision::Lapsed {
            lapsed += 1;
            let holds = staff::active(&mut tx, grant.staff).await?.filter(|member| member.is(grant.role));
            whose.extend(go(shared, &mut tx, holds, grant.role, now).await?);
        }
    }
    let count = |wanted| all.iter().filter(|one| one.decided.as_ref().is_some_and(|decided| decided.decision == wanted)).count();
    let count = |wanted| u32::try_from(count(wanted)).unwrap_or(u32::MAX);
    let event = Event::AccessReviewEnded { review: id, kept: count(Decision::Keep), removed: count(Decision::Remove), lapsed };
    record(shared, &mut tx, Actor::System, event, now).await?;
    tx.commit().await?;
    rights_changed(shared, whose);
    Ok(true)
}

/// Takes the role from whoever still holds it.
async fn go(shared: &Shared, tx: &mut Tx, holds: Option<Staff>, role: Role, now: Timestamp) -> Outcome<Option<AgentId>> {
    let Some(member) = holds else { return Ok(None) };
    let why = Why { actor: Actor::System, reason: "Nobody decided over it before the review was due", now };
    take_away(shared, tx, &member, role, why).await?;
    Ok(Some(member.id))
}
