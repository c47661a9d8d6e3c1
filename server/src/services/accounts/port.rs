//! The port of the account screens, for one request.

use app::{
    account::view::{Invited, OwnSignIn, SignInPage},
    backend::{Accounts, Answer},
    error::ApiError,
};
use async_trait::async_trait;
use domain::{
    agent::{Administrator, Role, Staff},
    ids::AgentId,
    text::ShownText,
};

use super::{CurrentSignIn, Shared, demo::demo_staff};
use crate::services::{Outcome, Trouble};

/// Sign-ins and invitations, for the request whose sign-in it holds.
#[derive(Clone)]
pub struct AccountsPort {
    shared: Shared,
    current: CurrentSignIn,
    reference: String,
}

impl AccountsPort {
    /// The port for one request; `reference` is that request's id, to be quoted when something fails.
    #[must_use]
    pub const fn new(shared: Shared, current: CurrentSignIn, reference: String) -> Self {
        Self { shared, current, reference }
    }

    /// What crosses the wire. A fault is logged here, once, and only its reference goes on.
    fn wire<T>(&self, outcome: Outcome<T>) -> Answer<T> {
        outcome.map_err(|trouble| match trouble {
            Trouble::Refused(refusal) => refusal.into(),
            Trouble::Fault(fault) => {
                tracing::error!(error = &fault as &dyn std::error::Error, "a use case of accounts failed");
                ApiError::Internal { reference: self.reference.clone() }
            }
        })
    }
}

#[async_trait]
impl Accounts for AccountsPort {
    async fn sign_in_page(&self) -> Answer<SignInPage> {
        let demo_staff = self.wire(demo_staff(&self.shared).await.map_err(Trouble::from))?;
        let ended_by = self.current.ended_by();
        Ok(SignInPage { organisation: self.shared.settings.organisation.clone(), demo_staff, ended_by })
    }

    async fn start_sign_in(&self) -> Answer<String> {
        self.wire(super::start_sign_in(&self.shared, &self.current).await)
    }

    async fn finish_sign_in(&self, credential: &str) -> Answer<Staff> {
        self.wire(super::finish_sign_in(&self.shared, &self.current, credential).await)
    }

    async fn enter_as(&self, staff: AgentId) -> Answer<Staff> {
        self.wire(super::enter_as(&self.shared, &self.current, staff).await)
    }

    async fn invitation(&self, token: &str) -> Answer<Invited> {
        self.wire(super::invitation(&self.shared, token).await)
    }

    async fn start_registration(&self, token: &str) -> Answer<String> {
        self.wire(super::start_registration(&self.shared, token).await)
    }

    async fn finish_registration(&self, token: &str, credential: &str) -> Answer<Staff> {
        self.wire(super::finish_registration(&self.shared, &self.current, token, credential).await)
    }

    async fn invite(&self, administrator: &Administrator, name: ShownText, role: Role) -> Answer<String> {
        let link = self.wire(super::invite(&self.shared, administrator, name, role).await)?;
        // The one page it is meant for: shown once, to who made it.
        Ok(link.expose().clone())
    }

    async fn start_first_passkey(&self, staff: &Staff) -> Answer<String> {
        self.wire(super::start_first_passkey(&self.shared, staff).await)
    }

    async fn finish_first_passkey(&self, staff: &Staff, credential: &str) -> Answer<()> {
        self.wire(super::finish_first_passkey(&self.shared, staff, credential).await)
    }

    async fn may_make_passkey(&self, staff: &Staff) -> Answer<bool> {
        self.wire(super::may_make_passkey(&self.shared, staff).await)
    }

    async fn own_sign_ins(&self, staff: &Staff) -> Answer<Vec<OwnSignIn>> {
        self.wire(super::own_sign_ins(&self.shared, &self.current, staff).await)
    }

    async fn sign_out(&self, staff: &Staff) -> Answer<()> {
        self.wire(super::sign_out(&self.shared, &self.current, staff).await)
    }

    async fn sign_out_everywhere(&self, staff: &Staff) -> Answer<()> {
        self.wire(super::sign_out_everywhere(&self.shared, &self.current, staff).await)
    }
}
