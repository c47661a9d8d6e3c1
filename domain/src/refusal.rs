//! What we say no to, and how we say it.
//!
//! A refusal is expected: it is said to the person, in words they can act on. Anything unexpected is the server's fault and
//! has another type there. No refusal holds a secret or personal data, so each may be shown and logged as it is.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{assurance::Level, limits::Limited, second_person::NotYours, time::Timestamp};

/// An expected no. The text of each says what happened and what to do next.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "refusal", content = "about")]
pub enum Refusal {
    /// Nobody is signed in, or the sign-in has ended.
    #[error("You are not signed in. Sign in again; nothing is lost.")]
    NotSignedIn,
    /// Somebody else ended the sign-in.
    #[error("Your sign-in was ended by somebody else. Sign in again, or ask your supervisor why; nothing is lost.")]
    SignInEnded,
    /// The signed-in person lacks the role this needs.
    #[error("Your role does not open this. Ask an administrator if it should.")]
    NotYourRole,
    /// There is no such thing, or it is not theirs: the two look the same from outside.
    #[error("There is nothing here for you. It may have ended, or belong to somebody else.")]
    NotFound,
    /// A value does not fit; the text says which, and what to write.
    #[error("{0}")]
    BadInput(String),
    /// The session is not in a state in which this can be done.
    #[error("This session has ended. Open a new one for a new contact.")]
    SessionEnded,
    /// The session or the customer's account is frozen.
    #[error("This is frozen. Only a supervisor can end the freeze.")]
    Frozen,
    /// Assurance is too low, or the exact consent is missing.
    #[error("This is not open right now: it needs {needed}, the session is {current}.")]
    StepUp {
        /// The level the action needs.
        needed: Level,
        /// The level the session has.
        current: Level,
    },
    /// The gate refuses, whatever the level; the text says why.
    #[error("{0}")]
    NotOpen(String),
    /// What is to run is not what was approved.
    #[error("You changed the value, so the approval is void. Ask the customer again.")]
    ApprovalVoid,
    /// The approval is older than it may be.
    #[error("The approval has run out of time. Ask the customer again.")]
    ApprovalExpired,
    /// The challenge is over; it was answered, withdrawn, or its time is up.
    #[error("This request has run out of time or was answered already. Nothing was changed by this answer.")]
    ChallengeOver,
    /// The digits are not those the agent reads out.
    #[error("Not the same digits. {tries_left} tries left.")]
    OtherDigits {
        /// How many more times digits can be typed.
        tries_left: u8,
    },
    /// What was typed on the keypad is not it.
    #[error("That is not it. {tries_left} tries left.")]
    WrongEntry {
        /// How many more times it can be wrong, over all sessions.
        tries_left: u32,
    },
    /// It was wrong too often, in this session or in others.
    #[error("This is locked after too many wrong entries. Only choosing a new one opens it.")]
    Locked,
    /// Another challenge of this session is still open.
    #[error("The customer is still being asked. Withdraw that first, or wait.")]
    AlreadyAsking,
    /// The customer's phone is suspended, or was disabled.
    #[error("This phone does not count any more. Use another one of yours, or add this one again with a new code.")]
    PhoneOff,
    /// The customer has no way to answer that would do.
    #[error("This customer has no way to answer that yet. Nothing was asked.")]
    NoWay,
    /// The customer has a way, but it changes nothing by itself: it comes first.
    #[error("The customer proves it first, and nothing changes by that. Ask for it from the contact’s page, then do this again.")]
    ProofFirst,
    /// The signature does not fit the key, the text or the challenge.
    #[error("This answer is not signed by the phone it was sent to. Nothing was changed.")]
    BadSignature,
    /// The passkey's answer does not fit.
    #[error("That passkey did not fit. Try again, or use another one.")]
    BadPasskey,
    /// The one-time link or code was used, has expired, or never was.
    #[error("This works once and for a short time, and that is over. Ask for a new one.")]
    LinkUsed,
    /// Too much in too short a time.
    #[error("Too many in a short time. Wait a while, then try again.")]
    TooMany,
    /// The same, with what of and until when.
    #[error("{}", what.in_words(*again))]
    TooManyOf {
        /// What there was too much of.
        what: Limited,
        /// When it can be done again.
        again: Timestamp,
    },
    /// Nobody outside has seen the record for too long, or they have seen another one: what is sensitive has to wait.
    #[error("This has to wait: the record of it cannot be witnessed. Nothing was changed. Try again later; your operators can see why.")]
    NotWitnessed,
    /// A second person's approval that is not this person's to give.
    #[error("{}", .0.in_words())]
    NotYoursToApprove(NotYours),
    /// A second person is asked for something else in this session already.
    #[error("A second person is still being asked. Withdraw that first, or wait.")]
    SecondPersonAsked,
    /// Whoever approves has no passkey of their own to do it with.
    #[error("You have no passkey here to approve with. Add one under “My sign-ins”.")]
    NoPasskey,
    /// Another supervisor took the alert up first.
    #[error("A colleague acknowledged this alert before you; below it says who. You can still close it.")]
    AlertTaken,
    /// The alert is over.
    #[error("This alert is closed. What it turned out to be stands below, and nothing was changed.")]
    AlertClosed,
    /// The same idempotency key came with another request.
    #[error("This key was used for something else. Send a new key for a new request.")]
    KeyReused,
}

