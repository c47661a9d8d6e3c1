//! Signatures, by ring.

use domain::audit_log::{Ed25519, verify::P256};
use ring::signature::{ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_FIXED, ED25519, UnparsedPublicKey, VerificationAlgorithm};

/// What ring says.
#[derive(Clone, Copy, Debug)]
pub struct Ring;

fn verifies(algorithm: &'static dyn VerificationAlgorithm, key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(algorithm, key).verify(message, signature).is_ok()
}

impl Ed25519 for Ring {
    fn verifies(&self, key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
        verifies(&ED25519, key, message, signature)
    }
}

impl P256 for Ring {
    fn verifies_fixed(&self, key: &[u8; 65], message: &[u8], signature: &[u8]) -> bool {
        verifies(&ECDSA_P256_SHA256_FIXED, key, message, signature)
    }

    fn verifies_der(&self, key: &[u8; 65], message: &[u8], signature: &[u8]) -> bool {
        verifies(&ECDSA_P256_SHA256_ASN1, key, message, signature)
    }
}
