//! What a second person signed, and checking it again by whoever acts on it (B04). A row that somebody wrote into the database by hand has
//! no such signature (T27).

use domain::{
    action::ActionRequest,
    agent::Supervisor,
    ids::AgentId,
    refusal::Refusal,
    second_person::{Bound, Request},
};

use crate::{passkeys::Allowed, services::Shared};

/// A second person's approval of a request.
#[derive(Clone, Copy)]
pub(in super::super) struct Second<'a> {
    /// The request.
    pub(super) asked: &'a Request,
    /// Who approves it: asked for their right in this transaction.
    pub(super) by: &'a Supervisor,
    /// Their credential, as it is stored.
    pub(super) credential: &'a str,
    /// Their assertion with what it is bound to.
    pub(super) signed: &'a str,
}

impl Second<'_> {
    /// Who it is.
    pub(in super::super) const fn id(&self) -> AgentId {
        self.by.id()
    }

    /// Checks that it is exactly `request` that they signed for, with their own key, their person verified.
    ///
    /// # Errors
    /// [`Refusal::ApprovalVoid`] when it is something else that is to run; [`Refusal::BadSignature`].
    pub(in super::super) fn check(&self, shared: &Shared, request: &ActionRequest) -> Result<(), Refusal> {
        let Self { asked, by, credential, signed } = *self;
        if asked.request != *request || !asked.is_whole() {
            return Err(Refusal::ApprovalVoid);
        }
        let allowed = Allowed { credential, user: by.id().uuid() };
        let (bound, user_verified) = shared.passkeys.check_again::<Bound>(allowed, signed)?;
        let theirs = user_verified && by.id() != asked.asked_by && bound == Bound::of(asked, by.id());
        if theirs { Ok(()) } else { Err(Refusal::BadSignature) }
    }
}
