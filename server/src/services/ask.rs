//! Doing an action, or asking the customer to approve exactly it.

use app::desk::{
    gate::{Chosen, TypedAt, Way, strongest},
    view::{Acted, Draft},
};
use domain::{
    action::{ActionHash, ActionRequest},
    agent::Agent,
    assurance::{Level, Method},
    audit::{Actor, Event},
    audit_log::retention::Retention,
    challenge::{Challenge, ChallengeState, Code, EntryNumber, LIFETIME, Link, Means, Prompt, Push, TRIES, Typed},
    customer::Customer,
    gate::Decision,
    ids::{ChallengeId, SessionId},
    pin,
    refusal::Refusal,
    secret::Hashed,
    totp,
};

use super::{
    Outcome, Shared, Trouble, expire,
    gate::Gate,
    kept, limits,
    methods::{Methods, One},
    record::{Recorder, changed},
    run, second_person, sessions,
    signals::known,
    witnessed,
};
use crate::{
    push,
    store::{
        Tx,
        challenge::{self, Asked},
        device::Device,
        effect, outgoing_push,
        pin::Kept,
        totp::Kept as Totp,
    },
};

/// Runs the action if the gate allows it now, else asks the customer to approve exactly it. The same `key` with the same
/// draft gives the first outcome again and does nothing (E10).
///
/// # Errors
/// What the gate refuses; [`Refusal::NoWay`] when the customer has no phone that would do; [`Refusal::AlreadyAsking`],
/// [`Refusal::TooManyOf`], [`Refusal::KeyReused`].
pub async fn act(shared: &Shared, agent: &Agent, id: SessionId, draft: Draft, key: &str) -> Outcome<Acted> {
    act_by(shared, agent, id, draft, None, key).await
}

/// The same, asking by that method.
///
/// # Errors
/// As [`act`].
pub async fn act_by(shared: &Shared, agent: &Agent, id: SessionId, draft: Draft, by: Option<Method>, key: &str) -> Outcome<Acted> {
    let asked_for = fingerprint(&(id, &draft, by))?;
    let mut tx = shared.db.write().await?;
    let (taken, customer) = sessions::take_own(&mut tx, agent, id).await?;
    if let Some((hash, outcome)) = effect::outcome(&mut tx, agent.id(), key).await? {
        return first_outcome(&hash, &outcome, &asked_for);
    }
    taken.open()?;
    let request = complete(draft, &customer)?;
    let now = shared.now();
    let policy = shared.policies.now();
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
    let methods = Methods::of(shared, &mut tx, customer.id).await?;
    let gate = Gate::new(&policy, agent, &taken, &customer, &known, &methods, now);
    let action = request.kind();
    let recorder = Recorder { shared, session: &taken, actor: Actor::Staff(agent.id()), level, now };
    let decided = gate.decide(&request, false);
    if !matches!(decided.decision, Decision::Refuse { .. }) && witnessed::stops(shared, &mut tx, decided.needs()).await? {
        // Nor is the customer asked for what could not be done then.
        recorder.write_by(&mut tx, Event::NotWitnessed { action }, &decided).await?;
        tx.commit().await?;
        shared.live.tell(changed(&taken));
        return Err(Refusal::NotWitnessed.into());
    }
    let by_two = matches!(&decided.decision, Decision::StepUp { missing, .. } if missing.second_person);
    if by_two && second_person::others_wait(&mut tx, &recorder).await? {
        // Nor is the customer asked for what would have to wait for another's turn.
        return Err(Refusal::SecondPersonAsked.into());
    }
    let acted = match decided.decision {
        Decision::Allow { .. } => {
            let subject = run::Subject::read(&mut tx, customer, policy.built_in(action)).await?;
            let run = run::run(&mut tx, &recorder, agent, &gate, &subject, &request, run::Approvals::NONE).await?;
            Acted::Ran(run)
        }
        Decision::StepUp { missing, .. } if missing.only_second_person() => {
            Acted::Waits(second_person::ask(&mut tx, &recorder, agent, &gate, &request, None).await?)
        }
        Decision::StepUp { .. } => {
            // The gate names only ways that are enough; one that is not would leave the customer's approval hanging.
            let Some(to) = decided.consents(by).and_then(To::of) else {
                recorder.write_by(&mut tx, decided.not_open(action), &decided).await?;
                tx.commit().await?;
                return Err(if decided.proof_first() { Refusal::ProofFirst } else { Refusal::NoWay }.into());
            };
            let before = may_ask(&mut tx, &recorder, to).await?;
            recorder.write_by(&mut tx, decided.not_open(action), &decided).await?;
            let request = Some((request.clone(), decided.needs()));
            Acted::Asked(ask(&mut tx, &recorder, agent, to, request, before).await?)
        }
        Decision::Refuse { .. } => {
            recorder.write_by(&mut tx, decided.not_open(action), &decided).await?;
            tx.commit().await?;
            return Err(Refusal::NotOpen(decided.closed_because()).into());
        }
    };
    let outcome = serde_json::to_string(&acted).map_err(|error| crate::fault::Fault::other("writing an outcome", error))?;
    effect::keep_outcome(&mut tx, agent.id(), key, &asked_for, &outcome, now);
    tx.commit().await?;
    if matches!(acted, Acted::Asked(_)) {
        shared.push.ring();
    }
    shared.live.tell(changed(&taken));
    Ok(acted)
}

