//! What a passkey's answer is bound to, and nothing else (A21, B01, B02).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Challenge;
use crate::{
    approval::Approval,
    ids::{ChallengeId, CustomerId, SessionId},
};

/// Everything that the WebAuthn challenge of an answer stands for: it is the hash of these and of 32 random bytes, so that the
/// signature is over the exact action and can be checked again whenever somebody asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// The challenge answered.
    pub challenge_id: ChallengeId,
    /// The session it belongs to.
    pub session_id: SessionId,
    /// Who answers.
    pub customer_id: CustomerId,
    /// The hash of what was asked ([`crate::action::ActionHash`]).
    pub action_hash: String,
    /// The words that were shown, one line each ([`super::Prompt::text`]).
    pub shown_text: String,
}

/// What a passkey's answer signs for.
pub trait Binds {
    /// The 32 bytes that the authenticator signs over: a hash of all that is bound, and of 32 random bytes.
    fn webauthn_challenge(&self, nonce: &[u8; 32]) -> [u8; 32];
}

impl Binds for Bound {
    fn webauthn_challenge(&self, nonce: &[u8; 32]) -> [u8; 32] {
        // The ids and the hash have one length each, so no two different ones are written alike.
        let Self { challenge_id, session_id, customer_id, action_hash, shown_text } = self;
        let text = format!("{challenge_id}\n{session_id}\n{customer_id}\n{action_hash}\n{shown_text}");
        Sha256::new().chain_update(b"countersign passkey 1\0").chain_update(nonce).chain_update(text).finalize().into()
    }
}

impl Bound {
    /// What an answer to that challenge is bound to.
    #[must_use]
    pub fn of(challenge: &Challenge) -> Self {
        Self {
            challenge_id: challenge.id,
            session_id: challenge.session,
            customer_id: challenge.customer,
            action_hash: challenge.action_hash.to_string(),
            shown_text: challenge.shown_text.clone(),
        }
    }

    /// Whether it is what that approval says was approved.
    #[must_use]
    pub fn is_of(&self, approval: &Approval) -> bool {
        self.challenge_id == approval.challenge
            && self.session_id == approval.session
            && self.customer_id == approval.customer
            && self.action_hash == approval.action_hash.to_string()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn bound() -> Bound {
        Bound {
            challenge_id: Uuid::from_u128(1).into(),
            session_id: Uuid::from_u128(2).into(),
            customer_id: Uuid::from_u128(3).into(),
            action_hash: "h".to_owned(),
            shown_text: "Did you contact Acme?".to_owned(),
        }
    }

    #[test]
    fn a21_whatever_differs_is_another_challenge() {
        let other = Uuid::from_u128(9);
        let changes: [fn(&mut Bound, Uuid); 5] = [
            |b, other| b.challenge_id = other.into(),
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
}
