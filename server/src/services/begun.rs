//! The customer has begun to answer: they are at the keypad, or behind the link.

use domain::{
    audit::{Actor, Event},
    challenge::Challenge,
    ids::CustomerId,
    refusal::Refusal,
};

use super::{
    Outcome, Shared,
    links::again,
    record::{Recorder, changed},
    signals::known,
};
use crate::store::{challenge, session};

/// Writes it down and tells the agent. A second report of the same changes nothing.
///
/// # Errors
/// [`Refusal::ChallengeOver`] when it is asked for no more; what [`domain::session::Session::open`] refuses.
pub(super) async fn begun(shared: &Shared, asked: &Challenge, actor: fn(CustomerId) -> Actor, event: Event) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let (taken, customer) = session::take(&mut tx, asked.session).await?.ok_or(Refusal::ChallengeOver)?;
    taken.open()?;
    let before = again(&mut tx, asked).await?;
    let now = shared.now();
    let after = before.clone().opened(now)?;
    if after == before {
        return Ok(());
    }
    let policy = shared.policies.now();
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
    challenge::change(&mut tx, &before, &after);
    let recorder = Recorder { shared, session: &taken, actor: actor(customer.id), level, now };
    recorder.write(&mut tx, event).await?;
    tx.commit().await?;
    shared.live.tell(changed(&taken));
    Ok(())
}
