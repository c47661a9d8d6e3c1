//! The customer's answer, from the phone.
//!
//! The order matters: the phone is known by its handle, its signature is checked, what cannot be answered any more is refused,
//! a passkey's ceremony is used up before its answer is looked at, and only then does a transaction begin that judges again,
//! writes, and runs what was approved.

use app::phone::api::{AnswerResult, SignedAnswer};
use domain::{
    action::ActionRequest,
    agent::Agent,
    approval::Approval,
    assurance::{Evidence, Method},
    audit::{Actor, Event},
    challenge::{Challenge, Claims, FAILURES_UNTIL_DISABLED, UserVerification, Verdict, judge},
    ids::{ApprovalId, ChallengeId, EvidenceId},
    refusal::Refusal,
    session::FrozenBecause,
    time::Timestamp,
};

use super::{
    Outcome, Shared, Trouble, device_passkeys, freeze,
    gate::Gate,
    methods::Methods,
    policies::InForce,
    record::{Recorder, changed},
    run,
    signals::{Known, known},
    tried,
};
use crate::{
    live::Change,
    signatures,
    store::{
        Tx,
        challenge::{self, ToAnswer},
        device::{self, Device},
        proof, session,
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
    device_passkeys::ask(shared, phone, device_passkeys::ANSWER, &bound_to(&asked)).await
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
            // What the customer could have proved more with: a decision that is asked again of another policy needs it.
            let methods = Methods::of(shared, &mut tx, taken.customer).await?;
            let answered = Answered { phone, methods, to_answer: &to_answer, subject, signed, user_verified };
            approve(&mut tx, recorder, &policy, known, &answered).await?
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
            device_passkeys::check(shared, phone, device_passkeys::ANSWER, &bound_to(asked), credential).await?;
            Ok(true)
        }
        UserVerification::Unlock => {
            let key = phone.unlock_key.as_ref().ok_or(Refusal::BadSignature)?;
            let unlock = signed.unlock.as_ref().ok_or(Refusal::BadSignature)?;
            if signatures::verify(unlock, key, phone.id)? == *claims { Ok(true) } else { Err(Refusal::BadSignature.into()) }
        }
    }
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

async fn stop(tx: &mut Tx, recorder: &Recorder<'_>, before: &Challenge, verdict: Verdict, told: &mut Vec<Change>) -> Outcome<AnswerResult> {
    let Recorder { shared, session, actor, now, .. } = *recorder;
    let (after, event, because, result) = if verdict == Verdict::Report {
        (before.clone().reported(now)?, Event::Reported, FrozenBecause::ToldTo, AnswerResult::Reported)
    } else {
        (before.clone().denied(now)?, Event::Denied, FrozenBecause::NotMe, AnswerResult::Denied)
    };
    if !challenge::update(tx, before, &after).await? {
        return Err(Refusal::ChallengeOver.into());
    }
    recorder.write(tx, event).await?;
    told.extend(freeze::freeze(shared, tx, session.customer, Some(session.id), actor, because).await?);
    Ok(result)
}

struct Answered<'a> {
    phone: &'a Device,
    /// All that the customer has.
    methods: Methods,
    to_answer: &'a ToAnswer,
    /// What they approved, and whom it is about.
    subject: Option<(&'a ActionRequest, run::Subject)>,
    signed: &'a SignedAnswer,
    user_verified: bool,
}

async fn approve(
    tx: &mut Tx,
    recorder: Recorder<'_>,
    policy: &InForce,
    mut known: Known,
    answered: &Answered<'_>,
) -> Outcome<AnswerResult> {
    let Answered { phone, to_answer, user_verified, .. } = *answered;
    let before = &to_answer.challenge;
    let Recorder { shared, session, now, level: level_before, .. } = recorder;
    session.open()?;
    challenge::change(tx, before, &before.clone().answered(now)?);
    if to_answer.failures > 0 {
        device::succeeded(tx, phone.id);
    }
    let piece = Evidence {
        id: EvidenceId::new(now, &*shared.entropy),
        counts_from: phone.counts_from,
        ..Evidence::left_by(policy, Method::Push, user_verified, now)
    };
    proof::insert_evidence(tx, session.id, before.id, &piece);
    recorder.write(tx, Event::Approved { user_verified, device: phone.name.clone() }).await?;
    known.evidence.push(piece);
    let assurance = session.assurance(policy, known.signals, &known.evidence, now);
    let recorder = Recorder { level: assurance.level, ..recorder };
    if assurance.level > level_before {
        recorder.write(tx, Event::Raised { to: assurance.level, until: assurance.until }).await?;
    }
    match &answered.subject {
        None => Ok(AnswerResult::Done { what: vec!["You showed that it is you".to_owned(), "Nothing was changed by this".to_owned()] }),
        Some((request, subject)) => run_now(tx, &recorder, policy, &known, answered, (request, subject)).await,
    }
}

/// Keeps the approval, and runs it in the same transaction if the gate allows; the agent does not press again.
async fn run_now(
    tx: &mut Tx,
    recorder: &Recorder<'_>,
    policy: &InForce,
    known: &Known,
    answered: &Answered<'_>,
    (request, subject): (&ActionRequest, &run::Subject),
) -> Outcome<AnswerResult> {
    let Answered { phone, ref methods, to_answer, signed, user_verified, .. } = *answered;
    let before = &to_answer.challenge;
    let now = recorder.now;
    let approval = Approval {
        id: ApprovalId::new(now, &*recorder.shared.entropy),
        challenge: before.id,
        session: before.session,
        customer: before.customer,
        device: phone.id,
        request: request.clone(),
        action_hash: before.action_hash,
        signed_answer: signed.answer.clone(),
        user_verified,
        approved_at: now,
        expires_at: now.after(policy.built_in(request.kind()).approval_lifetime),
        used_at: None,
    };
    let what = request.in_words();
    let agent = Agent::try_from(to_answer.agent.clone().ok_or(Refusal::NotFound)?)?;
    let by_agent = Recorder { actor: Actor::Staff(agent.id()), ..*recorder };
    let consent = run::Consent { approval: &approval, signer: &to_answer.signer, kept: false };
    let gate = Gate::new(policy, &agent, recorder.session, &subject.customer, known, methods, now);
    match run::run(tx, &by_agent, &agent, &gate, subject, request, Some(consent)).await {
        Ok(_) => Ok(AnswerResult::Done { what }),
        Err(Trouble::Refused(_)) => {
            // It refuses before its first write, so the approval is not there yet; it waits for a higher level.
            proof::insert_approval(tx, &approval)?;
            let decided = gate.decide(request, true);
            by_agent.write_by(tx, decided.not_open(request.kind()), &decided).await?;
            Ok(AnswerResult::Approved { what })
        }
        Err(fault) => Err(fault),
    }
}
