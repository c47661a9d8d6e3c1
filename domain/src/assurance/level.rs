//! The four levels.

use core::fmt;

use serde::{Deserialize, Serialize};

/// How sure we are of who is talking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Level {
    /// Nothing proves it yet.
    #[default]
    Unverified,
    /// One weak proof.
    Low,
    /// One strong proof, or two of different factors.
    Substantial,
    /// A strong proof with the person verified, or a strong possession and another factor.
    High,
}

impl Level {
    /// Every level, lowest first.
    pub const ALL: [Self; 4] = [Self::Unverified, Self::Low, Self::Substantial, Self::High];

    /// Its place from 0 (Unverified) to 3 (High).
    #[must_use]
    pub const fn rank(self) -> u8 {
        self as u8
    }

    /// The level of that rank; `None` above 3.
    #[must_use]
    pub fn from_rank(rank: u8) -> Option<Self> {
        Self::ALL.get(usize::from(rank)).copied()
    }

    /// The level that many above, and never above High.
    #[must_use]
    pub fn raised(self, by: u8) -> Self {
        Self::from_rank(self.rank().saturating_add(by)).unwrap_or(Self::High)
    }

    /// The level below; Unverified has none below.
    #[must_use]
    pub fn below(self) -> Self {
        Self::from_rank(self.rank().saturating_sub(1)).unwrap_or_default()
    }

    /// The word for it in the policy.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unverified => "unverified",
            Self::Low => "low",
            Self::Substantial => "substantial",
            Self::High => "high",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unverified => "Unverified",
            Self::Low => "Low",
            Self::Substantial => "Substantial",
            Self::High => "High",
        })
    }
}
