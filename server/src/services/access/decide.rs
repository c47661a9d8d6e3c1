//! What people decide in a review, and its end when everything is decided.

use domain::{
    access::{Decision, Finding, Grant, LAST_ADMINISTRATOR, Standing, may_decide, may_finish, usual},
    agent::{Reviewer, Role},
    audit::{Actor, Event},
    ids::{AccessReviewId, AgentId},
    refusal::Refusal,
    time::Timestamp,
};

use super::{Outcome, Shared, Why, administrators, record, rights_changed, take_away};
use crate::{
    live::Change,
    store::{
        Tx,
        access_grant::{self, Reviewed},
        access_review::{self, Review},
        staff,
    },
};

/// Keeps a grant, or removes it at once. What was kept can be removed still; what was removed is given back by two administrators.
///
/// # Errors
/// [`Refusal::NotFound`] when there is no such review or grant; what [`may_decide`] refuses; [`Refusal::NotOpen`] when the review is over, for what
/// was removed, and for the last administrator.
pub async fn decide(shared: &Shared, by: &Reviewer, review: AccessReviewId, grant: Grant, decision: Decision) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    staff::hold_rights(&mut tx).await?;
    let review = open(&mut tx, review, now).await?;
    let reviewed = access_grant::one(&mut tx, review.id, grant).await?.ok_or(Refusal::NotFound)?;
    may_decide(by.staff(), grant)?;
    match reviewed.decided.map(|decided| decided.decision) {
        Some(before) if before == decision => return Ok(()),
        None | Some(Decision::Keep) => {}
        Some(_) => return Err(Refusal::NotOpen("It was removed. Two administrators can give it back.".to_owned()).into()),
    }
    let taken = write(shared, &mut tx, &review, Said { by: by.id(), grant, decision, now }).await?;
    tx.commit().await?;
    if taken {
        rights_changed(shared, [grant.staff]);
    } else {
        shared.live.tell(Change::Access);
    }
    Ok(())
}

/// Keeps everything that is in use and not decided yet, as far as it is this person's to decide.
///
/// # Errors
/// [`Refusal::NotFound`] when there is no such review; [`Refusal::NotOpen`] when it is over, or nothing is left to keep.
pub async fn keep_all_in_use(shared: &Shared, by: &Reviewer, review: AccessReviewId) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let review = open(&mut tx, review, now).await?;
    let all = access_grant::of_review(&mut tx, review.id).await?;
    let in_use = |one: &&Reviewed| finding(&all, one) == Finding::InUse && one.decided.is_none();
    let theirs: Vec<_> = all.iter().filter(in_use).map(|one| one.grant).filter(|grant| may_decide(by.staff(), *grant).is_ok()).collect();
    if theirs.is_empty() {
        return Err(Refusal::NotOpen("Nothing that is in use is left for you to decide.".to_owned()).into());
    }
    for grant in theirs {
        write(shared, &mut tx, &review, Said { by: by.id(), grant, decision: Decision::Keep, now }).await?;
    }
    tx.commit().await?;
    shared.live.tell(Change::Access);
    Ok(())
}

/// Ends a review in which everything is decided.
///
/// # Errors
/// [`Refusal::NotFound`] when there is no such review; [`Refusal::NotOpen`] when it is over, or not everything is decided.
pub async fn finish(shared: &Shared, by: &Reviewer, review: AccessReviewId) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    staff::hold_rights(&mut tx).await?;
    let review = open(&mut tx, review, now).await?;
    let all = access_grant::of_review(&mut tx, review.id).await?;
    may_finish(all.iter().filter(|one| one.decided.is_none()).count())?;
    if !access_review::end(&mut tx, review.id, Standing::Finished, Some(by.id()), now).await? {
        return Err(over());
    }
    let count = |wanted| all.iter().filter(|one| one.decided.as_ref().is_some_and(|decided| decided.decision == wanted)).count();
    let count = |wanted| u32::try_from(count(wanted)).unwrap_or(u32::MAX);
    let event = Event::AccessReviewEnded { review: review.id, kept: count(Decision::Keep), removed: count(Decision::Remove), lapsed: 0 };
    record(shared, &mut tx, Actor::Staff(by.id()), event, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Access);
    Ok(())
}

/// What the numbers say of one grant among all of a review.
pub(super) fn finding(all: &[Reviewed], one: &Reviewed) -> Finding {
    Finding::of(one.uses, usual_of(all, one.grant.role))
}

/// The usual number of uses of a role.
pub(super) fn usual_of(all: &[Reviewed], role: Role) -> Option<u32> {
    usual(all.iter().filter(|other| other.grant.role == role).map(|other| other.uses))
}

/// The review, while it can be decided in. Its time is up when the clock says so, whether or not that was written down.
async fn open(tx: &mut Tx, id: AccessReviewId, now: Timestamp) -> Outcome<Review> {
    let review = access_review::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if review.standing == Standing::Open && now < review.due_at { Ok(review) } else { Err(over()) }
}

fn over() -> super::super::Trouble {
    Refusal::NotOpen("This review is over.".to_owned()).into()
}

/// A decision.
struct Said {
    by: AgentId,
    grant: Grant,
    decision: Decision,
    now: Timestamp,
}

/// Writes a decision down, and takes the right away if that is what it says; whether it did.
async fn write(shared: &Shared, tx: &mut Tx, review: &Review, said: Said) -> Outcome<bool> {
    let Said { by, grant, decision, now } = said;
    let actor = Actor::Staff(by);
    let event = Event::AccessDecided { review: review.id, staff: grant.staff, role: grant.role, decision };
    let entry = record(shared, tx, actor, event, now).await?;
    if !access_grant::decide(tx, review.id, grant, (decision, Some(by)), (now, entry)).await? {
        return Err(Refusal::bad_input("Somebody else decided this meanwhile. Look at the page again.").into());
    }
    let holds = staff::active(tx, grant.staff).await?.filter(|member| member.is(grant.role));
    let Some(member) = holds.filter(|_| decision == Decision::Remove) else { return Ok(false) };
    if grant.role == Role::Administrator && administrators(tx).await?.len() <= 1 {
        return Err(Refusal::NotOpen(LAST_ADMINISTRATOR.to_owned()).into());
    }
    let reason = format!("Access review: {}", review.name);
    take_away(shared, tx, &member, grant.role, Why { actor, reason: &reason, now }).await?;
    Ok(true)
}
