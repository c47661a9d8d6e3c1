//! A customer's passkey: a real P-256 key, and what a browser sends for it (WebAuthn Level 3 sections 5.8.1, 6.1 and 6.5).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Failure;

/// Present and verified.
const ANSWERS: u8 = 0x05;
/// The same, of a credential that is being made.
const MAKES: u8 = 0x45;

/// One key for everybody's credentials, which is no easier to check than many.
pub(super) struct Authenticator {
    origin: String,
    rp_id: String,
    key: EcdsaKeyPair,
    random: SystemRandom,
}

impl Authenticator {
    /// On pages of that address.
    pub(super) fn on(origin: &str) -> Result<Self, Failure> {
        let random = SystemRandom::new();
        let wrong = "a passkey's key could not be made";
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).map_err(|_| wrong)?;
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).map_err(|_| wrong)?;
        let rp_id = url::Url::parse(origin)?.host_str().ok_or("the address has no host")?.to_owned();
        Ok(Self { origin: origin.to_owned(), rp_id, key, random })
    }

    /// Answers options for `navigator.credentials.create` with a credential of that id, of less than 256 bytes.
    pub(super) fn make(&self, id: &[u8], options: &str) -> Result<Value, Failure> {
        let point = self.key.public_key().as_ref();
        let cose = [b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".as_slice(), &point[1..33], b"\x22\x58\x20", &point[33..]].concat();
        let data = [self.data(MAKES).as_slice(), &[0; 16], &[0, u8::try_from(id.len())?], id, &cose].concat();
        let object = [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".as_slice(), &[u8::try_from(data.len())?], &data].concat();
        let client = self.client_data("webauthn.create", options)?;
        Ok(credential(id, &json!({ "clientDataJSON": text(&client), "attestationObject": text(&object), "transports": ["internal"] })))
    }

    /// Answers options for `navigator.credentials.get` with it.
    pub(super) fn answer(&self, id: &[u8], user: &[u8], options: &str) -> Result<Value, Failure> {
        let (client, data) = (self.client_data("webauthn.get", options)?, self.data(ANSWERS));
        let signed = [data.as_slice(), Sha256::digest(&client).as_slice()].concat();
        let signature = self.key.sign(&self.random, &signed).map_err(|_| "a passkey could not sign")?;
        let response = json!({
            "clientDataJSON": text(&client), "authenticatorData": text(&data), "signature": text(signature.as_ref()), "userHandle": text(user),
        });
        Ok(credential(id, &response))
    }

    fn client_data(&self, kind: &str, options: &str) -> Result<Vec<u8>, Failure> {
        let options: Value = serde_json::from_str(options)?;
        let said = json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false });
        Ok(said.to_string().into_bytes())
    }

    /// Without a counter, as passkeys that are copied between devices have none.
    fn data(&self, flags: u8) -> Vec<u8> {
        [Sha256::digest(&self.rp_id).as_slice(), &[flags], &[0; 4]].concat()
    }
}

fn credential(id: &[u8], response: &Value) -> Value {
    json!({ "id": text(id), "rawId": text(id), "type": "public-key", "response": response, "clientExtensionResults": {} })
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
