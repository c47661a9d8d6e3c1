//! A code that the customer types on a page of their own. It is compared under the customer's lock: each is taken once, whatever the
//! session, and each wrong one counts, whatever the session.

use domain::{
    assurance::Method,
    audit::{Actor, Event},
    challenge::Challenge,
    refusal::Refusal,
    totp::{TRIES, Typed},
};

use super::{
    super::{
        Outcome, Shared, entered,
        links::again,
        record::{Recorder, changed},
        signals::known,
        tried,
    },
    notice,
};
use crate::{
    live::Change,
    store::{
        Tx, challenge, session,
        totp::{self, Kept},
    },
};

/// Compares what was typed. Right, it is evidence of this session, and its step is over; wrong, it counts against the customer's app.
///
/// # Errors
/// [`Refusal::BadInput`] when it cannot be a code, which counts nothing; [`Refusal::WrongEntry`]; [`Refusal::Locked`];
/// [`Refusal::ChallengeOver`] when it is asked for no more.
pub(in crate::services) async fn judge(shared: &Shared, asked: &Challenge, typed: &str) -> Outcome<()> {
    let typed = Typed::read(typed)?;
    let seeds = shared.seeds.as_ref().ok_or(Refusal::ChallengeOver)?;
    let mut tx = shared.db.write().await?;
    let (taken, customer) = session::take(&mut tx, asked.session).await?.ok_or(Refusal::ChallengeOver)?;
    taken.open()?;
    let before = again(&mut tx, asked).await?;
    let now = shared.now();
    // Whoever is late hears that; it is no try.
    let after = before.clone().answered(now)?;
    let kept = totp::of_customer(&mut tx, customer.id).await?.ok_or(Refusal::ChallengeOver)?;
    if kept.locked() {
        return Err(Refusal::Locked.into());
    }
    let policy = shared.policies.now();
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
    let recorder = Recorder { shared, session: &taken, actor: Actor::CustomerLink(customer.id), level, now };
    let seed = seeds.open(customer.id, &kept.sealed)?;
    let Some(step) = seed.step_of(typed, now, Some(kept.last_step)) else {
        let mut told = vec![changed(&taken)];
        let refusal = wrong(&mut tx, &recorder, &before, &kept, &mut told).await?;
        tx.commit().await?;
        shared.live.tell_all(told);
        return Err(refusal.into());
    };
    if !totp::right(&mut tx, customer.id, &kept, step, now).await? {
        return Err(Refusal::ChallengeOver.into());
    }
    entered::accept(&mut tx, recorder, &policy, known, (&before, &after), kept.counts_from).await?;
    tx.commit().await?;
    shared.live.tell(changed(&taken));
    Ok(())
}

/// One wrong code more. The fifth ends the question; the tenth in a row, whatever the session, locks the app and is told to the
/// customer everywhere. Either is told in their other sessions (W9).
async fn wrong(tx: &mut Tx, recorder: &Recorder<'_>, before: &Challenge, kept: &Kept, told: &mut Vec<Change>) -> Outcome<Refusal> {
    let method = Method::Totp;
    let Some(failures) = totp::wrong(tx, before.customer, kept).await? else { return Ok(Refusal::Locked) };
    let of_app = TRIES.saturating_sub(failures);
    let tries_left = before.tries_left.saturating_sub(1).min(u8::try_from(of_app).unwrap_or(u8::MAX));
    recorder.write(tx, Event::EnteredWrong { method, tries_left: u32::from(tries_left) }).await?;
    let after = before.clone().opened(recorder.now)?.tried(tries_left, recorder.now)?;
    challenge::change(tx, before, &after);
    if tries_left > 0 {
        return Ok(Refusal::WrongEntry { tries_left: u32::from(tries_left) });
    }
    if of_app == 0 {
        recorder.write(tx, Event::MethodLocked { method }).await?;
        notice::locked(recorder.shared, tx, before.customer, recorder.now).await?;
    }
    recorder.write(tx, Event::Expired { tries: true }).await?;
    told.extend(tried::failed(recorder.shared, tx, recorder.session, recorder.actor).await?);
    Ok(Refusal::Locked)
}
