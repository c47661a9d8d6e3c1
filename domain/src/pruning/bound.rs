//! What the passkey answer of whoever approves a pruning is bound to, and nothing else.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Proposal;
use crate::{
    challenge::Binds,
    ids::{AgentId, PruningId},
};

/// Everything that the WebAuthn challenge of an approval stands for: it is the hash of these and of 32 random bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// The proposal.
    pub pruning_id: PruningId,
    /// Who asked for it.
    pub asked_by: AgentId,
    /// Who approves.
    pub approver_id: AgentId,
    /// The first entry that goes.
    pub from: u64,
    /// The first that stays.
    pub to: u64,
    /// The size of the head that they lie under.
    pub head: u64,
    /// Its root.
    pub root: String,
    /// The words that were shown, one line each.
    pub shown_text: String,
}

impl Bound {
    /// What an answer of `approver` to that proposal is bound to.
    #[must_use]
    pub fn of(proposal: &Proposal, approver: AgentId) -> Self {
        Self {
            pruning_id: proposal.id,
            asked_by: proposal.asked_by,
            approver_id: approver,
            from: proposal.range.from,
            to: proposal.range.to,
            head: proposal.head,
            root: proposal.root.to_string(),
            shown_text: proposal.shown_text(),
        }
    }
}

/// Never what a customer's or a second person's answer signs over: what is hashed begins otherwise.
impl Binds for Bound {
    fn webauthn_challenge(&self, nonce: &[u8; 32]) -> [u8; 32] {
        // No id, number or root has a line break in it, so no two different ones are written alike.
        let Self { pruning_id, asked_by, approver_id, from, to, head, root, shown_text } = self;
        let text = format!("{pruning_id}\n{asked_by}\n{approver_id}\n{from}\n{to}\n{head}\n{root}\n{shown_text}");
        Sha256::new().chain_update(b"countersign pruning 1\0").chain_update(nonce).chain_update(text).finalize().into()
    }
}
