//! What happens because time passes. Each job is safe to run twice and on several servers at once.

use std::time::Duration;

use tokio::time::MissedTickBehavior;

use crate::{
    http::Drain,
    services::{Outcome, Shared, access, accounts, alarms, audit_search, erasure, expire, exports, log, policies, pruning, second_person},
    store::scrub::Scrub,
};

/// How often overdue challenges are written down, what is due in a review lapses, and the policy in force is looked at.
const EXPIRY: Duration = Duration::from_secs(1);
/// How often ended sign-ins and ceremonies are swept away.
const SWEEP: Duration = Duration::from_mins(1);
/// How often entries are given their places and the log's head is signed: at least once a second is promised.
const SEQUENCE: Duration = Duration::from_millis(200);

/// How often entries that have their places are put into the search index.
const INDEX: Duration = Duration::from_secs(1);

/// How often it is looked at what alerts without anybody's press.
const WATCH: Duration = Duration::from_secs(5);

/// How often what was kept for long enough is looked for, and the rest between two transactions that erase it.
const RETENTION: Duration = Duration::from_hours(1);
const BREATH: Duration = Duration::from_millis(50);

/// How long the sequencer rests after something was in its way.
const REST: Duration = Duration::from_secs(1);

/// Places and signs until the server drains, and once more then. What is in the way, [`log::round`] says.
pub async fn sequence(shared: Shared, drain: Drain) {
    let mut turn = tokio::time::interval(SEQUENCE);
    turn.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let last = tokio::select! {
            () = drain.begun() => true,
            _ = turn.tick() => false,
        };
        let done = log::round(&shared).await;
        if last {
            return;
        }
        if done.is_err() {
            turn.reset_after(REST);
        }
    }
}

/// Puts entries into the search index until the server drains: what was written while there was none, block after block, nobody else of the
/// workers waiting for it.
pub async fn index(shared: Shared, drain: Drain) {
    let mut turn = tokio::time::interval(INDEX);
    turn.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = drain.begun() => return,
            _ = turn.tick() => {
                if let Err(fault) = audit_search::index::catch_up(&shared).await {
                    tracing::error!(error = &fault as &dyn std::error::Error, "entries of the log could not be put into the search index");
                }
            }
        }
    }
}

/// Looks for what nobody's press raises an alert of, until the server drains.
pub async fn watch(shared: Shared, drain: Drain) {
    let mut turn = tokio::time::interval(WATCH);
    turn.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut watch = alarms::Watch::default();
    loop {
        tokio::select! {
            () = drain.begun() => return,
            _ = turn.tick() => {
                if let Err(trouble) = alarms::look(&shared, &mut watch).await {
                    tracing::error!(error = &trouble as &dyn std::error::Error, "it could not be seen whether there is something to alert of");
                }
            }
        }
    }
}

/// Erases what was kept for long enough, until the server drains: at the start, after which a server that was down has made up for it, and
/// each hour.
pub async fn erase(shared: Shared, drain: Drain) {
    let mut turn = tokio::time::interval(RETENTION);
    turn.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = drain.begun() => return,
            _ = turn.tick() => {
                let erased = steps(&drain, "what was kept for long enough could not be erased", || async { erasure::over(&shared).await.map(u64::from) }).await;
                if erased && let Err(trouble) = erasure::scrub(&shared, Scrub::Lightly).await {
                    tracing::error!(error = &trouble as &dyn std::error::Error, "the database could not be scrubbed");
                }
            }
        }
    }
}

/// Takes one step after the other until there is nothing more to do, one fails, or the server drains; whether anything was done. Each is whole by
/// itself, and the next start goes on.
async fn steps<F: Future<Output = Outcome<u64>>>(drain: &Drain, failed: &str, step: impl Fn() -> F) -> bool {
    let mut done = false;
    while !drain.has_begun() {
        match step().await {
            Ok(0) => break,
            Ok(_) => done = true,
            Err(trouble) => {
                tracing::error!(error = &trouble as &dyn std::error::Error, "{failed}");
                break;
            }
        }
        // Others write in between.
        tokio::time::sleep(BREATH).await;
    }
    done
}

/// Goes on with a pruning that was approved, until the server drains: each minute it is looked whether there is one.
pub async fn prune(shared: Shared, drain: Drain) {
    let mut turn = tokio::time::interval(SWEEP);
    turn.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = drain.begun() => return,
            _ = turn.tick() => {
                steps(&drain, "the log could not be pruned as it was approved", || pruning::go_on(&shared)).await;
            }
        }
    }
}

/// Runs the jobs until the server drains.
pub async fn run(shared: Shared, drain: Drain) {
    let mut expiry = tokio::time::interval(EXPIRY);
    let mut sweep = tokio::time::interval(SWEEP);
    loop {
        tokio::select! {
            () = drain.begun() => return,
            _ = expiry.tick() => {
                policies::refresh(&shared).await;
                if let Err(trouble) = expire::expire_overdue(&shared).await {
                    tracing::error!(error = &trouble as &dyn std::error::Error, "challenges could not be expired");
                }
                if let Err(trouble) = second_person::expire_overdue(&shared).await {
                    tracing::error!(error = &trouble as &dyn std::error::Error, "requests to second persons could not be expired");
                }
                if let Err(trouble) = exports::expire_overdue(&shared).await {
                    tracing::error!(error = &trouble as &dyn std::error::Error, "requests to take entries of the log could not be expired");
                }
                if let Err(trouble) = access::lapse_due(&shared).await {
                    tracing::error!(error = &trouble as &dyn std::error::Error, "what was due in a review of rights could not lapse");
                }
            }
            _ = sweep.tick() => {
                if let Err(fault) = accounts::sweep(&shared).await {
                    tracing::error!(error = &fault as &dyn std::error::Error, "ended sign-ins could not be swept");
                }
                if let Err(fault) = exports::forget(&shared).await {
                    tracing::error!(error = &fault as &dyn std::error::Error, "old requests to take entries of the log could not be forgotten");
                }
            }
        }
    }
}
