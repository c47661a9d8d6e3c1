//! Why a supervisor should look at something.

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
}

impl AlertBecause {
    /// The word for it in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Stopped(because) => because.key(),
            Self::TriedAgain => "tried_again",
        }
    }

    /// The reason with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        if key == Self::TriedAgain.key() { Some(Self::TriedAgain) } else { FrozenBecause::from_key(key).map(Self::Stopped) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_read_back_from_its_key() {
        for because in FrozenBecause::ALL.map(AlertBecause::Stopped).into_iter().chain([AlertBecause::TriedAgain]) {
            assert_eq!(AlertBecause::from_key(because.key()), Some(because));
        }
        assert_eq!(AlertBecause::from_key("weather"), None);
    }
}
