//! The signature that an approval rests on: a phone's answer, or a passkey's, and that it was given for this entry's session. A second
//! person's approval rests on a passkey of their own.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{entry::Rests, shape::Entry, trust::P256};
use crate::{
    challenge::{Answer, Binds, Bound, Claims},
    export,
    ids::AgentId,
    pruning, second_person,
};

/// The `typ` of a phone's answer.
const ANSWER_TYPE: &str = "countersign-answer+jwt";
/// More than a kept signature has.
const LONGEST: usize = 64 * 1024;
/// The bit of an authenticator's flags that says that somebody was there (WebAuthn Level 3 section 6.1).
const PRESENT: u8 = 0x01;
/// The one that says that it was verified who.
const VERIFIED: u8 = 0x04;

#[derive(Deserialize)]
struct Phone {
    key: String,
    jws: String,
    unlock_key: Option<String>,
    unlock_jws: Option<String>,
}

#[derive(Deserialize)]
struct Passkey<B> {
    /// None: of another algorithm than P-256.
    key: Option<String>,
    authenticator_data: String,
    client_data: String,
    signature: String,
    nonce: Option<String>,
    bound: Option<B>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: String,
    typ: String,
}

/// Checks the proof of an approval: its canonical JSON, as it was opened.
pub(super) fn check(entry: &Entry, proof: &str, p256: &dyn P256) -> Result<Rests, &'static str> {
    if proof.len() > LONGEST {
        return Err("its signature is longer than one can be");
    }
    let value: Value = serde_json::from_str(proof).map_err(|_| "its signature cannot be read")?;
    match value.get("kind").and_then(Value::as_str) {
        Some("jws") => phone(entry, &read(value)?, p256),
        Some("webauthn") => passkey(entry, &read(value)?, p256),
        _ => Err("its signature is of a kind that is not known here"),
    }
}

/// Checks the proof of a second person's approval: by a passkey, its person verified, and bound to the entry.
pub(super) fn check_second(entry: &Entry, proof: &str, p256: &dyn P256) -> Result<Rests, &'static str> {
    let no_passkey = "a second person approves with a passkey, and that is none";
    let signed = by_staff(entry, proof, p256, no_passkey, |bound: &second_person::Bound| (bound.approver_id, bound.asked_by))?;
    let Some(bound) = signed else { return Ok(Rests::Unchecked) };
    if entry.text(&["customer"]) != Some(&bound.customer_id.to_string()) {
        return Err("it was signed for another customer");
    }
    if entry.text(&["session"]) != Some(&bound.session_id.to_string()) {
        return Err("it was signed for another session");
    }
    if entry.text(&["event", "request"]) != Some(&bound.request_id.to_string()) {
        return Err("it was signed for another request");
    }
    Ok(Rests::Signed)
}

/// Checks the proof of a pruning's approval: by a passkey, its person verified, and bound to what the entry says was pruned.
pub(super) fn check_pruning(entry: &Entry, proof: &str, p256: &dyn P256) -> Result<Rests, &'static str> {
    let no_passkey = "a pruning is approved with a passkey, and that is none";
    let signed = by_staff(entry, proof, p256, no_passkey, |bound: &pruning::Bound| (bound.approver_id, bound.asked_by))?;
    let Some(bound) = signed else { return Ok(Rests::Unchecked) };
    let number = |name| entry.members.get("event").and_then(|event| event.get(name)).and_then(Value::as_u64);
    let entries = (number("from"), number("to"), number("head")) == (Some(bound.from), Some(bound.to), Some(bound.head));
    if !entries || entry.text(&["event", "root"]) != Some(&bound.root) {
        return Err("it was signed for other entries, or under another head");
    }
    if entry.text(&["event", "pruning"]) != Some(&bound.pruning_id.to_string()) {
        return Err("it was signed for another pruning");
    }
    Ok(Rests::Signed)
}

