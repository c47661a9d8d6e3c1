//! Reading one session's page: everything an agent may see of it, and nothing more.

use app::desk::gate::TypedAt;
use app::desk::view::{
    ActionRow, AskedView, AssuranceView, Done, Draft, EvidenceView, LinkView, NotificationView, Outcome as Came, PhoneRow, Place, RailItem,
    RecordField, RevealsView, Segment, SessionHead, Theirs, TimelineItem, Topic, Workspace,
};
use domain::{
    action::{ActionKind, ActionRequest},
    agent::Agent,
    assurance::{Evidence, Level},
    challenge::{ChallengeState, Link, Means, Typed},
    customer::{Customer, Field, Seen},
    ids::{ChallengeId, CustomerId, RunId, SessionId},
    policy::Policy,
    refusal::Refusal,
    secret::Hashed,
    session::{Session, SessionState},
    time::{Duration, Timestamp},
};

use super::{
    Outcome, Shared,
    gate::Gate,
    kiosks,
    methods::Methods,
    qr,
    reveals::Shown,
    second_person,
    signals::{Known, read_known},
    transfer::moves,
};
use crate::store::{
    audit,
    challenge::{self, Asked},
    customer,
    device::{self, Device},
    effect::{self, Run},
    outgoing_push, passkey, proof, reveal, second_person as second_person_read, session,
    suspension::{self, Kind, Listed},
};

/// The agent's sessions that are not over.
///
/// # Errors
/// When the database fails.
pub async fn rail(shared: &Shared, agent: &Agent) -> Outcome<Vec<RailItem>> {
    let (now, policy) = (shared.now(), shared.policies.now());
    // What is needed depends on nothing that the customer has.
    let nothing = Methods::default();
    let seconds = second_person_read::waiting(&shared.db, now).await?;
    let mut items = Vec::new();
    for session in session::of_agent(&shared.db, agent.id()).await? {
        let customer = customer::read(&shared.db, session.customer).await?;
        let known = read_known(shared, &policy, &session, now).await?;
        let open = challenge::read_open_of_session(&shared.db, session.id).await?;
        let level = session.assurance(&policy, known.signals, &known.evidence, now).level;
        let gate = Gate::new(&policy, agent, &session, &customer, &known, &nothing, now);
        let goal = gate.look(session.reason).needs();
        let second_person = seconds.iter().find(|request| request.session == session.id).map(|request| request.asked_at);
        items.push(rail_item(&session, &customer, level, goal, open.as_ref(), second_person, now));
    }
    Ok(items)
}

fn rail_item(
    session: &Session,
    customer: &Customer,
    level: Level,
    goal: Level,
    open: Option<&Asked>,
    second_person: Option<Timestamp>,
    now: Timestamp,
) -> RailItem {
    let name = seen(session, customer, Field::Name, level).text().to_owned();
    let asking = open.filter(|asked| asked.challenge.state_at(now).is_open()).map(|asked| (asked.challenge.id, asked.challenge.asked_at));
    RailItem {
        session: session.id,
        channel: session.channel,
        name,
        opened_at: session.opened_at,
        level,
        goal,
        state: session.state,
        asking,
        second_person,
    }
}

/// What of a field this session may see. Nothing while it is frozen, and nothing once it has ended.
fn seen(session: &Session, customer: &Customer, field: Field, level: Level) -> Seen {
    customer.seen(field, visible(session, level))
}

/// The level that a session's record is shown at.
const fn visible(session: &Session, level: Level) -> Level {
    if matches!(session.state, SessionState::Open) { level } else { Level::Unverified }
}

/// The customer's segment, named where their plan is shown. That the policy does not know it is said at every level: it is why
/// more is asked.
fn segment(policy: &Policy, session: &Session, customer: &Customer, level: Level) -> Option<Segment> {
    let key = customer.segment.as_deref()?;
    let plan = seen(session, customer, Field::Plan, level);
    match policy.segments().find(|(_, row)| row.key == key) {
        None => Some(Segment::Unknown),
        Some((_, row)) => matches!(plan, Seen::Value { .. }).then(|| Segment::Named(row.name.clone())),
    }
}

