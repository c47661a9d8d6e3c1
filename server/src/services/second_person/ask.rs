//! Asking for a second person, in the transaction of what found that only they are missing.

use domain::{
    action::{ActionHash, ActionRequest},
    agent::Agent,
    approval::Approval,
    audit::Event,
    ids::SecondPersonId,
    refusal::Refusal,
    second_person::{Request, State, WAITS},
};

use super::{super::record::Recorder, end::expire};
use crate::{
    services::{Outcome, gate::Gate},
    store::{Tx, proof, second_person},
};

/// Whether a second person is asked for something in that session already. One whose time is up is none, and is written down.
pub(in super::super) async fn others_wait(tx: &mut Tx, recorder: &Recorder<'_>) -> Outcome<bool> {
    let Some(waiting) = second_person::waiting_of_session(tx, recorder.session.id).await? else { return Ok(false) };
    if waiting.state_at(recorder.now) == State::Waiting {
        return Ok(true);
    }
    expire(tx, recorder, waiting).await?;
    Ok(false)
}

/// Asks for one. The customer's approval, which is in the database, is good as long as they can answer: the wait is ours, not theirs.
/// They can answer as long as what the customer proved counts, and [`WAITS`] at most.
///
/// # Errors
/// [`Refusal::SecondPersonAsked`] when the session waits for one already; what the gate says when it would not let it run even then.
pub(in super::super) async fn ask(
    tx: &mut Tx,
    recorder: &Recorder<'_>,
    agent: &Agent,
    gate: &Gate<'_>,
    request: &ActionRequest,
    consent: Option<&Approval>,
) -> Outcome<SecondPersonId> {
    let Recorder { shared, session, now, level, .. } = *recorder;
    if others_wait(tx, recorder).await? {
        return Err(Refusal::SecondPersonAsked.into());
    }
    let expires_at = gate.allowed_until(request, consent.is_some(), now.after(WAITS));
    let decided = gate.decide(request, consent.is_some());
    if expires_at <= now {
        return Err(Refusal::StepUp { needed: decided.needs(), current: level }.into());
    }
    let asked = Request {
        id: SecondPersonId::new(now, &*shared.entropy),
        session: session.id,
        customer: session.customer,
        asked_by: agent.id(),
        approval: consent.map(|approval| approval.id),
        request: request.clone(),
        action_hash: ActionHash::of(session.id, session.customer, Some(request)),
        shown_text: Request::words(request, agent.staff().name.as_str(), decided.rule()),
        rule: decided.rule().to_owned(),
        needs: decided.needs(),
        asked_at: now,
        expires_at,
        state: State::Waiting,
    };
    second_person::insert(tx, &asked).await?;
    if let Some(approval) = asked.approval {
        proof::keep_approval(tx, approval, expires_at).await?;
    }
    let event = Event::SecondPersonAsked { request: asked.id, action: request.kind(), until: expires_at };
    recorder.write_by(tx, event, &decided).await?;
    Ok(asked.id)
}
