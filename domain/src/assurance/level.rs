//! The session's level, computed from its evidence by three rules.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::{Evidence, Factor};
use crate::time::{Duration, Timestamp};

/// How sure we are of who is talking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

/// Which of the three rules gave the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// There is no live evidence.
    #[serde(rename = "assurance.none")]
    None,
    /// The strongest live piece, alone.
    #[serde(rename = "assurance.strongest")]
    Strongest,
    /// Two live, unrestricted pieces of different factors, each at least Low.
    #[serde(rename = "assurance.two_factors")]
    TwoFactors,
    /// Two live, unrestricted pieces of different factors, one a possession at Substantial.
    #[serde(rename = "assurance.strong_possession")]
    StrongPossession,
}

/// A session's level, why, and until when it stays if nothing else happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assurance {
    /// The level after every ceiling and cap.
    pub level: Level,
    /// The rule that gave it, before the ceiling.
    pub rule: Rule,
    /// The instant at which it drops; `None` while there is nothing to drop.
    pub until: Option<Timestamp>,
}

/// How long before its level drops an agent is warned.
pub const WARNING: Duration = Duration::MINUTE;

impl Assurance {
    /// Whether the level drops within [`WARNING`].
    #[must_use]
    pub fn drops_soon(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until.before(WARNING) <= now)
    }
}

/// Computes a session's assurance at `now` from its evidence, never above `ceiling` (the channel's, or a lower risk cap).
///
/// The order of the evidence does not matter, more of it never lowers the level, and the level never rises with time but
/// by a piece becoming seasoned.
#[must_use]
pub fn assess(evidence: &[Evidence], ceiling: Level, now: Timestamp) -> Assurance {
    let (level, rule) = uncut(evidence, now);
    let level = level.min(ceiling);
    let until = drops_at(evidence, ceiling, level, now);
    Assurance { level, rule, until }
}

fn uncut(evidence: &[Evidence], now: Timestamp) -> (Level, Rule) {
    let live = || evidence.iter().filter(move |piece| piece.is_live(now));
    let strongest = live().map(Evidence::strength).max().unwrap_or_default();
    let sound = |piece: &&Evidence| !piece.method.rule().restricted && piece.strength() >= Level::Low;
    let pair = |first: fn(&Evidence) -> bool| {
        live().filter(sound).filter(|a| first(a)).any(|a| live().filter(sound).any(|b| a.factor() != b.factor()))
    };
    let strong_possession = |piece: &Evidence| piece.factor() == Factor::Possession && piece.strength() >= Level::Substantial;

    if strongest == Level::High {
        (Level::High, Rule::Strongest)
    } else if pair(strong_possession) {
        (Level::High, Rule::StrongPossession)
    } else if strongest == Level::Substantial {
        (Level::Substantial, Rule::Strongest)
    } else if pair(|_| true) {
        (Level::Substantial, Rule::TwoFactors)
    } else if strongest == Level::Low {
        (Level::Low, Rule::Strongest)
    } else {
        (Level::Unverified, Rule::None)
    }
}