/// Whose account a session of the agent's own is about.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not the agent's own (D02).
pub async fn customer_of(shared: &Shared, agent: &Agent, id: SessionId) -> Outcome<CustomerId> {
    Ok(own(shared, agent, id).await?.customer)
}

async fn own(shared: &Shared, agent: &Agent, id: SessionId) -> Outcome<Session> {
    Ok(session::read(&shared.db, id).await?.filter(|session| session.agent == agent.id()).ok_or(Refusal::NotFound)?)
}

/// One session's page.
///
/// # Errors
/// [`Refusal::NotFound`] when the session is not the agent's own, or the challenge or run is not of it (D02).
pub async fn workspace(shared: &Shared, agent: &Agent, id: SessionId, place: Place) -> Outcome<Workspace> {
    let db = &shared.db;
    let now = shared.now();
    let session = own(shared, agent, id).await?;
    let customer = customer::read(db, session.customer).await?;
    let methods = Methods::read(shared, session.customer).await?;
    let open = challenge::read_open_of_session(db, id).await?.filter(|asked| asked.challenge.state_at(now).is_open());
    let policy = shared.policies.now();
    let known = read_known(shared, &policy, &session, now).await?;
    let assurance = session.assurance(&policy, known.signals, &known.evidence, now);
    let gate = Gate::new(&policy, agent, &session, &customer, &known, &methods, now);
    let asked = match place {
        Place::Asked(challenge) => {
            let shown = asked_view(shared, &gate, &session, challenge).await?;
            // A level was raised so that something approved before can run: that is what the agent goes on with.
            match (&shown.outcome, proof::read_waiting(db, id, now).await?) {
                (Some(Came::Raised), Some(waiting)) => Some(asked_view(shared, &gate, &session, waiting).await?),
                _ => Some(shown),
            }
        }
        Place::Overview | Place::FillIn(_) | Place::Ran(_) | Place::Waits(_) => None,
    };
    let second = match place {
        Place::Waits(request) => Some(second_person::by_request(shared, id, request).await?),
        Place::Overview | Place::FillIn(_) | Place::Ran(_) | Place::Asked(_) => None,
    };
    let ran = match place {
        Place::Ran(run) => Some(ran(shared, &session, run).await?),
        Place::Waits(_) => match second.as_ref().and_then(|second| second.run) {
            Some(run) => Some(ran(shared, &session, run).await?),
            None => None,
        },
        Place::Overview | Place::FillIn(_) | Place::Asked(_) => None,
    };
    let actions = ActionKind::ALL.map(|action| {
        let (decided, needs) = (gate.look(action), policy.built_in(action).needs);
        let (rule, decision) = (decided.rule().to_owned(), decided.shown());
        ActionRow { action, needs: decided.needs(), consent: needs.consent, rule, decision, is_reason: action == session.reason }
    });
    let if_approved = open.as_ref().map(|asked| would_reach(&policy, &session, &known, asked, now));
    let settings = &shared.settings;
    let shown = Shown::read(shared, id, agent.id(), now).await?;
    let used = reveal::count(db, agent.id(), now.before(Duration::DAY)).await?;
    Ok(Workspace {
        now,
        rail: rail(shared, agent).await?,
        session: SessionHead {
            id,
            name: seen(&session, &customer, Field::Name, assurance.level),
            number: spaced(customer.number.as_str()),
            channel: session.channel,
            started_by: session.started_by,
            case: session.case.as_ref().map(ToString::to_string),
            reason: session.reason,
            opened_at: session.opened_at,
            state: session.state,
            moves: moves(&policy, &session, &known, now),
            organisation: settings.organisation.clone(),
            hotline: settings.hotline.clone(),
            demo: settings.demo,
        },
        tried: known.tried,
        assurance: AssuranceView {
            level: assurance.level,
            until: assurance.until,
            drops_soon: assurance.drops_soon(now),
            goal: gate.look(session.reason).needs(),
            ceiling: policy.ceiling(session.channel_in(&policy)),
            carried: session.carried,
            risks: policy.standing(known.signals).map(|row| row.says.clone()).collect(),
            evidence: known.evidence.iter().map(|piece| evidence_view(&policy, piece, now)).collect(),
            if_approved,
        },
        ways: gate.ways(),
        closed: gate.closed(shared),
        off: gate.off(),
        policy_version: policy.version,
        phones: suspension::read_devices(db, session.customer, Kind::Phone).await?.into_iter().map(phone_row).collect(),
        kiosk: kiosks::at_the_desk(shared, &session).await?,
        actions: actions.into(),
        asked,
        ran,
        second,
        record: Field::ALL
            .map(|field| RecordField { field, seen: shown.seen(&customer, field, visible(&session, assurance.level)) })
            .into(),
        reveals: RevealsView { today: used, most: policy.limits.reveals_a_day },
        segment: segment(&policy, &session, &customer, assurance.level),
        timeline: timeline(shared, id).await?,
        theirs: theirs(&session, agent, &methods.phones, open.as_ref()),
    })
}

