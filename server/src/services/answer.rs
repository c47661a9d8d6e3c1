//! The customer's answer, from the phone.
//!
//! The order matters: the phone is known by its handle, its signature is checked, what cannot be answered any more is refused,
//! a passkey's ceremony is used up before its answer is looked at, and only then does a transaction begin that judges again,
//! writes, and runs what was approved.

use app::phone::api::{AnswerResult, SignedAnswer};
use domain::{
    audit::{Actor, Event},
    challenge::{Challenge, Claims, FAILURES_UNTIL_DISABLED, UserVerification, Verdict, judge},
    ids::ChallengeId,
    refusal::Refusal,
    time::Timestamp,
};

use super::{
    Outcome, Shared,
    approved::{self, Good, stop},
    consent::Signer,
    kept::Unlocked,
    methods::Methods,
    passkeys,
    record::{Recorder, changed},
    run,
    signals::known,
    tried,
};
use crate::{
    live::Change,
    signatures,
    store::{
        Tx, challenge,
        device::{self, Device},
        session,
    },
};

/// It reached the phone.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not this phone's; [`Refusal::ChallengeOver`].
pub async fn delivered(shared: &Shared, phone: &Device, id: ChallengeId) -> Outcome<()> {
    step(shared, phone, id, Challenge::delivered, Event::Delivered { device: phone.name.clone() }).await
}

/// The customer sees it.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not this phone's; [`Refusal::ChallengeOver`].
pub async fn opened(shared: &Shared, phone: &Device, id: ChallengeId) -> Outcome<()> {
    step(shared, phone, id, Challenge::opened, Event::Opened { device: phone.name.clone() }).await
}

async fn step(
    shared: &Shared,
    phone: &Device,
    id: ChallengeId,
    way: fn(Challenge, Timestamp) -> Result<Challenge, Refusal>,
    event: Event,
) -> Outcome<()> {
    let session = own(shared, phone, id).await?.session;
    let mut tx = shared.db.write().await?;
    let (taken, _) = session::take(&mut tx, session).await?.ok_or(Refusal::NotFound)?;
    let before = challenge::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?.challenge;
    let now = shared.now();
    let after = way(before.clone(), now)?;
    if after == before {
        return Ok(());
    }
    if !challenge::update(&mut tx, &before, &after).await? {
        return Err(Refusal::ChallengeOver.into());
    }
    let policy = shared.policies.now();
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
    let recorder = Recorder { shared, session: &taken, actor: Actor::Device(phone.id), level, now };
    if before.delivered_at.is_none() && after.opened_at.is_some() {
        // The two reports may overtake each other; what was opened was delivered, and the record says both.
        recorder.write(&mut tx, Event::Delivered { device: phone.name.clone() }).await?;
    }
    recorder.write(&mut tx, event).await?;
    tx.commit().await?;
    shared.live.tell(changed(&taken));
    Ok(())
}

/// Options for answering this challenge with the phone's passkey, as JSON, bound to it and to what it asks for.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not this phone's; [`Refusal::ChallengeOver`]; [`Refusal::NoWay`] without a passkey.
pub async fn passkey_options(shared: &Shared, phone: &Device, id: ChallengeId) -> Outcome<String> {
    let asked = own(shared, phone, id).await?;
    if !asked.state_at(shared.now()).is_open() {
        return Err(Refusal::ChallengeOver.into());
    }
    passkeys::ask(shared, phone, passkeys::ANSWER, &bound_to(&asked)).await
}

/// A ceremony is for this challenge and this action, and for nothing else (A21).
fn bound_to(challenge: &Challenge) -> Vec<u8> {
    [challenge.id.uuid().as_bytes().as_slice(), challenge.action_hash.bytes()].concat()
}

