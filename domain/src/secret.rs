//! Values that must not be seen, and what is kept instead of them.
//!
//! Neither type can be printed or serialised. `expose` is the one door out, so that every use can be found by its name.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::entropy::{self, Entropy};

/// A value that must reach no log, no error and no page but the one it is meant for.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Keeps `value` from being printed.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. Whoever calls this answers for where it goes.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

/// A bearer handle of 160 random bits in URL-safe base64: 27 characters (OpenID CIBA Core 1.0 section 7.3 advises 160).
pub type Token = Secret<String>;

/// Draws a new bearer handle.
pub fn token(entropy: &dyn Entropy) -> Token {
    Secret(URL_SAFE_NO_PAD.encode(entropy::bytes::<20>(entropy)))
}

/// What is stored of a secret with at least 112 bits: its SHA-256. From the database alone nobody gets the secret back.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hashed([u8; 32]);

impl Hashed {
    /// The hash of a secret as it was presented.
    #[must_use]
    pub fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret.as_bytes()).into())
    }

    /// The hash as it was stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The hash as it is stored.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}