fn phone_row(listed: Listed) -> PhoneRow {
    let Listed { phone, name, since, suspended, .. } = listed;
    PhoneRow { id: phone.id, name, since, usable: phone.usable, suspended }
}

fn evidence_view(policy: &Policy, piece: &Evidence, now: Timestamp) -> EvidenceView {
    EvidenceView {
        id: piece.id,
        method: piece.method,
        user_verified: piece.user_verified,
        level: piece.strength(policy),
        obtained_at: piece.obtained_at,
        expires_at: piece.expires_at,
        counts_from: (piece.counts_from > now).then_some(piece.counts_from),
    }
}

/// The level the session would have if the customer approves what they are being asked.
fn would_reach(policy: &Policy, session: &Session, known: &Known, asked: &Asked, now: Timestamp) -> Level {
    let means = &asked.challenge.means;
    let piece = Evidence::left_by(policy, means.method(), means.needs_user_verification(), now);
    let with: Vec<_> = known.evidence.iter().copied().chain([piece]).collect();
    session.assurance(policy, known.signals, &with, now).level
}

async fn asked_view(shared: &Shared, gate: &Gate<'_>, session: &Session, id: ChallengeId) -> Outcome<AskedView> {
    let db = &shared.db;
    let now = shared.now();
    let found = challenge::read(db, id).await?.filter(|asked| asked.challenge.session == session.id).ok_or(Refusal::NotFound)?;
    let challenge = found.challenge;
    let state = challenge.state_at(now);
    let device = match challenge.push() {
        Some(push) => device::read_by_id(db, push.device).await?.name,
        None => passkey::read_answered(db, id).await?.map(|used| used.name).unwrap_or_default(),
    };
    let readable = state.is_open() && session.state == SessionState::Open;
    let outcome = if state == ChallengeState::Answered { Some(came(shared, gate, id).await?) } else { None };
    let notification = if shared.push.is_open() { outgoing_push::of_challenge(db, id).await? } else { None };
    let notification = notification.map(|row| NotificationView { service: row.service, handing: row.handing, at: row.at });
    let digits = challenge.push().filter(|_| readable).map(|push| push.code.expose().to_owned());
    let entry = challenge.entry().filter(|_| readable).map(|entry| entry.as_str().to_owned());
    let link = challenge.means.link().filter(|_| readable).and_then(|link| shown_link(shared, id, link));
    Ok(AskedView {
        challenge: id,
        request: challenge.request.as_ref().map(Draft::of),
        method: challenge.means.method(),
        digits,
        entry,
        link,
        typed: typed_at(&challenge.means),
        device,
        needs_user_verification: challenge.means.needs_user_verification(),
        state,
        tries_left: challenge.tries_left,
        typical_seconds: gate.typical_seconds(&challenge.means),
        asked_at: challenge.asked_at,
        delivered_at: challenge.delivered_at,
        opened_at: challenge.opened_at,
        ended_at: challenge.ended_at,
        expires_at: challenge.expires_at,
        outcome,
        notification,
    })
}

