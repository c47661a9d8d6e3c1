//! What an administrator does with the policy: plain forms.

use leptos::prelude::*;

use domain::text::ShownText;

use crate::error::ApiError;

/// Proposes a version that was written from the version `base`.
///
/// # Errors
/// Without the role, with every line that is wrong, or when another version came into force since.
#[server(endpoint = "policy/propose", prefix = "/api")]
pub async fn propose_policy(base: u32, text: String, reason: ShownText) -> Result<(), ApiError> {
    use crate::backend::{ports, signed_in};
    let administrator = domain::agent::Administrator::try_from(signed_in()?)?;
    let version = ports().policies.propose(&administrator, base, &text, &reason).await?;
    leptos_axum::redirect(&format!("/policy/{version}"));
    Ok(())
}

/// Puts a proposed version in force.
///
/// # Errors
/// Without the role, for one's own, or when it is decided already.
#[server(endpoint = "policy/approve", prefix = "/api")]
pub async fn approve_policy(version: u32) -> Result<(), ApiError> {
    use crate::backend::{ports, signed_in};
    let administrator = domain::agent::Administrator::try_from(signed_in()?)?;
    ports().policies.approve(&administrator, version).await?;
    leptos_axum::redirect("/policy");
    Ok(())
}

/// Says no to a proposed version.
///
/// # Errors
/// Without the role, for one's own, or when it is decided already.
#[server(endpoint = "policy/reject", prefix = "/api")]
pub async fn reject_policy(version: u32) -> Result<(), ApiError> {
    use crate::backend::{ports, signed_in};
    let administrator = domain::agent::Administrator::try_from(signed_in()?)?;
    ports().policies.reject(&administrator, version).await?;
    leptos_axum::redirect("/policy");
    Ok(())
}

/// Takes one's own proposal back.
///
/// # Errors
/// Without the role, for somebody else's, or when it is decided already.
#[server(endpoint = "policy/withdraw", prefix = "/api")]
pub async fn withdraw_policy(version: u32) -> Result<(), ApiError> {
    use crate::backend::{ports, signed_in};
    let administrator = domain::agent::Administrator::try_from(signed_in()?)?;
    ports().policies.withdraw(&administrator, version).await?;
    leptos_axum::redirect("/policy");
    Ok(())
}
