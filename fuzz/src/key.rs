//! A P-256 key that is the same in every run and signs the same thing alike (RFC 6979), so that an input stays what it was.

use p256::ecdsa::{
    Signature, SigningKey, VerifyingKey,
    signature::{Signer, Verifier},
};

/// A private key.
pub struct Key(SigningKey);

impl Key {
    /// The key of that number.
    pub fn of(number: u8) -> Self {
        Self(SigningKey::from_slice(&[number; 32]).unwrap())
    }

    /// Its public half: an uncompressed point.
    pub fn point(&self) -> Vec<u8> {
        self.0.verifying_key().to_sec1_point(false).as_bytes().to_vec()
    }

    /// A signature as a JWS has it (RFC 7518 section 3.4).
    pub fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        let signature: Signature = self.0.sign(bytes);
        signature.to_bytes().to_vec()
    }

    /// A signature as WebAuthn has it.
    pub fn sign_der(&self, bytes: &[u8]) -> Vec<u8> {
        let signature: Signature = self.0.sign(bytes);
        signature.to_der().as_bytes().to_vec()
    }
}

/// Whether that is a JWS's signature by that key, asked of another library than the server asks.
pub fn signed(point: &[u8], bytes: &[u8], signature: &[u8]) -> bool {
    let key = VerifyingKey::from_sec1_bytes(point).unwrap();
    Signature::from_slice(signature).is_ok_and(|signature| key.verify(bytes, &signature).is_ok())
}
