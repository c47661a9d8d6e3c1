//! What a second person's passkey answer is bound to, and nothing else (A21, B02).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Request;
use crate::{
    challenge::Binds,
    ids::{AgentId, CustomerId, SecondPersonId, SessionId},
};

/// Everything that the WebAuthn challenge of an approval stands for: it is the hash of these and of 32 random bytes, so that the signature
/// is over the exact action and can be checked again whenever somebody asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// The request answered.
    pub request_id: SecondPersonId,
    /// Who asked for it.
    pub asked_by: AgentId,
    /// Who approves.
    pub approver_id: AgentId,
    /// The session it belongs to.
    pub session_id: SessionId,
    /// Whose account.
    pub customer_id: CustomerId,
    /// The hash of what was asked ([`crate::action::ActionHash`]).
    pub action_hash: String,
    /// The words that were shown, one line each.
    pub shown_text: String,
}

impl Bound {
    /// What an answer of `approver` to that request is bound to.
    #[must_use]
    pub fn of(request: &Request, approver: AgentId) -> Self {
        Self {
            request_id: request.id,
            asked_by: request.asked_by,
            approver_id: approver,
            session_id: request.session,
            customer_id: request.customer,
            action_hash: request.action_hash.to_string(),
            shown_text: request.shown_text.clone(),
        }
    }
}

/// Never what a customer's answer signs over: what is hashed begins otherwise.
impl Binds for Bound {
    fn webauthn_challenge(&self, nonce: &[u8; 32]) -> [u8; 32] {
        // The ids and the hash have one length each, so no two different ones are written alike.
        let Self { request_id, asked_by, approver_id, session_id, customer_id, action_hash, shown_text } = self;
        let text = format!("{request_id}\n{asked_by}\n{approver_id}\n{session_id}\n{customer_id}\n{action_hash}\n{shown_text}");
        Sha256::new().chain_update(b"countersign second person 1\0").chain_update(nonce).chain_update(text).finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::challenge;

    fn bound() -> Bound {
        let id = Uuid::from_u128;
        Bound {
            request_id: id(1).into(),
            asked_by: id(2).into(),
            approver_id: id(3).into(),
            session_id: id(4).into(),
            customer_id: id(5).into(),
            action_hash: "h".to_owned(),
            shown_text: "Refund".to_owned(),
        }
    }

    #[test]
    fn a21_whatever_differs_is_another_challenge() {
        let other = Uuid::from_u128(9);
        let changes: [fn(&mut Bound, Uuid); 7] = [
            |b, other| b.request_id = other.into(),
            |b, other| b.asked_by = other.into(),
            |b, other| b.approver_id = other.into(),
            |b, other| b.session_id = other.into(),
            |b, other| b.customer_id = other.into(),
            |b, _| b.action_hash.push('h'),
            |b, _| b.shown_text.push('!'),
        ];
        let is = bound().webauthn_challenge(&[7; 32]);
        assert_eq!(is, bound().webauthn_challenge(&[7; 32]));
        assert_ne!(is, bound().webauthn_challenge(&[8; 32]));
        for change in changes {
            let mut another = bound();
            change(&mut another, other);
            assert_ne!(is, another.webauthn_challenge(&[7; 32]));
        }
    }

    #[test]
    fn no_answer_of_a_customer_is_one_of_a_second_person() {
        // The same text after the first words: only those tell the two apart.
        let Bound { request_id, asked_by, approver_id, session_id, action_hash, .. } = bound();
        let customers = challenge::Bound {
            challenge_id: request_id.uuid().into(),
            session_id: asked_by.uuid().into(),
            customer_id: approver_id.uuid().into(),
            action_hash: session_id.to_string(),
            shown_text: format!("{}\n{action_hash}\nRefund", bound().customer_id),
        };
        assert_ne!(customers.webauthn_challenge(&[7; 32]), bound().webauthn_challenge(&[7; 32]));
    }
}
