//! Doing what was approved, exactly, and nothing else.
//!
//! Everything is checked again here, inside the transaction that acts (B04): the signature over these parameters,
//! the level, the freshness and single use of the approval, the role, the session. What was true when the customer pressed
//! "Approve" is not believed.

use app::desk::view::Draft;
use domain::{
    action::ActionRequest,
    agent::Agent,
    approval::Approval,
    audit::{Actor, Event},
    customer::Customer,
    gate::Decision,
    ids::{ChallengeId, RunId, SessionId},
    policy::{ActionRow, Tell},
    refusal::Refusal,
    secret::{self, Hashed},
    text::EmailAddress,
    time::Duration,
};

use super::{
    Outcome, Shared, ask,
    consent::Signer,
    gate::Gate,
    methods::Methods,
    notices,
    record::{Recorder, changed},
    second_person::{self, Second},
    sessions,
    signals::known,
    witnessed,
};
use crate::store::{
    Tx, customer,
    effect::{self, Run},
    proof,
};

/// Runs what the customer approved in that challenge, if `draft` is still exactly it. The same `key` again gives the
/// first outcome.
///
/// # Errors
/// [`Refusal::ApprovalVoid`] when anything differs, [`Refusal::ApprovalExpired`], [`Refusal::StepUp`] when the level is
/// still too low.
pub async fn run_approved(shared: &Shared, agent: &Agent, id: SessionId, challenge: ChallengeId, draft: Draft, key: &str) -> Outcome<()> {
    // Over the draft as it was sent: what it replaces is another value once it ran.
    let asked_for = ask::fingerprint(&(id, challenge, &draft))?;
    let mut tx = shared.db.write().await?;
    let (taken, customer) = sessions::take_own(&mut tx, agent, id).await?;
    if let Some((hash, _)) = effect::outcome(&mut tx, agent.id(), key).await? {
        return if hash == asked_for.bytes() { Ok(()) } else { Err(Refusal::KeyReused.into()) };
    }
    taken.open()?;
    let action = draft.kind();
    let approval = proof::approval(&mut tx, challenge).await?.filter(|approval| approval.session == id).ok_or(Refusal::NotFound)?;
    let now = shared.now();
    let policy = shared.policies.now();
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
    let methods = Methods::of(shared, &mut tx, customer.id).await?;
    let gate = Gate::new(&policy, agent, &taken, &customer, &known, &methods, now);
    let recorder = Recorder { shared, session: &taken, actor: Actor::Staff(agent.id()), level, now };
    let ran = match ask::complete(draft, &customer) {
        Ok(request) => {
            let signer = Signer::of(&mut tx, &approval).await?;
            let consent = Consent { approval: &approval, signer: &signer, kept: true };
            let subject = Subject::read(&mut tx, customer, policy.built_in(action)).await?;
            let approvals = Approvals { consent: Some(consent), second: None };
            match run(&mut tx, &recorder, agent, &gate, &subject, &request, approvals).await {
                // All but a second person is there, so one is asked; the agent presses no more.
                Err(super::Trouble::Refused(Refusal::StepUp { .. })) if gate.decide(&request, true).waits_for_second_person() => {
                    second_person::ask(&mut tx, &recorder, agent, &gate, &request, Some(&approval)).await.map(drop)
                }
                ran => ran.map(drop),
            }
        }
        // It would change nothing any more, so it is not what was approved.
        Err(_) => Err(Refusal::ApprovalVoid.into()),
    };
    match ran {
        Ok(()) => {
            effect::keep_outcome(&mut tx, agent.id(), key, &asked_for, "ran", now);
            tx.commit().await?;
            shared.live.tell(changed(&taken));
            Ok(())
        }
        Err(super::Trouble::Refused(refusal)) => {
            // Nothing was written by the refused run: it refuses before its first write. That it was tried is recorded.
            let decided = gate.decide(&approval.request, true);
            let event = match refusal {
                Refusal::ApprovalVoid => Event::ApprovalVoid { action },
                Refusal::NotWitnessed => Event::NotWitnessed { action },
                _ => decided.not_open(action),
            };
            recorder.write_by(&mut tx, event, &decided).await?;
            tx.commit().await?;
            shared.live.tell(changed(&taken));
            Err(refusal.into())
        }
        Err(fault) => Err(fault),
    }
}

/// Whose account an action is about, read in this transaction and held.
pub(super) struct Subject {
    pub(super) customer: Customer,
    /// Every address they ever had, if the action tells them.
    addresses: Vec<EmailAddress>,
}

impl Subject {
    /// Reads what `action` needs besides the customer. Before the first write, so that all writes come together.
    pub(super) async fn read(tx: &mut Tx, customer: Customer, action: &ActionRow) -> Outcome<Self> {
        let tell = action.tell == Tell::EarlierAddresses;
        let addresses = if tell { customer::emails_ever(tx, customer.id).await? } else { Vec::new() };
        Ok(Self { customer, addresses })
    }
}

