//! Entries, heads and signed approvals as they could stand in a log: for the tests of whatever verifies one.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    audit_log::{
        canonical,
        checkpoint::Checkpoint,
        hash::Hash,
        key::{Kind, Signer, VerifierKey},
        note::Note,
        personal::Salt,
        receipt::Opened,
        tree::Tree,
    },
    challenge::{Binds, Bound},
    export,
    pruning::{self, Range},
    second_person,
};

/// When the first entry is, in seconds since the Unix epoch.
pub const BEGIN: u64 = 1_796_000_000;
/// Whose log it is.
pub const ORIGIN: &str = "desk.example/audit/1";

/// An entry with what is beside it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The members of its leaf.
    pub members: Value,
    /// What it commits to.
    pub personal: Vec<Opened>,
}

/// Entries and heads in their order.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// Leaves, each with what is opened of it.
    pub entries: Vec<(Vec<u8>, Vec<Opened>)>,
    /// Signed notes, by the number of entries they are over.
    pub heads: Vec<(u64, Note)>,
}

impl Entry {
    /// The `n`th entry of a session: something that needs no proof, a second after the one before.
    #[must_use]
    pub fn plain(n: u64) -> Self {
        let at = (BEGIN + n) * 1_000_000;
        let session = Uuid::from_u128(4);
        let members = json!({
            "v": 1, "id": Uuid::from_u128(0x1000 + u128::from(n)), "at": at, "ordinal": 0,
            "actor": { "kind": "system", "id": null }, "customer": Uuid::from_u128(3), "session": session, "case": null,
            "channel": "phone", "level": 1, "rule": null, "policy": null, "event": { "event": "session_ended" }, "personal": null,
        });
        Self { members, personal: Vec::new() }
    }

    /// An approval that rests on that proof.
    #[must_use]
    pub fn approved(n: u64, proof: &str) -> Self {
        let mut entry = Self::plain(n);
        entry.members["event"] =
            json!({ "event": "approved", "device": "Phone", "method": "push", "synced": false, "user_verified": false });
        entry.with("proof", proof)
    }

    /// A second person's approval that rests on that proof: by that member of staff, of a request that 12 had asked for.
    #[must_use]
    pub fn seconded(n: u64, by: Uuid, proof: &str) -> Self {
        let mut entry = Self::plain(n);
        entry.members["actor"] = json!({ "kind": "staff", "id": by });
        let (request, asked_by) = (Uuid::from_u128(10), Uuid::from_u128(12));
        entry.members["event"] = json!({ "event": "second_person_approved", "action": "refund", "request": request, "asked_by": asked_by });
        entry.with("proof", proof)
    }

    /// That these entries were pruned, under the head of `to` entries: asked for by 12, approved by that member of staff.
    #[must_use]
    pub fn pruned(n: u64, range: Range, by: Uuid, proof: &str) -> Self {
        let mut entry = Self::plain(n);
        entry.members["actor"] = json!({ "kind": "staff", "id": by });
        let (pruning, asked_by) = (Uuid::from_u128(20), Uuid::from_u128(12));
        entry.members["event"] = json!({
            "event": "log_pruned", "pruning": pruning, "from": range.from, "to": range.to, "head": range.to, "root": "r",
            "asked_by": asked_by, "reason": "Ten years are over",
        });
        entry.with("proof", proof)
    }

    /// The approval of an export that rests on that proof: by that member of staff, of a request that 12 had asked for.
    #[must_use]
    pub fn exported(n: u64, by: Uuid, proof: &str) -> Self {
        let mut entry = Self::seconded(n, by, proof);
        entry.members["event"] =
            json!({ "event": "export_approved", "asked_by": Uuid::from_u128(12), "hash": "h", "request": Uuid::from_u128(10) });
        for nobodys in ["customer", "session", "channel", "level"] {
            entry.members[nobodys] = Value::Null;
        }
        entry
    }

    /// The same entry, committing to something more.
    #[must_use]
    pub fn with(mut self, name: &str, data: &str) -> Self {
        let salt = Salt::from_bytes(Sha256::digest([name, data].concat()).into());
        self.members["personal"][name] = json!(salt.commit(data).to_string());
        self.personal.push(Opened { name: name.to_owned(), salt: STANDARD.encode(salt.bytes()), data: data.to_owned() });
        self
    }

    /// Its leaf.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        canonical::text(&self.members).unwrap_or_default().into_bytes()
    }
}

impl Sample {
    /// The next entry.
    pub fn push(&mut self, entry: Entry) {
        self.entries.push((entry.bytes(), entry.personal));
    }

