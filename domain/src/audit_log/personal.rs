//! Personal data that an entry tells of and that can be erased: the entry holds a salted commitment, the data stands beside
//! it with its salt. When both are gone, the entry still has its bytes, and they say nothing.

use core::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use super::retention::Retention;
use crate::{
    entropy::{self, Entropy},
    time::Timestamp,
};

/// What an entry says of data beside it: SHA-256 over a salt of 256 bits and the data. Hiding while the salt is unknown,
/// however easily the data is guessed; binding always.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment([u8; 32]);

/// The salt of one piece of data.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; 32]);

impl Salt {
    /// A new one.
    #[must_use]
    pub fn new(entropy: &dyn Entropy) -> Self {
        Self(entropy::bytes(entropy))
    }

    /// The one whose bytes these are.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The commitment to `data`.
    #[must_use]
    pub fn commit(&self, data: &str) -> Commitment {
        Commitment(Sha256::new().chain_update(self.0).chain_update(data).finalize().into())
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt")
    }
}

impl fmt::Display for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

/// One piece of personal data of an entry.
#[derive(Clone, PartialEq, Eq)]
pub struct Personal {
    /// What it is, within its entry.
    pub name: &'static str,
    /// Its salt.
    pub salt: Salt,
    /// The data.
    pub data: String,
    /// How long it is kept.
    pub retention: Retention,
}

/// What became of a piece of data that an entry commits to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// It is there, and it is what the entry commits to.
    Kept(String),
    /// It was erased then.
    Erased(Timestamp),
    /// It is there, and is something else.
    Other,
    /// It is not there, and no erasure tells of it.
    Gone,
}

/// One piece that an entry commits to, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its name in the entry.
    pub name: String,
    /// What became of it.
    pub beside: Beside,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_data_under_another_salt_is_another_commitment() {
        let salt = Salt::from_bytes([7; 32]);
        assert_eq!(salt.commit("a@b.example"), salt.commit("a@b.example"));
        assert_ne!(salt.commit("a@b.example"), Salt::from_bytes([8; 32]).commit("a@b.example"));
        assert_ne!(salt.commit("a@b.example"), salt.commit("a@b.exampl"));
    }
}
