//! A customer's signed consent to one action with exact parameters.

use crate::{
    action::{ActionHash, ActionRequest},
    assurance::Method,
    ids::{ApprovalId, ChallengeId, CustomerId, DeviceId, SessionId},
    refusal::Refusal,
    time::Timestamp,
};

/// An approval by the customer. The signed answer is kept with it and checked again when the action runs (B04).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Its name.
    pub id: ApprovalId,
    /// The challenge that was answered.
    pub challenge: ChallengeId,
    /// The session it belongs to.
    pub session: SessionId,
    /// Who consents.
    pub customer: CustomerId,
    /// By which method.
    pub method: Method,
    /// The phone that signed, or on which the passkey that signed was made.
    pub device: DeviceId,
    /// What was approved.
    pub request: ActionRequest,
    /// The hash that was signed.
    pub action_hash: ActionHash,
    /// The signed answer: a phone's is an ES256 compact JWS, a passkey's holds its assertion with what it is bound to.
    pub signed_answer: String,
    /// Whether the phone verified the person for it.
    pub user_verified: bool,
    /// When.
    pub approved_at: Timestamp,
    /// Until when it can be used.
    pub expires_at: Timestamp,
    /// When it was used up; `None` while it can be.
    pub used_at: Option<Timestamp>,
}

impl Approval {
    /// Passes only if this approves exactly `request`, in `session`, for `customer`, at `now`.
    ///
    /// # Errors
    /// [`Refusal::ApprovalVoid`] when anything differs or it was used; [`Refusal::ApprovalExpired`] when it is too old.
    pub fn covers(&self, session: SessionId, customer: CustomerId, request: &ActionRequest, now: Timestamp) -> Result<(), Refusal> {
        let hash = ActionHash::of(session, customer, Some(request));
        if hash != self.action_hash || self.session != session || self.customer != customer || self.used_at.is_some() {
            Err(Refusal::ApprovalVoid)
        } else if now >= self.expires_at {
            Err(Refusal::ApprovalExpired)
        } else {
            Ok(())
        }
    }
}
