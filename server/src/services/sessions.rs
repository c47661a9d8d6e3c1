//! Opening, ending and taking over sessions.

use app::desk::view::NewSession;
use domain::{
    agent::Agent,
    assurance::Level,
    audit::{Actor, Event},
    customer::Customer,
    ids::SessionId,
    refusal::Refusal,
    session::{FrozenBecause, Session, SessionState},
};

use super::{
    Outcome, Shared, Trouble, canaries, freeze, limits, look_up,
    record::{Recorder, changed},
    second_person,
    signals::known,
    tried,
};
use crate::store::{Tx, challenge, customer, reveal, session};

/// Opens a session for the one customer with that identifier.
///
/// # Errors
/// [`Refusal::BadInput`] when nobody or more than one has it; [`Refusal::TooMany`] over the look-up budget;
/// [`Refusal::TooManyOf`] when the agent has opened many.
pub async fn open(shared: &Shared, agent: &Agent, new: NewSession) -> Outcome<SessionId> {
    let mut tx = shared.db.write().await?;
    let found = look_up::find(shared, &mut tx, agent, &new.identifier).await?;
    let Some(one) = look_up::one(&found) else {
        // The look-up stays on record and in the budget, whatever came of it.
        let told = canaries::found(shared, &mut tx, agent, &found).await?;
        tx.commit().await?;
        shared.live.tell_all(told);
        let text = if found.is_empty() {
            "No customer has exactly this. Check it with the customer; there is no search by name."
        } else {
            "Two records share this. Ask for the customer number on their last bill, and do not read any detail aloud."
        };
        return Err(Trouble::Refused(Refusal::bad_input(text)));
    };
    let now = shared.now();
    customer::hold(&mut tx, one.id).await?;
    if let Err(refused) = limits::may_open(&mut tx, &shared.policies.now().limits, agent.id(), now).await {
        let told = canaries::found(shared, &mut tx, agent, &found).await?;
        tx.commit().await?;
        shared.live.tell_all(told);
        return Err(refused);
    }
    let opened = Session {
        id: SessionId::new(now, &*shared.entropy),
        customer: one.id,
        agent: agent.id(),
        channel: new.channel,
        carried: Level::High,
        started_by: new.started_by,
        reason: new.reason,
        case: new.case,
        opened_at: now,
        state: SessionState::Open,
    };
    let recorder = recorder(shared, &opened, agent);
    session::insert(&mut tx, &opened);
    recorder.write(&mut tx, Event::SessionOpened { started_by: opened.started_by, reason: opened.reason }).await?;
    let told = tried::opened(&mut tx, &recorder).await?;
    let met = canaries::opened(shared, &mut tx, agent, opened.customer, opened.id).await?;
    tx.commit().await?;
    shared.live.tell(changed(&opened));
    shared.live.tell_all(told.into_iter().chain(met));
    Ok(opened.id)
}

/// Ends the contact. An open challenge is withdrawn; assurance dies with the session.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not theirs, [`Refusal::SessionEnded`] when it is over.
pub async fn end(shared: &Shared, agent: &Agent, id: SessionId) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let (taken, _) = take_own(&mut tx, agent, id).await?;
    let now = shared.now();
    let recorder = recorder(shared, &taken, agent);
    withdraw_open(&mut tx, &recorder).await?;
    if !session::end(&mut tx, &taken, now) {
        return Err(Trouble::Refused(Refusal::SessionEnded));
    }
    recorder.write(&mut tx, Event::SessionEnded).await?;
    tx.commit().await?;
    shared.live.tell(changed(&taken));
    Ok(())
}

/// Takes an open session over from a colleague. The evidence stays: it belongs to the session. An open challenge names
/// the colleague, so it is withdrawn.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none, or what [`Session::open`] refuses.
pub async fn take_over(shared: &Shared, agent: &Agent, id: SessionId) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let (taken, _) = session::take(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    taken.open()?;
    if taken.agent == agent.id() {
        return Ok(());
    }
    let (now, policy) = (shared.now(), shared.policies.now());
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
    let recorder = Recorder { shared, session: &taken, actor: Actor::Staff(agent.id()), level, now };
    withdraw_open(&mut tx, &recorder).await?;
    if !session::take_over(&mut tx, id, taken.agent, agent.id()).await? {
        return Err(Trouble::Refused(Refusal::NotFound));
    }
    recorder.write(&mut tx, Event::SessionTakenOver { from: taken.agent }).await?;
    // What the colleague was shown does not come back with the session, should it ever.
    reveal::hide_all(&mut tx, id, now).await?;
    let met = canaries::opened(shared, &mut tx, agent, taken.customer, id).await?;
    tx.commit().await?;
    shared.live.tell_all(met.into_iter().chain([changed(&taken)]));
    shared.live.tell(changed(&Session { agent: agent.id(), ..taken }));
    Ok(())
}

/// Freezes at once, on the agent's word alone.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not theirs, or what [`Session::open`] refuses.
pub async fn suspect_attack(shared: &Shared, agent: &Agent, id: SessionId) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let (taken, _) = take_own(&mut tx, agent, id).await?;
    taken.open()?;
    let actor = Actor::Staff(agent.id());
    let told = freeze::freeze(shared, &mut tx, taken.customer, Some(taken.id), actor, FrozenBecause::SuspectedAttack).await?;
    tx.commit().await?;
    shared.live.tell_all(told);
    Ok(())
}

/// Takes a session that is the agent's own, and its customer. Somebody else's looks like none (D02).
pub(super) async fn take_own(tx: &mut Tx, agent: &Agent, id: SessionId) -> Outcome<(Session, Customer)> {
    let taken = session::take(tx, id).await?.filter(|(session, _)| session.agent == agent.id());
    Ok(taken.ok_or(Refusal::NotFound)?)
}

/// Withdraws the session's open challenge, if there is one that can still be, and what waits for a second person.
pub(super) async fn withdraw_open(tx: &mut Tx, recorder: &Recorder<'_>) -> Outcome<()> {
    second_person::stop(tx, recorder).await?;
    let Some(open) = challenge::open_of_session(tx, recorder.session.id).await? else { return Ok(()) };
    let before = open.challenge;
    match before.clone().withdrawn(recorder.now) {
        Ok(after) => {
            if challenge::update(tx, &before, &after).await? {
                recorder.write(tx, Event::Withdrawn).await?;
            }
        }
        Err(_) => super::expire::expire(tx, recorder, &before).await?,
    }
    Ok(())
}

fn recorder<'a>(shared: &'a Shared, session: &'a Session, agent: &Agent) -> Recorder<'a> {
    Recorder { shared, session, actor: Actor::Staff(agent.id()), level: Level::Unverified, now: shared.now() }
}