/// Takes an answer.
///
/// # Errors
/// [`Refusal::BadSignature`], [`Refusal::BadPasskey`], [`Refusal::OtherDigits`], [`Refusal::ChallengeOver`],
/// [`Refusal::NotFound`]: in each of them nothing was changed but, for other digits, the tries left.
pub async fn answer(shared: &Shared, phone: &Device, id: ChallengeId, signed: &SignedAnswer) -> Outcome<AnswerResult> {
    let asked = own(shared, phone, id).await?;
    let claims = signatures::verify(&signed.answer, &phone.public_key, phone.id)?;
    if claims.challenge_id != id {
        return Err(Refusal::BadSignature.into());
    }
    // Judged again under the lock. Here, so that whoever comes too late hears that, and spends no passkey ceremony.
    judge(&asked, &claims, shared.now())?;
    let user_verified = user_verified(shared, phone, &asked, &claims, signed).await?;

    let mut tx = shared.db.write().await?;
    let (taken, customer) = session::take(&mut tx, asked.session).await?.ok_or(Refusal::NotFound)?;
    let to_answer = challenge::to_answer(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let before = &to_answer.challenge;
    let now = shared.now();
    let policy = shared.policies.now();
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
    let recorder = Recorder { shared, session: &taken, actor: Actor::Device(phone.id), level, now };
    let mut told = vec![changed(&taken)];
    let verdict = judge(before, &claims, now)?;
    if matches!(verdict, Verdict::Approve | Verdict::OtherDigits) && to_answer.disabled {
        // Disabled by wrong digits in another session, while this was open: it may only still say no (A05).
        return Err(Refusal::ChallengeOver.into());
    }
    let result = match verdict {
        Verdict::OtherDigits => {
            let refusal = other_digits(&mut tx, &recorder, phone, before, &mut told).await?;
            tx.commit().await?;
            shared.live.tell_all(told);
            return Err(refusal.into());
        }
        verdict @ (Verdict::Deny | Verdict::Report) => stop(&mut tx, &recorder, before, verdict, &mut told).await?,
        Verdict::Approve => {
            let subject = match &before.request {
                Some(request) => Some((request, run::Subject::read(&mut tx, customer, policy.built_in(request.kind())).await?)),
                None => None,
            };
            let methods = Methods::of(shared, &mut tx, taken.customer).await?;
            taken.open()?;
            challenge::change(&mut tx, before, &before.clone().answered(now)?);
            if to_answer.failures > 0 {
                device::succeeded(&mut tx, phone.id);
            }
            let good = Good {
                before,
                agent: to_answer.agent.clone(),
                methods,
                subject,
                signer: Signer::Phone(to_answer.signer.clone()),
                signed_answer: signed.answer.clone(),
                unlocked: unlocked(phone, &claims, signed),
                device: phone.id,
                name: phone.name.clone(),
                counts_from: phone.counts_from,
                synced: false,
                user_verified,
            };
            approved::approve(&mut tx, recorder, &policy, known, &good).await?
        }
    };
    tx.commit().await?;
    shared.live.tell_all(told);
    Ok(result)
}

/// Whether the phone proved that it verified the person for this very answer. A claim without its proof is refused.
async fn user_verified(shared: &Shared, phone: &Device, asked: &Challenge, claims: &Claims, signed: &SignedAnswer) -> Outcome<bool> {
    match claims.user_verification {
        UserVerification::None => Ok(false),
        UserVerification::Passkey => {
            let credential = signed.passkey.as_ref().ok_or(Refusal::BadPasskey)?;
            passkeys::check(shared, phone, passkeys::ANSWER, &bound_to(asked), credential).await?;
            Ok(true)
        }
        UserVerification::Unlock => {
            let key = phone.unlock_key.as_ref().ok_or(Refusal::BadSignature)?;
            let unlock = signed.unlock.as_ref().ok_or(Refusal::BadSignature)?;
            if signatures::verify(unlock, key, phone.id)? == *claims { Ok(true) } else { Err(Refusal::BadSignature.into()) }
        }
    }
}

/// What the unlock key signed, which was checked before.
fn unlocked(phone: &Device, claims: &Claims, signed: &SignedAnswer) -> Option<Unlocked> {
    let asked_for = claims.user_verification == UserVerification::Unlock;
    let (key, jws) = phone.unlock_key.clone().zip(signed.unlock.clone()).filter(|_| asked_for)?;
    Some(Unlocked { key, jws })
}

/// The phone's challenge with that id, as it is before the transaction that judges it.
async fn own(shared: &Shared, phone: &Device, id: ChallengeId) -> Outcome<Challenge> {
    let asked = challenge::read(&shared.db, id).await?.filter(|asked| asked.challenge.push().is_some_and(|push| push.device == phone.id));
    Ok(asked.ok_or(Refusal::NotFound)?.challenge)
}

async fn other_digits(
    tx: &mut Tx,
    recorder: &Recorder<'_>,
    phone: &Device,
    before: &Challenge,
    told: &mut Vec<Change>,
) -> Outcome<Refusal> {
    let after = before.clone().other_digits(recorder.now)?;
    if !challenge::update(tx, before, &after).await? {
        return Err(Refusal::ChallengeOver.into());
    }
    recorder.write(tx, Event::OtherDigits { tries_left: after.tries_left }).await?;
    if device::failed(tx, phone.id, FAILURES_UNTIL_DISABLED).await? {
        recorder.write(tx, Event::DeviceDisabled { device: phone.name.clone() }).await?;
    }
    if after.tries_left == 0 {
        recorder.write(tx, Event::Expired { tries: true }).await?;
        told.extend(tried::failed(recorder.shared, tx, recorder.session, recorder.actor).await?);
    }
    Ok(Refusal::OtherDigits { tries_left: after.tries_left })
}
