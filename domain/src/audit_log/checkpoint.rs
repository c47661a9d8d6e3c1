//! The tree's head as it is signed (C2SP tlog-checkpoint): whose log, how many entries, which root. No extension lines.

use core::{fmt, str::FromStr};

use super::{hash::Hash, key::KeyName, note::Note};

/// A head of one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose log, and of which epoch: also the name of the key that signs it.
    pub origin: KeyName,
    /// How many entries.
    pub size: u64,
    /// Their root.
    pub root: Hash,
}

/// This is not a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a checkpoint")]
pub struct NotACheckpoint;

impl Checkpoint {
    /// The head that a note's text says. Whether somebody signed it is another question.
    ///
    /// # Errors
    /// When it says none.
    pub fn of(note: &Note) -> Result<Self, NotACheckpoint> {
        note.text().parse()
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, self.root)
    }
}

impl FromStr for Checkpoint {
    type Err = NotACheckpoint;

    /// Reads a note's text. Extension lines are passed over, as the specification lets logs have them.
    fn from_str(text: &str) -> Result<Self, NotACheckpoint> {
        let mut lines = text.strip_suffix('\n').ok_or(NotACheckpoint)?.split('\n');
        let mut line = || lines.next().ok_or(NotACheckpoint);
        let (origin, size, root) = (line()?, line()?, line()?);
        if lines.any(str::is_empty) {
            return Err(NotACheckpoint);
        }
        Ok(Self {
            origin: origin.parse().map_err(|_| NotACheckpoint)?,
            size: decimal(size).ok_or(NotACheckpoint)?,
            root: root.parse().map_err(|_| NotACheckpoint)?,
        })
    }
}

/// A number as these formats write it: ASCII digits without leading zeros.
#[must_use]
pub fn decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| plain)
}

#[cfg(test)]
pub(super) mod tests {
    use sha2::{Digest, Sha512};

    use super::*;
    use crate::audit_log::key::{Ed25519, Signer};

    /// Stands for a key where the arithmetic of signatures does not matter: its "signature" is a hash that its public key makes.
    pub(in crate::audit_log) struct Fake(pub(in crate::audit_log) [u8; 32]);
    /// Checks those.
    pub(in crate::audit_log) const NOBODY: Fake = Fake([0; 32]);

    impl Signer for Fake {
        fn public(&self) -> [u8; 32] {
            self.0
        }

        fn sign(&self, message: &[u8]) -> [u8; 64] {
            Sha512::new().chain_update(self.0).chain_update(message).finalize().into()
        }
    }

    impl Ed25519 for Fake {
        fn verifies(&self, key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
            Self(*key).sign(message) == *signature
        }
    }

    const TEXT: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    #[test]
    fn the_example_of_the_specification_is_read_and_written_again() {
        let head: Checkpoint = TEXT.parse().unwrap();
        assert_eq!((head.origin.as_str(), head.size), ("example.com/behind-the-sofa", 20_852_163));
        assert_eq!(head.to_string(), TEXT);
        assert_eq!([TEXT, "an extension\n"].concat().parse(), Ok(head));
    }

    #[test]
    fn what_is_no_checkpoint_is_refused() {
        for (from, to) in [
            ("20852163", "020852163"),
            ("20852163", "+20852163"),
            ("20852163", "-1"),
            ("=\n", "\n"),
            ("com/", "com /"),
            ("=\n", "="),
            ("=\n", "=\n\n"),
        ] {
            assert_eq!(TEXT.replace(from, to).parse::<Checkpoint>(), Err(NotACheckpoint), "{from} to {to}");
        }
    }
}