/// The first expiry after which the level is lower than it is now.
fn drops_at(evidence: &[Evidence], ceiling: Level, level: Level, now: Timestamp) -> Option<Timestamp> {
    evidence
        .iter()
        .filter(|piece| piece.is_live(now))
        .map(|piece| piece.expires_at)
        .filter(|&at| uncut(evidence, at).0.min(ceiling) < level)
        .min()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::Duration;
    use uuid::Uuid;

    use super::*;
    use crate::assurance::Method;

    const NOW: Timestamp = Timestamp::from_micros(1_773_324_960_000_000);

    fn piece(method: Method, user_verified: bool) -> Evidence {
        Evidence {
            id: Uuid::nil().into(),
            method,
            user_verified,
            obtained_at: NOW,
            expires_at: NOW.after(Duration::minutes(15)),
            counts_from: NOW,
        }
    }

    fn level(evidence: &[Evidence]) -> Level {
        assess(evidence, Level::High, NOW).level
    }

    #[test]
    fn the_default_table_gives_the_levels_of_the_product() {
        assert_eq!(level(&[]), Level::Unverified);
        assert_eq!(level(&[piece(Method::Pin, false)]), Level::Low);
        assert_eq!(level(&[piece(Method::Push, false)]), Level::Substantial);
        assert_eq!(level(&[piece(Method::Push, true)]), Level::High);
        assert_eq!(level(&[piece(Method::Passkey, false)]), Level::Low);
        assert_eq!(level(&[piece(Method::Passkey, true)]), Level::High);
        assert_eq!(level(&[piece(Method::Push, false), piece(Method::Pin, false)]), Level::High);
        assert_eq!(level(&[piece(Method::Passkey, false), piece(Method::Pin, false)]), Level::Substantial);
    }

    #[test]
    fn as4_the_same_factor_twice_adds_nothing() {
        assert_eq!(level(&[piece(Method::Pin, false), piece(Method::Pin, false)]), Level::Low);
        assert_eq!(level(&[piece(Method::Push, false), piece(Method::Passkey, false)]), Level::Substantial);
    }

    #[test]
    fn the_channels_ceiling_cuts_the_level() {
        assert_eq!(assess(&[piece(Method::Push, true)], Level::Substantial, NOW).level, Level::Substantial);
    }

    #[test]
    fn as7_an_authenticator_that_is_too_new_counts_for_nothing() {
        let mut new = piece(Method::Push, true);
        new.counts_from = NOW.after(Duration::hours(1));
        assert_eq!(level(&[new]), Level::Unverified);
    }

    #[test]
    fn it_says_when_the_level_drops() {
        let push = piece(Method::Push, true);
        let mut pin = piece(Method::Pin, false);
        pin.expires_at = NOW.after(Duration::minutes(5));
        assert_eq!(assess(&[push, pin], Level::High, NOW).until, Some(push.expires_at));
        let weak = piece(Method::Push, false);
        assert_eq!(assess(&[weak, pin], Level::High, NOW).until, Some(pin.expires_at));
    }

    fn any_piece() -> impl Strategy<Value = Evidence> {
        (0..Method::ALL.len(), any::<bool>(), -20_i64..20, 0_i64..40, -5_i64..20).prop_map(|(m, user_verified, from, life, seasoned)| {
            Evidence {
                id: Uuid::nil().into(),
                method: Method::ALL[m],
                user_verified,
                obtained_at: NOW.after(Duration::minutes(from)),
                expires_at: NOW.after(Duration::minutes(from + life)),
                counts_from: NOW.after(Duration::minutes(seasoned)),
            }
        })
    }

    proptest! {
        #[test]
        fn more_evidence_never_lowers_the_level(mut all in prop::collection::vec(any_piece(), 0..6), one in any_piece()) {
            let before = level(&all);
            all.push(one);
            prop_assert!(level(&all) >= before);
        }

        #[test]
        fn the_order_of_evidence_does_not_matter(all in prop::collection::vec(any_piece(), 0..6)) {
            let mut turned = all.clone();
            turned.reverse();
            prop_assert_eq!(level(&all), level(&turned));
        }

        #[test]
        fn the_level_never_rises_with_time(all in prop::collection::vec(any_piece(), 0..6), later in 0_i64..60) {
            let seasoned: Vec<_> = all.into_iter().filter(|e| e.counts_from <= NOW && e.obtained_at <= NOW).collect();
            let after = assess(&seasoned, Level::High, NOW.after(Duration::minutes(later))).level;
            prop_assert!(after <= level(&seasoned));
        }

        #[test]
        fn until_is_the_first_instant_at_which_it_drops(all in prop::collection::vec(any_piece(), 0..6)) {
            let seasoned: Vec<_> = all.into_iter().filter(|e| e.counts_from <= NOW && e.obtained_at <= NOW).collect();
            let now = assess(&seasoned, Level::High, NOW);
            if let Some(until) = now.until {
                prop_assert_eq!(assess(&seasoned, Level::High, until.before(Duration::microseconds(1))).level, now.level);
                prop_assert!(assess(&seasoned, Level::High, until).level < now.level);
            } else {
                prop_assert_eq!(now.level, Level::Unverified);
            }
        }
    }
}
