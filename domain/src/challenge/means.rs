//! How the customer is asked, with what belongs to that way alone.

use core::fmt;

use super::Code;
use crate::{
    assurance::Method,
    entropy::{self, Entropy},
    ids::DeviceId,
    refusal::Refusal,
    secret::Hashed,
};

/// How a challenge asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Means {
    /// A prompt on a phone of theirs.
    Push(Push),
    /// Their PIN, typed where no agent sees or hears it (M6).
    Pin(Typed),
    /// A passkey of theirs, on whatever device opens the link.
    Passkey(Link),
    /// A code of their authenticator app, typed on a page of their own.
    Totp(Link),
}

/// Where a PIN is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// On the keypad of the telephone they are calling with.
    Keypad(EntryNumber),
    /// On a page of their own, on whatever device opens the link.
    Page(Link),
}

/// A prompt on a phone: what it is answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Push {
    /// The phone it was sent to.
    pub device: DeviceId,
    /// The digits.
    pub code: Code,
    /// Whether the person must be verified by the phone for this answer.
    pub needs_user_verification: bool,
}

impl Means {
    /// By which method.
    #[must_use]
    pub const fn method(&self) -> Method {
        match self {
            Self::Push(_) => Method::Push,
            Self::Pin(_) => Method::Pin,
            Self::Passkey(_) => Method::Passkey,
            Self::Totp(_) => Method::Totp,
        }
    }

    /// The prompt on a phone, if it is one.
    #[must_use]
    pub const fn push(&self) -> Option<&Push> {
        match self {
            Self::Push(push) => Some(push),
            Self::Pin(_) | Self::Passkey(_) | Self::Totp(_) => None,
        }
    }

    /// The number under which the customer's entry arrives, if it comes by telephone.
    #[must_use]
    pub const fn entry(&self) -> Option<&EntryNumber> {
        match self {
            Self::Pin(Typed::Keypad(entry)) => Some(entry),
            Self::Push(_) | Self::Pin(Typed::Page(_)) | Self::Passkey(_) | Self::Totp(_) => None,
        }
    }

    /// The link that opens it, if it is opened by one.
    #[must_use]
    pub const fn link(&self) -> Option<&Link> {
        match self {
            Self::Push(_) | Self::Pin(Typed::Keypad(_)) => None,
            Self::Pin(Typed::Page(link)) | Self::Passkey(link) | Self::Totp(link) => Some(link),
        }
    }

    /// Whether the person is to be verified for the answer.
    #[must_use]
    pub const fn needs_user_verification(&self) -> bool {
        match self {
            Self::Push(push) => push.needs_user_verification,
            Self::Pin(_) | Self::Totp(_) => false,
            Self::Passkey(_) => true,
        }
    }
}

/// The link that opens a request on whatever device is at hand. Only its hash is known here; whoever has the link can read the
/// request and stop it, and needs the passkey, or what is to be typed, to answer it.
#[derive(Clone, PartialEq, Eq)]
pub struct Link(Hashed);

impl Link {
    /// The link with that hash.
    #[must_use]
    pub const fn new(hash: Hashed) -> Self {
        Self(hash)
    }

    /// What is kept of it.
    #[must_use]
    pub const fn hash(&self) -> &Hashed {
        &self.0
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Link")
    }
}

/// Eight decimal digits that name one entry on the keypad, for the telephone system: it is no secret and proves nothing. Of two
/// open challenges no two have the same.
#[derive(Clone, PartialEq, Eq)]
pub struct EntryNumber(String);

impl EntryNumber {
    /// Draws eight digits.
    #[must_use]
    pub fn draw(entropy: &dyn Entropy) -> Self {
        Self(format!("{:08}", entropy::below(100_000_000, entropy)))
    }

    /// Reads eight digits; spaces are dropped.
    ///
    /// # Errors
    /// [`Refusal::BadInput`] unless exactly eight digits are left.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(Refusal::bad_input("An entry number has eight digits. The agent’s page shows it."))
        }
    }

    /// The eight digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for EntryNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntryNumber({})", self.0)
    }
}
