//! How long the gate takes to decide, with the bank's policy.

use std::{hint::black_box, time::Duration};

use domain::{
    assurance::{Evidence, Level, Method},
    channel::StartedBy,
    gate::{Available, Question, Standing, decide, explain},
    policy::{BANK, Policy, RoleSet, SegmentIx, SignalSet},
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

/// `gate_decision_bare_ns`: the answer alone. `gate_decision_ns`: with everything that can be said of it. Both over the same mix
/// of allowed, step-up and refused questions.
pub(super) fn measure(batches: usize, report: &mut Report) {
    let Ok(policy) = Policy::read(BANK) else { return };
    let now = SystemClock.now();
    let evidence = [proved(Method::Push, true, now), proved(Method::Pin, false, now)];
    let weak = [proved(Method::Pin, false, now)];
    let available = [has(Method::Push, now), has(Method::Passkey, now), has(Method::Totp, now)];
    let Some(mix) = mix(&policy, [&evidence, &weak], &available, now) else { return };
    let explained = |question: &Question<'_>| drop(black_box(explain(question, &decide(question))));
    report.figure("gate_decision_ns", median_ns(&mix, batches, explained));
    let bare = |question: &Question<'_>| {
        black_box(decide(black_box(question)));
    };
    report.figure("gate_decision_bare_ns", median_ns(&mix, batches, bare));
}

/// Six questions: two that are allowed, two that lack something, two that are closed.
fn mix<'a>(
    policy: &'a Policy,
    [strong, weak]: [&'a [Evidence]; 2],
    available: &'a [Available],
    now: Timestamp,
) -> Option<[Question<'a>; 6]> {
    let ask = |action: &str, channel: &str, evidence: &'a [Evidence]| {
        Some(Question {
            policy,
            action: policy.action(action)?,
            amount: Some(4_550),
            roles: RoleSet::NONE.with(policy.role("agent")?),
            standing: Standing::OPEN,
            channel: policy.channel(channel)?,
            carried: Level::High,
            started_by: StartedBy::Customer,
            segment: SegmentIx::new(0)?,
            signals: SignalSet::NONE,
            evidence,
            consent: true,
            second_person: false,
            available,
            now,
        })
    };
    Some([
        ask("change_email", "phone", strong)?,
        ask("refund", "chat", strong)?,
        ask("change_email", "phone", weak)?,
        ask("refund", "phone", weak)?,
        ask("change_email", "ticket", strong)?,
        Question { started_by: StartedBy::Us, ..ask("refund", "phone", strong)? },
    ])
}

/// The median over batches of the time for one question.
fn median_ns(questions: &[Question<'_>], batches: usize, doing: impl Fn(&Question<'_>)) -> f64 {
    let mut samples: Vec<Duration> = (0..batches).map(|_| one_batch(questions, &doing)).collect();
    percentile(&mut samples, 50).as_secs_f64() * 1e9 / f64::from(BATCH)
}

fn one_batch(questions: &[Question<'_>], doing: impl Fn(&Question<'_>)) -> Duration {
    let watch = Watch::start();
    for question in questions.iter().cycle().take(BATCH as usize) {
        doing(question);
    }
    watch.elapsed()
}

fn has(method: Method, now: Timestamp) -> Available {
    Available { method, user_verifies: true, synced: false, asserted: None, counts_from: now, seconds: None }
}

fn proved(method: Method, user_verified: bool, now: Timestamp) -> Evidence {
    Evidence {
        id: Uuid::nil().into(),
        method,
        user_verified,
        synced: false,
        asserted: None,
        obtained_at: now,
        expires_at: now.after(domain::time::Duration::minutes(15)),
        counts_from: now,
    }
}
