//! What comes of an answer that fits, by whichever method: evidence and an approval, and what was approved runs in the same
//! transaction. Or of one that stops everything.

use app::phone::api::AnswerResult;
use domain::{
    action::ActionRequest,
    agent::{Agent, Staff},
    approval::Approval,
    assurance::Evidence,
    audit::{Actor, Event},
    audit_log::retention::Retention,
    challenge::{Challenge, Verdict},
    ids::{ApprovalId, DeviceId, EvidenceId},
    refusal::Refusal,
    session::FrozenBecause,
    time::Timestamp,
};

use super::{
    Outcome, Trouble,
    consent::Signer,
    freeze,
    gate::Gate,
    kept::{self, Unlocked},
    methods::Methods,
    policies::InForce,
    record::Recorder,
    run, second_person,
    signals::Known,
};
use crate::{
    live::Change,
    store::{Tx, challenge, proof},
};

/// An answer that fits.
pub(super) struct Good<'a> {
    /// The challenge as it was before.
    pub(super) before: &'a Challenge,
    /// Whoever serves the session, if they are still active.
    pub(super) agent: Option<Staff>,
    /// All that the customer has: a decision that is asked again of another policy needs it.
    pub(super) methods: Methods,
    /// What they approved, and whom it is about.
    pub(super) subject: Option<(&'a ActionRequest, run::Subject)>,
    /// What signed it.
    pub(super) signer: Signer,
    /// The signed answer.
    pub(super) signed_answer: String,
    /// The same by the key that the phone releases only after unlock, if it was asked for.
    pub(super) unlocked: Option<Unlocked>,
    /// The phone it came from, or on which its passkey was made.
    pub(super) device: DeviceId,
    /// That phone's name.
    pub(super) name: String,
    /// When what was used begins to count.
    pub(super) counts_from: Timestamp,
    /// Whether it can be on several devices at once.
    pub(super) synced: bool,
    /// Whether the person was verified for it.
    pub(super) user_verified: bool,
}

/// Leaves the evidence, and runs what was approved. The challenge's transition is the caller's.
pub(super) async fn approve(
    tx: &mut Tx,
    recorder: Recorder<'_>,
    policy: &InForce,
    mut known: Known,
    good: &Good<'_>,
) -> Outcome<AnswerResult> {
    let Recorder { shared, session, now, level: level_before, .. } = recorder;
    let (method, user_verified, synced) = (good.before.means.method(), good.user_verified, good.synced);
    let left = Evidence::left_by(policy, method, user_verified, now);
    let piece = Evidence { id: EvidenceId::new(now, &*shared.entropy), counts_from: good.counts_from, synced, ..left };
    proof::insert_evidence(tx, session.id, good.before.id, &piece);
    let class = Retention::of(good.subject.is_some());
    let signed = kept::proof(shared, &good.signer, &good.signed_answer, good.unlocked.as_ref(), class)?;
    recorder.write_with(tx, Event::Approved { user_verified, device: good.name.clone(), method, synced }, &[signed]).await?;
    known.evidence.push(piece);
    let assurance = session.assurance(policy, known.signals, &known.evidence, now);
    let recorder = Recorder { level: assurance.level, ..recorder };
    if assurance.level > level_before {
        recorder.write(tx, Event::Raised { to: assurance.level, until: assurance.until }).await?;
    }
    match &good.subject {
        None => Ok(AnswerResult::Done { what: vec!["You showed that it is you".to_owned(), "Nothing was changed by this".to_owned()] }),
        Some((request, subject)) => run_now(tx, &recorder, policy, &known, good, (request, subject)).await,
    }
}

/// Keeps the approval, and runs it in the same transaction if the gate allows; the agent does not press again.
async fn run_now(
    tx: &mut Tx,
    recorder: &Recorder<'_>,
    policy: &InForce,
    known: &Known,
    good: &Good<'_>,
    (request, subject): (&ActionRequest, &run::Subject),
) -> Outcome<AnswerResult> {
    let before = good.before;
    let now = recorder.now;
    let approval = Approval {
        id: ApprovalId::new(now, &*recorder.shared.entropy),
        challenge: before.id,
        session: before.session,
        customer: before.customer,
        method: before.means.method(),
        device: good.device,
        request: request.clone(),
        action_hash: before.action_hash,
        signed_answer: good.signed_answer.clone(),
        user_verified: good.user_verified,
        approved_at: now,
        expires_at: now.after(policy.built_in(request.kind()).approval_lifetime),
        used_at: None,
    };
    let what = request.in_words();
    let agent = Agent::try_from(good.agent.clone().ok_or(Refusal::NotFound)?)?;
    let by_agent = Recorder { actor: Actor::Staff(agent.id()), ..*recorder };
    let consent = run::Consent { approval: &approval, signer: &good.signer, kept: false };
    let approvals = run::Approvals { consent: Some(consent), second: None };
    let gate = Gate::new(policy, &agent, recorder.session, &subject.customer, known, &good.methods, now);
    match run::run(tx, &by_agent, &agent, &gate, subject, request, approvals).await {
        Ok(_) => Ok(AnswerResult::Done { what }),
        Err(Trouble::Refused(refusal)) => {
            // It refuses before its first write, so the approval is not there yet; it waits for a higher level, or for a witness.
            proof::insert_approval(tx, &approval)?;
            let (decided, action) = (gate.decide(request, true), request.kind());
            if decided.waits_for_second_person() && !second_person::others_wait(tx, &by_agent).await? {
                second_person::ask(tx, &by_agent, &agent, &gate, request, Some(&approval)).await?;
                return Ok(AnswerResult::Approved { what });
            }
            let event = if refusal == Refusal::NotWitnessed { Event::NotWitnessed { action } } else { decided.not_open(action) };
            by_agent.write_by(tx, event, &decided).await?;
            Ok(AnswerResult::Approved { what })
        }
        Err(fault) => Err(fault),
    }
}

/// "No, this isn't me", or "Someone told me to approve this": ends the challenge and freezes everything.
pub(super) async fn stop(
    tx: &mut Tx,
    recorder: &Recorder<'_>,
    before: &Challenge,
    verdict: Verdict,
    told: &mut Vec<Change>,
) -> Outcome<AnswerResult> {
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
