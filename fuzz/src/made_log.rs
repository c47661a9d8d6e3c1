//! A log of four entries, two of them approvals, with the key that signed it: the same in every run.

use domain::audit_log::{
    VerifierKey,
    key::{Ed25519, Signer},
    verify::{
        P256, SKEW, Trust,
        sample::{BEGIN, Entry, Sample, key_of, passkey_proof, phone_proof},
    },
};
use ring::signature::{ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_FIXED, ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use uuid::Uuid;

use super::key::Key;

/// How many entries it has.
pub const SIZE: u64 = 4;

/// The log, its key, and whom its verifier believes.
pub struct Made {
    pub sample: Sample,
    pub key: LogKey,
    pub vkey: [VerifierKey; 1],
}

impl Made {
    pub fn new() -> Self {
        let key = LogKey(Ed25519KeyPair::from_seed_unchecked(&[21; 32]).unwrap());
        let (phone, passkey) = (Key::of(11), Key::of(12));
        let point = |key: &Key| key.point().try_into().unwrap();
        let (session, customer) = (Uuid::from_u128(4), Uuid::from_u128(3));
        let mut sample = Sample::default();
        for n in 0..SIZE {
            sample.push(match n {
                1 => Entry::approved(n, &phone_proof(&point(&phone), session, |text| phone.sign(text))).with("prompt", "To x@y.example?"),
                2 => Entry::approved(n, &passkey_proof(&point(&passkey), session, customer, |text| passkey.sign_der(text))),
                _ => Entry::plain(n),
            });
        }
        sample.seal(&key_of(&key), &key, BEGIN + SIZE);
        let vkey = [key_of(&key)];
        Self { sample, key, vkey }
    }

    pub fn trust(&self) -> Trust<'_> {
        Trust { logs: &self.vkey, witnesses: &[], quorum: 0, skew: SKEW, ed25519: &Ring, p256: &Ring }
    }

    /// The signed head, as it is shown.
    pub fn head(&self) -> String {
        self.sample.heads[0].1.to_string()
    }
}

impl Default for Made {
    fn default() -> Self {
        Self::new()
    }
}

/// The log's key.
pub struct LogKey(Ed25519KeyPair);

impl Signer for LogKey {
    fn public(&self) -> [u8; 32] {
        self.0.public_key().as_ref().try_into().unwrap()
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).as_ref().try_into().unwrap()
    }
}

/// What ring says.
pub struct Ring;

impl Ed25519 for Ring {
    fn verifies(&self, key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
        UnparsedPublicKey::new(&ED25519, key).verify(message, signature).is_ok()
    }
}

impl P256 for Ring {
    fn verifies_fixed(&self, key: &[u8; 65], message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key).verify(message, signature).is_ok()
    }

    fn verifies_der(&self, key: &[u8; 65], message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key).verify(message, signature).is_ok()
    }
}
