//! What a verification rests on: keys that somebody handed in, and arithmetic. Nothing that the log says of itself.

use crate::{
    audit_log::key::{Ed25519, Kind, VerifierKey},
    time::Duration,
};

/// How far an entry's time may lie outside those of the checkpoints around it: what writing it and taking it into the tree may take.
pub const SKEW: Duration = Duration::seconds(60);

/// What checks ECDSA signatures over P-256 with SHA-256 (FIPS 186-5): those of phones and passkeys. The program brings it.
pub trait P256 {
    /// Whether `signature` is `key`'s of `message`: a point as 65 bytes, and the two numbers one after the other.
    fn verifies_fixed(&self, key: &[u8; 65], message: &[u8], signature: &[u8]) -> bool;
    /// The same of a signature in DER.
    fn verifies_der(&self, key: &[u8; 65], message: &[u8], signature: &[u8]) -> bool;
}

/// Whom to believe, and how far.
#[derive(Clone, Copy)]
pub struct Trust<'a> {
    /// The log's keys, one for each epoch: their names are the origins.
    pub logs: &'a [VerifierKey],
    /// The witnesses' keys.
    pub witnesses: &'a [VerifierKey],
    /// How many of them have to have seen a head.
    pub quorum: usize,
    /// See [`SKEW`].
    pub skew: Duration,
    /// What checks the signatures of the log and its witnesses.
    pub ed25519: &'a (dyn Ed25519 + Sync),
    /// What checks those of phones and passkeys.
    pub p256: &'a (dyn P256 + Sync),
}

/// A set of keys that nothing can be verified with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// None of the log's.
    #[error("at least one key of the log is needed")]
    NoLog,
    /// One of the log's is a cosigner's.
    #[error("the log's key must be one of type 01")]
    LogKind,
    /// One of the witnesses' is none of a cosigner.
    #[error("a witness's key must be one of type 04")]
    WitnessKind,
    /// One is named twice, and would count twice.
    #[error("a key is named twice")]
    Twice,
    /// More are asked for than there are.
    #[error("the quorum is more than there are witnesses")]
    Quorum,
}

impl Trust<'_> {
    /// Whether anything can be verified with it.
    ///
    /// # Errors
    /// When the keys are of the wrong kind, or do not suffice.
    pub fn check(&self) -> Result<(), Unfit> {
        let twice = |keys: &[VerifierKey]| keys.iter().enumerate().any(|(at, key)| keys[..at].contains(key));
        // Two names with one key are one witness.
        let twins = self.witnesses.iter().enumerate().any(|(at, key)| self.witnesses[..at].iter().any(|other| other.public == key.public));
        if self.logs.is_empty() {
            Err(Unfit::NoLog)
        } else if self.logs.iter().any(|key| key.kind != Kind::Note) {
            Err(Unfit::LogKind)
        } else if self.witnesses.iter().any(|key| key.kind != Kind::Cosignature) {
            Err(Unfit::WitnessKind)
        } else if twice(self.logs) || twins {
            Err(Unfit::Twice)
        } else if self.quorum > self.witnesses.len() {
            Err(Unfit::Quorum)
        } else {
            Ok(())
        }
    }
}
