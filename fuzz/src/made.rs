//! What an authenticator makes (WebAuthn Level 3 sections 5.8.1, 6.1 and 6.5), by hand, of one credential.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::key::Key;

/// Where our pages are.
pub const ORIGIN: &str = "http://localhost:3000";
/// What the credential is for.
pub const RP: &str = "localhost";
/// The credential.
pub const ID: &[u8] = b"credential-of-the-fuzzer";
/// What its counter was when it was made.
pub const COUNTER: u32 = 5;

pub const PRESENT: u8 = 0x01;
pub const VERIFIED: u8 = 0x04;
pub const ELIGIBLE: u8 = 0x08;
pub const BACKED_UP: u8 = 0x10;
pub const ATTESTED: u8 = 0x40;

/// What the browser says.
pub fn client_data(kind: &str, challenge: &[u8]) -> Value {
    json!({ "type": kind, "challenge": text(challenge), "origin": ORIGIN, "crossOrigin": false })
}

/// What the authenticator says of an answer.
pub fn data(flags: u8, counter: u32) -> Vec<u8> {
    [Sha256::digest(RP).as_slice(), &[flags], &counter.to_be_bytes()].concat()
}

/// What it says of a new credential, without attestation.
pub fn attestation(key: &Key) -> Vec<u8> {
    let (point, length) = (key.point(), u8::try_from(ID.len()).unwrap());
    let cose = [b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".as_slice(), &point[1..33], b"\x22\x58\x20", &point[33..]].concat();
    let data = [data(PRESENT | VERIFIED | ATTESTED, COUNTER).as_slice(), &[0; 16], &[0, length], ID, &cose].concat();
    let object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58";
    [object.as_slice(), &[u8::try_from(data.len()).unwrap()], &data].concat()
}

/// An answer with its signature.
pub fn answered(client: &[u8], data: &[u8], user: &[u8], key: &Key) -> Value {
    let signature = key.sign_der(&[data, Sha256::digest(client).as_slice()].concat());
    credential(&json!({
        "clientDataJSON": text(client), "authenticatorData": text(data), "signature": text(&signature), "userHandle": text(user),
    }))
}

/// A new credential.
pub fn registered(client: &[u8], object: &[u8]) -> Value {
    credential(&json!({ "clientDataJSON": text(client), "attestationObject": text(object), "transports": ["internal"] }))
}

fn credential(response: &Value) -> Value {
    json!({ "id": text(ID), "rawId": text(ID), "type": "public-key", "response": response, "clientExtensionResults": {} })
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
