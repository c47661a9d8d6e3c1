//! An authenticator in software, with discoverable credentials: WebAuthn Level 3 sections 6.1, 6.5 and 5.8.1 by hand, so
//! that the server's library is checked by something it did not write.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const BACKUP_ELIGIBLE: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const ATTESTED: u8 = 0x40;

/// One credential of one person, and what its answers say. Change a field to answer wrongly.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the authenticator data")]
pub struct Authenticator {
    pub origin: String,
    pub rp_id: String,
    pub user_handle: Vec<u8>,
    pub verifies: bool,
    pub present: bool,
    pub backup_eligible: bool,
    pub backed_up: bool,
    pub kind: &'static str,
    pub cross_origin: Value,
    pub top_origin: Value,
    pub counter: u32,
    credential_id: Vec<u8>,
    key: EcdsaKeyPair,
}

impl Authenticator {
    pub fn new(credential_id: &[u8]) -> Self {
        let chance = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &chance).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, document.as_ref(), &chance).unwrap();
        Self {
            origin: "http://localhost:3000".to_owned(),
            rp_id: "localhost".to_owned(),
            user_handle: Vec::new(),
            verifies: true,
            present: true,
            backup_eligible: false,
            backed_up: false,
            kind: "webauthn.get",
            cross_origin: json!(false),
            top_origin: Value::Null,
            counter: 0,
            credential_id: credential_id.to_vec(),
            key,
        }
    }

    /// Answers options for `navigator.credentials.create`, and remembers the user handle.
    pub fn create(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        self.user_handle = URL_SAFE_NO_PAD.decode(options["user"]["id"].as_str().unwrap()).unwrap();
        let mut data = self.data(ATTESTED);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.credential_id.len()).unwrap().to_be_bytes());
        data.extend(&self.credential_id);
        data.extend(self.cose());
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        object.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        object.extend(data);
        let response = json!({
            "clientDataJSON": text(&self.client_data("webauthn.create", &options)),
            "attestationObject": text(&object),
            "transports": ["internal"],
        });
        self.credential(&response)
    }

    /// Answers options for `navigator.credentials.get`.
    pub fn get(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        self.counter += 1;
        let (data, client) = (self.data(0), self.client_data(self.kind, &options));
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        let response = json!({
            "clientDataJSON": text(&client),
            "authenticatorData": text(&data),
            "signature": text(signature.as_ref()),
            "userHandle": text(&self.user_handle),
        });
        self.credential(&response)
    }

    fn credential(&self, response: &Value) -> String {
        let id = text(&self.credential_id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {} }).to_string()
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let mut said = json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": self.cross_origin });
        if !self.top_origin.is_null() {
            said["topOrigin"] = self.top_origin.clone();
        }
        said.to_string().into_bytes()
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let flags = [
            (self.present, USER_PRESENT),
            (self.verifies, USER_VERIFIED),
            (self.backup_eligible, BACKUP_ELIGIBLE),
            (self.backed_up, BACKED_UP),
        ];
        let flags = flags.into_iter().filter(|(is, _)| *is).fold(more, |flags, (_, flag)| flags | flag);
        let mut data = Sha256::digest(&self.rp_id).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// The public key as RFC 9053 section 7.1.1 writes it.
    fn cose(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        [b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".as_slice(), &point[1..33], b"\x22\x58\x20", &point[33..]].concat()
    }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
