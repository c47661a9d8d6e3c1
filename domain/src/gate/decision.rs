//! The gate's answer.

use serde::{Deserialize, Serialize};
use time::Duration;

use super::ways::Ways;
use crate::{assurance::Level, policy::Tell};

/// The gate's answer. Each names the rule it comes from, which the record keeps with the policy's version (SE4).
#[derive(Clone, Copy, Debug)]
pub enum Decision<'a> {
    /// It may run now.
    Allow {
        /// What else must happen.
        obligations: Obligations,
        /// The rule.
        rule: &'a str,
    },
    /// It may run once more is proved.
    StepUp {
        /// What is missing.
        missing: Missing,
        /// How this customer can prove it.
        ways: Ways<'a>,
        /// The rule.
        rule: &'a str,
    },
    /// It may not run, whatever is proved.
    Refuse {
        /// Why: every reason there is.
        reasons: Reasons,
        /// The rule.
        rule: &'a str,
    },
}

impl Decision<'_> {
    /// Whether it may run now.
    #[must_use]
    pub const fn allows(&self) -> bool {
        matches!(self, Self::Allow { .. })
    }

    /// The rule it comes from.
    #[must_use]
    pub const fn rule(&self) -> &str {
        match self {
            Self::Allow { rule, .. } | Self::StepUp { rule, .. } | Self::Refuse { rule, .. } => rule,
        }
    }
}

/// What must happen besides, in the same transaction as the action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Obligations {
    /// The customer's approval is used up by it.
    pub use_approval: bool,
    /// Who is told.
    pub tell: Tell,
    /// How long the change waits before it takes effect; zero: not at all.
    #[serde(serialize_with = "in_seconds")]
    pub hold: Duration,
    /// How long the customer can put it back; zero: not.
    #[serde(serialize_with = "in_seconds")]
    pub revert: Duration,
}

fn in_seconds<S: serde::Serializer>(span: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(span.whole_seconds())
}

/// What is still missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The level that is needed, when the session's is lower, or was proved too long ago.
    pub level: Option<Level>,
    /// The level is there, but its evidence is older than this action allows.
    pub stale: bool,
    /// The customer's approval of these exact parameters.
    pub consent: bool,
    /// The approval of a second member of staff.
    pub second_person: bool,
}

impl Missing {
    /// Whether anything is.
    #[must_use]
    pub const fn any(self) -> bool {
        self.level.is_some() || self.consent || self.second_person
    }

    /// Whether a second person is all that is.
    #[must_use]
    pub const fn only_second_person(self) -> bool {
        self.second_person && self.level.is_none() && !self.consent
    }
}

/// Why an action is closed whatever is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Reason {
    /// The contact is over.
    Ended,
    /// The session is frozen.
    Frozen,
    /// The customer's account is frozen.
    AccountFrozen,
    /// Somebody else serves this session.
    NotTheirs,
    /// None of their roles may do it.
    Role,
    /// It cannot be done on this channel.
    Channel,
    /// A rule closes it under these circumstances.
    Circumstances,
    /// The channel does not reach the level.
    Ceiling,
    /// The session has been on a channel that does not reach the level.
    Carried,
    /// A risk signal keeps the level down.
    Risk,
}

impl Reason {
    /// Every reason, in the order in which they are told.
    pub const ALL: [Self; 10] = [
        Self::Ended,
        Self::Frozen,
        Self::AccountFrozen,
        Self::NotTheirs,
        Self::Role,
        Self::Circumstances,
        Self::Channel,
        Self::Ceiling,
        Self::Carried,
        Self::Risk,
    ];
}

/// Why, each reason at most once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reasons(u16);

impl Reasons {
    /// One more reason, if it holds.
    #[must_use]
    pub const fn with(self, reason: Reason, holds: bool) -> Self {
        Self(self.0 | (holds as u16) << reason as u16)
    }

    /// Whether it is one of them.
    #[must_use]
    pub const fn has(self, reason: Reason) -> bool {
        self.0 & 1 << reason as u16 != 0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// All of them.
    pub fn iter(self) -> impl Iterator<Item = Reason> {
        Reason::ALL.into_iter().filter(move |&reason| self.has(reason))
    }
}