impl Refusal {
    /// A stable machine word for the refusal: the last part of the problem type (RFC 9457 section 3.1.1).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "not-signed-in",
            Self::SignInEnded => "sign-in-ended",
            Self::NotYourRole => "not-your-role",
            Self::NotFound => "not-found",
            Self::BadInput(_) => "bad-input",
            Self::SessionEnded => "session-ended",
            Self::Frozen => "frozen",
            Self::StepUp { .. } => "insufficient-customer-assurance",
            Self::NotOpen(_) => "not-open",
            Self::ApprovalVoid => "approval-void",
            Self::ApprovalExpired => "approval-expired",
            Self::ChallengeOver => "challenge-over",
            Self::OtherDigits { .. } => "other-digits",
            Self::WrongEntry { .. } => "wrong-entry",
            Self::Locked => "locked",
            Self::AlreadyAsking => "already-asking",
            Self::PhoneOff => "phone-off",
            Self::NoWay => "no-way",
            Self::ProofFirst => "proof-first",
            Self::BadSignature => "bad-signature",
            Self::BadPasskey => "bad-passkey",
            Self::LinkUsed => "link-used",
            Self::TooMany | Self::TooManyOf { .. } => "too-many",
            Self::NotWitnessed => "not-witnessed",
            Self::NotYoursToApprove(_) => "not-yours-to-approve",
            Self::SecondPersonAsked => "second-person-asked",
            Self::NoPasskey => "no-passkey",
            Self::AlertTaken => "alert-taken",
            Self::AlertClosed => "alert-closed",
            Self::KeyReused => "key-reused",
        }
    }

    /// The HTTP status the refusal is answered with (RFC 9110 section 15).
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::NotSignedIn | Self::SignInEnded => 401,
            Self::NotYourRole
            | Self::StepUp { .. }
            | Self::NotOpen(_)
            | Self::Frozen
            | Self::PhoneOff
            | Self::BadSignature
            | Self::NotYoursToApprove(_)
            | Self::BadPasskey => 403,
            Self::NotFound => 404,
            Self::BadInput(_)
            | Self::OtherDigits { .. }
            | Self::WrongEntry { .. }
            | Self::NoWay
            | Self::NoPasskey
            | Self::ProofFirst
            | Self::KeyReused => 422,
            Self::LinkUsed | Self::ChallengeOver => 410,
            Self::SessionEnded
            | Self::ApprovalVoid
            | Self::ApprovalExpired
            | Self::AlreadyAsking
            | Self::AlertTaken
            | Self::AlertClosed
            | Self::SecondPersonAsked => 409,
            Self::NotWitnessed => 503,
            Self::Locked => 423,
            Self::TooMany | Self::TooManyOf { .. } => 429,
        }
    }

    /// A [`Refusal::BadInput`] that says what does not fit and what to write instead.
    #[must_use]
    pub fn bad_input(what: impl Into<String>) -> Self {
        Self::BadInput(what.into())
    }
}
