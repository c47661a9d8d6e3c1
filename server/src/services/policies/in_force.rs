//! The version in force, at hand for every request.

use std::{
    ops::Deref,
    sync::{Arc, PoisonError, RwLock},
};

use domain::policy::Policy;

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

/// Where the version in force is found. Cheap to clone; every clone sees the same.
#[derive(Clone)]
pub struct Policies(Arc<RwLock<Arc<InForce>>>);

impl Policies {
    /// Begins with one.
    #[must_use]
    pub fn new(first: InForce) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(first))))
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
