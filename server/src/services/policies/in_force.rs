//! The version in force, at hand for every request.

use std::{
    ops::Deref,
    sync::{Arc, PoisonError, RwLock},
};

use domain::policy::{BANK, Policy, file::Findings};

use crate::fault::Fault;

/// A version of the policy, read.
#[derive(Debug)]
pub struct InForce {
    /// Its number.
    pub version: u32,
    /// What it says.
    pub policy: Policy,
}

impl Deref for InForce {
    type Target = Policy;

    fn deref(&self) -> &Policy {
        &self.policy
    }
}

/// Reads a policy; in demo data, methods count at once.
pub(super) fn read(text: &str, seasoned: bool) -> Result<Policy, Findings> {
    let policy = Policy::read(text)?;
    Ok(if seasoned { policy } else { policy.without_seasoning() })
}

/// Where the version in force is found. Cheap to clone; every clone sees the same.
#[derive(Clone)]
pub struct Policies(Arc<RwLock<Arc<InForce>>>);

impl Policies {
    /// The bank's policy as version 0, until [`super::start`] has read the one in force. No door is open before that.
    ///
    /// # Errors
    /// Never, as long as the policy that comes along can be used; a test reads it.
    pub fn before_start(seasoned: bool) -> Result<Self, Fault> {
        let policy = read(BANK, seasoned).map_err(|findings| Fault::config("policy", findings.to_string()))?;
        Ok(Self(Arc::new(RwLock::new(Arc::new(InForce { version: 0, policy })))))
    }

    /// The version in force now. A use case asks once and keeps what it got: it must not change under its hands.
    #[must_use]
    pub fn now(&self) -> Arc<InForce> {
        // A lock is poisoned only by a panic while it is held, and nothing here can: the value is whole.
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another one in force.
    pub(super) fn put(&self, next: InForce) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
    }
}
