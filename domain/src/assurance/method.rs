//! What each method is worth: the default table, compiled in.

use serde::{Deserialize, Serialize};
use time::Duration;

use super::Level;

/// What kind of thing proves it (NIST SP 800-63B-4 section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// Something they know.
    Knowledge,
    /// Something they have.
    Possession,
    /// Something they are.
    Inherence,
    /// Another system's word for it.
    Assertion,
}

/// A way to prove something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// A WebAuthn credential.
    Passkey,
    /// A request on the customer's enrolled phone, answered with digits that the agent reads out.
    Push,
    /// A memorised number, entered by the customer.
    Pin,
}

/// What a method is worth under the policy in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodRule {
    /// What kind of thing proves it.
    pub factor: Factor,
    /// The level it reaches alone.
    pub alone: Level,
    /// The level it reaches alone when the person was verified by the device for this very answer.
    pub with_user_verification: Level,
    /// How long its evidence lives.
    pub lifetime: Duration,
    /// How long after enrolment it begins to count.
    pub seasoning: Duration,
    /// A weak channel: its evidence never lifts above Low, however many pieces there are.
    pub restricted: bool,
    /// Whether it resists a look-alike site (NIST SP 800-63B-4 section 3.2.5).
    pub phishing_resistant: bool,
    /// How long customers usually take, in seconds; until there is history to count.
    pub typical_seconds: u32,
}

impl Method {
    /// Every method of the table.
    pub const ALL: [Self; 3] = [Self::Passkey, Self::Push, Self::Pin];

    /// The default policy's row for the method.
    #[must_use]
    pub const fn rule(self) -> MethodRule {
        let (factor, alone, with_user_verification, phishing_resistant, typical_seconds) = match self {
            Self::Passkey => (Factor::Possession, Level::Low, Level::High, true, 45),
            Self::Push => (Factor::Possession, Level::Substantial, Level::High, false, 20),
            Self::Pin => (Factor::Knowledge, Level::Low, Level::Low, false, 15),
        };
        MethodRule {
            factor,
            alone,
            with_user_verification,
            lifetime: Duration::minutes(15),
            seasoning: Duration::hours(24),
            restricted: false,
            phishing_resistant,
            typical_seconds,
        }
    }

    /// The word for it in the database, in events and in the policy.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::Push => "push",
            Self::Pin => "pin",
        }
    }

    /// The method with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.key() == key)
    }

    /// The method's name on screens.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passkey => "Passkey",
            Self::Push => "Push",
            Self::Pin => "PIN",
        }
    }
}
