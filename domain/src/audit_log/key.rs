//! Who signs heads: names, and the keys they are checked with (C2SP signed-note, "Signatures" and "Verifier keys").

use core::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// What checks Ed25519 signatures (RFC 8032). The program brings it; the rules only say what is signed.
pub trait Ed25519 {
    /// Whether `signature` is `key`'s of `message`.
    fn verifies(&self, key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool;
}

/// What signs with one Ed25519 key.
pub trait Signer {
    /// The public key.
    fn public(&self) -> [u8; 32];
    /// The signature of a message.
    fn sign(&self, message: &[u8]) -> [u8; 64];
}

/// What a signature says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The note's text (type 0x01).
    Note,
    /// The note's text as seen at a time (C2SP tlog-cosignature, type 0x04).
    Cosignature,
}

impl Kind {
    const fn byte(self) -> u8 {
        match self {
            Self::Note => 0x01,
            Self::Cosignature => 0x04,
        }
    }
}

/// A name that can stand in a signature line: not empty, without spaces, control characters or `+`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyName(String);

/// Why a text is no name, or no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAKey {
    /// The name is not one.
    #[error("a key's name must not be empty, nor hold spaces or +")]
    Name,
    /// The whole is not `name+id+key`.
    #[error("a key is written as name+id+key")]
    Form,
    /// The id is another key's.
    #[error("the id does not belong to this name and key")]
    Id,
    /// A type of signature that this program does not know.
    #[error("a type of key that is not known here; 01 and 04 are, both Ed25519")]
    Kind,
}

impl KeyName {
    /// The name as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyName {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let wrong = text.is_empty() || text.contains(|letter: char| letter.is_whitespace() || letter.is_control() || letter == '+');
        if wrong { Err(NotAKey::Name) } else { Ok(Self(text.to_owned())) }
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A key that signatures are checked with, and what they say. Written as a `vkey`: `name+id+key`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    /// Whose it is.
    pub name: KeyName,
    /// What its signatures say.
    pub kind: Kind,
    /// The Ed25519 public key.
    pub public: [u8; 32],
}

impl VerifierKey {
    /// The number that a signature line names it by. Short, and no proof of anything.
    #[must_use]
    pub fn id(&self) -> [u8; 4] {
        let hash = Sha256::new().chain_update(&self.name.0).chain_update([b'\n', self.kind.byte()]).chain_update(self.public).finalize();
        [hash[0], hash[1], hash[2], hash[3]]
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[self.kind.byte()][..], &self.public].concat();
        write!(f, "{}+{:08x}+{}", self.name, u32::from_be_bytes(self.id()), STANDARD.encode(key))
    }
}

impl FromStr for VerifierKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let mut parts = text.trim_end().splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else { return Err(NotAKey::Form) };
        let name = name.parse()?;
        let key = STANDARD.decode(key).map_err(|_| NotAKey::Form)?;
        let (kind, public) = key.split_first().ok_or(NotAKey::Form)?;
        let kind = match kind {
            0x01 => Kind::Note,
            0x04 => Kind::Cosignature,
            _ => return Err(NotAKey::Kind),
        };
        let key = Self { name, kind, public: public.try_into().map_err(|_| NotAKey::Form)? };
        let written = u32::from_str_radix(id, 16).map_err(|_| NotAKey::Form)?;
        if id.len() == 8 && written.to_be_bytes() == key.id() { Ok(key) } else { Err(NotAKey::Id) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of Go's checksum database, which anybody can look up.
    const GO: &str = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

    #[test]
    fn a_well_known_key_is_read_and_written_again() {
        let key: VerifierKey = GO.parse().unwrap();
        assert_eq!((key.name.as_str(), key.kind), ("sum.golang.org", Kind::Note));
        assert_eq!(key.to_string(), GO);
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, why) in [
            ("sum.golang.org", NotAKey::Form),
            ("sum golang+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", NotAKey::Name),
            ("sum.golang.com+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", NotAKey::Id),
            ("sum.golang.org+033de0ae+As4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", NotAKey::Kind),
            ("sum.golang.org+033de0ae+AQ==", NotAKey::Form),
        ] {
            assert_eq!(text.parse::<VerifierKey>(), Err(why), "{text}");
        }
    }
}
