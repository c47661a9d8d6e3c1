//! Keys: a P-256 one as a phone holds it, and the JWS it makes (RFC 7515 section 3.1); an Ed25519 one as a log or a witness has it.

use app::phone::{answer::header, api::Jwk};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::ids::DeviceId;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde::Serialize;
use server::log_key::LogKey;

/// A new key of a log or a witness.
pub fn ed25519() -> LogKey {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    LogKey::make(&path).unwrap();
    LogKey::read(&path).unwrap()
}

/// A private key.
pub struct Key(EcdsaKeyPair);

impl Key {
    pub fn new() -> Self {
        let chance = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &chance).unwrap();
        Self(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &chance).unwrap())
    }

    /// Its public half.
    pub fn jwk(&self) -> Jwk {
        let point = self.0.public_key().as_ref();
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        Jwk { kty: "EC".to_owned(), crv: "P-256".to_owned(), x: text(&point[1..33]), y: text(&point[33..]) }
    }

    /// `claims` as a compact JWS that names `device`.
    pub fn sign(&self, device: DeviceId, claims: &impl Serialize) -> String {
        self.sign_as(&header(device), claims)
    }

    /// The same under any header.
    pub fn sign_as(&self, header: &str, claims: &impl Serialize) -> String {
        let payload = serde_json::to_vec(claims).unwrap();
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
        let signature = self.0.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}
