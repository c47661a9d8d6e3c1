//! The key that says who this server is to a push service: one that Apple gave, or one of our own (RFC 8292).

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::Value;

/// A P-256 private key. It has no `Debug`.
#[derive(Clone)]
pub struct SigningKey(Arc<EcdsaKeyPair>);

impl SigningKey {
    /// A P-256 key in PKCS#8; `None` for anything else.
    #[must_use]
    pub fn from_pkcs8(der: &[u8]) -> Option<Self> {
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der, &SystemRandom::new()).ok()?;
        Some(Self(Arc::new(key)))
    }

    /// Another one, in PKCS#8; `None` when the system gives no chance.
    pub(crate) fn new_pkcs8() -> Option<Vec<u8>> {
        let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).ok()?;
        Some(der.as_ref().to_vec())
    }

    /// The public half: an uncompressed point in base64url, as a browser wants it (RFC 8292 section 3.2).
    #[must_use]
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.public_key())
    }

    /// The claims, signed: a compact JWS (RFC 7515 section 7.1, RFC 7518 section 3.4). `None` when the key does not sign.
    pub(super) fn jwt(&self, header: &Value, claims: &Value) -> Option<String> {
        let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let signed = format!("{header}.{claims}");
        // ring draws a signature's nonce itself, and from nobody else's generator.
        let signature = self.0.sign(&SystemRandom::new(), signed.as_bytes()).ok()?;
        Some(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}
