//! Where contacts come in. A channel is a row of a table, not code: adding one is adding a row.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// How the six digits get from the agent to the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Conveyed {
    /// The agent reads them out.
    Aloud,
    /// The agent sends them in the conversation.
    InWriting,
    /// The kiosk in front of the customer shows them.
    OnKiosk,
}

/// What is said of a channel.
#[derive(Debug, PartialEq, Eq)]
pub struct ChannelRule {
    /// The word for it in the database and in events.
    pub key: &'static str,
    /// Its name on screens.
    pub name: &'static str,
    /// How the digits reach the customer.
    pub conveyed: Conveyed,
    /// How a customer-started contact is told of: "You called us".
    pub customer_started: &'static str,
    /// How a contact that we started is told of: "We called you".
    pub we_started: &'static str,
}

impl ChannelRule {
    /// Whether they talk on a telephone, whose keypad types what the agent must not hear.
    #[must_use]
    pub const fn has_keypad(&self) -> bool {
        matches!(self.conveyed, Conveyed::Aloud)
    }
}

const fn row(
    key: &'static str,
    name: &'static str,
    conveyed: Conveyed,
    customer_started: &'static str,
    we_started: &'static str,
) -> ChannelRule {
    ChannelRule { key, name, conveyed, customer_started, we_started }
}

/// The channels that can be opened, and how customers are told of them. How far each can go stands in the policy.
static TABLE: [ChannelRule; 7] = [
    row("phone", "Phone", Conveyed::Aloud, "You called us", "We called you"),
    row("chat", "Chat", Conveyed::InWriting, "You wrote to us, in the chat", "We wrote to you, in the chat"),
    row("ticket", "Ticket", Conveyed::InWriting, "You wrote to us", "We wrote to you"),
    row("kiosk", "Kiosk", Conveyed::OnKiosk, "You came to us", "We invited you in"),
    row("social", "Social", Conveyed::InWriting, "You wrote to us, on social media", "We wrote to you, on social media"),
    row("embedded", "Embedded", Conveyed::InWriting, "You wrote to us, in another app", "We wrote to you, in another app"),
    row("portal", "Portal", Conveyed::InWriting, "You wrote to us, in the app", "We wrote to you, in the app"),
];

/// A channel of the table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Channel(&'static ChannelRule);

impl Channel {
    /// Every channel, in the order screens show them.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(Self)
    }

    /// The channel with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::all().find(|channel| channel.0.key == key)
    }

    /// What the policy says of it.
    #[must_use]
    pub const fn rule(self) -> &'static ChannelRule {
        self.0
    }
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.key)
    }
}

impl Serialize for Channel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.key)
    }
}

impl<'de> Deserialize<'de> for Channel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        Self::from_key(&key).ok_or_else(|| D::Error::custom("Choose one of the channels offered."))
    }
}

/// Who started the contact. The customer is shown this; what we start cannot ask for credentials or payouts (B06).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartedBy {
    /// The customer contacted us.
    Customer,
    /// We contacted the customer.
    Us,
}

impl StartedBy {
    /// The word for it in the database and in events.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Us => "us",
        }
    }

    /// The one with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Customer, Self::Us].into_iter().find(|who| who.key() == key)
    }
}
