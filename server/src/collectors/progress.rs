//! How far each collector is, as far as this server knows: for the next batch, for pages and for alerts. Forgotten at a restart, for each
//! collector says it again.

use std::sync::{Mutex, PoisonError};

use domain::time::Timestamp;

use super::batch::MOST;
use crate::config::CollectorPolicy;

/// What is known of one collector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Of which epoch this is.
    pub epoch: u32,
    /// The place that it expects next; `None` until it said so.
    pub next: Option<u64>,
    /// When it last found that a head continues all it has.
    pub vouched_at: Option<Timestamp>,
    /// Since when it does not answer as it should.
    pub failing_since: Option<Timestamp>,
    /// What it says is wrong with what it was sent, or what is wrong with what it says.
    pub trouble: Option<String>,
    /// How many entries the next batch has at most: fewer after one was refused, until it is known which entry it is.
    pub most: u64,
}

impl Known {
    const fn nothing(epoch: u32) -> Self {
        Self { epoch, next: None, vouched_at: None, failing_since: None, trouble: None, most: MOST }
    }
}

/// What is known of all of them, in the order in which the policy names them.
pub struct Progress {
    policy: CollectorPolicy,
    known: Mutex<Vec<Known>>,
}

impl Progress {
    /// Nothing yet.
    #[must_use]
    pub fn new(policy: CollectorPolicy) -> Self {
        let known = vec![Known::nothing(0); policy.collectors.len()];
        Self { policy, known: Mutex::new(known) }
    }

    /// Who they are, and what is asked of them.
    #[must_use]
    pub const fn policy(&self) -> &CollectorPolicy {
        &self.policy
    }

    /// What is known of each now.
    #[must_use]
    pub fn all(&self) -> Vec<Known> {
        // One value at a time, whole: a panic elsewhere leaves it so.
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is known of one, of that epoch: what it had of an earlier one says nothing.
    pub(super) fn of(&self, at: usize, epoch: u32) -> Known {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(at).filter(|known| known.epoch == epoch).cloned().unwrap_or_else(|| Known::nothing(epoch))
    }

    pub(super) fn put(&self, at: usize, now_known: Known) {
        if let Some(known) = self.known.lock().unwrap_or_else(PoisonError::into_inner).get_mut(at) {
            *known = now_known;
        }
    }
}
