//! Something a supervisor should look at: why ([`AlertBecause`]), what is known of it ([`Facts`]), and what became of it
//! ([`AlertState`]).
//!
//! To add a reason: a variant here with its key, a use case that raises it, and its words in `app`.

mod facts;
mod state;

pub use facts::Facts;
pub use state::{AlertOutcome, AlertState, Step};

use serde::{Deserialize, Serialize};

use crate::session::FrozenBecause;

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertBecause {
    /// Everything was stopped; a supervisor ends it.
    Stopped(FrozenBecause),
    /// Somebody came again after they did not get through; there is nothing to end.
    TriedAgain,
    /// One agent looked up as many customers as anybody may in an hour (W8).
    LookUps,
    /// The gate let far fewer actions run this hour than it usually does.
    GateRefusals,
    /// The record could not be signed, or is not what was signed (G05).
    LogNotSigned,
    /// Too few witnesses have seen the record, or one has seen another (G11).
    LogNotWitnessed,
    /// A copy of the record elsewhere is behind, or is not what the record is (G10).
    LogNotCollected,
    /// An agent has had many masked fields shown (D04).
    ManyReveals,
    /// Somebody looked up a customer whom nobody should look up (W8).
    CanaryFound,
    /// Somebody opened a session on one.
    CanaryOpened,
}

impl AlertBecause {
    /// Every reason, in the order screens offer them.
    pub const ALL: [Self; 15] = [
        Self::Stopped(FrozenBecause::NotMe),
        Self::Stopped(FrozenBecause::ToldTo),
        Self::Stopped(FrozenBecause::NotTheirContact),
        Self::Stopped(FrozenBecause::NotTheirDoing),
        Self::Stopped(FrozenBecause::PutBack),
        Self::Stopped(FrozenBecause::SuspectedAttack),
        Self::TriedAgain,
        Self::LookUps,
        Self::ManyReveals,
        Self::CanaryFound,
        Self::CanaryOpened,
        Self::GateRefusals,
        Self::LogNotSigned,
        Self::LogNotWitnessed,
        Self::LogNotCollected,
    ];

    /// The word for it in the database and in addresses.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Stopped(because) => because.key(),
            Self::TriedAgain => "tried_again",
            Self::LookUps => "look_ups",
            Self::GateRefusals => "gate_refusals",
            Self::LogNotSigned => "log_not_signed",
            Self::LogNotWitnessed => "log_not_witnessed",
            Self::LogNotCollected => "log_not_collected",
            Self::ManyReveals => "many_reveals",
            Self::CanaryFound => "canary_found",
            Self::CanaryOpened => "canary_opened",
        }
    }

    /// The reason with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|because| because.key() == key)
    }

    /// Whether something is stopped until a supervisor ends it: such an alert is closed by that, and by nothing else.
    #[must_use]
    pub const fn stops(self) -> bool {
        matches!(self, Self::Stopped(_))
    }

    /// Whether it is about what a member of staff did. What becomes of such an alert is told in no session's story: they would read it there.
    #[must_use]
    pub const fn is_of_staff(self) -> bool {
        matches!(self, Self::LookUps | Self::ManyReveals | Self::CanaryFound | Self::CanaryOpened)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_read_back_from_its_key() {
        for because in AlertBecause::ALL {
            assert_eq!(AlertBecause::from_key(because.key()), Some(because));
        }
        assert_eq!(AlertBecause::from_key("weather"), None);
        let stopped = AlertBecause::ALL.into_iter().filter(|because| because.stops()).count();
        assert_eq!(stopped, FrozenBecause::ALL.len(), "every reason to freeze is one to alert");
    }
}
