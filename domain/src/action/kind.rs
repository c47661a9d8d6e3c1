//! The catalogue: each action with what it needs.

use serde::{Deserialize, Serialize};
use time::Duration;

use crate::assurance::Level;

/// The classes of SE5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ActionClass {
    /// General inquiry and preferences.
    Inquiry,
    /// Money and orders.
    Transactional,
    /// New accounts, delegates and devices.
    Onboarding,
    /// Credentials, contact points, closing and handing over.
    RecoveryAndStateChange,
    /// Requests that the law gives a right to: access, portability, erasure.
    Compliance,
}

/// An action of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// How the customer wants to hear from us.
    UpdateContactPreferences,
    /// Money back, up to 200 euros.
    Refund,
    /// Another e-mail address.
    ChangeEmail,
}

/// What the policy in force says of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionRule {
    /// The rule's name, which every decision stores.
    pub id: &'static str,
    /// Its class.
    pub class: ActionClass,
    /// The level the session needs.
    pub needs: Level,
    /// Whether the customer must have approved these very parameters.
    pub consent: bool,
    /// How long an approval of it can be used.
    pub approval_lifetime: Duration,
    /// Whether it can be asked for in a contact that we started (B06).
    pub when_we_started: bool,
}

impl ActionKind {
    /// Every action, in the order screens show them.
    pub const ALL: [Self; 3] = [Self::ChangeEmail, Self::UpdateContactPreferences, Self::Refund];

    /// The default policy's row for the action.
    #[must_use]
    pub const fn rule(self) -> ActionRule {
        let approval_lifetime = Duration::minutes(5);
        match self {
            Self::UpdateContactPreferences => ActionRule {
                id: "preferences.update",
                class: ActionClass::Inquiry,
                needs: Level::Low,
                consent: false,
                approval_lifetime,
                when_we_started: true,
            },
            Self::Refund => ActionRule {
                id: "refund.small",
                class: ActionClass::Transactional,
                needs: Level::Substantial,
                consent: true,
                approval_lifetime,
                when_we_started: false,
            },
            Self::ChangeEmail => ActionRule {
                id: "email.change",
                class: ActionClass::RecoveryAndStateChange,
                needs: Level::High,
                consent: true,
                approval_lifetime,
                when_we_started: false,
            },
        }
    }

    /// The word for it in the database, in addresses and in events.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::UpdateContactPreferences => "update_contact_preferences",
            Self::Refund => "refund",
            Self::ChangeEmail => "change_email",
        }
    }

    /// The action with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Its name on staff screens.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UpdateContactPreferences => "Update preferences",
            Self::Refund => "Refund, up to €200",
            Self::ChangeEmail => "Change email",
        }
    }

    /// What it is called in running text, such as "About: change email".
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::UpdateContactPreferences => "preferences",
            Self::Refund => "refund",
            Self::ChangeEmail => "change email",
        }
    }
}
