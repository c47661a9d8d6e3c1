//! Doing what was approved, exactly, and nothing else.
//!
//! Everything is checked again here, inside the transaction that acts (B04): the phone's signature over these parameters,
//! the level, the freshness and single use of the approval, the role, the session. What was true when the customer pressed
//! "Approve" is not believed.

use app::desk::view::Draft;
use domain::{
    action::ActionRequest,
    agent::Agent,
    approval::Approval,
    audit::{Actor, Event},
    challenge::Answer,
    gate::{Decision, Obligation, Question, decide},
    ids::{ChallengeId, RunId, SessionId},
    refusal::Refusal,
    secret::{self, Hashed},
    time::Duration,
};

use super::{
    Outcome, Shared, ask, notices,
    record::{Recorder, changed},
    sessions,
};
use crate::{
    signatures,
    store::{
        Tx, customer, device,
        effect::{self, Run},
        proof,
    },
};

/// How long a change of credentials can be put back.
pub const REVERT_WINDOW: Duration = Duration::days(8);

/// Runs what the customer approved in that challenge, if `draft` is still exactly it. The same `key` again gives the
/// first outcome.
///
/// # Errors
/// [`Refusal::ApprovalVoid`] when anything differs, [`Refusal::ApprovalExpired`], [`Refusal::StepUp`] when the level is
/// still too low.
pub async fn run_approved(shared: &Shared, agent: &Agent, id: SessionId, challenge: ChallengeId, draft: Draft, key: &str) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let taken = sessions::take_own(&mut tx, agent, id).await?;
    // Over the draft as it was sent: what it replaces is another value once it ran.
    let asked_for = ask::fingerprint(&(id, challenge, &draft))?;
    if let Some((hash, _)) = effect::outcome(&mut tx, agent.id(), key).await? {
        return if hash == asked_for.bytes() { Ok(()) } else { Err(Refusal::KeyReused.into()) };
    }
    taken.open()?;
    let request = ask::complete(draft, &customer::by_id(&mut tx, taken.customer).await?);
    let request = request.map_err(|_| Refusal::ApprovalVoid)?;
    let approval = proof::approval(&mut tx, challenge).await?.filter(|approval| approval.session == id).ok_or(Refusal::NotFound)?;
    let now = shared.now();
    let level = taken.assurance(&proof::evidence(&mut tx, id).await?, now).level;
    let recorder = Recorder { shared, session: &taken, actor: Actor::Staff(agent.id()), level, now };
    match run(&mut tx, &recorder, agent, &request, Some(&approval)).await {
        Ok(_) => {
            effect::keep_outcome(&mut tx, agent.id(), key, &asked_for, "ran", now).await?;
            tx.commit().await?;
            shared.live.tell(changed(&taken));
            Ok(())
        }
        Err(super::Trouble::Refused(refusal)) => {
            // Nothing was written by the refused run: it refuses before its first write. That it was tried is recorded.
            let event = match refusal {
                Refusal::ApprovalVoid => Event::ApprovalVoid { action: request.kind() },
                _ => Event::NotOpen { action: request.kind(), needs: request.kind().rule().needs },
            };
            recorder.write_by(&mut tx, event, Some(request.kind().rule().id)).await?;
            tx.commit().await?;
            shared.live.tell(changed(&taken));
            Err(refusal.into())
        }
        Err(fault) => Err(fault),
    }
}

/// Checks everything and runs the action, in the caller's transaction. Refuses before its first write or not at all.
pub(super) async fn run(
    tx: &mut Tx,
    recorder: &Recorder<'_>,
    agent: &Agent,
    request: &ActionRequest,
    approval: Option<&Approval>,
) -> Outcome<RunId> {
    let Recorder { shared, session, level, now, .. } = *recorder;
    let customer = customer::by_id(tx, session.customer).await?;
    if let Some(approval) = approval {
        approval.covers(session.id, customer.id, request, now)?;
        check_signature(tx, approval).await?;
    }
    let action = request.kind();
    let question =
        Question { agent, session, level, account_frozen: customer.frozen_at.is_some(), action, approved: approval.is_some(), ways: &[] };
    let obligations = match decide(question) {
        Decision::Allow { obligations } => obligations,
        Decision::StepUp { .. } => return Err(Refusal::StepUp { needed: action.rule().needs, current: level }.into()),
        Decision::Refuse { reason } => return Err(Refusal::NotOpen(reason).into()),
    };
    if let ActionRequest::ChangeEmail { from, .. } = request
        && *from != customer.email
    {
        return Err(Refusal::ApprovalVoid.into());
    }
    let id = RunId::new(now, &*shared.entropy);
    if obligations.contains(&Obligation::UseApproval) {
        let used = match approval {
            Some(approval) => proof::use_approval(tx, approval.id, now).await?,
            None => false,
        };
        if !used {
            return Err(Refusal::ApprovalVoid.into());
        }
    }
    let addresses = customer::emails_ever(tx, customer.id).await?;
    let applied = match request {
        ActionRequest::UpdateContactPreferences { news_by } => customer::set_news(tx, customer.id, *news_by).await?,
        ActionRequest::ChangeEmail { from, to } => customer::change_email(tx, customer.id, from, to, now).await?,
        // Money moves in the system of record; the run is its order, and it is made once.
        ActionRequest::Refund { .. } => true,
    };
    if !applied {
        return Err(Refusal::Frozen.into());
    }
    let tell = obligations.contains(&Obligation::TellEarlierAddresses);
    let told_emails = if tell { u32::try_from(addresses.len()).unwrap_or(u32::MAX) } else { 0 };
    let revert_until = tell.then(|| now.after(REVERT_WINDOW));
    let run = Run {
        id,
        session: session.id,
        customer: customer.id,
        agent: agent.id(),
        approval: approval.map(|approval| approval.id),
        request: request.clone(),
        ran_at: now,
        told_emails,
        revert_until,
        put_back_at: None,
    };
    effect::insert_run(tx, &run).await?;
    recorder.write_by(tx, Event::Ran { action, run: id }, Some(action.rule().id)).await?;
    if let Some(until) = revert_until {
        for address in &addresses {
            let token = secret::token(&*shared.entropy);
            effect::insert_link(tx, &Hashed::of(token.expose()), id, until).await?;
            notices::changed(shared, tx, &run, agent.staff(), session, address, &token).await?;
        }
        recorder.write(tx, Event::EarlierAddressesTold { emails: told_emails, phones: 0 }).await?;
    }
    Ok(id)
}

/// The phone's signature, over exactly this action: read from what is stored, and checked with the phone's own key. A row
/// that somebody wrote into the database by hand has no such signature (T27).
async fn check_signature(tx: &mut Tx, approval: &Approval) -> Outcome<()> {
    let phone = device::by_id(tx, approval.device).await?;
    let claims = signatures::verify(&approval.signed_answer, &phone.public_key, phone.id)?;
    let same = claims.challenge_id == approval.challenge
        && claims.session_id == approval.session
        && claims.action_hash == approval.action_hash.to_string()
        && claims.decision == Answer::Approve
        && claims.contacted_us
        && phone.customer == approval.customer;
    if same { Ok(()) } else { Err(Refusal::BadSignature.into()) }
}
