//! The session's level, computed from its evidence by three rules.

use serde::{Deserialize, Serialize};

use super::{Evidence, Factor, Level};
use crate::{
    policy::{MethodSet, Policy},
    time::{Duration, Timestamp},
};

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

/// What cuts a level, and what is not counted towards it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The most there can be: the channel's ceiling, what earlier channels left, and any risk cap, whichever is lowest.
    pub ceiling: Level,
    /// Methods that are not counted now.
    pub barred: MethodSet,
    /// Only evidence got since this instant counts; `None`: all of it.
    pub since: Option<Timestamp>,
}

impl Limit {
    /// A ceiling, and nothing else.
    #[must_use]
    pub const fn at(ceiling: Level) -> Self {
        Self { ceiling, barred: MethodSet::NONE, since: None }
    }
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

/// Computes a session's assurance at `now` from its evidence.
///
/// The order of the evidence does not matter, more of it never lowers the level, and the level never rises with time but
/// by a piece becoming seasoned.
#[must_use]
pub fn assess(policy: &Policy, evidence: &[Evidence], limit: Limit, now: Timestamp) -> Assurance {
    let (level, rule) = level_at(policy, evidence, limit, now);
    Assurance { level, rule, until: drops_at(policy, evidence, limit, level, now) }
}

/// The level alone, and its rule: one pass over the evidence.
pub(crate) fn level_at<'a>(
    policy: &Policy,
    evidence: impl IntoIterator<Item = &'a Evidence>,
    limit: Limit,
    now: Timestamp,
) -> (Level, Rule) {
    let mut best = Best::default();
    for piece in evidence {
        let fresh = limit.since.is_none_or(|since| piece.obtained_at >= since);
        if fresh && piece.is_live(now) && !limit.barred.has(piece.method) {
            best.take(policy, piece);
        }
    }
    let (level, rule) = best.reach(policy);
    (level.min(limit.ceiling), rule)
}

/// The strongest live piece of all, and the strongest unrestricted one of each factor. No more than this is ever needed: a
/// second piece of a factor adds nothing (AS4).
#[derive(Clone, Copy, Default)]
struct Best {
    of_all: Level,
    of_factor: [Level; Factor::ALL.len()],
}

impl Best {
    fn take(&mut self, policy: &Policy, piece: &Evidence) {
        let (row, strength) = (policy.method(piece.method), piece.strength(policy));
        self.of_all = self.of_all.max(strength);
        if !row.restricted {
            let of_factor = &mut self.of_factor[row.factor as usize];
            *of_factor = (*of_factor).max(strength);
        }
    }

    fn reach(self, policy: &Policy) -> (Level, Rule) {
        let combine = policy.combine();
        let mut reached = (self.of_all, if self.of_all > Level::Unverified { Rule::Strongest } else { Rule::None });
        if self.factors(combine.each) >= 2 && combine.two_factors > reached.0 {
            reached = (combine.two_factors, Rule::TwoFactors);
        }
        let possession = self.of_factor[Factor::Possession as usize] >= combine.possession;
        if possession && self.factors(Level::Low) >= 2 && combine.strong_possession > reached.0 {
            reached = (combine.strong_possession, Rule::StrongPossession);
        }
        reached
    }

    /// How many factors are proved at `least` or better.
    fn factors(self, least: Level) -> usize {
        self.of_factor.iter().filter(|&&level| level >= least.max(Level::Low)).count()
    }
}

/// The first expiry after which the level is lower than it is now.
fn drops_at(policy: &Policy, evidence: &[Evidence], limit: Limit, level: Level, now: Timestamp) -> Option<Timestamp> {
    let lower = |&at: &Timestamp| level_at(policy, evidence, limit, at).0 < level;
    evidence.iter().filter(|piece| piece.is_live(now)).map(|piece| piece.expires_at).filter(lower).min()
}
