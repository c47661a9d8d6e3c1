//! A challenge as the agent sees it.

use serde::{Deserialize, Serialize};

use domain::{
    assurance::{Level, Method},
    challenge::ChallengeState,
    ids::ChallengeId,
    notification::{Handing, PushService},
    time::Timestamp,
};

use super::{Done, Draft, SecondView};
use crate::desk::gate::TypedAt;

/// A challenge as the agent sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedView {
    /// Which.
    pub challenge: ChallengeId,
    /// For which action with which new value; none when it only raises the level. The value it replaces is not here: an
    /// agent does not need to see it (D03).
    pub request: Option<Draft>,
    /// By which method.
    pub method: Method,
    /// The digits to read out, while they are of use.
    pub digits: Option<String>,
    /// The number of the entry on the keypad, while it is of use.
    pub entry: Option<String>,
    /// The link behind which it is answered, while it is of use, for whoever made it.
    pub link: Option<LinkView>,
    /// Where it is typed; `None` for what is not typed.
    pub typed: Option<TypedAt>,
    /// The phone's name, or that of the phone whose passkey answered; empty while there is none.
    pub device: String,
    /// Whether the phone must verify the person.
    pub needs_user_verification: bool,
    /// Where it stands.
    pub state: ChallengeState,
    /// How many more times digits can be typed.
    pub tries_left: u8,
    /// How long customers usually take, in seconds.
    pub typical_seconds: u32,
    /// When it was made.
    pub asked_at: Timestamp,
    /// When it reached the phone.
    pub delivered_at: Option<Timestamp>,
    /// When the customer saw it.
    pub opened_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
    /// What came of an approval.
    pub outcome: Option<Outcome>,
    /// What became of its notification; none when its phone has no address for one.
    pub notification: Option<NotificationView>,
}

/// A link for the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// The address.
    pub url: String,
    /// The same as a QR code.
    pub qr: Option<QrView>,
}

/// A QR code as one path over a square of that size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrView {
    /// Modules across, with the light border.
    pub size: u32,
    /// The dark modules, each a square of one: `M4 4h1v1h-1z`.
    pub path: String,
}

/// What became of a challenge's notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationView {
    /// Who takes it to the phone.
    pub service: PushService,
    /// Where it stands.
    pub handing: Handing,
    /// Since when.
    pub at: Timestamp,
}

/// What came of an approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It ran exactly as approved.
    Done(Done),
    /// It could not run yet; the value and the approval are kept.
    NotOpen {
        /// The level it needs.
        needs: Level,
        /// Whether the phone verified the person.
        user_verified: bool,
        /// Until when the approval can be used.
        kept_until: Timestamp,
        /// Whether the gate would let it run now.
        open_now: bool,
    },
    /// A second person was asked for it, and it has not run.
    Second(Box<SecondView>),
    /// Nothing was to run: it only raised the level.
    Raised,
}

impl Outcome {
    /// The request to a second person that it led to, unless that is done.
    #[must_use]
    pub fn second(&self) -> Option<&SecondView> {
        match self {
            Self::Second(second) => Some(second),
            Self::Done(_) | Self::NotOpen { .. } | Self::Raised => None,
        }
    }
}
