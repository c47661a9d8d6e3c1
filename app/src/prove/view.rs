//! What the page behind a link is drawn from.

use domain::{
    assurance::Method,
    challenge::{ChallengeState, ExpiredBecause, Prompt},
    channel::Channel,
    time::Timestamp,
};

/// The page behind a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkPage {
    /// It can be answered.
    Asked(Box<Request>),
    /// It cannot, or not any more; what was asked is not shown again.
    Over(End),
}

/// A request that can be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The server's time.
    pub now: Timestamp,
    /// The words.
    pub prompt: Prompt,
    /// How they are in contact.
    pub channel: Channel,
    /// Whether we contacted them, and not they us.
    pub started_by_us: bool,
    /// How it is answered.
    pub by: By,
    /// When it was made.
    pub asked_at: Timestamp,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
}

/// How a request is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// With a passkey.
    Passkey,
    /// By typing the PIN.
    Pin {
        /// How often it can still be wrong, over all contacts.
        tries_left: u8,
    },
    /// By typing a code of the authenticator app.
    Totp {
        /// How often it can still be wrong.
        tries_left: u8,
    },
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Approved, and it ran.
    Done,
    /// Approved; it waits for something more.
    Waits,
    /// Approved, and there was nothing to run.
    Shown,
    /// What was typed was wrong too often, here or in another contact.
    Locked(Method),
    /// "No, this isn't me".
    NotMe,
    /// "Someone told me to approve this".
    ToldTo,
    /// Its time was over, it was taken back, or there never was one.
    RunOut,
}

impl End {
    /// The end that a state is. `ran`: whether what was approved ran; `None`: nothing was to run.
    #[must_use]
    pub const fn of(method: Method, state: ChallengeState, ran: Option<bool>) -> Self {
        match (state, ran) {
            (ChallengeState::Expired(ExpiredBecause::Tries), _) => Self::Locked(method),
            (ChallengeState::Answered, Some(true)) => Self::Done,
            (ChallengeState::Answered, Some(false)) => Self::Waits,
            (ChallengeState::Answered, None) => Self::Shown,
            (ChallengeState::Denied, _) => Self::NotMe,
            (ChallengeState::Reported, _) => Self::ToldTo,
            _ => Self::RunOut,
        }
    }
}
