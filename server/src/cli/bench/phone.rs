//! A customer's phone: two real P-256 keys, and answers signed with them.

use app::phone::{
    answer::header,
    api::{Jwk, SignedAnswer},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{challenge::Claims, ids::DeviceId};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};

use super::Failure;

/// The device key and the unlock key.
pub(super) struct Keys {
    device: EcdsaKeyPair,
    unlock: EcdsaKeyPair,
    random: SystemRandom,
}

impl Keys {
    pub(super) fn make() -> Result<Self, Failure> {
        let random = SystemRandom::new();
        Ok(Self { device: key(&random)?, unlock: key(&random)?, random })
    }

    /// The public halves as stored: uncompressed points.
    pub(super) fn points(&self) -> (Vec<u8>, Vec<u8>) {
        (self.device.public_key().as_ref().to_vec(), self.unlock.public_key().as_ref().to_vec())
    }

    /// The public halves as sent.
    pub(super) fn public(&self) -> (Jwk, Jwk) {
        (jwk(&self.device), jwk(&self.unlock))
    }

    /// Signs claims with both keys.
    pub(super) fn sign(&self, device: DeviceId, claims: &Claims) -> Result<SignedAnswer, Failure> {
        let claims = serde_json::to_string(claims)?;
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header(device)), URL_SAFE_NO_PAD.encode(claims));
        let jws = |key: &EcdsaKeyPair| -> Result<String, Failure> {
            let signature = key.sign(&self.random, signed.as_bytes()).map_err(|_| "a phone could not sign")?;
            Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
        };
        Ok(SignedAnswer { answer: jws(&self.device)?, passkey: None, unlock: Some(jws(&self.unlock)?) })
    }
}

fn key(random: &SystemRandom) -> Result<EcdsaKeyPair, Failure> {
    let wrong = "a phone's key could not be made";
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, random).map_err(|_| wrong)?;
    Ok(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), random).map_err(|_| wrong)?)
}

/// An uncompressed point (SEC 1 section 2.3.3) as a JSON Web Key.
fn jwk(key: &EcdsaKeyPair) -> Jwk {
    let point = key.public_key().as_ref();
    let coordinate = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    Jwk { kty: "EC".to_owned(), crv: "P-256".to_owned(), x: coordinate(&point[1..33]), y: coordinate(&point[33..]) }
}
