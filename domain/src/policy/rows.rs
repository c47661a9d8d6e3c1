//! The rows of the policy in force, as decisions read them.

use time::Duration;

use super::set::{ChannelSet, MethodSet, RoleSet, SegmentSet, SignalSet};
use crate::{
    action::ActionClass,
    assurance::{Factor, Level},
    channel::Conveyed,
};

/// What a person may be without. A method or a channel that needs one of these is no way for them (W13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Need {
    /// A phone that runs apps or a browser.
    Smartphone,
    /// Hearing.
    Hearing,
    /// Speech.
    Speech,
    /// Sight.
    Sight,
}

impl Need {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Smartphone, Self::Hearing, Self::Speech, Self::Sight];

    /// The word for it in the policy.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Smartphone => "smartphone",
            Self::Hearing => "hearing",
            Self::Speech => "speech",
            Self::Sight => "sight",
        }
    }

    /// What a person is without, in running text.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Smartphone => "a smartphone",
            Self::Hearing | Self::Speech | Self::Sight => self.key(),
        }
    }
}

/// What a method is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodRow {
    /// Whether it is asked for and counted at all.
    pub enabled: bool,
    /// What kind of thing proves it.
    pub factor: Factor,
    /// The level it reaches alone. For an assertion: the highest that its `acr` can give.
    pub alone: Level,
    /// The level it reaches alone when the device verified the person for this very answer.
    pub user_verified: Level,
    /// The most that a credential gives which is kept in several places at once (A20).
    pub synced: Level,
    /// A weak way: its evidence never lifts above Low, however many pieces there are.
    pub restricted: bool,
    /// Whether it resists a look-alike site (NIST SP 800-63B-4 section 3.2.5).
    pub phishing_resistant: bool,
    /// How long its evidence lives.
    pub lifetime: Duration,
    /// How long after enrolment it begins to count (AS7).
    pub seasoning: Duration,
    /// On which channels it is offered.
    pub offered_on: ChannelSet,
    /// What a person needs to have for it, on any channel.
    pub needs: Vec<Need>,
    /// How long customers usually take, in seconds, until there is history to count.
    pub seconds: u32,
    /// What another system's `acr` is worth; only for assertions.
    pub acr: Vec<(String, Level)>,
}

/// How pieces add up: rules 2 and 3 of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Combine {
    /// Rule 2: what each of two different factors must be at least.
    pub each: Level,
    /// Rule 2: what the two reach.
    pub two_factors: Level,
    /// Rule 3: what the possession must be at least.
    pub possession: Level,
    /// Rule 3: what it reaches with another factor.
    pub strong_possession: Level,
}

/// What a channel is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelRow {
    /// The word for it in the database and in events.
    pub key: String,
    /// Its name on screens.
    pub name: String,
    /// The highest level a session on it can have.
    pub ceiling: Level,
    /// How the digits of a push reach the customer.
    pub conveyed: Conveyed,
    /// What a person needs to have to use it at all.
    pub needs: Vec<Need>,
}

/// A role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRow {
    /// The word for it.
    pub key: String,
    /// Its name on screens.
    pub name: String,
}

/// A segment of customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentRow {
    /// The word for it.
    pub key: String,
    /// Its name on screens.
    pub name: String,
}

/// What a risk signal does while it stands. It only ever tightens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignalRow {
    /// The word for it.
    pub key: String,
    /// What is said on screens: why something is closed that was open before.
    pub says: String,
    /// The most a session reaches while it stands.
    pub cap: Level,
    /// What is neither asked nor counted while it stands.
    pub bars: MethodSet,
    /// By how many levels it raises what an action needs, never above High.
    pub raises: u8,
    /// The classes of actions that it raises.
    pub raises_classes: Vec<ActionClass>,
    /// How long it stands after it was seen.
    pub stands: Duration,
}

/// Who is told when an action ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Tell {
    /// Nobody beyond the record.
    Nobody,
    /// The customer, where they see their account.
    Customer,
    /// The customer, at every address that was theirs before (R6).
    EarlierAddresses,
}

/// What an action needs: the base of it, or what a `when` adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// The level of the session.
    pub level: Level,
    /// How old the evidence for that level may be (B13); `None`: as long as it lives.
    pub fresh: Option<Duration>,
    /// Whether the customer must have approved these exact parameters.
    pub consent: bool,
    /// Whether a second member of staff must approve.
    pub second_person: bool,
    /// How long the change waits before it takes effect.
    pub hold: Duration,
    /// Whether a hold falls away when the proof was phishing-resistant.
    pub hold_lifted: bool,
}

impl Needs {
    /// Both: the stricter of each.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            level: self.level.max(other.level),
            fresh: match (self.fresh, other.fresh) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
            consent: self.consent || other.consent,
            second_person: self.second_person || other.second_person,
            hold: self.hold.max(other.hold),
            hold_lifted: self.hold_lifted && other.hold_lifted,
        }
    }
}

/// Under which circumstances a `when` of an action applies: all that are given must hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// The amount is above so many cents, or is not known.
    pub amount_above: Option<u64>,
    /// The session is on one of these; empty: on any.
    pub channels: ChannelSet,
    /// The customer is of one of these; empty: of any.
    pub segments: SegmentSet,
    /// One of these signals stands; empty: whether or not.
    pub signals: SignalSet,
    /// We started the contact.
    pub we_started: bool,
}

/// What circumstances add to what an action needs. Several may apply at once; each only tightens, so their order is nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// The rule's name, which every decision stores.
    pub rule: String,
    /// When.
    pub circumstances: Circumstances,
    /// What is needed then.
    pub needs: Needs,
    /// Why it is closed then, whatever is proved; `None`: it is not.
    pub refuse: Option<String>,
}

/// What the policy says of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionRow {
    /// The word for it in the database, in addresses and in events.
    pub key: String,
    /// Its name on staff screens.
    pub name: String,
    /// The rule's name, which every decision stores.
    pub rule: String,
    /// Its class (SE5).
    pub class: ActionClass,
    /// What it needs in any case.
    pub needs: Needs,
    /// What circumstances add.
    pub when: Vec<When>,
    /// Whose role it is.
    pub who: RoleSet,
    /// On which channels it can be done at all.
    pub channels: ChannelSet,
    /// Who is told.
    pub tell: Tell,
    /// How long the customer can put it back; zero: not.
    pub revert: Duration,
    /// How long an approval of it can be used.
    pub approval_lifetime: Duration,
}

/// A dead end that somebody answers for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// On which channel.
    pub channel: super::ChannelIx,
    /// What the person is without.
    pub without: Need,
    /// The lowest level that cannot be reached.
    pub from: Level,
    /// Why, and what is done instead.
    pub because: String,
    /// Who answers for it.
    pub approved_by: String,
}

/// How much of something in how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Prompts a customer may leave unapproved in [`Limits::prompts_in`] before another method is needed (H04).
    pub prompts: u32,
    /// See [`Limits::prompts`].
    pub prompts_in: Duration,
    /// Prompts a customer may leave unapproved in a day, since they last approved one (H04).
    pub prompts_a_day: u32,
    /// Requests to customers that one agent may send in an hour (H05).
    pub challenges_an_hour: u32,
    /// Sessions that one agent may open in an hour (H05).
    pub contacts_an_hour: u32,
    /// Customers an agent may look up in an hour (W8).
    pub look_ups_an_hour: u32,
    /// Masked fields an agent may have shown in an hour.
    pub reveals_an_hour: u32,
    /// Masked fields an agent may have shown in a day (D04).
    pub reveals_a_day: u32,
}