/// A customer's consent to an action.
#[derive(Clone, Copy)]
pub(super) struct Consent<'a> {
    pub(super) approval: &'a Approval,
    /// What signed it, read in this transaction.
    pub(super) signer: &'a Signer,
    /// Whether the approval is in the database already; if not, it is written with the run that uses it.
    pub(super) kept: bool,
}

/// Who approved an action.
#[derive(Clone, Copy)]
pub(super) struct Approvals<'a> {
    /// The customer.
    pub(super) consent: Option<Consent<'a>>,
    /// A second member of staff.
    pub(super) second: Option<Second<'a>>,
}

impl Approvals<'_> {
    /// Nobody: what is to run needs nobody's.
    pub(super) const NONE: Self = Self { consent: None, second: None };
}

/// Checks everything and runs the action, in the caller's transaction. Refuses before its first write or not at all.
pub(super) async fn run(
    tx: &mut Tx,
    recorder: &Recorder<'_>,
    agent: &Agent,
    gate: &Gate<'_>,
    subject: &Subject,
    request: &ActionRequest,
    Approvals { consent, second }: Approvals<'_>,
) -> Outcome<RunId> {
    let Recorder { shared, session, level, now, .. } = *recorder;
    let Subject { customer, addresses } = subject;
    if let Some(Consent { approval, signer, .. }) = consent {
        approval.covers(session.id, customer.id, request, now)?;
        signer.check(shared, approval)?;
    }
    if let Some(second) = second {
        second.check(shared, request)?;
    }
    let action = request.kind();
    let decided = if second.is_some() { gate.decide_by_two(request, consent.is_some()) } else { gate.decide(request, consent.is_some()) };
    let obligations = match decided.decision {
        // No policy with a hold on an action of ours is taken; one that came in past that check must not run as if it had none.
        Decision::Allow { obligations, .. } if !obligations.hold.is_zero() => {
            return Err(Refusal::NotOpen("This change has to wait, and this program cannot keep it waiting yet.".to_owned()).into());
        }
        Decision::Allow { .. } if witnessed::stops(shared, tx, decided.needs()).await? => return Err(Refusal::NotWitnessed.into()),
        Decision::Allow { obligations, .. } => obligations,
        Decision::StepUp { .. } => return Err(Refusal::StepUp { needed: decided.needs(), current: level }.into()),
        Decision::Refuse { .. } => return Err(Refusal::NotOpen(decided.closed_because()).into()),
    };
    if let ActionRequest::ChangeEmail { from, .. } = request
        && *from != customer.email
    {
        return Err(Refusal::ApprovalVoid.into());
    }
    let id = RunId::new(now, &*shared.entropy);
    if obligations.use_approval {
        let used = match consent {
            Some(Consent { approval, kept, .. }) => !kept || proof::use_approval(tx, approval.id, now).await?,
            None => false,
        };
        if !used {
            return Err(Refusal::ApprovalVoid.into());
        }
    }
    let applied = match request {
        ActionRequest::UpdateContactPreferences { news_by } => customer::set_news(tx, customer, *news_by),
        ActionRequest::ChangeEmail { from, to } => customer::change_email(tx, customer, from, to, now).await?,
        // Money moves in the system of record; the run is its order, and it is made once.
        ActionRequest::Refund { .. } => true,
    };
    if !applied {
        return Err(Refusal::Frozen.into());
    }
    if let Some(Consent { approval, kept: false, .. }) = consent {
        proof::insert_approval(tx, &Approval { used_at: Some(now), ..approval.clone() })?;
    }
    let told_emails = u32::try_from(addresses.len()).unwrap_or(u32::MAX);
    let tell = obligations.tell == Tell::EarlierAddresses;
    let revert_until = (tell && obligations.revert > Duration::ZERO).then(|| now.after(obligations.revert));
    let run = Run {
        id,
        session: session.id,
        customer: customer.id,
        agent: agent.id(),
        approval: consent.map(|consent| consent.approval.id),
        request: request.clone(),
        ran_at: now,
        told_emails,
        revert_until,
        put_back_at: None,
    };
    effect::insert_run(tx, &run)?;
    recorder
        .write_by(
            tx,
            Event::Ran { action, run: id, decision: decided.recorded(), second_person: second.map(|second| second.id()) },
            &decided,
        )
        .await?;
    if let Some(until) = revert_until {
        for address in addresses {
            let token = secret::token(&*shared.entropy);
            effect::insert_link(tx, &Hashed::of(token.expose()), id, until);
            notices::changed(shared, tx, &run, agent.staff(), session, address, &token);
        }
        recorder.write(tx, Event::EarlierAddressesTold { emails: told_emails, phones: 0 }).await?;
    }
    Ok(id)
}