/// Asks the customer to show that it is them, by the method they chose, else by the one that reaches highest. Nothing changes by
/// it.
///
/// # Errors
/// As [`act`]; [`Refusal::BadInput`] when the level is as high as it can get (X12); [`Refusal::NoWay`] when what they chose cannot
/// be asked for now.
pub async fn raise(shared: &Shared, agent: &Agent, id: SessionId, chosen: Option<Chosen>) -> Outcome<ChallengeId> {
    let mut tx = shared.db.write().await?;
    let (taken, customer) = sessions::take_own(&mut tx, agent, id).await?;
    taken.open()?;
    if customer.frozen_at.is_some() {
        return Err(Refusal::Frozen.into());
    }
    let now = shared.now();
    let policy = shared.policies.now();
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
    let methods = Methods::of(shared, &mut tx, customer.id).await?;
    let ways = Gate::new(&policy, agent, &taken, &customer, &known, &methods, now).ways();
    let way = chosen.map_or_else(|| strongest(&ways), |chosen| ways.iter().find(|way| chosen.is(way)));
    if way.is_some_and(|way| way.reaches <= level) {
        return Err(Refusal::bad_input("This is already sufficient: another proof of that kind would add nothing.").into());
    }
    let to = way.and_then(|way| to(way, &methods)).ok_or(Refusal::NoWay)?;
    let recorder = Recorder { shared, session: &taken, actor: Actor::Staff(agent.id()), level, now };
    let before = may_ask(&mut tx, &recorder, to).await?;
    let challenge = ask(&mut tx, &recorder, agent, to, None, before).await?;
    tx.commit().await?;
    shared.push.ring();
    shared.live.tell(changed(&taken));
    Ok(challenge)
}

/// Takes an open challenge back.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not of this session; [`Refusal::ChallengeOver`] when it was answered already.
pub async fn withdraw(shared: &Shared, agent: &Agent, session: SessionId, id: ChallengeId) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let (taken, _) = sessions::take_own(&mut tx, agent, session).await?;
    let before =
        challenge::by_id(&mut tx, id).await?.filter(|asked| asked.challenge.session == session).ok_or(Refusal::NotFound)?.challenge;
    let now = shared.now();
    let after = before.clone().withdrawn(now)?;
    if !challenge::update(&mut tx, &before, &after).await? {
        return Err(Refusal::ChallengeOver.into());
    }
    let policy = shared.policies.now();
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
    Recorder { shared, session: &taken, actor: Actor::Staff(agent.id()), level, now }.write(&mut tx, Event::Withdrawn).await?;
    tx.commit().await?;
    shared.live.tell(changed(&taken));
    Ok(())
}

/// Whether the customer may be asked now; what the session asked before and has expired since, if it did.
async fn may_ask(tx: &mut Tx, recorder: &Recorder<'_>, to: To<'_>) -> Outcome<Option<Challenge>> {
    let Recorder { session, now, .. } = *recorder;
    let limits = recorder.shared.policies.now().limits;
    let open = challenge::open_of_session(tx, session.id).await?.map(|asked| asked.challenge);
    if open.as_ref().is_some_and(|open| open.state_at(now).is_open()) {
        return Err(Refusal::AlreadyAsking.into());
    }
    // Too many prompts bar prompts; what is typed has a count of its own.
    if matches!(to, To::Phone(_)) {
        limits::may_be_asked(tx, &limits, session.customer, now).await?;
    }
    limits::may_ask(tx, &limits, session.agent, now).await?;
    Ok(open)
}