/// Checks the proof of an approved export: the same, and the hash of what was asked.
pub(super) fn check_export(entry: &Entry, proof: &str, p256: &dyn P256) -> Result<Rests, &'static str> {
    let no_passkey = "an export is approved with a passkey, and that is none";
    let signed = by_staff(entry, proof, p256, no_passkey, |bound: &export::Bound| (bound.approver_id, bound.asked_by))?;
    let Some(bound) = signed else { return Ok(Rests::Unchecked) };
    if entry.text(&["event", "request"]) != Some(&bound.request_id.to_string()) || entry.text(&["event", "hash"]) != Some(&bound.hash) {
        return Err("it was signed for another request");
    }
    Ok(Rests::Signed)
}

/// What a member of staff signed with a passkey, their person verified: whoever the entry names, for somebody else's request. None: by an
/// algorithm that is not checked here.
fn by_staff<B: Binds + DeserializeOwned>(
    entry: &Entry,
    proof: &str,
    p256: &dyn P256,
    no_passkey: &'static str,
    people: impl Fn(&B) -> (AgentId, AgentId),
) -> Result<Option<B>, &'static str> {
    if proof.len() > LONGEST {
        return Err("its signature is longer than one can be");
    }
    let value: Value = serde_json::from_str(proof).map_err(|_| "its signature cannot be read")?;
    if value.get("kind").and_then(Value::as_str) != Some("webauthn") {
        return Err(no_passkey);
    }
    let proof: Passkey<B> = read(value)?;
    match signed(&proof, PRESENT | VERIFIED, p256)? {
        Signed::Unchecked => return Ok(None),
        Signed::Unbound => return Err("nothing says what its signature was for"),
        Signed::For(_) => {}
    }
    let bound = proof.bound.ok_or("nothing says what its signature was for")?;
    let (approver, asked_by) = people(&bound);
    if entry.text(&["actor", "kind"]) != Some("staff") || entry.text(&["actor", "id"]) != Some(&approver.to_string()) {
        return Err("somebody else signed it than the entry names");
    }
    if approver == asked_by || entry.text(&["event", "asked_by"]) != Some(&asked_by.to_string()) {
        return Err("it was signed for somebody else's request, or one's own");
    }
    Ok(Some(bound))
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T, &'static str> {
    serde_json::from_value(value).map_err(|_| "its signature lacks a part")
}

fn phone(entry: &Entry, proof: &Phone, p256: &dyn P256) -> Result<Rests, &'static str> {
    let Some(key) = point(&proof.key) else { return Ok(Rests::Unchecked) };
    let (header, claims) = answer(&proof.jws, &key, p256)?;
    if entry.text(&["actor", "kind"]) == Some("device") && entry.text(&["actor", "id"]) != Some(&header.kid) {
        return Err("another phone signed it than the entry names");
    }
    match (&proof.unlock_key, &proof.unlock_jws) {
        (None, None) => {}
        (Some(key), Some(jws)) => {
            let Some(key) = point(key) else { return Ok(Rests::Unchecked) };
            if answer(jws, &key, p256)?.1 != claims {
                return Err("its unlock key signed something else");
            }
        }
        _ => return Err("its signature lacks a part"),
    }
    if claims.decision != Answer::Approve || !claims.contacted_us {
        return Err("what was signed is no approval");
    }
    names(entry, &claims.session_id.to_string(), &claims.challenge_id.to_string())?;
    Ok(Rests::Signed)
}

