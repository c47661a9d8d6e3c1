//! Moving a session to another channel (W4): the customer hangs up and writes on in the chat.
//!
//! The evidence is the session's and stays, so nobody proves anything again; the level is cut to what the new channel reaches, and
//! what was cut does not come back with the way back ([`Session::moved`]). Whoever serves the session moves it, and nobody else.

use app::desk::view::Move;
use domain::{
    agent::Agent,
    audit::{Actor, Event},
    channel::Channel,
    ids::SessionId,
    policy::Policy,
    refusal::Refusal,
    session::Session,
    time::Timestamp,
};

use super::{
    Outcome, Shared,
    record::{Recorder, changed},
    sessions,
    signals::{Known, known},
};
use crate::{
    live::Change,
    store::{kiosk, session},
};

/// By which rule, for the record.
const RULE: &str = "assurance.transfer";

/// Moves it. What is being asked is withdrawn, whatever the new channel offers: the words that the customer would sign name the
/// old one, and so does the way in which the digits reach them.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not theirs, or what [`Session::moved`] refuses; then nothing was changed.
pub async fn move_to(shared: &Shared, agent: &Agent, id: SessionId, to: Channel) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let (taken, _) = sessions::take_own(&mut tx, agent, id).await?;
    let (now, policy) = (shared.now(), shared.policies.now());
    let moved = taken.moved(&policy, to)?;
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let level = |session: &Session| session.assurance(&policy, known.signals, &known.evidence, now).level;
    let (before, after) = (level(&taken), level(&moved));
    let recorder = Recorder { shared, session: &taken, actor: Actor::Staff(agent.id()), level: before, now };
    sessions::withdraw_open(&mut tx, &recorder).await?;
    if !session::change_channel(&mut tx, &taken, &moved).await? {
        return Err(Refusal::NotFound.into());
    }
    // A kiosk is where the customer was.
    let kiosk = kiosk::let_go(&mut tx, id).await?;
    let event = Event::SessionMoved { from: taken.channel, to, before, after };
    Recorder { session: &moved, level: after, ..recorder }.write_under(&mut tx, event, RULE, policy.version).await?;
    tx.commit().await?;
    shared.live.tell_all(kiosk.map(|(kiosk, _)| Change::Kiosk(kiosk)).into_iter().chain([changed(&moved)]));
    Ok(())
}

/// Where it could be moved now, and what would become of its level there: said before anybody presses.
pub(super) fn moves(policy: &Policy, session: &Session, known: &Known, now: Timestamp) -> Vec<Move> {
    let there = Channel::all().filter_map(|to| session.moved(policy, to).ok());
    let shown = there.map(|moved| Move {
        channel: moved.channel,
        level: moved.assurance(policy, known.signals, &known.evidence, now).level,
        most: moved.most(policy),
    });
    shown.collect()
}
