//! A second person's answer. One transaction takes the session, asks for their right again, uses the ceremony up, checks what they signed
//! and runs what was asked; whatever was wrong with the answer, the ceremony is gone.

use domain::{
    agent::{Agent, Supervisor},
    audit::{Actor, Event},
    customer::Customer,
    ids::SecondPersonId,
    refusal::Refusal,
    second_person::{Because, Bound, Request, State},
    session::Session,
    time::Timestamp,
};
use serde_json::Value;

use super::{
    super::{
        consent::Signer,
        kept,
        own_passkey::Asked,
        record::{Recorder, changed},
    },
    Second,
    end::over,
    may,
};
use crate::{
    services::{
        Outcome, Shared, Trouble,
        gate::Gate,
        methods::Methods,
        run::{self, Approvals, Consent, Subject},
        signals::known,
    },
    store::{Tx, proof, second_person, session, staff},
};

const PURPOSE: &str = "second-person";

/// Options for approving with one's own passkey, as JSON.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::ChallengeOver`] when it waits no more; why it is not theirs; [`Refusal::NoPasskey`].
pub async fn start(shared: &Shared, supervisor: &Supervisor, id: SecondPersonId) -> Outcome<String> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let asked = second_person::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?.request;
    if asked.state_at(now) != State::Waiting {
        return Err(Refusal::ChallengeOver.into());
    }
    let by = may(&mut tx, &asked, supervisor).await?;
    let bound = Bound::of(&asked, by.id());
    let options = ceremony(&asked, &by, &bound).begin(shared, &mut tx, now).await?;
    tx.commit().await?;
    Ok(options)
}

/// Approves it, and runs it as it was asked.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::ChallengeOver`]; why it is not theirs; [`Refusal::BadPasskey`], whatever does not fit: nothing was
/// changed but that another ceremony has to begin; what the gate says when it lets it run no more: then the request is over.
pub async fn approve(shared: &Shared, supervisor: &Supervisor, id: SecondPersonId, credential: &Value) -> Outcome<()> {
    let session = second_person::read(&shared.db, id).await?.ok_or(Refusal::NotFound)?.request.session;
    let mut tx = shared.db.write().await?;
    let (taken, customer) = session::take(&mut tx, session).await?.ok_or(Refusal::NotFound)?;
    let asked = second_person::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?.request;
    let now = shared.now();
    // Whoever is late, or may not, hears that and spends no ceremony.
    let by = may(&mut tx, &asked, supervisor).await?;
    let after = asked.clone().approved(by.id(), now)?;
    let bound = Bound::of(&asked, by.id());
    let Some(signed) = ceremony(&asked, &by, &bound).answered(shared, &mut tx, credential, now).await? else {
        tx.commit().await?;
        return Err(Refusal::BadPasskey.into());
    };
    let second = Second { asked: &asked, by: &by, credential: &signed.credential, signed: &signed.proof };
    let ran = go(shared, &mut tx, &taken, customer, second, &after, now).await;
    if matches!(ran, Err(Trouble::Fault(_))) {
        return ran;
    }
    // Refused, the request is over by it, and that stays.
    tx.commit().await?;
    shared.live.tell(changed(&taken));
    ran
}

/// A ceremony is for this request of this session, customer and action, by this person, and for nothing else (A21).
fn ceremony<'a>(asked: &Request, by: &Supervisor, bound: &'a Bound) -> Asked<'a, Bound> {
    Asked { purpose: PURPOSE, request: asked.id.uuid(), by: by.id(), bound }
}

/// Writes the approval down and runs what it approves. When the gate does not let it run any more, the request is over and that is the
/// refusal: all of it is for the caller to commit.
async fn go(
    shared: &Shared,
    tx: &mut Tx,
    taken: &Session,
    customer: Customer,
    second: Second<'_>,
    after: &Request,
    now: Timestamp,
) -> Outcome<()> {
    let (asked, policy) = (second.asked, shared.policies.now());
    let known = known(shared, tx, &policy, taken, now).await?;
    let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
    let recorder = Recorder { shared, session: taken, actor: Actor::Staff(second.id()), level, now };
    let action = asked.request.kind();
    let kept_proof = kept::second_proof(shared, second.credential, second.signed)?;
    let event = Event::SecondPersonApproved { request: asked.id, action, asked_by: asked.asked_by };
    recorder.write_with(tx, event, &[kept_proof]).await?;
    let agent = staff::active(tx, asked.asked_by).await?.and_then(|staff| Agent::try_from(staff).ok());
    let Some(agent) = agent else { return no_more(tx, &recorder, asked, Refusal::NotYourRole).await };
    let methods = Methods::of(shared, tx, customer.id).await?;
    let approval = match asked.approval {
        Some(id) => proof::approval_by_id(tx, id).await?,
        None => None,
    };
    if approval.is_none() && asked.approval.is_some() {
        return no_more(tx, &recorder, asked, Refusal::ApprovalVoid).await;
    }
    let signer = match &approval {
        Some(approval) => Some(Signer::of(tx, approval).await?),
        None => None,
    };
    let consent = approval.as_ref().zip(signer.as_ref()).map(|(approval, signer)| Consent { approval, signer, kept: true });
    let gate = Gate::new(&policy, &agent, taken, &customer, &known, &methods, now);
    let subject = Subject::read(tx, customer.clone(), policy.built_in(action)).await?;
    let by_agent = Recorder { actor: Actor::Staff(agent.id()), ..recorder };
    let both = Approvals { consent, second: Some(second) };
    match run::run(tx, &by_agent, &agent, &gate, &subject, &asked.request, both).await {
        Ok(run) => {
            let once = second_person::end(tx, after).await? && second_person::ran(tx, asked.id, second.signed, run).await?;
            // Nobody else can have ended it while this holds the session; if they had, nothing of this may stay.
            if once { Ok(()) } else { Err(crate::fault::Fault::corrupt("second_person", "state", asked.id).into()) }
        }
        Err(Trouble::Refused(refusal)) => {
            let decided = gate.decide_by_two(&asked.request, consent.is_some());
            let event = match refusal {
                Refusal::ApprovalVoid => Event::ApprovalVoid { action },
                Refusal::NotWitnessed => Event::NotWitnessed { action },
                _ => decided.not_open(action),
            };
            by_agent.write_by(tx, event, &decided).await?;
            no_more(tx, &recorder, asked, refusal).await
        }
        Err(fault) => Err(fault),
    }
}

/// It was approved, and cannot run any more: it is over, and that is said.
async fn no_more(tx: &mut Tx, recorder: &Recorder<'_>, asked: &Request, refusal: Refusal) -> Outcome<()> {
    over(tx, recorder, &asked.clone().withdrawn(Because::NotOpen, recorder.now)?).await?;
    Err(refusal.into())
}
