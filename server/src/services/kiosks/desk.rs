//! Which kiosk a session is on: the agent says so, and it is on record.

use app::desk::view::AtKiosk;
use domain::{
    agent::Agent,
    audit::{Actor, Event},
    channel::Conveyed,
    ids::{KioskId, SessionId},
    refusal::Refusal,
    session::{Session, SessionState},
};

use super::{
    super::{
        Outcome, Shared,
        record::{Recorder, changed},
        sessions,
        signals::known,
    },
    set_up::row,
};
use crate::{
    live::Change,
    store::{Tx, kiosk},
};

/// Puts a session on a kiosk, and takes it from any other.
///
/// # Errors
/// [`Refusal::NotFound`] when the session is not theirs or there is no such kiosk; [`Refusal::BadInput`] when the session is not at a
/// kiosk, or a customer is asked something there now.
pub async fn choose(shared: &Shared, agent: &Agent, session: SessionId, id: KioskId) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let (taken, _) = sessions::take_own(&mut tx, agent, session).await?;
    taken.open()?;
    if !is_at_one(&taken) {
        return Err(Refusal::bad_input("This customer is not at a kiosk. Move the session to that channel first.").into());
    }
    let before = kiosk::let_go(&mut tx, session).await?;
    let Some(name) = kiosk::take(&mut tx, id, session, now).await? else {
        drop(tx);
        let there = kiosk::all(&shared.db, now).await?.into_iter().any(|one| one.id == id);
        let busy = Refusal::bad_input("A customer of a colleague is asked something at that kiosk now. Choose another, or wait.");
        return Err(if there { busy } else { Refusal::NotFound }.into());
    };
    write(shared, &mut tx, agent, &taken, Event::KioskChosen { kiosk: name }).await?;
    tx.commit().await?;
    shared.live.tell_all(before.map(|(id, _)| Change::Kiosk(id)).into_iter().chain([Change::Kiosk(id), changed(&taken)]));
    Ok(())
}

/// Takes a session from its kiosk. Twice is the same as once.
///
/// # Errors
/// [`Refusal::NotFound`] when the session is not theirs.
pub async fn let_go(shared: &Shared, agent: &Agent, session: SessionId) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let (taken, _) = sessions::take_own(&mut tx, agent, session).await?;
    let Some((id, name)) = kiosk::let_go(&mut tx, session).await? else { return Ok(()) };
    write(shared, &mut tx, agent, &taken, Event::KioskLetGo { kiosk: name }).await?;
    tx.commit().await?;
    shared.live.tell_all([Change::Kiosk(id), changed(&taken)]);
    Ok(())
}

async fn write(shared: &Shared, tx: &mut Tx, agent: &Agent, session: &Session, event: Event) -> Outcome<()> {
    let (now, policy) = (shared.now(), shared.policies.now());
    let known = known(shared, tx, &policy, session, now).await?;
    let level = session.assurance(&policy, known.signals, &known.evidence, now).level;
    Ok(Recorder { shared, session, actor: Actor::Staff(agent.id()), level, now }.write(tx, event).await?)
}

/// What a session's page shows of kiosks; nothing where the customer is at none.
pub(in crate::services) async fn at_the_desk(shared: &Shared, session: &Session) -> Outcome<Option<AtKiosk>> {
    if session.state != SessionState::Open || !is_at_one(session) {
        return Ok(None);
    }
    let now = shared.now();
    let (mut on, mut others) = (None, Vec::new());
    for listed in kiosk::all(&shared.db, now).await? {
        if listed.session == Some(session.id) {
            on = Some(row(listed, now));
        } else {
            others.push(row(listed, now));
        }
    }
    Ok(Some(AtKiosk { on, others }))
}

fn is_at_one(session: &Session) -> bool {
    session.channel.rule().conveyed == Conveyed::OnKiosk
}
