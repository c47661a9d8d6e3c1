//! An answer that signs what it is for: its WebAuthn challenge is the hash of what the caller says it is bound to and of 32 random
//! bytes. So it can be kept, and checked again by whoever runs what it approved, without any state of ours.
//!
//! Checks besides the library (WebAuthn Level 3 section 7.2): that no page of another site had ours inside it (step 13), that the
//! credential is the named one and the user handle its own (step 6), and that its backup eligibility is what it was (step 19).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    challenge::Binds,
    entropy::{self, Entropy},
    refusal::Refusal,
    time::Timestamp,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use uuid::Uuid;
use webauthn_rs::prelude::{COSEKeyType, Credential, ECDSACurve, PasskeyAuthentication, PublicKeyCredential, WebauthnError};

use super::{Key, Passkeys, begin, credential_of, refused, take};
use crate::{fault::Fault, store::Tx};

/// A credential that may answer.
#[derive(Clone, Copy, Debug)]
pub struct Allowed<'a> {
    /// As it is stored.
    pub credential: &'a str,
    /// The user handle it was made with.
    pub user: Uuid,
}

/// What an answer is to sign.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a, B> {
    /// What it is bound to.
    pub bound: &'a B,
    /// Whether an answer without user verification is refused; else it is taken, and [`Given::user_verified`] says so.
    pub verify: bool,
}

/// What an answer was.
#[derive(Clone, Debug)]
pub enum Answered {
    /// It fits.
    Fits(Given),
    /// It fits, but its counter went back: there may be a copy of the credential whose id this is.
    Copied(Vec<u8>),
    /// It does not fit.
    Refused,
}

/// An answer that fits.
#[derive(Clone, Debug)]
pub struct Given {
    /// The credential's id.
    pub credential_id: Vec<u8>,
    /// Its new state. Store it in place of what was there.
    pub credential: String,
    /// Whether the authenticator verified the person.
    pub user_verified: bool,
    /// The answer with what it is bound to, for [`Passkeys::check_again`].
    pub proof: String,
}

/// What is kept here while the authenticator is asked.
#[derive(Serialize, Deserialize)]
struct Begun {
    nonce: [u8; 32],
    verify: bool,
}

/// What is kept of an answer.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Proof<B> {
    nonce: [u8; 32],
    bound: B,
    verify: bool,
    answer: Value,
}

