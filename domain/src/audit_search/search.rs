//! What somebody asks of the log, as it stands in an address: `result=done&level=high&when=week`.

use core::fmt::Display;

use super::{Facet, Group, Name, Outcome, When};
use crate::{
    action::ActionKind,
    assurance::{Level, Method},
    channel::Channel,
    ids::{AgentId, CustomerId, SessionId},
    text::CaseReference,
    time::Timestamp,
};

/// A search. What is empty asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// What entries are of.
    pub groups: Vec<Group>,
    /// How they came out.
    pub outcomes: Vec<Outcome>,
    /// At which levels.
    pub levels: Vec<Level>,
    /// On which channels.
    pub channels: Vec<Channel>,
    /// By which methods.
    pub methods: Vec<Method>,
    /// Of which actions.
    pub actions: Vec<ActionKind>,
    /// By which member of staff.
    pub agent: Option<AgentId>,
    /// Of which customer.
    pub customer: Option<CustomerId>,
    /// In which session.
    pub session: Option<SessionId>,
    /// Of which case.
    pub case: Option<CaseReference>,
    /// By which rule.
    pub rule: Option<String>,
    /// Of which version of the policy.
    pub policy: Option<u32>,
    /// Which event.
    pub event: Option<String>,
    /// How far back.
    pub when: When,
    /// From this instant on; in place of `when`.
    pub from: Option<Timestamp>,
    /// Before this instant; in place of now.
    pub to: Option<Timestamp>,
    /// What was typed.
    pub text: String,
    /// Only what stands before that place: the next page.
    pub before: Option<u64>,
}

/// As much as one looks for.
const LONGEST: usize = 100;

impl Search {
    /// Reads an address's pairs. What is not understood asks for nothing.
    #[must_use]
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut search = Self::default();
        for (name, value) in pairs {
            search.read(name, value);
        }
        search
    }

    fn read(&mut self, name: &str, value: &str) {
        match name {
            "event" => add(&mut self.groups, Group::from_key(value)),
            "result" => add(&mut self.outcomes, Outcome::from_key(value)),
            "level" => add(&mut self.levels, Level::ALL.into_iter().find(|level| level.key() == value)),
            "channel" => add(&mut self.channels, Channel::from_key(value)),
            "method" => add(&mut self.methods, Method::from_key(value)),
            "action" => add(&mut self.actions, ActionKind::from_key(value)),
            "agent" => self.agent = value.parse().ok(),
            "customer" => self.customer = value.parse().ok(),
            "session" => self.session = value.parse().ok(),
            "case" => self.case = value.parse().ok(),
            "rule" => self.rule = short(value),
            "policy" => self.policy = value.parse().ok(),
            "kind" => self.event = short(value),
            "when" => self.when = When::ALL.into_iter().find(|when| when.words().0 == value).unwrap_or_default(),
            "from" => self.from = instant(value),
            "to" => self.to = instant(value),
            "q" => self.text = value.trim().chars().take(LONGEST).collect(),
            "before" => self.before = value.parse().ok(),
            _ => {}
        }
    }

    /// The same as pairs of an address.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs: Vec<(&'static str, String)> = Vec::new();
        pairs.extend(self.groups.iter().map(|group| ("event", group.key().to_owned())));
        pairs.extend(self.outcomes.iter().map(|outcome| ("result", outcome.key().to_owned())));
        pairs.extend(self.levels.iter().map(|level| ("level", level.key().to_owned())));
        pairs.extend(self.channels.iter().map(|channel| ("channel", channel.rule().key.to_owned())));
        pairs.extend(self.methods.iter().map(|method| ("method", method.key().to_owned())));
        pairs.extend(self.actions.iter().map(|action| ("action", action.key().to_owned())));
        pairs.extend(self.agent.map(|id| ("agent", id.to_string())));
        pairs.extend(self.customer.map(|id| ("customer", id.to_string())));
        pairs.extend(self.session.map(|id| ("session", id.to_string())));
        pairs.extend(self.case.as_ref().map(|case| ("case", case.to_string())));
        pairs.extend(self.rule.clone().map(|rule| ("rule", rule)));
        pairs.extend(self.policy.map(|version| ("policy", version.to_string())));
        pairs.extend(self.event.clone().map(|event| ("kind", event)));
        pairs.extend((self.when != When::default()).then(|| ("when", self.when.words().0.to_owned())));
        pairs.extend(self.from.map(|at| ("from", minute(at))));
        pairs.extend(self.to.map(|at| ("to", minute(at))));
        pairs.extend((!self.text.is_empty()).then(|| ("q", self.text.clone())));
        pairs.extend(self.before.map(|place| ("before", place.to_string())));
        pairs
    }

    /// Its facets but the text, which only who knows the staff's names can ask for.
    pub fn facets(&self) -> impl Iterator<Item = Facet> {
        let one = |name, value: Option<&dyn Display>| Facet::any(name, value);
        let facets = [
            Facet::any(Name::Group, self.groups.iter().map(|group| group.key())),
            Facet::any(Name::Outcome, self.outcomes.iter().map(|outcome| outcome.key())),
            Facet::any(Name::Level, self.levels.iter().map(|level| level.rank())),
            Facet::any(Name::Channel, self.channels.iter().map(|channel| channel.rule().key)),
            Facet::any(Name::Method, self.methods.iter().map(|method| method.key())),
            Facet::any(Name::Action, self.actions.iter().map(|action| action.key())),
            one(Name::Agent, self.agent.as_ref().map(|id| id as &dyn Display)),
            one(Name::Customer, self.customer.as_ref().map(|id| id as &dyn Display)),
            one(Name::Session, self.session.as_ref().map(|id| id as &dyn Display)),
            one(Name::Case, self.case.as_ref().map(|case| case as &dyn Display)),
            one(Name::Rule, self.rule.as_ref().map(|rule| rule as &dyn Display)),
            one(Name::Policy, self.policy.as_ref().map(|version| version as &dyn Display)),
            one(Name::Event, self.event.as_ref().map(|event| event as &dyn Display)),
        ];
        facets.into_iter().flatten()
    }

    /// The names of what it asks for, without what: that is what the record of a search keeps.
    #[must_use]
    pub fn asked(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.pairs().into_iter().map(|(name, _)| name).filter(|name| *name != "before").collect();
        names.dedup();
        names
    }

    /// The first millisecond that it wants, and the first that it does not.
    #[must_use]
    pub fn range(&self, now: Timestamp) -> (i64, i64) {
        let back = || self.when.span().map_or(i64::MIN, |span| now.before(span).millis());
        (self.from.map_or_else(back, Timestamp::millis), self.to.map_or(i64::MAX, Timestamp::millis))
    }
}

fn add<T: PartialEq>(to: &mut Vec<T>, value: Option<T>) {
    if let Some(value) = value.filter(|value| !to.contains(value)) {
        to.push(value);
    }
}

fn short(value: &str) -> Option<String> {
    (!value.is_empty() && value.len() <= LONGEST).then(|| value.to_owned())
}

/// What a browser's field for a date and time sends, taken as UTC: `2026-03-12T14:20`.
fn instant(value: &str) -> Option<Timestamp> {
    let format = time::macros::format_description!("[year]-[month]-[day]T[hour]:[minute]");
    let at = time::PrimitiveDateTime::parse(value, format).ok()?.assume_utc();
    Some(Timestamp::from_micros(at.unix_timestamp().saturating_mul(1_000_000)))
}

/// The same, written.
fn minute(at: Timestamp) -> String {
    let format = time::macros::format_description!("[year]-[month]-[day]T[hour]:[minute]");
    at.utc().format(format).unwrap_or_default()
}
