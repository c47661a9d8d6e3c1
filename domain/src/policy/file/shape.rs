//! The shapes of the file: one struct a table. Unknown fields are refused everywhere.

use indexmap::IndexMap;
use serde::Deserialize;

use super::span::{Money, Span};
use crate::{
    action::ActionClass,
    assurance::{Factor, Level, Method},
    channel::Conveyed,
    policy::{Need, Tell},
};

/// A whole policy.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PolicyFile {
    /// What people call it.
    pub name: String,
    /// The currency of every amount in it (ISO 4217).
    pub currency: String,
    /// What each method is worth.
    pub methods: IndexMap<Method, MethodTable>,
    /// How pieces add up.
    pub combine: CombineTable,
    /// Where contacts come in.
    pub channels: IndexMap<String, ChannelTable>,
    /// Who may be trusted with something.
    pub roles: IndexMap<String, NameTable>,
    /// Which customers are told apart; the first holds all of whom nothing else is known.
    pub segments: IndexMap<String, NameTable>,
    /// What is watched for, and what it does.
    #[serde(default)]
    pub signals: IndexMap<String, SignalTable>,
    /// What can be done for a customer.
    pub actions: IndexMap<String, ActionTable>,
    /// Dead ends that somebody answers for.
    #[serde(default)]
    pub exceptions: IndexMap<String, ExceptionTable>,
    /// How much of what in how long.
    pub limits: LimitsTable,
}

/// `[methods.…]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the table of a method")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MethodTable {
    #[serde(default = "yes")]
    pub(super) enabled: bool,
    pub(super) factor: Factor,
    pub(super) alone: Level,
    pub(in crate::policy) user_verified: Option<Level>,
    pub(super) synced: Option<Level>,
    #[serde(default)]
    pub(super) restricted: bool,
    #[serde(default)]
    pub(super) phishing_resistant: bool,
    pub(super) lifetime: Span,
    pub(super) seasoning: Span,
    /// Keys of channels; left out: all.
    pub(super) offered_on: Option<Vec<String>>,
    #[serde(default)]
    pub(super) needs: Vec<Need>,
    pub(super) seconds: u32,
    #[serde(default)]
    pub(super) acr: IndexMap<String, Level>,
}

const fn yes() -> bool {
    true
}

/// `[combine]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CombineTable {
    pub(super) two_factors: TwoFactors,
    pub(super) strong_possession: StrongPossession,
}

/// Rule 2.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TwoFactors {
    pub(super) each: Level,
    pub(super) reach: Level,
}

/// Rule 3.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StrongPossession {
    pub(super) possession: Level,
    pub(super) reach: Level,
}

/// `[channels.…]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the table of a channel")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChannelTable {
    pub(super) name: String,
    pub(super) ceiling: Level,
    pub(super) conveyed: Conveyed,
    #[serde(default)]
    pub(super) needs: Vec<Need>,
}

/// `[roles.…]` and `[segments.…]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table with a name")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NameTable {
    pub(super) name: String,
}

/// `[signals.…]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the table of a signal")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignalTable {
    pub(super) says: String,
    pub(super) cap: Option<Level>,
    #[serde(default)]
    pub(super) bars: Vec<Method>,
    #[serde(default)]
    pub(super) raises: u8,
    #[serde(default)]
    pub(super) classes: Vec<ActionClass>,
    pub(super) stands: Span,
}

/// `[actions.…]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the table of an action")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActionTable {
    pub(super) name: String,
    pub(super) class: ActionClass,
    /// The name that decisions store; left out: the action's key.
    pub(super) rule: Option<String>,
    pub(super) needs: Level,
    pub(super) fresh: Option<Span>,
    #[serde(default)]
    pub(super) consent: bool,
    #[serde(default)]
    pub(super) second_person: bool,
    pub(super) hold: Option<Span>,
    #[serde(default)]
    pub(super) hold_lifted_by_phishing_resistant: bool,
    pub(super) who: Vec<String>,
    /// Keys of channels; left out: all.
    pub(in crate::policy) channels: Option<Vec<String>>,
    pub(super) tell: Tell,
    pub(super) revert: Option<Span>,
    pub(super) approval_lifetime: Option<Span>,
    #[serde(default)]
    pub(in crate::policy) when: IndexMap<String, WhenTable>,
}

/// `[actions.….when."…"]`: the key is the rule's name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhenTable {
    pub(super) amount_above: Option<Money>,
    #[serde(default)]
    pub(super) channels: Vec<String>,
    #[serde(default)]
    pub(super) segments: Vec<String>,
    #[serde(default)]
    pub(super) signals: Vec<String>,
    #[serde(default)]
    pub(super) we_started: bool,
    pub(super) needs: Option<Level>,
    pub(super) fresh: Option<Span>,
    #[serde(default)]
    pub(super) consent: bool,
    #[serde(default)]
    pub(super) second_person: bool,
    pub(super) hold: Option<Span>,
    pub(super) refuse: Option<String>,
}

impl WhenTable {
    /// Whether it asks for anything.
    pub(in crate::policy) const fn asks(&self) -> bool {
        self.needs.is_some() || self.fresh.is_some() || self.consent || self.second_person || self.hold.is_some()
    }
}

impl ActionTable {
    /// The fields that say how long something takes, and say that it takes no time.
    pub(in crate::policy) fn of_no_time(&self) -> Vec<String> {
        let own = [("hold".to_owned(), self.hold), ("revert".to_owned(), self.revert)];
        let whens = self.when.iter().map(|(rule, when)| (format!("when.{rule}.hold"), when.hold));
        let none = |span: Option<Span>| span.is_some_and(|span| span.0.is_zero());
        own.into_iter().chain(whens).filter(|(_, span)| none(*span)).map(|(field, _)| field).collect()
    }
}

/// `[exceptions.…]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "the table of an exception")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExceptionTable {
    pub(super) channel: String,
    pub(super) without: Need,
    pub(super) from: Level,
    pub(super) because: String,
    pub(super) approved_by: String,
}

/// `[limits]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LimitsTable {
    pub(super) prompts: u32,
    pub(super) prompts_in: Span,
    #[serde(default = "prompts_a_day")]
    pub(super) prompts_a_day: u32,
    #[serde(default = "challenges_an_hour")]
    pub(super) challenges_an_hour: u32,
    #[serde(default = "contacts_an_hour")]
    pub(super) contacts_an_hour: u32,
    pub(super) look_ups_an_hour: u32,
    pub(super) reveals_an_hour: u32,
    #[serde(default = "reveals_a_day")]
    pub(super) reveals_a_day: u32,
}

/// What holds where a policy from before these limits says nothing: it must go on being one.
const fn prompts_a_day() -> u32 {
    10
}

const fn challenges_an_hour() -> u32 {
    60
}

const fn contacts_an_hour() -> u32 {
    40
}

const fn reveals_a_day() -> u32 {
    60
}
