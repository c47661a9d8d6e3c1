//! What the account screens do. Those with a passkey in them are called by islands; the others are plain forms.

use leptos::prelude::*;

use domain::{
    agent::{Role, Staff},
    ids::AgentId,
    text::ShownText,
};

#[cfg(feature = "ssr")]
use crate::{
    account::home_of,
    backend::{ports, signed_in},
};
use crate::{account::view::Invited, error::ApiError};

/// Options for a passkey sign-in, as JSON.
///
/// # Errors
/// When it cannot begin.
#[server(endpoint = "account/start-sign-in", prefix = "/api")]
pub async fn start_sign_in() -> Result<String, ApiError> {
    ports().accounts.start_sign_in().await
}

/// Checks the passkey's answer and signs in.
///
/// # Errors
/// When it does not fit.
#[server(endpoint = "account/finish-sign-in", prefix = "/api")]
pub async fn finish_sign_in(credential: String) -> Result<Staff, ApiError> {
    ports().accounts.finish_sign_in(&credential).await
}

/// Enters as one of the demo's staff.
///
/// # Errors
/// Outside the demo.
#[server(endpoint = "account/enter-as", prefix = "/api")]
pub async fn enter_as(staff: AgentId) -> Result<(), ApiError> {
    let staff = ports().accounts.enter_as(staff).await?;
    leptos_axum::redirect(home_of(&staff));
    Ok(())
}

/// Options for making one's first passkey, as JSON.
///
/// # Errors
/// Outside the demo, and for whoever has one.
#[server(endpoint = "account/start-first-passkey", prefix = "/api")]
pub async fn start_first_passkey() -> Result<String, ApiError> {
    ports().accounts.start_first_passkey(&signed_in()?).await
}

/// Checks and keeps it.
///
/// # Errors
/// When it does not fit; as [`start_first_passkey`].
#[server(endpoint = "account/finish-first-passkey", prefix = "/api")]
pub async fn finish_first_passkey(credential: String) -> Result<(), ApiError> {
    ports().accounts.finish_first_passkey(&signed_in()?, &credential).await
}

/// For whom a one-time link is.
///
/// # Errors
/// When it works no more.
#[server(endpoint = "account/invitation", prefix = "/api")]
pub async fn invitation(token: String) -> Result<Invited, ApiError> {
    ports().accounts.invitation(&token).await
}

/// Options for a new passkey, as JSON.
///
/// # Errors
/// When the link works no more.
#[server(endpoint = "account/start-registration", prefix = "/api")]
pub async fn start_registration(token: String) -> Result<String, ApiError> {
    ports().accounts.start_registration(&token).await
}

/// Registers the passkey, uses the link up, and signs in.
///
/// # Errors
/// When the link works no more, or the passkey does not fit.
#[server(endpoint = "account/finish-registration", prefix = "/api")]
pub async fn finish_registration(token: String, credential: String) -> Result<Staff, ApiError> {
    ports().accounts.finish_registration(&token, &credential).await
}

/// Makes a one-time link for a new member of staff.
///
/// # Errors
/// When one's role does not allow it.
#[server(endpoint = "account/invite", prefix = "/api")]
pub async fn invite(name: ShownText, role: Role) -> Result<String, ApiError> {
    let administrator = signed_in()?.try_into()?;
    ports().accounts.invite(&administrator, name, role).await
}

/// Ends this sign-in.
///
/// # Errors
/// When nobody is signed in.
#[server(endpoint = "account/sign-out", prefix = "/api")]
pub async fn sign_out() -> Result<(), ApiError> {
    let staff = signed_in()?;
    ports().accounts.sign_out(&staff).await?;
    leptos_axum::redirect("/sign-in");
    Ok(())
}

/// Ends every sign-in of this person.
///
/// # Errors
/// When nobody is signed in.
#[server(endpoint = "account/sign-out-everywhere", prefix = "/api")]
pub async fn sign_out_everywhere() -> Result<(), ApiError> {
    let staff = signed_in()?;
    ports().accounts.sign_out_everywhere(&staff).await?;
    leptos_axum::redirect("/sign-in");
    Ok(())
}