/// Asks for a proof, or for consent to exactly an action that needs a level.
async fn ask(
    tx: &mut Tx,
    recorder: &Recorder<'_>,
    agent: &Agent,
    to: To<'_>,
    request: Option<(ActionRequest, Level)>,
    before: Option<Challenge>,
) -> Outcome<ChallengeId> {
    let Recorder { shared, session, now, .. } = *recorder;
    if let Some(expired) = before {
        expire::expire(tx, recorder, &expired).await?;
    }
    let (request, needs) = request.unzip();
    let settings = &shared.settings;
    let prompt =
        Prompt::write(&settings.organisation, &settings.hotline, agent.staff(), session.channel, session.started_by, request.as_ref());
    let action = request.as_ref().map(ActionRequest::kind);
    let id = ChallengeId::new(now, &*shared.entropy);
    let (means, device) = match to {
        To::Phone(phone) => {
            let needs_user_verification = phone.can_verify() && needs.is_none_or(|needs| needs == Level::High);
            let push = Push { device: phone.id, code: Code::draw(&*shared.entropy), needs_user_verification };
            (Means::Push(push), Some(phone.name.clone()))
        }
        To::Pin(_, TypedAt::Keypad) => (Means::Pin(Typed::Keypad(EntryNumber::draw(&*shared.entropy))), None),
        To::Pin(_, TypedAt::Page) => (Means::Pin(Typed::Page(link(shared, id)?)), None),
        To::Passkey => (Means::Passkey(link(shared, id)?), None),
        To::Totp(_) => (Means::Totp(link(shared, id)?), None),
    };
    let tries_left = match to {
        To::Phone(_) | To::Passkey => TRIES,
        // Counted over all sessions and agents: a new one begins where the last one stopped (A05).
        To::Pin(pin, _) => u8::try_from(pin::TRIES.saturating_sub(pin.failures)).unwrap_or(TRIES),
        To::Totp(app) => u8::try_from(totp::TRIES_EACH.min(totp::TRIES.saturating_sub(app.failures))).unwrap_or(TRIES),
    };
    let method = means.method();
    let challenge = Challenge {
        id,
        session: session.id,
        customer: session.customer,
        agent: agent.id(),
        means,
        action_hash: ActionHash::of(session.id, session.customer, request.as_ref()),
        request,
        shown_text: prompt.text(),
        state: ChallengeState::Pending,
        tries_left,
        asked_at: now,
        delivered_at: None,
        opened_at: None,
        ended_at: None,
        expires_at: now.after(LIFETIME),
    };
    let words = kept::prompt(shared, &prompt, Retention::of(action.is_some()))?;
    challenge::insert(tx, &Asked { challenge: challenge.clone(), prompt })?;
    if shared.push.is_open() {
        outgoing_push::queue(tx, push::name(&*shared.entropy), &challenge);
    }
    recorder.write_with(tx, Event::Asked { challenge: id, action, method, device }, &[words]).await?;
    Ok(id)
}

/// Where a question goes.
#[derive(Clone, Copy)]
enum To<'a> {
    /// To a phone.
    Phone(&'a Device),
    /// For the PIN, there.
    Pin(&'a Kept, TypedAt),
    /// To whatever device opens the link, for a passkey.
    Passkey,
    /// To whatever device opens the link, for a code of the authenticator app.
    Totp(&'a Totp),
}

impl<'a> To<'a> {
    /// Where a consent is asked for; what is typed is none.
    const fn of(one: One<'a>) -> Option<Self> {
        match one {
            One::Phone(phone) => Some(Self::Phone(phone)),
            One::Passkey => Some(Self::Passkey),
            One::Pin(..) | One::Totp(_) => None,
        }
    }
}

/// Where a way's question goes. A phone is known by its id: two may have the same name.
fn to<'a>(way: &Way, methods: &'a Methods) -> Option<To<'a>> {
    match (way.device, way.method) {
        (Some(id), _) => methods.phone(id).map(To::Phone),
        (None, Method::Passkey) => Some(To::Passkey),
        (None, Method::Pin) => Some(To::Pin(methods.pin.as_ref()?, way.typed?)),
        (None, Method::Totp) => methods.totp.as_ref().map(To::Totp),
        (None, _) => None,
    }
}

/// What is kept of the link that the asking agent's page shows.
fn link(shared: &Shared, id: ChallengeId) -> Outcome<Link> {
    let token = shared.links.as_ref().ok_or(Refusal::NotSignedIn)?.token(id);
    Ok(Link::new(Hashed::of(token.expose())))
}

/// Adds what the action replaces.
pub(super) fn complete(draft: Draft, customer: &Customer) -> Result<ActionRequest, Refusal> {
    Ok(match draft {
        Draft::ChangeEmail { to } if to.as_str().eq_ignore_ascii_case(customer.email.as_str()) => {
            return Err(Refusal::bad_input("That is the address we have already. Nothing would change."));
        }
        Draft::ChangeEmail { to } => ActionRequest::ChangeEmail { from: customer.email.clone(), to },
        Draft::Refund { amount, reason } => ActionRequest::Refund { amount, reason },
        Draft::UpdateContactPreferences { news_by } => ActionRequest::UpdateContactPreferences { news_by },
    })
}

/// What a key is for: the same again has the same fingerprint.
pub(super) fn fingerprint(asked_for: &impl serde::Serialize) -> Outcome<Hashed> {
    let text = serde_json::to_string(asked_for).map_err(|error| crate::fault::Fault::other("reading a request", error))?;
    Ok(Hashed::of(&text))
}

fn first_outcome(hash: &[u8], outcome: &str, asked_for: &Hashed) -> Outcome<Acted> {
    if hash != asked_for.bytes() {
        return Err(Refusal::KeyReused.into());
    }
    serde_json::from_str(outcome).map_err(|error| Trouble::Fault(crate::fault::Fault::other("reading an outcome", error)))
}
