//! The ways to prove something that this program knows how to ask for. What each is worth stands in the policy.

use serde::{Deserialize, Serialize};

/// What kind of thing proves it (NIST SP 800-63B-4 section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Factor {
    /// Something they know.
    Knowledge,
    /// Something they have.
    Possession,
    /// Something they are.
    Inherence,
    /// Another system's word for it.
    Assertion,
}

impl Factor {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Knowledge, Self::Possession, Self::Inherence, Self::Assertion];

    /// The word for it in the policy.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Knowledge => "knowledge",
            Self::Possession => "possession",
            Self::Inherence => "inherence",
            Self::Assertion => "assertion",
        }
    }
}

/// A way to prove something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Method {
    /// A WebAuthn credential.
    Passkey,
    /// A request on the customer's enrolled phone, answered with digits that the agent reads out.
    Push,
    /// A sign-in to our own app, passed on as a signed assertion with its `acr`.
    Portal,
    /// A memorised number, entered by the customer.
    Pin,
    /// A time-based code (RFC 6238), typed by the customer.
    Totp,
    /// An identity document, checked by an external verifier.
    IdDocument,
    /// An account elsewhere, linked earlier.
    Social,
    /// A code by text message.
    OtpSms,
    /// A code by voice call.
    OtpVoice,
    /// A code by e-mail.
    OtpEmail,
    /// A voice compared by an external service: a signal, never more.
    VoiceBiometric,
    /// Knowledge questions.
    Kba,
}

impl Method {
    /// Every method, in the order screens show them.
    pub const ALL: [Self; 12] = [
        Self::Passkey,
        Self::Push,
        Self::Portal,
        Self::Pin,
        Self::Totp,
        Self::IdDocument,
        Self::Social,
        Self::OtpSms,
        Self::OtpVoice,
        Self::OtpEmail,
        Self::VoiceBiometric,
        Self::Kba,
    ];

    /// Its place in [`Method::ALL`].
    #[must_use]
    pub const fn place(self) -> usize {
        self as usize
    }

    /// The word for it in the database, in events and in the policy.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::Push => "push",
            Self::Portal => "portal",
            Self::Pin => "pin",
            Self::Totp => "totp",
            Self::IdDocument => "id_document",
            Self::Social => "social",
            Self::OtpSms => "otp_sms",
            Self::OtpVoice => "otp_voice",
            Self::OtpEmail => "otp_email",
            Self::VoiceBiometric => "voice_biometric",
            Self::Kba => "kba",
        }
    }

    /// The method with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.key() == key)
    }

    /// The method's name on screens.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passkey => "Passkey",
            Self::Push => "Push",
            Self::Portal => "Our own sign-in",
            Self::Pin => "PIN",
            Self::Totp => "Authenticator code",
            Self::IdDocument => "ID document",
            Self::Social => "Linked social account",
            Self::OtpSms => "Code by text",
            Self::OtpVoice => "Code by call",
            Self::OtpEmail => "Code by email",
            Self::VoiceBiometric => "Voice",
            Self::Kba => "Knowledge questions",
        }
    }

    /// The value of `amr` for it (RFC 8176 section 2); the product's own word where that has none.
    #[must_use]
    pub const fn amr(self) -> &'static str {
        match self {
            Self::Passkey => "hwk",
            Self::Push => "swk",
            Self::Pin => "pin",
            Self::Totp => "otp",
            Self::OtpSms => "sms",
            Self::OtpEmail => "otp_email",
            Self::OtpVoice => "tel",
            Self::VoiceBiometric => "vbm",
            Self::Kba => "kba",
            Self::Portal => "portal",
            Self::IdDocument => "id_document",
            Self::Social => "social",
        }
    }

    /// Whether the customer can be shown an action on it and sign its exact parameters.
    #[must_use]
    pub const fn consents(self) -> bool {
        matches!(self, Self::Passkey | Self::Push)
    }
}
