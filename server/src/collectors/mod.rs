//! The log's side of its collectors (G10): every signed entry is sent to those that the policy names, from the place that each of them says
//! it expects.
//!
//! Nobody's request waits for any of it, no transaction is open while a collector is, and nothing is written down here: a collector knows
//! best how far it is. [`Line`] sends one batch over HTTP and reads what is said; [`round`] is one round over all whose turn it is;
//! [`worker`] goes round. Of several servers on one database each does so, and what comes a second time is the same. What follows when one is
//! behind is a use case's ([`crate::services::collected`]).

mod batch;
mod line;
pub mod progress;
pub mod round;
pub mod worker;

use std::{sync::Arc, time::Duration};

pub use progress::{Known, Progress};

use crate::{cosigners::turns::Turns, fault::Fault, http::metrics};
use line::Line;

/// How long a collector is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For one batch, from its beginning to the last byte of the answer.
    pub answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), answer: Duration::from_secs(15) }
    }
}

/// The collectors of a log, and what is known of their lines.
pub struct Collectors {
    progress: Arc<Progress>,
    line: Line,
    turns: Turns,
    counts: metrics::Collectors,
}

impl Collectors {
    /// Those that a policy names. Nothing is opened yet.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(progress: &Arc<Progress>, counts: metrics::Collectors, patience: Patience) -> Result<Self, Fault> {
        let line = Line::new(progress.policy().roots.as_deref(), patience)?;
        Ok(Self { progress: Arc::clone(progress), line, turns: Turns::default(), counts })
    }
}