    /// How many entries there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.entries.len() as u64
    }

    /// The root over them.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut tree = Tree::new();
        for (bytes, _) in &self.entries {
            tree.push(Hash::leaf(bytes));
        }
        tree.root()
    }

    /// A head over what there is so far, signed by the log at that second.
    pub fn seal(&mut self, key: &VerifierKey, signer: &dyn Signer, seconds: u64) {
        self.seal_as(key, signer, seconds, self.root());
    }

    /// The same, with the root that somebody has worked out already.
    pub fn seal_as(&mut self, key: &VerifierKey, signer: &dyn Signer, seconds: u64, root: Hash) {
        let head = Checkpoint { origin: key.name.clone(), size: self.size(), root };
        let mut note = Note::unsigned(head.to_string());
        note.sign(key.name.clone(), signer);
        note.cosign(key.name.clone(), signer, seconds);
        self.heads.push((head.size, note));
    }
}

/// The key of a signer in the log's own name.
///
/// # Panics
/// Never: the name is one.
#[must_use]
#[expect(clippy::expect_used, reason = "a constant")]
pub fn key_of(signer: &dyn Signer) -> VerifierKey {
    VerifierKey { name: ORIGIN.parse().expect("a name"), kind: Kind::Note, public: signer.public() }
}

/// What a phone signed: the session that it names, by a key whose signatures are r and s.
pub fn phone_proof(key: &[u8; 65], session: Uuid, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let header = json!({ "alg": "ES256", "kid": Uuid::from_u128(5), "typ": "countersign-answer+jwt" });
    let claims = json!({
        "challenge_id": Uuid::from_u128(6), "session_id": session, "action_hash": "h", "shown_text": "t", "code": "481205",
        "decision": "approve", "contacted_us": true, "user_verification": "none", "answered_at_ms": 1,
    });
    let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    let text = [header, claims].join(".");
    let jws = [&text, ".", &URL_SAFE_NO_PAD.encode(sign(text.as_bytes()))].concat();
    json!({ "kind": "jws", "key": URL_SAFE_NO_PAD.encode(key), "jws": jws }).to_string()
}

/// What a passkey signed: the session and customer that it is bound to, by a key whose signatures are in DER.
pub fn passkey_proof(key: &[u8; 65], session: Uuid, customer: Uuid, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let bound = Bound {
        challenge_id: Uuid::from_u128(6).into(),
        session_id: session.into(),
        customer_id: customer.into(),
        action_hash: "h".to_owned(),
        shown_text: "t".to_owned(),
    };
    webauthn_proof(key, &bound, 0x05, sign)
}

/// What a second person's passkey signed, for the request of [`Entry::seconded`]; `flags` are its authenticator's.
pub fn second_proof(key: &[u8; 65], by: Uuid, session: Uuid, flags: u8, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let bound = second_person::Bound {
        request_id: Uuid::from_u128(10).into(),
        asked_by: Uuid::from_u128(12).into(),
        approver_id: by.into(),
        session_id: session.into(),
        customer_id: Uuid::from_u128(3).into(),
        action_hash: "h".to_owned(),
        shown_text: "t".to_owned(),
    };
    webauthn_proof(key, &bound, flags, sign)
}

/// What the passkey of whoever approves a pruning signed, for [`Entry::pruned`]; `flags` are its authenticator's.
pub fn pruning_proof(key: &[u8; 65], range: Range, by: Uuid, flags: u8, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let bound = pruning::Bound {
        pruning_id: Uuid::from_u128(20).into(),
        asked_by: Uuid::from_u128(12).into(),
        approver_id: by.into(),
        from: range.from,
        to: range.to,
        head: range.to,
        root: "r".to_owned(),
        shown_text: "t".to_owned(),
    };
    webauthn_proof(key, &bound, flags, sign)
}

/// What the passkey of whoever approves an export signed, for the request of [`Entry::exported`].
pub fn export_proof(key: &[u8; 65], by: Uuid, flags: u8, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let bound = export::Bound {
        request_id: Uuid::from_u128(10).into(),
        asked_by: Uuid::from_u128(12).into(),
        approver_id: by.into(),
        entries: 3,
        hash: "h".to_owned(),
    };
    webauthn_proof(key, &bound, flags, sign)
}

fn webauthn_proof(key: &[u8; 65], bound: &(impl Binds + serde::Serialize), flags: u8, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let nonce = [7; 32];
    let challenge = URL_SAFE_NO_PAD.encode(bound.webauthn_challenge(&nonce));
    let client = json!({ "type": "webauthn.get", "challenge": challenge, "origin": "https://desk.example" }).to_string();
    let data = [Sha256::digest("desk.example").as_slice(), &[flags], &[0; 4]].concat();
    let signature = sign(&[&data[..], Sha256::digest(&client).as_slice()].concat());
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    json!({
        "kind": "webauthn", "key": text(key), "authenticator_data": text(&data), "client_data": text(client.as_bytes()),
        "signature": text(&signature), "nonce": text(&nonce), "bound": bound,
    })
    .to_string()
}
