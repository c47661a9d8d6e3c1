//! Who approves whose requests, and who does it in turn (T20).
//!
//! Two people who agree can approve anything for each other. That is not prevented; it leaves a trace that no single approval shows, and
//! this finds it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::AgentId;

/// From so many approvals in each direction on, a pair is looked at.
pub const MANY: u32 = 3;

/// An approval that was given: who asked, and who approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// Who asked.
    pub asked_by: AgentId,
    /// Who approved it.
    pub approved_by: AgentId,
}

/// One direction of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// Who asked.
    pub asked_by: AgentId,
    /// How many of those requests the other one approved.
    pub by_the_other: u32,
    /// How many of them anybody approved.
    pub of: u32,
}

impl Way {
    /// Whether the other one approved at least half of all of them.
    const fn mostly(self) -> bool {
        self.by_the_other.saturating_mul(2) >= self.of
    }
}

/// Two people each of whom approved something that the other asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// Both directions; the smaller id first.
    pub ways: [Way; 2],
    /// Whether somebody should look: it is often, and it is mostly the same two.
    pub flagged: bool,
}

impl Pair {
    /// How many approvals there are in the direction that has fewer.
    #[must_use]
    pub fn in_turn(&self) -> u32 {
        self.ways.iter().map(|way| way.by_the_other).min().unwrap_or_default()
    }
}

/// Every pair that approved in turn: those that somebody should look at first, then by how often.
#[must_use]
pub fn pairs(given: &[Given]) -> Vec<Pair> {
    let (mut each, mut of) = (BTreeMap::<(AgentId, AgentId), u32>::new(), BTreeMap::<AgentId, u32>::new());
    for Given { asked_by, approved_by } in given {
        *each.entry((*asked_by, *approved_by)).or_default() += 1;
        *of.entry(*asked_by).or_default() += 1;
    }
    let way = |asked_by: AgentId, by_the_other: u32| Way { asked_by, by_the_other, of: of.get(&asked_by).copied().unwrap_or_default() };
    let mut pairs: Vec<_> = each
        .iter()
        .filter(|((one, other), _)| one < other)
        .filter_map(|(&(one, other), &there)| {
            let back = *each.get(&(other, one))?;
            let ways = [way(one, there), way(other, back)];
            Some(Pair { ways, flagged: ways.iter().all(|way| way.by_the_other >= MANY && way.mostly()) })
        })
        .collect();
    pairs.sort_by_key(|pair| (!pair.flagged, core::cmp::Reverse(pair.in_turn())));
    pairs
}
