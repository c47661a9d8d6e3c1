//! What the customer types: on the keypad of the telephone they are calling with, which comes from the telephone system under a one-time
//! entry number, or on a page of their own behind a link. Two doors to one judgement; no agent sees or hears it (M6, A14).
//!
//! Comparing is slow on purpose, so it is done before the transaction; that judges again what may have changed meanwhile.

use domain::{
    assurance::Method,
    audit::{Actor, Event},
    challenge::{Challenge, EntryNumber},
    pin::{Pin, TRIES},
    refusal::Refusal,
};

use super::{
    super::{
        Outcome, Shared,
        begun::begun,
        entered,
        links::again,
        record::{Recorder, changed},
        signals::known,
        tried,
    },
    notice,
};
use crate::{
    live::Change,
    pins::Compared,
    store::{Tx, challenge, pin, session},
};

/// The customer is at the keypad.
///
/// # Errors
/// [`Refusal::ChallengeOver`] when nothing is asked under that number.
pub async fn started(shared: &Shared, entry: &EntryNumber) -> Outcome<()> {
    let asked = open(shared, entry).await?;
    begun(shared, &asked, Actor::Keypad, Event::Entering { method: Method::Pin }).await
}

/// What was typed on the keypad.
///
/// # Errors
/// As [`judge`].
pub async fn enter(shared: &Shared, entry: &EntryNumber, digits: &str) -> Outcome<()> {
    judge(shared, &open(shared, entry).await?, digits).await
}

/// Compares what was typed. Right, it is evidence of this session; wrong, it counts against the customer's PIN, whatever the session.
///
/// # Errors
/// [`Refusal::BadInput`] when it cannot be a PIN, which counts nothing; [`Refusal::WrongEntry`]; [`Refusal::Locked`];
/// [`Refusal::ChallengeOver`] when it is asked for no more.
pub(in crate::services) async fn judge(shared: &Shared, asked: &Challenge, digits: &str) -> Outcome<()> {
    let typed = Pin::typed(digits)?;
    let pins = shared.pins.as_ref().ok_or(Refusal::ChallengeOver)?;
    let kept = pin::read_of_customer(&shared.db, asked.customer).await?.ok_or(Refusal::ChallengeOver)?;
    if kept.locked() {
        return Err(Refusal::Locked.into());
    }
    let compared = pins.compare(asked.customer, typed, kept.hash.clone(), &*shared.entropy).await?;

    let mut tx = shared.db.write().await?;
    let (taken, customer) = session::take(&mut tx, asked.session).await?.ok_or(Refusal::ChallengeOver)?;
    taken.open()?;
    let before = again(&mut tx, asked).await?;
    let now = shared.now();
    let policy = shared.policies.now();
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
    let on_page = before.means.link().is_some();
    let actor = if on_page { Actor::CustomerLink(customer.id) } else { Actor::Keypad(customer.id) };
    let recorder = Recorder { shared, session: &taken, actor, level, now };
    if compared == Compared::Other {
        let mut told = vec![changed(&taken)];
        let refusal = wrong(&mut tx, &recorder, &before, &kept.hash, &mut told).await?;
        tx.commit().await?;
        shared.live.tell_all(told);
        return Err(refusal.into());
    }
    let after = before.clone().answered(now)?;
    if !pin::right(&mut tx, customer.id, &kept.hash, now).await? {
        return Err(Refusal::Locked.into());
    }
    if let Compared::SameAnew(better) = &compared {
        pin::rehash(&mut tx, customer.id, &kept.hash, better).await?;
    }
    entered::accept(&mut tx, recorder, &policy, known, (&before, &after), kept.counts_from).await?;
    tx.commit().await?;
    shared.live.tell(changed(&taken));
    Ok(())
}

/// One wrong entry more; the last one locks the PIN, ends the question, and is told to the customer everywhere and in their other
/// sessions (W9).
async fn wrong(tx: &mut Tx, recorder: &Recorder<'_>, before: &Challenge, hash: &str, told: &mut Vec<Change>) -> Outcome<Refusal> {
    before.clone().other_digits(recorder.now)?;
    let customer = before.customer;
    // Locked by another session meanwhile: what was typed is not counted, and not answered either.
    let Some(failures) = pin::wrong(tx, customer, hash).await? else { return Ok(Refusal::Locked) };
    let tries_left = TRIES.saturating_sub(failures);
    recorder.write(tx, Event::EnteredWrong { method: Method::Pin, tries_left }).await?;
    let after = before.clone().opened(recorder.now)?.tried(u8::try_from(tries_left).unwrap_or(u8::MAX), recorder.now)?;
    challenge::change(tx, before, &after);
    if tries_left > 0 {
        return Ok(Refusal::WrongEntry { tries_left });
    }
    recorder.write(tx, Event::MethodLocked { method: Method::Pin }).await?;
    recorder.write(tx, Event::Expired { tries: true }).await?;
    notice::locked(recorder.shared, tx, customer, recorder.now).await?;
    told.extend(tried::failed(recorder.shared, tx, recorder.session, recorder.actor).await?);
    Ok(Refusal::Locked)
}

/// What is asked under that number. Whoever is late hears the same as whoever guesses.
async fn open(shared: &Shared, entry: &EntryNumber) -> Outcome<Challenge> {
    let asked = challenge::open_of_entry(&shared.db, entry).await?.map(|asked| asked.challenge);
    Ok(asked.filter(|asked| asked.state_at(shared.now()).is_open()).ok_or(Refusal::ChallengeOver)?)
}
