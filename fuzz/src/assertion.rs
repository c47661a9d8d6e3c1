//! What an accepted answer of a passkey says, checked by hand and with another library than the server's (WebAuthn Level 3 sections
//! 7.1 and 7.2).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use serde_json::Value;
use sha2::{Digest, Sha256};
use url::Url;
use webauthn_rs_proto::{PublicKeyCredential, RegisterPublicKeyCredential};

use super::made::{ATTESTED, BACKED_UP, COUNTER, ELIGIBLE, ID, ORIGIN, PRESENT, RP, VERIFIED};

/// What it has to say.
pub struct Must<'a> {
    /// The credential's public key.
    pub point: &'a [u8],
    /// What it was asked to sign.
    pub challenge: &'a [u8],
    /// Whether the person was taken to be verified.
    pub verified: bool,
}

/// An answer that was accepted.
pub fn must_be_right(answer: &Value, must: &Must<'_>) {
    let answer: PublicKeyCredential = serde_json::from_value(answer.clone()).expect("an answer");
    let (client, data) = (&answer.response.client_data_json, &answer.response.authenticator_data);
    said(client, "webauthn.get", must.challenge);
    assert_eq!(answer.raw_id, ID, "another credential was accepted");
    assert!(data.len() >= 37 && data[..32] == *Sha256::digest(RP), "an answer for another site was accepted");
    let flags = data[32];
    assert_ne!(flags & PRESENT, 0, "accepted though nobody was present");
    assert_eq!(flags & VERIFIED != 0, must.verified, "nobody was verified");
    assert_eq!(flags & (ELIGIBLE | BACKED_UP), 0, "it could not be backed up when it was made");
    assert!(u32::from_be_bytes(data[33..37].try_into().unwrap()) > COUNTER, "a counter that did not rise was accepted");
    let signed = [data.as_slice(), Sha256::digest(client).as_slice()].concat();
    let valid = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, must.point).verify(&signed, &answer.response.signature);
    assert!(valid.is_ok(), "accepted without a valid signature");
}

/// A new credential that was accepted under that id.
pub fn must_be_new(answer: &Value, id: &[u8], challenge: &[u8]) {
    let answer: RegisterPublicKeyCredential = serde_json::from_value(answer.clone()).expect("a new credential");
    said(&answer.response.client_data_json, "webauthn.create", challenge);
    let object = &answer.response.attestation_object;
    let ours = Sha256::digest(RP);
    let wanted = PRESENT | VERIFIED | ATTESTED;
    let flags = object.windows(33).filter(|bytes| bytes[..32] == *ours).map(|bytes| bytes[32]);
    assert!(flags.into_iter().any(|flags| flags & wanted == wanted), "made for another site, or nobody was verified");
    assert!(object.windows(id.len()).any(|bytes| bytes == id), "kept under another id");
}

/// What the browser said.
fn said(client: &[u8], kind: &str, challenge: &[u8]) {
    let client: Value = serde_json::from_slice(client).expect("client data of JSON");
    assert_eq!(client["type"], kind, "an answer of another kind was accepted");
    assert_eq!(client["challenge"], URL_SAFE_NO_PAD.encode(challenge), "an answer to another challenge was accepted");
    let origin = client["origin"].as_str().and_then(|origin| Url::parse(origin).ok()).expect("an origin");
    assert_eq!(origin.origin().ascii_serialization(), ORIGIN, "another site's answer was accepted");
    assert!(client["crossOrigin"] != true && client["topOrigin"].is_null(), "accepted from inside another site's page: {client}");
}
