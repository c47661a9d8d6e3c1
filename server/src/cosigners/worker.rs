//! Goes round again and again, in the background.

use std::{sync::Arc, time::Duration};

use super::{Cosigners, round::round};
use crate::{http::Drain, services::Shared};

/// How often the newest head is looked at. One is signed each second at most.
pub const LOOK: Duration = Duration::from_millis(500);

/// Goes round until the server drains.
pub async fn run(shared: Shared, cosigners: Arc<Cosigners>, drain: Drain, look: Duration) {
    let mut look = tokio::time::interval(look);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            () = drain.begun() => return,
            _ = look.tick() => logged(&shared, &cosigners).await,
        }
    }
}

/// One round whose faults are logged: what did not go is tried in the next.
pub async fn logged(shared: &Shared, cosigners: &Cosigners) {
    if let Err(fault) = round(shared, cosigners).await {
        tracing::error!(error = &fault as &dyn std::error::Error, "the record's head could not be shown to its witnesses");
    }
}