/// Where what was asked for is typed.
const fn typed_at(means: &Means) -> Option<TypedAt> {
    match means {
        Means::Pin(Typed::Keypad(_)) => Some(TypedAt::Keypad),
        Means::Pin(Typed::Page(_)) | Means::Totp(_) => Some(TypedAt::Page),
        Means::Push(_) | Means::Passkey(_) => None,
    }
}

/// The link, for the agent who made it: a colleague who took the session over asks anew.
fn shown_link(shared: &Shared, id: ChallengeId, link: &Link) -> Option<LinkView> {
    let token = shared.links.as_ref()?.token(id);
    let url = format!("{}/p/{}", shared.settings.public_url, token.expose());
    (Hashed::of(token.expose()) == *link.hash()).then(|| LinkView { qr: qr::drawn(&url), url })
}

/// What came of an approval.
async fn came(shared: &Shared, gate: &Gate<'_>, id: ChallengeId) -> Outcome<Came> {
    let db = &shared.db;
    let Some(approval) = proof::read_approval(db, id).await? else { return Ok(Came::Raised) };
    if let Some(run) = effect::run_of_approval(db, approval.id).await? {
        let second = second_person_read::read_of_run(db, run.id).await?;
        return Ok(Came::Done(done(&run, Some(approval.approved_at), approval.user_verified, second)));
    }
    if let Some(second) = second_person::of_approval(shared, approval.id).await? {
        return Ok(Came::Second(Box::new(second)));
    }
    let decided = gate.decide(&approval.request, true);
    let goes_on = decided.decision.allows() || decided.waits_for_second_person();
    let open_now = goes_on && shared.now() < approval.expires_at;
    Ok(Came::NotOpen { needs: decided.needs(), user_verified: approval.user_verified, kept_until: approval.expires_at, open_now })
}

async fn ran(shared: &Shared, session: &Session, id: RunId) -> Outcome<Done> {
    let run = effect::read_run(&shared.db, id).await?.filter(|run| run.session == session.id).ok_or(Refusal::NotFound)?;
    let second = second_person_read::read_of_run(&shared.db, id).await?;
    Ok(done(&run, None, false, second))
}

fn done(run: &Run, approved_at: Option<Timestamp>, user_verified: bool, second_person: Option<String>) -> Done {
    Done {
        run: run.id,
        request: Draft::of(&run.request),
        ran_at: run.ran_at,
        approved_at,
        user_verified,
        told_emails: run.told_emails,
        revert_until: run.revert_until,
        put_back_at: run.put_back_at,
        second_person,
    }
}

async fn timeline(shared: &Shared, id: SessionId) -> Outcome<Vec<TimelineItem>> {
    let lines = audit::of_session(&shared.db, id).await?;
    Ok(lines.into_iter().map(|line| TimelineItem { id: line.id.into(), at: line.at, event: line.event, by: line.by }).collect())
}

/// What the customer's phone shows, in words that hold nothing the agent may not see.
fn theirs(session: &Session, agent: &Agent, phones: &[Device], open: Option<&Asked>) -> Theirs {
    match (session.state, open) {
        (SessionState::Frozen { because, .. }, _) => Theirs::Stopped { because },
        (SessionState::Ended { .. }, _) => Theirs::NotTalking,
        (SessionState::Open, _) if phones.is_empty() => Theirs::NoPhone,
        (SessionState::Open, Some(asked)) if asked.challenge.push().is_some() => {
            // As on the phone, but for the value that is replaced.
            let (from, shown) = (ActionRequest::OLD_VALUE, &asked.prompt.what);
            let what = shown.iter().filter(|line| !line.starts_with(from)).cloned().collect();
            Theirs::Prompt { question: asked.prompt.question.clone(), what }
        }
        (SessionState::Open, _) => Theirs::Talking { with: agent.staff().first_name().to_owned() },
    }
}

/// A customer's number as it stands on a bill: two groups of four digits.
fn spaced(number: &str) -> String {
    let (first, second) = number.split_at(number.len().min(4));
    format!("{first} {second}")
}

/// What a contact can be about.
pub fn topics(shared: &Shared) -> Vec<Topic> {
    let policy = shared.policies.now();
    ActionKind::ALL.into_iter().map(|action| Topic { action, needs: policy.built_in(action).needs.level }).collect()
}
