//! How long the gate takes to decide.

use std::{hint::black_box, time::Duration};

use domain::{
    action::ActionKind,
    agent::{Agent, Role, Staff},
    assurance::{Level, Method},
    channel::{Channel, StartedBy},
    gate::{Question, Way, decide},
    session::{Session, SessionState},
    time::{Clock, Timestamp},
};
use uuid::Uuid;

use super::{
    report::{Report, percentile},
    watch::Watch,
};
use crate::system::SystemClock;

/// Decisions between two looks at the watch.
const BATCH: u32 = 6_000;

pub(super) fn measure(batches: usize, report: &mut Report) {
    let Some((agent, phone, ticket)) = parts(SystemClock.now()) else { return };
    let ways = [way(Level::High, 20), way(Level::Substantial, 10)];
    let ask =
        |session, level, action, approved, ways| Question { agent: &agent, session, level, account_frozen: false, action, approved, ways };
    let email = ActionKind::ChangeEmail;
    let mix = [
        ask(&phone, Level::High, email, true, &ways[..]),
        ask(&phone, Level::Substantial, ActionKind::Refund, true, &ways[..]),
        ask(&phone, Level::Unverified, email, false, &ways[..]),
        ask(&phone, Level::Low, ActionKind::Refund, false, &ways[..]),
        ask(&ticket, Level::Substantial, email, false, &ways[..]),
        Question { account_frozen: true, ..ask(&phone, Level::High, email, true, &ways[..]) },
    ];
    report.figure("gate_decision_ns", median_ns(&mix, batches));
    // Neither allowed obligations nor ways to list, so that nothing is allocated: the deciding alone.
    let bare = [
        ask(&phone, Level::Low, ActionKind::UpdateContactPreferences, false, &[]),
        ask(&phone, Level::Unverified, ActionKind::UpdateContactPreferences, false, &[]),
        ask(&phone, Level::Unverified, email, false, &[]),
    ];
    report.figure("gate_decision_bare_ns", median_ns(&bare, batches));
}

/// The median over batches of the time for one decision.
fn median_ns(questions: &[Question<'_>], batches: usize) -> f64 {
    let mut samples: Vec<Duration> = (0..batches).map(|_| one_batch(questions)).collect();
    percentile(&mut samples, 50).as_secs_f64() * 1e9 / f64::from(BATCH)
}

fn one_batch(questions: &[Question<'_>]) -> Duration {
    let watch = Watch::start();
    for question in questions.iter().cycle().take(BATCH as usize) {
        black_box(decide(black_box(*question)));
    }
    watch.elapsed()
}

fn way(reaches: Level, seconds: u32) -> Way {
    Way { method: Method::Push, device: Uuid::nil().into(), on: "Pixel 8".to_owned(), reaches, seconds }
}

/// An agent, a session by telephone and one by ticket; `None` never, unless a channel was renamed.
fn parts(now: Timestamp) -> Option<(Agent, Session, Session)> {
    let id = Uuid::from_u128(7).into();
    let staff = Staff { id, name: "Robin Vale".parse().ok()?, number: 2207, roles: vec![Role::Agent] };
    let agent = Agent::try_from(staff).ok()?;
    let session = |channel| {
        Some(Session {
            id: Uuid::from_u128(1).into(),
            customer: Uuid::from_u128(2).into(),
            agent: agent.id(),
            channel: Channel::from_key(channel)?,
            started_by: StartedBy::Customer,
            reason: ActionKind::ChangeEmail,
            case: None,
            opened_at: now,
            state: SessionState::Open,
        })
    };
    let (phone, ticket) = (session("phone")?, session("ticket")?);
    Some((agent, phone, ticket))
}
