//! What a customer's approval was signed with, and checking that signature again (B04). A row that somebody wrote into the database
//! by hand has none (T27).

use domain::{
    approval::Approval,
    assurance::Method,
    challenge::{Answer, Bound},
    refusal::Refusal,
};

use super::{Outcome, Shared};
use crate::{
    passkeys::{self, Allowed},
    signatures,
    store::{
        Tx,
        device::{self, Signer as Phone},
        passkey::{self, Kept},
    },
};

/// Who signed.
pub(super) enum Signer {
    /// A phone, with its own key.
    Phone(Phone),
    /// A passkey of the customer's.
    Passkey(Box<Kept>),
}

impl Signer {
    /// Whoever that approval names, read in this transaction.
    ///
    /// # Errors
    /// [`Refusal::BadSignature`] when there is none.
    pub(super) async fn of(tx: &mut Tx, approval: &Approval) -> Outcome<Self> {
        if approval.method != Method::Passkey {
            return Ok(Self::Phone(device::by_id(tx, approval.device).await?.into()));
        }
        let credential_id = passkeys::signed_with(&approval.signed_answer).ok_or(Refusal::BadSignature)?;
        let kept = passkey::by_credential(tx, &credential_id).await?.ok_or(Refusal::BadSignature)?;
        Ok(Self::Passkey(Box::new(kept)))
    }

    /// Checks the signature over exactly this action: read from what is stored, with the signer's own key.
    ///
    /// # Errors
    /// [`Refusal::BadSignature`] when it is anything else.
    pub(super) fn check(&self, shared: &Shared, approval: &Approval) -> Result<(), Refusal> {
        let same = match self {
            Self::Phone(signer) => {
                let claims = signatures::verify(&approval.signed_answer, &signer.public_key, signer.id)?;
                approval.method == Method::Push
                    && claims.challenge_id == approval.challenge
                    && claims.session_id == approval.session
                    && claims.action_hash == approval.action_hash.to_string()
                    && claims.decision == Answer::Approve
                    && claims.contacted_us
                    && signer.id == approval.device
                    && signer.customer == approval.customer
            }
            Self::Passkey(kept) => {
                let allowed = Allowed { credential: &kept.credential, user: kept.device.uuid() };
                let (bound, user_verified) = shared.passkeys.check_again::<Bound>(allowed, &approval.signed_answer)?;
                approval.method == Method::Passkey
                    && bound.is_of(approval)
                    && user_verified == approval.user_verified
                    && kept.device == approval.device
                    && kept.customer == approval.customer
            }
        };
        if same { Ok(()) } else { Err(Refusal::BadSignature) }
    }
}