/// A compact JWS by that key (RFC 7515 section 3.1, RFC 7518 section 3.4).
fn answer(jws: &str, key: &[u8; 65], p256: &dyn P256) -> Result<(Header, Claims), &'static str> {
    let wrong = "its signature cannot be read";
    let (signed, signature) = jws.rsplit_once('.').ok_or(wrong)?;
    let (header, payload) = signed.split_once('.').ok_or(wrong)?;
    let header: Header = serde_json::from_slice(&bytes(header).ok_or(wrong)?).map_err(|_| wrong)?;
    let claims: Claims = serde_json::from_slice(&bytes(payload).ok_or(wrong)?).map_err(|_| wrong)?;
    if header.alg != "ES256" || header.typ != ANSWER_TYPE {
        return Err("it was signed as something else than an answer");
    }
    if p256.verifies_fixed(key, signed.as_bytes(), &bytes(signature).ok_or(wrong)?) {
        Ok((header, claims))
    } else {
        Err("its signature is not by that key")
    }
}

/// A customer's passkey.
fn passkey(entry: &Entry, proof: &Passkey<Bound>, p256: &dyn P256) -> Result<Rests, &'static str> {
    let bound = match signed(proof, PRESENT, p256)? {
        Signed::Unchecked => return Ok(Rests::Unchecked),
        Signed::Unbound => return Ok(Rests::Unbound),
        Signed::For(bound) => bound,
    };
    if entry.text(&["customer"]) != Some(&bound.customer_id.to_string()) {
        return Err("it was signed for another customer");
    }
    names(entry, &bound.session_id.to_string(), &bound.challenge_id.to_string())?;
    Ok(Rests::Signed)
}

/// What a passkey signed.
enum Signed<'a, B> {
    /// By an algorithm that is not checked here.
    Unchecked,
    /// What for is not among what was kept.
    Unbound,
    /// Exactly that.
    For(&'a B),
}

/// WebAuthn Level 3 section 7.2, what of it a stranger can check; those `flags` must be set.
fn signed<'a, B: Binds>(proof: &'a Passkey<B>, flags: u8, p256: &dyn P256) -> Result<Signed<'a, B>, &'static str> {
    let wrong = "its signature cannot be read";
    let Some(key) = proof.key.as_deref().and_then(point) else { return Ok(Signed::Unchecked) };
    let (data, client) = (bytes(&proof.authenticator_data).ok_or(wrong)?, bytes(&proof.client_data).ok_or(wrong)?);
    let said: Value = serde_json::from_slice(&client).map_err(|_| wrong)?;
    if said.get("type").and_then(Value::as_str) != Some("webauthn.get") {
        return Err("it was signed as something else than an answer");
    }
    if data.get(32).is_none_or(|said| said & PRESENT == 0) {
        return Err("nobody was there when it was signed");
    }
    if data.get(32).is_none_or(|said| said & flags != flags) {
        return Err("it was not verified who signed it");
    }
    let message = [&data[..], Sha256::digest(&client).as_slice()].concat();
    if !p256.verifies_der(&key, &message, &bytes(&proof.signature).ok_or(wrong)?) {
        return Err("its signature is not by that key");
    }
    let (Some(nonce), Some(bound)) = (&proof.nonce, &proof.bound) else { return Ok(Signed::Unbound) };
    let nonce = bytes(nonce).and_then(|nonce| nonce.try_into().ok()).ok_or(wrong)?;
    let challenge = URL_SAFE_NO_PAD.encode(bound.webauthn_challenge(&nonce));
    if said.get("challenge").and_then(Value::as_str) != Some(&challenge) {
        return Err("what was signed is something else");
    }
    Ok(Signed::For(bound))
}

/// Whether what was signed is of the entry's session, and of its challenge where it names one.
fn names(entry: &Entry, session: &str, challenge: &str) -> Result<(), &'static str> {
    if entry.text(&["session"]) != Some(session) {
        Err("it was signed for another session")
    } else if entry.text(&["event", "challenge"]).is_some_and(|named| named != challenge) {
        Err("it was signed for another challenge")
    } else {
        Ok(())
    }
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// An uncompressed point; anything else is a key of another algorithm.
fn point(text: &str) -> Option<[u8; 65]> {
    let point: [u8; 65] = bytes(text)?.try_into().ok()?;
    (point[0] == 4).then_some(point)
}
