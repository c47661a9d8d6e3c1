//! The gate's answer as an agent's page shows it.

use serde::{Deserialize, Serialize};

use domain::{
    assurance::{Level, Method},
    ids::DeviceId,
    time::Timestamp,
};

/// A way for this customer to prove more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// How.
    pub method: Method,
    /// On which phone; `None` for what is of no phone.
    pub device: Option<DeviceId>,
    /// Where they answer, such as "Pixel 8"; two phones may be called the same.
    pub on: String,
    /// Where they type it; `None` for what is not typed.
    pub typed: Option<TypedAt>,
    /// The level the session would reach by it.
    pub reaches: Level,
    /// How long it usually takes, in seconds.
    pub seconds: u32,
}

/// A method that cannot be asked for now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// How it would be proved.
    pub method: Method,
    /// Why it is no way.
    pub why: WhyClosed,
}

/// Why a method cannot be asked for now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why", content = "of")]
pub enum WhyClosed {
    /// The policy does not use it.
    Off,
    /// It is offered on these channels, and this is none of them.
    NotHere(Vec<String>),
    /// A risk signal that stands bars it.
    Barred,
    /// It was enrolled too lately, and counts from then on.
    From(Timestamp),
    /// It was disabled after too many wrong answers.
    Disabled,
    /// The customer has none.
    HasNone,
}

/// Where a customer types what only they may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TypedAt {
    /// On the keypad of the telephone they are calling with.
    Keypad,
    /// On a page of their own, behind a link.
    Page,
}

impl TypedAt {
    /// The word for it in a form.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Keypad => "keypad",
            Self::Page => "page",
        }
    }
}

/// What the customer chose to prove it with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// How.
    pub method: Method,
    /// On which phone, if it is one of them.
    pub device: Option<DeviceId>,
    /// Where they would rather type it, if they said so.
    pub typed: Option<TypedAt>,
}

impl Chosen {
    /// Whether it is that way.
    #[must_use]
    pub fn is(&self, way: &Way) -> bool {
        self.method == way.method && self.device == way.device && (self.typed.is_none() || self.typed == way.typed)
    }
}

/// The way that reaches highest; of equal ones the first.
#[must_use]
pub fn strongest(ways: &[Way]) -> Option<&Way> {
    ways.iter().rev().max_by_key(|way| way.reaches)
}

/// What is still missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The level that is needed, when the session's is lower, or was proved too long ago.
    pub level: Option<Level>,
    /// Whether the level is there, but was proved too long ago for this action.
    pub stale: bool,
    /// Whether the customer's approval of these parameters is missing.
    pub consent: bool,
    /// Whether a second person's approval is missing.
    pub second_person: bool,
}

/// The gate's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "decision")]
pub enum Decision {
    /// It may run now.
    Allow,
    /// It may run once more is proved.
    StepUp {
        /// What is missing.
        missing: Missing,
        /// The sufficient ways for this customer, fastest first; empty when there is none.
        ways: Vec<Way>,
    },
    /// It may not run, whatever is proved.
    Refuse {
        /// Why, in words for the agent.
        reason: String,
    },
}
