//! What a good answer leaves behind.

use serde::{Deserialize, Serialize};

use super::{Factor, Level, Method};
use crate::{ids::EvidenceId, policy::Policy, time::Timestamp};

/// One piece of evidence in one session. It belongs to that session and dies with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its name.
    pub id: EvidenceId,
    /// How it was got.
    pub method: Method,
    /// Whether the device verified the person for this very answer.
    pub user_verified: bool,
    /// Whether the credential can be in several places at once (WebAuthn Level 3 section 6.1, backup eligibility).
    pub synced: bool,
    /// What another system's `acr` was worth when it came; only for assertions.
    pub asserted: Option<Level>,
    /// When it was got.
    pub obtained_at: Timestamp,
    /// When it stops counting.
    pub expires_at: Timestamp,
    /// Before this instant the authenticator is too new to count (seasoning).
    pub counts_from: Timestamp,
}

impl Evidence {
    /// What a good answer by that method leaves at `now`, from an authenticator that counts: not synced, nothing asserted, without
    /// a name. Counts for as long as the policy says.
    #[must_use]
    pub fn left_by(policy: &Policy, method: Method, user_verified: bool, now: Timestamp) -> Self {
        Self {
            id: uuid::Uuid::nil().into(),
            method,
            user_verified,
            synced: false,
            asserted: None,
            obtained_at: now,
            expires_at: now.after(policy.method(method).lifetime),
            counts_from: now,
        }
    }

    /// Whether it counts at `now`: seasoned, obtained, and not yet expired.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.counts_from <= now && self.obtained_at <= now && now < self.expires_at
    }

    /// The level it reaches alone. An assertion without a level is worth nothing; a method that is off is worth nothing.
    #[must_use]
    pub fn strength(&self, policy: &Policy) -> Level {
        let row = policy.method(self.method);
        if !row.enabled {
            return Level::Unverified;
        }
        let mut most = if self.user_verified { row.user_verified } else { row.alone };
        if self.synced {
            most = most.min(row.synced);
        }
        if row.factor == Factor::Assertion {
            most = most.min(self.asserted.unwrap_or_default());
        }
        if row.restricted { most.min(Level::Low) } else { most }
    }
}
