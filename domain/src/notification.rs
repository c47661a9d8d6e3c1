//! Notifications: how a phone hears of a request while its app is closed.
//!
//! Owns the words for what can become of one. A notification holds no content: it says that somebody asks, and the app
//! fetches the rest itself. One that is not delivered changes nothing about the challenge, which waits in the app all the same.

use serde::{Deserialize, Serialize};

/// What every notification says, and all that it says: it stands on a locked screen.
pub const WORDS: &str = "Somebody asks you to show that it is you";

/// Who takes notifications to a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PushService {
    /// Apple's Push Notification service, to our native app.
    Apns,
    /// Whichever service a browser's maker runs (RFC 8030), to our page.
    WebPush,
}

impl PushService {
    /// Every service.
    pub const ALL: [Self; 2] = [Self::Apns, Self::WebPush];

    /// The word for it in the database and in the device API.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Apns => "apns",
            Self::WebPush => "web_push",
        }
    }

    /// The service with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.key() == key)
    }

    /// What an agent calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Apns => "Apple",
            Self::WebPush => "Web Push",
        }
    }
}

/// Why a notification is not with its service, yet or for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undelivered {
    /// The service knows the phone's address no longer, or never did: the app was removed, most often.
    Gone,
    /// The phone took its address back after it was asked.
    NoAddress,
    /// Nobody came to send it while it could be answered.
    TooLate,
    /// The service refuses what we send, or who we say we are: an operator must mend that.
    Refused,
    /// The service cannot be reached, or does not answer.
    Unreachable,
    /// The service says that it has too much to do, or is broken.
    Busy,
}

impl Undelivered {
    /// Every reason.
    pub const ALL: [Self; 6] = [Self::Gone, Self::NoAddress, Self::TooLate, Self::Refused, Self::Unreachable, Self::Busy];

    /// The word for it in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::NoAddress => "no_address",
            Self::TooLate => "too_late",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::Busy => "busy",
        }
    }

    /// The reason with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.key() == key)
    }

    /// Whether the same notification may come through if it is sent again.
    #[must_use]
    pub const fn may_pass(self) -> bool {
        matches!(self, Self::Unreachable | Self::Busy)
    }
}

/// Where one notification stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handing {
    /// On its way to the service.
    Queued,
    /// It was not taken, and is sent again.
    Again(Undelivered),
    /// The service has it.
    Handed,
    /// The service never took it.
    Failed(Undelivered),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_again() {
        assert!(PushService::ALL.into_iter().all(|service| PushService::from_key(service.key()) == Some(service)));
        assert!(Undelivered::ALL.into_iter().all(|reason| Undelivered::from_key(reason.key()) == Some(reason)));
    }

    #[test]
    fn only_what_time_can_mend_is_sent_again() {
        let again: Vec<_> = Undelivered::ALL.into_iter().filter(|reason| reason.may_pass()).collect();
        assert_eq!(again, [Undelivered::Unreachable, Undelivered::Busy]);
    }
}