impl Passkeys {
    /// Begins: options for `navigator.credentials.get`.
    ///
    /// # Errors
    /// When the database fails, or a stored credential cannot be read.
    pub async fn start_bound<B: Binds + Sync>(
        &self,
        tx: &mut Tx,
        key: &Key<'_>,
        allowed: &[Allowed<'_>],
        Wanted { bound, verify }: Wanted<'_, B>,
        entropy: &dyn Entropy,
        now: Timestamp,
    ) -> Result<String, Fault> {
        let begun = Begun { nonce: entropy::bytes(entropy), verify };
        let challenge = bound.webauthn_challenge(&begun.nonce);
        let credentials: Vec<_> = allowed.iter().map(|one| one.credential).collect();
        let (options, _) = self.asked(&credentials, &challenge, verify)?;
        begin(tx, key, &begun, now).await?;
        Ok(options)
    }

    /// Checks the answer, once: the ceremony is gone whatever it is, so commit.
    ///
    /// # Errors
    /// When the database fails, or a stored credential cannot be read.
    pub async fn finish_bound<B: Binds + Serialize + Sync>(
        &self,
        tx: &mut Tx,
        key: &Key<'_>,
        allowed: &[Allowed<'_>],
        bound: &B,
        answer: &Value,
        now: Timestamp,
    ) -> Result<Answered, Fault> {
        let Some(Begun { nonce, verify }) = take(tx, key, now).await? else { return Ok(Answered::Refused) };
        let Ok(read) = serde_json::from_value::<PublicKeyCredential>(answer.clone()) else { return Ok(Answered::Refused) };
        let named = |one: &&Allowed<'_>| credential_of(one.credential).is_ok_and(|passkey| passkey.cred_id().as_slice() == read.raw_id);
        let Some(one) = allowed.iter().find(named).filter(|one| own_page(&read.response.client_data_json) && of_user(&read, one.user))
        else {
            tracing::info!(purpose = key.purpose, "a passkey's answer names another credential, user or page");
            return Ok(Answered::Refused);
        };
        let (_, state) = self.asked(&[one.credential], &bound.webauthn_challenge(&nonce), verify)?;
        match self.webauthn.finish_passkey_authentication(&read, &state) {
            Ok(result) => {
                let mut passkey = credential_of(one.credential)?;
                passkey.update_credential(&result);
                let proof = Proof { nonce, bound, verify, answer: answer.clone() };
                Ok(Answered::Fits(Given {
                    credential_id: read.raw_id,
                    credential: super::text(&passkey)?,
                    user_verified: result.user_verified(),
                    proof: super::text(&proof)?,
                }))
            }
            Err(error) => {
                refused(key, &error);
                let copied = matches!(error, WebauthnError::CredentialPossibleCompromise);
                Ok(if copied { Answered::Copied(read.raw_id) } else { Answered::Refused })
            }
        }
    }

    /// Checks a kept answer again, all of it but the counter, which has moved on since: what it is bound to, by which credential, and
    /// whether the person was verified.
    ///
    /// # Errors
    /// [`Refusal::BadSignature`] when it is not an answer of that credential, or not to that.
    pub fn check_again<B: Binds + DeserializeOwned>(&self, allowed: Allowed<'_>, proof: &str) -> Result<(B, bool), Refusal> {
        let Proof { nonce, bound, verify, answer } = serde_json::from_str::<Proof<B>>(proof).map_err(|_| Refusal::BadSignature)?;
        let read: PublicKeyCredential = serde_json::from_value(answer).map_err(|_| Refusal::BadSignature)?;
        if !own_page(&read.response.client_data_json) || !of_user(&read, allowed.user) {
            return Err(Refusal::BadSignature);
        }
        let before = before_it_counted(allowed.credential).ok_or(Refusal::BadSignature)?;
        let asked = self.asked(&[&before], &bound.webauthn_challenge(&nonce), verify);
        let (_, state) = asked.map_err(|_| Refusal::BadSignature)?;
        let result = self.webauthn.finish_passkey_authentication(&read, &state).map_err(|_| Refusal::BadSignature)?;
        Ok((bound, result.user_verified()))
    }

    /// Options and state for exactly these 32 bytes. The library draws bytes of its own and cannot be told others, so they are
    /// put in their place, in both.
    fn asked(&self, credentials: &[&str], challenge: &[u8; 32], verify: bool) -> Result<(String, PasskeyAuthentication), Fault> {
        let failed = |error| Fault::other("reading a passkey ceremony", error);
        let passkeys = credentials.iter().map(|text| credential_of(text)).collect::<Result<Vec<_>, _>>()?;
        let (options, state) = self
            .webauthn
            .start_passkey_authentication(&passkeys)
            .map_err(|error| Fault::other("starting a passkey authentication", error))?;
        let challenge = json!(URL_SAFE_NO_PAD.encode(challenge));
        let mut options = serde_json::to_value(&options.public_key).map_err(failed)?;
        options["challenge"] = challenge.clone();
        let mut state = serde_json::to_value(&state).map_err(failed)?;
        state["ast"]["challenge"] = challenge;
        state["ast"]["allow_backup_eligible_upgrade"] = json!(false);
        if !verify {
            options["userVerification"] = json!("preferred");
            state["ast"]["policy"] = json!("discouraged");
            for credential in state["ast"]["credentials"].as_array_mut().into_iter().flatten() {
                credential["registration_policy"] = json!("discouraged");
            }
        }
        Ok((options.to_string(), serde_json::from_value(state).map_err(failed)?))
    }
}

/// What the log keeps of an answer: the key, what was signed and bound, and the signature.
///
/// # Errors
/// When the stored credential or the kept answer cannot be read.
pub fn evidence(credential: &str, proof: &str) -> Result<Value, Fault> {
    let failed = |error| Fault::other("reading a kept answer of a passkey", error);
    let Proof { nonce, bound, answer, .. } = serde_json::from_str::<Proof<Value>>(proof).map_err(failed)?;
    let key = match Credential::from(credential_of(credential)?).cred.key {
        COSEKeyType::EC_EC2(key) if key.curve == ECDSACurve::SECP256R1 => {
            json!(URL_SAFE_NO_PAD.encode([&[4_u8][..], key.x.as_ref(), key.y.as_ref()].concat()))
        }
        // What checks the log knows P-256 only, and says so of any other key.
        _ => Value::Null,
    };
    Ok(json!({
        "kind": "webauthn",
        "key": key,
        "authenticator_data": answer["response"]["authenticatorData"],
        "client_data": answer["response"]["clientDataJSON"],
        "signature": answer["response"]["signature"],
        "nonce": URL_SAFE_NO_PAD.encode(nonce),
        "bound": bound,
    }))
}

/// The id of the credential that a kept answer names.
#[must_use]
pub fn signed_with(proof: &str) -> Option<Vec<u8>> {
    let Proof { answer, .. } = serde_json::from_str::<Proof<Value>>(proof).ok()?;
    URL_SAFE_NO_PAD.decode(answer["rawId"].as_str()?).ok()
}

/// The stored credential as it was before its first answer.
fn before_it_counted(credential: &str) -> Option<String> {
    let mut inner = Credential::from(credential_of(credential).ok()?);
    inner.counter = 0;
    super::text(&webauthn_rs::prelude::Passkey::from(inner)).ok()
}

/// Whether the page that asked is our own, and not inside another's: the library does not look.
pub(super) fn own_page(client_data: &[u8]) -> bool {
    let Ok(data) = serde_json::from_slice::<Value>(client_data) else { return false };
    data["crossOrigin"].as_bool() != Some(true) && data["topOrigin"].is_null()
}

/// Whether the answer names one credential, and that user if it names any.
fn of_user(answer: &PublicKeyCredential, user: Uuid) -> bool {
    let handle = answer.response.user_handle.as_deref().filter(|handle| !handle.is_empty());
    answer.id == URL_SAFE_NO_PAD.encode(&answer.raw_id) && handle.is_none_or(|handle| handle == user.as_bytes())
}
