//! A phone's answer (`POST /device/v1/challenges/{id}/answer`): the body as its door reads it, each JWS in it as the server checks
//! it, and the judgement of what it claims.
//!
//! An input is a body as it comes; or `D`, `U` or `S` with a header and a payload, which the device key, the unlock key or a
//! stranger's signs, so that what stands behind the signature is tried too.

use app::phone::{
    answer::{header, unlock_header},
    api::SignedAnswer,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    action::ActionHash,
    challenge::{Answer, Challenge, ChallengeState, Claims, Code, LIFETIME, Means, Push, UserVerification, Verdict, judge},
    ids::DeviceId,
    time::Timestamp,
};
use serde_json::{Value, json};
use server::signatures::{ANSWER_TYPE, UNLOCK_TYPE, verify, verify_unlock};
use uuid::Uuid;

use super::{Seed, joined, key, key::Key, parts};

const NOW: Timestamp = Timestamp::from_micros(1_773_324_960_000_000);
const DIGITS: &str = "481205";
const MEMBERS: [&str; 9] =
    ["challenge_id", "session_id", "action_hash", "shown_text", "code", "decision", "contacted_us", "user_verification", "answered_at_ms"];

/// A phone with both keys, a stranger, and what the phone was asked.
pub struct Jws {
    id: DeviceId,
    device: Key,
    unlock: Key,
    stranger: Key,
    asked: Challenge,
}

impl Jws {
    /// The same in every run.
    pub fn new() -> Self {
        let id = Uuid::from_u128(5).into();
        Self { id, device: Key::of(11), unlock: Key::of(12), stranger: Key::of(13), asked: asked(id) }
    }

    /// Tries one input. Whether any signature in it was accepted.
    pub fn run(&self, input: &[u8]) -> bool {
        match input.split_first() {
            Some((b'D', rest)) => self.body(&put_together(rest, &self.device)),
            Some((b'U', rest)) => self.body(&put_together(rest, &self.unlock)),
            Some((b'S', rest)) => {
                assert!(!self.body(&put_together(rest, &self.stranger)), "a stranger's signature was accepted");
                false
            }
            _ => self.body(input),
        }
    }

    fn body(&self, body: &[u8]) -> bool {
        let Ok(read) = serde_json::from_slice::<SignedAnswer>(body) else { return false };
        assert_eq!(serde_json::from_value::<SignedAnswer>(json!(read)).unwrap(), read, "a body is another when it is written again");
        let (device, unlock) = (self.device.point(), self.unlock.point());
        let answered = verify(&read.answer, &device, self.id).inspect(|claims| self.claimed(&read.answer, &device, claims)).is_ok();
        let Some(jws) = &read.unlock else { return answered };
        let same = verify(jws, &unlock, self.id).inspect(|claims| self.claimed(jws, &unlock, claims)).is_ok();
        let alone = verify_unlock(jws, &unlock, self.id).inspect(|said| {
            let payload = self.signed(jws, &unlock, UNLOCK_TYPE);
            assert_eq!(payload, json!({ "nonce": said.nonce }), "what the unlock key signed is read as something else");
        });
        assert!(!(same && alone.is_ok()), "one signature stands for two things");
        answered || same || alone.is_ok()
    }

