//! A second person's answer. One transaction takes the session, asks for their right again, uses the ceremony up, checks what they signed
//! and runs what was asked; whatever was wrong with the answer, the ceremony is gone.

use domain::{
    agent::{Agent, Supervisor},
    audit::{Actor, Event},
    challenge::Binds,
    customer::Customer,
    ids::{AgentId, SecondPersonId},
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
        record::{Recorder, changed},
    },
    Second,
    end::over,
    may,
};
use crate::{
    passkeys::{Allowed, Answered, Given, Key, Wanted},
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

/// A person has one ceremony for a request at a time: another beginning takes its place.
fn holder(request: SecondPersonId, who: AgentId) -> String {
    format!("{who} {request}")
}

/// A ceremony is for this request of this session, customer and action, by this person, and for nothing else (A21).
fn bound_to(bound: &Bound) -> [u8; 32] {
    bound.webauthn_challenge(&[0; 32])
}

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
    let theirs = staff::passkeys(&mut tx, by.id()).await?;
    if theirs.is_empty() {
        return Err(Refusal::NoPasskey.into());
    }
    let bound = Bound::of(&asked, by.id());
    let (holder, to) = (holder(id, by.id()), bound_to(&bound));
    let key = Key { purpose: PURPOSE, holder: &holder, bound_to: &to };
    let wanted = Wanted { bound: &bound, verify: true };
    let options = shared.passkeys.start_bound(&mut tx, &key, &allowed(&theirs, by.id()), wanted, &*shared.entropy, now).await?;
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
    let Some((credential, signed)) = answered(shared, &mut tx, &asked, &by, credential, now).await? else {
        tx.commit().await?;
        return Err(Refusal::BadPasskey.into());
    };
    let second = Second { asked: &asked, by: &by, credential: &credential, signed: &signed };
    let ran = go(shared, &mut tx, &taken, customer, second, &after, now).await;
    if matches!(ran, Err(Trouble::Fault(_))) {
        return ran;
    }
    // Refused, the request is over by it, and that stays.
    tx.commit().await?;
    shared.live.tell(changed(&taken));
    ran
}

fn allowed(theirs: &[(Vec<u8>, String)], who: AgentId) -> Vec<Allowed<'_>> {
    theirs.iter().map(|(_, credential)| Allowed { credential, user: who.uuid() }).collect()
}

/// Uses the ceremony up and checks the answer to it: the credential's new state, and what was signed.
async fn answered(
    shared: &Shared,
    tx: &mut Tx,
    asked: &Request,
    by: &Supervisor,
    credential: &Value,
    now: Timestamp,
) -> Outcome<Option<(String, String)>> {
    let theirs = staff::passkeys(tx, by.id()).await?;
    let bound = Bound::of(asked, by.id());
    let (holder, to) = (holder(asked.id, by.id()), bound_to(&bound));
    let key = Key { purpose: PURPOSE, holder: &holder, bound_to: &to };
    let Answered::Fits(given) = shared.passkeys.finish_bound(tx, &key, &allowed(&theirs, by.id()), &bound, credential, now).await? else {
        return Ok(None);
    };
    let Given { credential_id, credential, user_verified, proof } = given;
    if !user_verified {
        return Ok(None);
    }
    staff::passkey_answered(tx, &credential_id, &credential, now).await?;
    Ok(Some((credential, proof)))
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
