//! What the passkey answer of whoever approves an export is bound to, and nothing else (A21).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Request;
use crate::{
    challenge::Binds,
    ids::{AgentId, ExportId},
};

/// Everything that the WebAuthn challenge of an approval stands for. The words that were shown and the exact entries are in it by their hash
/// ([`Request::hash`]): this is kept beside the log for years, and what somebody searched for may name a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// The request answered.
    pub request_id: ExportId,
    /// Who asked for it.
    pub asked_by: AgentId,
    /// Who approves.
    pub approver_id: AgentId,
    /// How many entries it has.
    pub entries: u32,
    /// The hash of what was shown and of what is taken, in base64url.
    pub hash: String,
}

impl Bound {
    /// What an answer of `approver` to that request is bound to.
    #[must_use]
    pub fn of(request: &Request, approver: AgentId) -> Self {
        Self {
            request_id: request.id,
            asked_by: request.asked_by,
            approver_id: approver,
            entries: request.entries,
            hash: request.hash.clone(),
        }
    }
}

/// Never what a customer or a second person signs over: what is hashed begins otherwise.
impl Binds for Bound {
    fn webauthn_challenge(&self, nonce: &[u8; 32]) -> [u8; 32] {
        // What may be of any length stands last, so no two different ones are written alike.
        let Self { request_id, asked_by, approver_id, entries, hash } = self;
        let text = format!("{request_id}\n{asked_by}\n{approver_id}\n{entries}\n{hash}");
        Sha256::new().chain_update(b"countersign export 1\0").chain_update(nonce).chain_update(text).finalize().into()
    }
}
