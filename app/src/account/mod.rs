//! Signing in and out, invitations, and a person's own sign-ins.

mod first_passkey;
mod invite_form;
#[cfg(feature = "ssr")]
mod own;
mod passkey_button;
pub mod server_fns;
mod setup;
#[cfg(feature = "ssr")]
mod setup_page;
#[cfg(feature = "ssr")]
mod sign_in;
#[cfg(feature = "ssr")]
mod staff;
pub mod view;

pub use first_passkey::FirstPasskey;
pub use invite_form::InviteForm;
#[cfg(feature = "ssr")]
pub use own::OwnSignInsPage;
pub use passkey_button::PasskeyButton;
pub use setup::Setup;
#[cfg(feature = "ssr")]
pub use setup_page::SetupPage;
#[cfg(feature = "ssr")]
pub use sign_in::SignInPage;
#[cfg(feature = "ssr")]
pub use staff::StaffPage;

use leptos::prelude::AnyView;

use domain::{
    agent::{Role, Staff},
    refusal::Refusal,
};

use crate::{
    browser::passkey::NoAnswer,
    error::ApiError,
    ui::note::{Tone, note},
};

/// The page a person's work begins at.
#[must_use]
pub fn home_of(staff: &Staff) -> &'static str {
    if staff.is(Role::Agent) {
        "/desk"
    } else if staff.is(Role::Supervisor) {
        "/floor"
    } else if staff.is(Role::Administrator) {
        "/staff"
    } else {
        "/account"
    }
}

/// A role's name.
#[must_use]
pub const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Agent => "Agent",
        Role::Supervisor => "Supervisor",
        Role::Auditor => "Auditor",
        Role::Administrator => "Administrator",
    }
}

/// Why a passkey did not lead where it should.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Trouble {
    /// None was used or made.
    None(NoAnswer),
    /// The server's answer.
    Server(ApiError),
}

impl From<NoAnswer> for Trouble {
    fn from(none: NoAnswer) -> Self {
        Self::None(none)
    }
}

impl From<ApiError> for Trouble {
    fn from(error: ApiError) -> Self {
        Self::Server(error)
    }
}

impl Trouble {
    /// What happened and what to do next.
    fn note(self) -> AnyView {
        let (tone, head, body) = match self {
            Self::None(NoAnswer::Cancelled) => {
                (Tone::Plain, "No passkey was used", "Nothing was changed. Try again when you are ready.".to_owned())
            }
            Self::None(NoAnswer::Unsupported) => (
                Tone::Warn,
                "This browser has no passkeys",
                "Nothing was changed. Use a current version of any well-known browser.".to_owned(),
            ),
            Self::Server(ApiError::Refused(Refusal::BadPasskey)) => (
                Tone::Bad,
                "That passkey is not linked to an active agent",
                "Try another passkey, or ask an administrator for a new one-time link.".to_owned(),
            ),
            Self::Server(error) => (Tone::Warn, "That did not go through", error.to_string()),
        };
        note(tone, "alert", head.to_owned(), body, true)
    }
}
