//! The floor: every session that is not over, what it is at, and the figures. Levels and gates are those of the desk, asked in the same
//! way with what was read for all sessions at once.

use std::collections::{BTreeSet, HashMap};

use app::oversight::view::{Figures, FloorRow, FloorView};
use domain::{
    action::ActionRequest,
    agent::Agent,
    assurance::Level,
    customer::Field,
    floor::{self, Approved, DAYS, Doing, Goal, Goals, HOURS, Known as Facts, Refusals, SLOW_AFTER},
    ids::SessionId,
    numbers::Span,
    session::{Session, SessionState},
    time::{Duration, Timestamp},
};

use super::{
    Outcome, Shared, alerts,
    gate::Gate,
    methods::Methods,
    policies::InForce,
    signals::{Known, read_known_of_all},
};
use crate::{
    fault::Fault,
    store::{
        floor::{self as store, Here},
        second_person,
    },
};

/// The floor as it is now.
///
/// # Errors
/// When the database fails.
pub async fn floor(shared: &Shared) -> Outcome<FloorView> {
    let (db, now, policy) = (&shared.db, shared.now(), shared.policies.now());
    let here = store::sessions(db).await?;
    let sessions: Vec<&Session> = here.iter().map(|here| &here.session).collect();
    let evidence = store::evidence(db).await?;
    let known = read_known_of_all(shared, &policy, &sessions, evidence, now).await?;
    let (approved, ran) = (store::approved(db, now).await?, store::ran(db).await?);
    let waiting = second_person::waiting(db, now).await?;
    let seconds = waiting.iter().map(|request| (request.session, request.asked_at)).collect();
    let look = Look { policy: &policy, approved: &approved, seconds: &seconds, ran: &ran, now };
    let mut changes: Vec<Timestamp> = vec![floor::hour_of(now).after(Duration::HOUR)];
    let mut rows = Vec::with_capacity(here.len());
    for (here, known) in here.iter().zip(&known) {
        let assurance = here.session.assurance(&policy, known.signals, &known.evidence, now);
        changes.extend(assurance.until);
        changes.extend(here.asking.map(|(_, _, until)| until).filter(|until| *until > now));
        let doing = look.doing(here, known);
        changes.extend(doing.since().map(|since| since.after(SLOW_AFTER)).filter(|at| *at > now));
        rows.push(row(here, assurance.level, doing, now));
    }
    rows.sort_by(|one, other| floor::order((one.doing, one.opened_at), (other.doing, other.opened_at)));
    let figures = figures(shared, &rows, here.iter().map(|here| here.staff.id.uuid()).collect::<BTreeSet<_>>().len(), now).await?;
    let (alerts, open_alerts) = alerts::open(shared).await?;
    Ok(FloorView { now, figures, rows, alerts, open_alerts, changes_at: changes.into_iter().min() })
}

fn row(here: &Here, level: Level, doing: Doing, now: Timestamp) -> FloorRow {
    FloorRow {
        session: here.session.id,
        channel: here.session.channel,
        // Whatever the session's level: it is not the supervisor who talks to them.
        customer: here.customer.seen(Field::Name, Level::Unverified),
        agent: here.staff.name.to_string(),
        level,
        doing,
        slow: doing.slow(now),
        opened_at: here.session.opened_at,
    }
}

/// With what a session is looked at.
struct Look<'a> {
    policy: &'a InForce,
    approved: &'a HashMap<SessionId, (ActionRequest, Timestamp)>,
    /// Since when a second person is waited for.
    seconds: &'a HashMap<SessionId, Timestamp>,
    ran: &'a HashMap<SessionId, (ActionRequest, Timestamp)>,
    now: Timestamp,
}

impl Look<'_> {
    fn doing(&self, here: &Here, known: &Known) -> Doing {
        let session = &here.session;
        // What is missing depends on nothing that the customer has.
        let nothing = Methods::default();
        let agent = Agent::try_from(here.staff.clone()).ok();
        let gate = agent.as_ref().map(|agent| Gate::new(self.policy, agent, session, &here.customer, known, &nothing, self.now));
        let gate = gate.filter(|_| session.state == SessionState::Open);
        let second = self.seconds.get(&session.id).map(|at| Approved { at: *at, second_person: true });
        let approved = second.or_else(|| self.approved.get(&session.id).map(|(_, at)| Approved { at: *at, second_person: false }));
        let facts = Facts {
            state: session.state,
            reason: session.reason,
            asking: here.asking.filter(|(_, _, until)| *until > self.now).map(|(method, since, _)| (method, since)),
            approved,
            ran: self.ran.get(&session.id).map(|(request, _)| request.kind()),
            asked: here.asked,
            goal: gate.map_or(Goal::Closed, |gate| gate.look(session.reason).goal()),
            last_step: here.last_step,
        };
        Doing::of(&facts, self.now)
    }
}

async fn figures(shared: &Shared, rows: &[FloorRow], agents: usize, now: Timestamp) -> Result<Figures, Fault> {
    let db = &shared.db;
    let waiting: Vec<_> =
        rows.iter().filter(|row| matches!(row.doing, Doing::Waiting { .. })).filter_map(|row| row.doing.since()).collect();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Figures {
        sessions: store::count(db).await?,
        agents: count(agents),
        kiosks: store::kiosks(db).await?,
        waiting: count(waiting.len()),
        middle: floor::middle(waiting),
        goals: Goals::of(&store::tries(db, Span::Today.begins(now)).await?),
        refusals: refusals(shared, now).await?,
    })
}

/// What the gate did not let run, by hours, and what is usual.
///
/// # Errors
/// When the database fails.
pub async fn refusals(shared: &Shared, now: Timestamp) -> Result<Refusals, Fault> {
    let (db, hour) = (&shared.db, floor::hour_of(now));
    let mut hours = store::not_open(db, hour, Duration::HOUR, HOURS, Duration::HOUR).await?;
    hours.reverse();
    let known = floor::known_days(store::first_decision(db).await?, hour).min(DAYS);
    let days =
        if known == 0 { Vec::new() } else { store::not_open(db, hour.before(Duration::DAY), Duration::HOUR, known, Duration::DAY).await? };
    Ok(Refusals { hours, usual: floor::usual(days) })
}
