//! "Why can't I?": how this very customer can prove what is missing, fastest first (W15, M19).

use serde::Serialize;

use super::{Available, Missing, Question, decide::fresh};
use crate::{
    assurance::{Evidence, Level, Limit, Method, level_at},
    policy::Needs,
    time::Timestamp,
};

/// One method of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Use {
    /// Which of the question's available methods.
    pub place: usize,
    /// How.
    pub method: Method,
}

/// A way for this customer to prove enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Way {
    /// What is asked first.
    pub first: Use,
    /// What is asked besides, when one method is not enough.
    pub second: Option<Use>,
    /// The level the session has then.
    pub reaches: Level,
    /// How long it usually takes in all, in seconds.
    pub seconds: u32,
}

/// Why a method that the customer has is no part of any way now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// The policy does not use it.
    Off,
    /// It is not offered on this channel.
    NotOnThisChannel,
    /// A risk signal bars it.
    Barred,
    /// It was enrolled too lately; it counts from then on.
    TooNew(Timestamp),
    /// It cannot prove what is missing.
    NotEnough,
}

/// How a customer can prove what is missing: worked out when it is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Ways<'a> {
    question: Question<'a>,
    needs: Needs,
    limit: Limit,
    missing: Missing,
}

impl<'a> Ways<'a> {
    pub(super) const fn new(question: Question<'a>, needs: Needs, limit: Limit, missing: Missing) -> Self {
        Self { question, needs, limit, missing }
    }

    /// Every sufficient way, fastest first; of equal ones the one with fewer steps, then the policy's order. A single method is
    /// never joined by one that is not needed (X12). Empty: there is none, and the policy's coverage should have said so.
    #[must_use]
    pub fn all(&self) -> Vec<Way> {
        let mut ways = Vec::new();
        if self.missing.level.is_none() && !self.missing.consent {
            return ways; // Nothing that the customer could prove is missing (X12).
        }
        let usable = || self.question.available.iter().enumerate().filter(|(_, one)| self.question.closes(one).is_none());
        for (place, one) in usable() {
            if let Some(way) = self.way((place, one), None) {
                ways.push(way);
                continue;
            }
            for (other_place, other) in usable().filter(|&(other, _)| other > place) {
                if self.way((other_place, other), None).is_none() {
                    ways.extend(self.way((place, one), Some((other_place, other))));
                }
            }
        }
        ways.sort_by_key(|way| (way.seconds, way.second.is_some(), way.first.method, way.first.place));
        ways
    }

    /// The fastest way.
    #[must_use]
    pub fn fastest(&self) -> Option<Way> {
        self.all().into_iter().next()
    }

    /// Why a method is no part of any way; `None`: it is.
    #[must_use]
    pub fn why_not(&self, place: usize) -> Option<WhyNot> {
        self.why_not_in(&self.all(), place)
    }

    /// The same, for whoever has worked out all the ways already.
    pub(super) fn why_not_in(&self, all: &[Way], place: usize) -> Option<WhyNot> {
        let one = self.question.available.get(place)?;
        let part = |way: &Way| way.first.place == place || way.second.is_some_and(|second| second.place == place);
        self.question.closes(one).or_else(|| (!all.iter().any(part)).then_some(WhyNot::NotEnough))
    }

    /// The way by these methods, if they are enough together with what was proved already.
    fn way(&self, first: (usize, &Available), second: Option<(usize, &Available)>) -> Option<Way> {
        let methods = [Some(first), second];
        let consents = methods.iter().flatten().any(|(_, one)| one.method.consents());
        if self.missing.consent && !consents {
            return None;
        }
        let reaches = self.reached(methods);
        let used = |(place, one): (usize, &Available)| Use { place, method: one.method };
        (reaches >= self.needs.level).then(|| Way {
            first: used(first),
            second: second.map(used),
            reaches,
            seconds: methods.iter().flatten().map(|(_, one)| self.seconds(one)).sum(),
        })
    }

    /// The level once these have been answered now.
    fn reached(&self, methods: [Option<(usize, &Available)>; 2]) -> Level {
        let Question { policy, evidence, now, .. } = self.question;
        let more = methods.map(|one| one.map(|(_, one)| self.question.answered(one)));
        let limit = fresh(&self.question, self.needs, self.limit);
        level_at(policy, evidence.iter().chain(more.iter().flatten()), limit, now).0
    }

    fn seconds(&self, one: &Available) -> u32 {
        one.seconds.unwrap_or_else(|| self.question.policy.method(one.method).seconds)
    }
}

impl Question<'_> {
    /// The level that a good answer by this method would give, with what was proved already and whatever it is for; `None`: it
    /// cannot be asked for now.
    #[must_use]
    pub fn with(&self, one: &Available) -> Option<Level> {
        let answered = self.answered(one);
        let all = || self.evidence.iter().chain([&answered]);
        self.closes(one).is_none().then(|| level_at(self.policy, all(), self.limit(), self.now).0)
    }

    /// Why a method cannot be asked for at all, whatever it is for; `None`: it can.
    #[must_use]
    pub fn closes(&self, one: &Available) -> Option<WhyNot> {
        let row = self.policy.method(one.method);
        match () {
            () if !row.enabled => Some(WhyNot::Off),
            () if !row.offered_on.has(self.channel) => Some(WhyNot::NotOnThisChannel),
            () if self.limit().barred.has(one.method) => Some(WhyNot::Barred),
            () if one.counts_from > self.now => Some(WhyNot::TooNew(one.counts_from)),
            () => None,
        }
    }

    /// The evidence that a good answer would leave now.
    fn answered(&self, one: &Available) -> Evidence {
        let left = Evidence::left_by(self.policy, one.method, one.user_verifies, self.now);
        Evidence { synced: one.synced, asserted: one.asserted, counts_from: one.counts_from, ..left }
    }
}
