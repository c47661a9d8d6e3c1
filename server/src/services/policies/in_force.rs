//! The version in force, at hand for every request.

use std::{
    ops::Deref,
    sync::{Arc, PoisonError, RwLock},
};

use domain::policy::{BANK, Policy};

use super::usable::read;
use crate::fault::Fault;

/// A version of the policy, read.
#[derive(Debug)]
pub struct InForce {
    /// Its number.
    pub version: u32,
    /// What it says.
    pub policy: Policy,
    /// The file, as it came into force: what is stored under its number must still be this.
    pub text: String,
}

impl Deref for InForce {
    type Target = Policy;

    fn deref(&self) -> &Policy {
        &self.policy
    }
}

struct Held {
    in_force: Arc<InForce>,
    trouble: Option<String>,
}

/// Where the version in force is found. Cheap to clone; every clone sees the same.
#[derive(Clone)]
pub struct Policies(Arc<RwLock<Held>>);

impl Policies {
    /// The bank's policy as version 0, until [`super::start`] has read the one in force. No door is open before that.
    ///
    /// # Errors
    /// Never, as long as the policy that comes along can be used; a test reads it.
    pub fn before_start(seasoned: bool) -> Result<Self, Fault> {
        let policy = read(BANK, seasoned).map_err(|unusable| Fault::Policy(unusable.to_string()))?;
        let in_force = Arc::new(InForce { version: 0, policy, text: BANK.to_owned() });
        Ok(Self(Arc::new(RwLock::new(Held { in_force, trouble: None }))))
    }

    /// The version in force now. A use case asks once and keeps what it got: it must not change under its hands.
    #[must_use]
    pub fn now(&self) -> Arc<InForce> {
        // A lock is poisoned only by a panic while it is held, and nothing here can: the value is whole.
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner).in_force)
    }

    /// Why what the database names does not decide here, in a sentence; `None`: it does.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).trouble.clone()
    }

    /// Puts another one in force. Never an earlier one: two approvals may end in the other order than they were made in.
    pub(super) fn put(&self, next: InForce) {
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if next.version > held.in_force.version {
            *held = Held { in_force: Arc::new(next), trouble: None };
        }
    }

    /// Remembers what is in the way of the version that the database names; whether that is news.
    pub(super) fn note(&self, trouble: Option<String>) -> bool {
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let news = held.trouble != trouble;
        held.trouble = trouble;
        news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_approvals_that_end_in_the_other_order_the_later_version_stays() {
        let policies = Policies::before_start(true).unwrap();
        for version in [1, 3, 2] {
            policies.put(InForce { version, policy: policies.now().policy.clone(), text: format!("# {version}") });
        }
        assert_eq!((policies.now().version, policies.now().text.as_str()), (3, "# 3"));
    }

    #[test]
    fn trouble_is_news_once_and_over_with_the_next_version() {
        let policies = Policies::before_start(true).unwrap();
        assert!(policies.note(Some("it".to_owned())) && !policies.note(Some("it".to_owned())));
        policies.put(InForce { version: 1, policy: policies.now().policy.clone(), text: String::new() });
        assert_eq!(policies.trouble(), None);
    }
}
