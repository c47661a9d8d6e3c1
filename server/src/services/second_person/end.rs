//! How a request ends without anything having run. The customer's approval that it rested on ends with it: whoever wants the same again
//! asks the customer again, and cannot go from one supervisor to the next with one approval.

use domain::{
    agent::Agent,
    assurance::Level,
    audit::{Actor, Event},
    audit_log::retention::Retention,
    ids::{SecondPersonId, SessionId},
    refusal::Refusal,
    second_person::{Because, Request, State},
};

use super::super::{
    kept,
    record::{Recorder, changed},
};
use crate::{
    services::{Outcome, Shared, sessions, signals::known},
    store::{Tx, proof, second_person, session},
};

/// Takes one's own request back.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not of a session of theirs; [`Refusal::ChallengeOver`] when it was answered already.
pub async fn withdraw(shared: &Shared, agent: &Agent, session: SessionId, id: SecondPersonId) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let (taken, _) = sessions::take_own(&mut tx, agent, session).await?;
    let kept = second_person::by_id(&mut tx, id).await?.filter(|kept| kept.request.session == session).ok_or(Refusal::NotFound)?;
    let (now, policy) = (shared.now(), shared.policies.now());
    let after = kept.request.withdrawn(Because::Agent, now)?;
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
    let recorder = Recorder { shared, session: &taken, actor: Actor::Staff(agent.id()), level, now };
    over(&mut tx, &recorder, &after).await?;
    tx.commit().await?;
    shared.live.tell(changed(&taken));
    Ok(())
}

/// Ends what the session waits for, because the session itself goes no further as it was: in the caller's transaction.
pub(in super::super) async fn stop(tx: &mut Tx, recorder: &Recorder<'_>) -> Outcome<()> {
    let Some(waiting) = second_person::waiting_of_session(tx, recorder.session.id).await? else { return Ok(()) };
    match waiting.clone().withdrawn(Because::Contact, recorder.now) {
        Ok(after) => over(tx, recorder, &after).await,
        Err(_) => expire(tx, recorder, waiting).await,
    }
}

/// Writes down that the time of one is up.
pub(super) async fn expire(tx: &mut Tx, recorder: &Recorder<'_>, waiting: Request) -> Outcome<()> {
    let system = Recorder { actor: Actor::System, ..*recorder };
    over(tx, &system, &Request { state: State::Expired, ..waiting }).await
}

/// Expires every request that is overdue; says how many. What the worker calls each second.
///
/// # Errors
/// When the database fails; what was expired before stays so.
pub async fn expire_overdue(shared: &Shared) -> Outcome<usize> {
    let mut expired = 0;
    for overdue in second_person::overdue(&shared.db, shared.now()).await? {
        let mut tx = shared.db.write().await?;
        let Some((taken, _)) = session::take(&mut tx, overdue.session).await? else { continue };
        let now = shared.now();
        let kept = second_person::by_id(&mut tx, overdue.id).await?;
        let Some(waiting) = kept.map(|kept| kept.request).filter(|one| one.state == State::Waiting) else { continue };
        let recorder = Recorder { shared, session: &taken, actor: Actor::System, level: Level::Unverified, now };
        expire(&mut tx, &recorder, waiting).await?;
        tx.commit().await?;
        shared.live.tell(changed(&taken));
        expired += 1;
    }
    Ok(expired)
}

/// Ends it as `after` says, with the approval it rested on, and writes that down.
///
/// # Errors
/// [`Refusal::ChallengeOver`] when somebody ended it first.
pub(super) async fn over(tx: &mut Tx, recorder: &Recorder<'_>, after: &Request) -> Outcome<()> {
    if !second_person::end(tx, after).await? {
        return Err(Refusal::ChallengeOver.into());
    }
    if let Some(approval) = after.approval {
        proof::end_approval(tx, approval, recorder.now).await?;
    }
    let (request, action) = (after.id, after.request.kind());
    match &after.state {
        State::Denied { reason, .. } => {
            let reason = kept::reason(recorder.shared, reason, Retention::Proof)?;
            recorder.write_with(tx, Event::SecondPersonDenied { request, action }, &[reason]).await?;
        }
        State::Withdrawn { because, .. } => {
            recorder.write(tx, Event::SecondPersonWithdrawn { request, action, because: *because }).await?;
        }
        State::Expired => recorder.write(tx, Event::SecondPersonExpired { request, action }).await?,
        // Neither is an end of this kind: one waits, the other ran.
        State::Waiting | State::Approved { .. } => return Err(Refusal::ChallengeOver.into()),
    }
    Ok(())
}
