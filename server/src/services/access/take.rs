//! Taking a right away: one person's word, and it acts at once.

use domain::{
    access::{Decision, Grant, may_take},
    agent::Administrator,
    audit::{Actor, Event},
    refusal::Refusal,
    text::ShownText,
};

use super::{Outcome, Shared, Why, administrators, record, rights_changed, take_away};
use crate::store::{access_grant, access_review, staff};

/// Takes a role from somebody else. In a review that is under way it counts as decided.
///
/// # Errors
/// [`Refusal::NotFound`]; what [`may_take`] refuses.
pub async fn take(shared: &Shared, by: &Administrator, grant: Grant, reason: &ShownText) -> Outcome<()> {
    let (now, actor) = (shared.now(), Actor::Staff(by.id()));
    let mut tx = shared.db.write().await?;
    staff::hold_rights(&mut tx).await?;
    let member = staff::active(&mut tx, grant.staff).await?.ok_or(Refusal::NotFound)?;
    let left = administrators(&mut tx).await?.len();
    may_take(by, &member, grant.role, left)?;
    take_away(shared, &mut tx, &member, grant.role, Why { actor, reason: reason.as_str(), now }).await?;
    if let Some(review) = access_review::open(&mut tx).await?
        && access_grant::one(&mut tx, review.id, grant).await?.is_some()
    {
        let event = Event::AccessDecided { review: review.id, staff: grant.staff, role: grant.role, decision: Decision::Remove };
        let entry = record(shared, &mut tx, actor, event, now).await?;
        // Removed before and given back since: the first decision stands.
        access_grant::decide(&mut tx, review.id, grant, (Decision::Remove, Some(by.id())), (now, entry)).await?;
    }
    tx.commit().await?;
    rights_changed(shared, [grant.staff]);
    Ok(())
}
