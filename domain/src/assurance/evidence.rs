//! What a good answer leaves behind.

use serde::{Deserialize, Serialize};

use super::{Factor, Level, Method};
use crate::{ids::EvidenceId, time::Timestamp};

/// One piece of evidence in one session. It belongs to that session and dies with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its name.
    pub id: EvidenceId,
    /// How it was got.
    pub method: Method,
    /// Whether the device verified the person for this very answer.
    pub user_verified: bool,
    /// When it was got.
    pub obtained_at: Timestamp,
    /// When it stops counting.
    pub expires_at: Timestamp,
    /// Before this instant the authenticator is too new to count (seasoning).
    pub counts_from: Timestamp,
}

impl Evidence {
    /// Whether it counts at `now`: seasoned, obtained, and not yet expired.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.counts_from <= now && self.obtained_at <= now && now < self.expires_at
    }

    /// The level it reaches alone.
    #[must_use]
    pub fn strength(&self) -> Level {
        let rule = self.method.rule();
        let strength = if self.user_verified { rule.with_user_verification } else { rule.alone };
        if rule.restricted { strength.min(Level::Low) } else { strength }
    }

    /// What kind of thing proved it.
    #[must_use]
    pub fn factor(&self) -> Factor {
        self.method.rule().factor
    }
}
