//! The log's side of its witnesses (C2SP tlog-witness): each signed head is shown to those that the policy names, and what they say to
//! it is kept.
//!
//! Nobody's request waits for any of it, and no transaction is open while a witness is. [`Line`] asks one of them over HTTP and reads
//! what it says; [`round`] is one round over all whose turn it is; [`worker`] goes round. What follows when nobody answers is a use case's
//! ([`crate::services::witnessed`]).

mod ask;
mod line;
pub mod round;
pub(crate) mod turns;
pub mod worker;

use std::{sync::Arc, time::Duration};

pub use line::Answer;

use crate::{config::WitnessPolicy, fault::Fault, http::metrics};
use line::Line;
use turns::Turns;

/// How long a witness is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For one question, from its beginning to the last byte of the answer.
    pub answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), answer: Duration::from_secs(5) }
    }
}

/// The witnesses of a log, and what is known of their lines.
pub struct Cosigners {
    policy: Arc<WitnessPolicy>,
    line: Line,
    turns: Turns,
    counts: metrics::Witnesses,
}

impl Cosigners {
    /// Those that a policy names. Nothing is opened yet.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(policy: &Arc<WitnessPolicy>, counts: metrics::Witnesses, patience: Patience) -> Result<Self, Fault> {
        let line = Line::new(policy.roots.as_deref(), patience)?;
        Ok(Self { policy: Arc::clone(policy), line, turns: Turns::default(), counts })
    }
}
