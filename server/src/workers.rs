//! What happens because time passes. Each job is safe to run twice and on several servers at once.

use std::time::Duration;

use crate::{
    http::Drain,
    services::{Shared, accounts, expire, policies},
};

/// How often overdue challenges are written down, and the policy in force is looked at.
const EXPIRY: Duration = Duration::from_secs(1);
/// How often ended sign-ins and ceremonies are swept away.
const SWEEP: Duration = Duration::from_mins(1);

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
            }
            _ = sweep.tick() => {
                if let Err(fault) = accounts::sweep(&shared).await {
                    tracing::error!(error = &fault as &dyn std::error::Error, "ended sign-ins could not be swept");
                }
            }
        }
    }
}
