//! Showing a masked field for a while, for a reason (D03, D04).
//!
//! One transaction: the check, the count, the entry, and the look that the customer is told of on their phone. What is shown is
//! decided anew at every drawing, from these rows and the level of that moment ([`Shown`]): so nothing has to end it.

use domain::{
    agent::Agent,
    alert::AlertBecause,
    assurance::Level,
    audit::{Actor, Entry, Event, Scope},
    audit_log::retention::Retention,
    customer::{Customer, Field, Seen},
    ids::{AgentId, AlertId, EntryId, RevealId, SessionId},
    limits::Reveals,
    refusal::Refusal,
    reveal::{Reason, SHOWN_FOR, may_reveal},
    session::Session,
    time::{Duration, Timestamp},
};

use super::{
    Outcome, Shared, kept, limits,
    record::{Recorder, changed},
    sessions,
    signals::known,
};
use crate::{
    live::Change,
    store::{
        Tx,
        alert::{self, New},
        audit, reveal, staff,
    },
};

/// Shows a field of an own session for [`SHOWN_FOR`]. One that is shown already stays as it is, and counts once.
///
/// # Errors
/// [`Refusal::NotFound`] when the session is not theirs (D02), what [`Session::open`] and [`may_reveal`] refuse,
/// [`Refusal::Frozen`] when the account is, [`Refusal::BadInput`] when we hold no such value, [`Refusal::TooManyOf`] over the budget.
pub async fn reveal(shared: &Shared, agent: &Agent, id: SessionId, field: Field, reason: &Reason) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let (taken, customer) = sessions::take_own(&mut tx, agent, id).await?;
    taken.open()?;
    if customer.frozen_at.is_some() {
        return Err(Refusal::Frozen.into());
    }
    let (now, policy) = (shared.now(), shared.policies.now());
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
    may_reveal(agent, field, level)?;
    if !customer.has(field) {
        return Err(Refusal::bad_input("We hold no such value of this customer.").into());
    }
    // After the customer, as everywhere.
    staff::hold(&mut tx, agent.id()).await?;
    if reveal::showing(&mut tx, id, agent.id(), field, now).await? {
        return Ok(());
    }
    let used = limits::may_reveal(&mut tx, &policy.limits, agent.id(), now).await?;
    let new = RevealId::new(now, &*shared.entropy);
    reveal::insert(&mut tx, reveal::New { id: new, session: id, agent: agent.id(), field, at: now, until: now.after(SHOWN_FOR) });
    let recorder = Recorder { shared, session: &taken, actor: Actor::Staff(agent.id()), level, now };
    let words: Vec<_> =
        reason.words.as_ref().map(|words| kept::reason(shared, words, Retention::Contact)).transpose()?.into_iter().collect();
    recorder.write_with(&mut tx, Event::Revealed { field, because: Some(reason.because) }, &words).await?;
    let told = policy.limits.are_many(used) && many(shared, &mut tx, &taken, agent.id(), used, now).await?;
    tx.commit().await?;
    shared.live.tell_all(told.then_some(Change::Floor).into_iter().chain([changed(&taken)]));
    Ok(())
}

/// Hides a field before its time is over.
///
/// # Errors
/// [`Refusal::NotFound`] when the session is not theirs.
pub async fn hide(shared: &Shared, agent: &Agent, id: SessionId, field: Field) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let (taken, _) = sessions::take_own(&mut tx, agent, id).await?;
    reveal::hide(&mut tx, id, agent.id(), field, shared.now()).await?;
    tx.commit().await?;
    shared.live.tell(changed(&taken));
    Ok(())
}

/// Tells a supervisor of it, once an hour; says whether it did. The agent is held.
async fn many(shared: &Shared, tx: &mut Tx, session: &Session, agent: AgentId, used: Reveals, now: Timestamp) -> Outcome<bool> {
    let because = AlertBecause::ManyReveals;
    if alert::raised_of_agent_since(tx, agent, because, now.before(Duration::HOUR)).await? {
        return Ok(false);
    }
    let (id, customer) = (AlertId::new(now, &*shared.entropy), Some(session.customer));
    alert::insert_about(tx, &New { id, at: now, session: Some(session.id), customer, agent: Some(agent), because, facts: None }).await?;
    let event = Event::ManyReveals { in_an_hour: used.in_an_hour, in_a_day: used.in_a_day };
    // It is of the agent, and of no one session.
    let entry = Entry { id: EntryId::new(now, &*shared.entropy), at: now, actor: Actor::Staff(agent), scope: Scope::default(), event };
    audit::append(tx, &entry).await?;
    Ok(true)
}

/// What reasons have opened to one agent in one session.
pub(super) struct Shown(Vec<(Field, Timestamp)>);

impl Shown {
    /// Reads it.
    pub(super) async fn read(shared: &Shared, session: SessionId, agent: AgentId, now: Timestamp) -> Outcome<Self> {
        Ok(Self(reveal::shown_to(&shared.db, session, agent, now).await?))
    }

    /// What of a field an open session at that level may see.
    pub(super) fn seen(&self, customer: &Customer, field: Field, level: Level) -> Seen {
        match self.0.iter().find(|(shown, _)| *shown == field) {
            Some((_, until)) => customer.revealed(field, level, *until),
            None => customer.seen(field, level),
        }
    }
}