    /// What an accepted JWS holds, by hand: its payload.
    fn signed(&self, jws: &str, point: &[u8], typ: &str) -> Value {
        let [header, payload, signature] = jws.split('.').collect::<Vec<_>>().try_into().expect("three parts");
        let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part).expect("base64url");
        let text = format!("{header}.{payload}");
        assert!(key::signed(point, text.as_bytes(), &bytes(signature)), "accepted without a valid signature: {jws}");
        let header: Value = serde_json::from_slice(&bytes(header)).expect("a header of JSON");
        assert_eq!(header, json!({ "alg": "ES256", "kid": self.id.to_string(), "typ": typ }), "accepted under another header");
        serde_json::from_slice(&bytes(payload)).expect("a payload of JSON")
    }

    /// Claims that were accepted are the payload's, and are judged by what they say.
    fn claimed(&self, jws: &str, point: &[u8], claims: &Claims) {
        let payload = self.signed(jws, point, ANSWER_TYPE);
        let members = payload.as_object().expect("a payload that is an object");
        assert!(members.len() == MEMBERS.len() && MEMBERS.iter().all(|name| members.contains_key(*name)), "{payload}");
        let again = json!(claims);
        // An id may be written in several ways; the rest is what stands there.
        assert!(MEMBERS[2..].iter().all(|name| payload[name] == again[name]), "{payload} is read as {again}");
        assert_eq!(serde_json::from_value::<Claims>(again).unwrap(), *claims, "claims are others when they are written again");
        if let Ok(verdict) = judge(&self.asked, claims, NOW) {
            let asked = &self.asked;
            let same = claims.challenge_id == asked.id && claims.session_id == asked.session && claims.shown_text == asked.shown_text;
            assert!(same && claims.action_hash == asked.action_hash.to_string(), "judged for another thing than was asked");
            let digits: String = claims.code.chars().filter(|c| !c.is_whitespace()).collect();
            let approves = claims.decision == Answer::Approve && claims.contacted_us && digits == DIGITS;
            assert_eq!(verdict == Verdict::Approve, approves, "{claims:?}");
        }
    }

    /// What a phone really sends, and what somebody else might.
    pub fn seeds(&self) -> Vec<Seed> {
        let (answer, unlock) = (header(self.id), unlock_header(self.id));
        let claims = |decision, code: &str| json!(self.claims(decision, code)).to_string();
        let nonce = json!({ "nonce": "4kq0pQpZsUu2m1aX2vY8dQ" }).to_string();
        let approve = claims(Answer::Approve, DIGITS);
        let both = put_together(&joined(0, answer.as_bytes(), approve.as_bytes())[1..], &self.device);
        vec![
            ("body", true, both),
            ("approve", true, joined(b'D', answer.as_bytes(), approve.as_bytes())),
            ("deny", true, joined(b'D', answer.as_bytes(), claims(Answer::Deny, "").as_bytes())),
            ("report", true, joined(b'D', answer.as_bytes(), claims(Answer::Report, "").as_bytes())),
            ("other-digits", true, joined(b'D', answer.as_bytes(), claims(Answer::Approve, "000000").as_bytes())),
            ("unlocked", true, joined(b'U', answer.as_bytes(), approve.as_bytes())),
            ("nonce", true, joined(b'U', unlock.as_bytes(), nonce.as_bytes())),
            ("stranger", false, joined(b'S', answer.as_bytes(), approve.as_bytes())),
        ]
    }

    fn claims(&self, decision: Answer, code: &str) -> Claims {
        Claims {
            challenge_id: self.asked.id,
            session_id: self.asked.session,
            action_hash: self.asked.action_hash.to_string(),
            shown_text: self.asked.shown_text.clone(),
            code: code.to_owned(),
            decision,
            contacted_us: decision == Answer::Approve,
            user_verification: UserVerification::None,
            answered_at_ms: NOW.millis(),
        }
    }
}

impl Default for Jws {
    fn default() -> Self {
        Self::new()
    }
}

/// A body whose two JWS are that header and payload, signed.
fn put_together(input: &[u8], key: &Key) -> Vec<u8> {
    let (header, payload) = parts(input);
    let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
    let jws = format!("{text}.{}", URL_SAFE_NO_PAD.encode(key.sign(text.as_bytes())));
    json!({ "answer": jws, "unlock": jws }).to_string().into_bytes()
}

fn asked(device: DeviceId) -> Challenge {
    let (session, customer) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
    Challenge {
        id: Uuid::from_u128(3).into(),
        session,
        customer,
        agent: Uuid::from_u128(4).into(),
        means: Means::Push(Push { device, code: Code::parse(DIGITS).unwrap(), needs_user_verification: false }),
        request: None,
        action_hash: ActionHash::of(session, customer, None),
        shown_text: "Did you contact Acme?\nYou called us, on 0800 555 0100".to_owned(),
        state: ChallengeState::Opened,
        tries_left: 5,
        asked_at: NOW,
        delivered_at: Some(NOW),
        opened_at: Some(NOW),
        ended_at: None,
        expires_at: NOW.after(LIFETIME),
    }
}
