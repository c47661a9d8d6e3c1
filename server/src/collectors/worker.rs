//! Goes round again and again, in the background.

use std::{sync::Arc, time::Duration};

use super::{Collectors, round::round};
use crate::{http::Drain, services::Shared};

/// How often it is looked at what is new.
pub const LOOK: Duration = Duration::from_millis(500);

/// Goes round until the server drains.
pub async fn run(shared: Shared, collectors: Arc<Collectors>, drain: Drain, look: Duration) {
    let mut look = tokio::time::interval(look);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            () = drain.begun() => return,
            _ = look.tick() => {
                if let Err(fault) = round(&shared, &collectors).await {
                    tracing::error!(error = &fault as &dyn std::error::Error, "the record's entries could not be sent to its collectors");
                }
            }
        }
    }
}
