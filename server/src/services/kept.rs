//! What the log keeps of a customer's answer: the words they were shown, and what they signed, so that anybody can check it again without
//! us. Both are personal data: the entry commits to them, they stand beside it, and they can be erased.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    audit_log::{
        canonical,
        personal::{Personal, Salt},
        retention::Retention,
    },
    challenge::Prompt,
    ids::EntryId,
    text::ShownText,
};
use serde_json::{Value, json};

use super::{Shared, consent::Signer};
use crate::{
    fault::Fault,
    passkeys,
    store::{Db, audit},
};

/// A phone's own key, and the same answer signed by it, when it was unlocked for it.
pub(super) struct Unlocked {
    /// The key: an uncompressed P-256 point.
    pub(super) key: Vec<u8>,
    /// The compact JWS.
    pub(super) jws: String,
}

/// The words that were shown, as `prompt`.
pub(super) fn prompt(shared: &Shared, prompt: &Prompt, class: Retention) -> Result<Personal, Fault> {
    let words = serde_json::to_value(prompt).map_err(|error| Fault::other("writing a prompt", error))?;
    piece(shared, "prompt", &words, class)
}

/// What was signed and by which key, as `proof`.
pub(super) fn proof(
    shared: &Shared,
    signer: &Signer,
    signed_answer: &str,
    unlocked: Option<&Unlocked>,
    class: Retention,
) -> Result<Personal, Fault> {
    let value = match signer {
        Signer::Phone(phone) => {
            let mut proof = json!({ "kind": "jws", "key": URL_SAFE_NO_PAD.encode(&phone.public_key), "jws": signed_answer });
            if let Some(unlocked) = unlocked {
                proof["unlock_key"] = URL_SAFE_NO_PAD.encode(&unlocked.key).into();
                proof["unlock_jws"] = unlocked.jws.as_str().into();
            }
            proof
        }
        Signer::Passkey(kept) => passkeys::evidence(&kept.credential, signed_answer)?,
    };
    piece(shared, "proof", &value, class)
}

/// What a second person signed, and with which key, as `proof`.
pub(super) fn second_proof(shared: &Shared, credential: &str, signed: &str) -> Result<Personal, Fault> {
    piece(shared, "proof", &passkeys::evidence(credential, signed)?, Retention::Proof)
}

/// Why a member of staff did something, in their own words, as `reason`: they may name people.
pub(super) fn reason(shared: &Shared, words: &ShownText, class: Retention) -> Result<Personal, Fault> {
    piece(shared, "reason", &json!(words.as_str()), class)
}

/// The words of [`reason`], if they were not erased.
pub(super) async fn words(db: &Db, entry: EntryId) -> Result<Option<String>, Fault> {
    let kept = audit::personal(db, entry, "reason").await?;
    Ok(kept.and_then(|data| serde_json::from_str(&data).ok()))
}

fn piece(shared: &Shared, name: &'static str, value: &Value, retention: Retention) -> Result<Personal, Fault> {
    let data = canonical::text(value).map_err(|error| Fault::other("writing what the log keeps", error))?;
    Ok(Personal { name, salt: Salt::new(&*shared.entropy), data, retention })
}
