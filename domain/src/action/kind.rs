//! What this program itself can do for a customer, and the classes of SE5. What each action needs stands in the policy.

use serde::{Deserialize, Serialize};
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
    /// Money back.
    Refund,
    /// Another e-mail address.
    ChangeEmail,
}

impl ActionKind {
    /// Every action, in the order screens show them.
    pub const ALL: [Self; 3] = [Self::ChangeEmail, Self::UpdateContactPreferences, Self::Refund];

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
            Self::Refund => "Refund",
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
