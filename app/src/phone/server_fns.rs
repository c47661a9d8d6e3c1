//! What customers do by plain form, without a script.

use leptos::prelude::*;

use domain::ids::{DeviceId, PasskeyId};

use crate::error::ApiError;

/// "This was not me: put it back". The link's token says which change.
///
/// # Errors
/// When the link has run out.
#[server(endpoint = "phone/put-back", prefix = "/api")]
pub async fn put_back(token: String) -> Result<(), ApiError> {
    crate::backend::ports().phone.put_back(&token).await?;
    leptos_axum::redirect(&["/me/put-back/", &token].concat());
    Ok(())
}

/// "This was not me: stop everything". The link's token says whose account.
///
/// # Errors
/// When the link has run out.
#[server(endpoint = "phone/not-me", prefix = "/api")]
pub async fn not_me(token: String) -> Result<(), ApiError> {
    crate::backend::ports().phone.not_me(&token).await?;
    leptos_axum::redirect(&["/me/not-me/", &token].concat());
    Ok(())
}

/// "I no longer have this", of another phone.
///
/// # Errors
/// Without a phone that counts; when it is not another one of theirs.
#[server(endpoint = "phone/suspend", prefix = "/api")]
pub async fn suspend(device: DeviceId) -> Result<(), ApiError> {
    crate::backend::ports().phone.suspend(device).await?;
    leptos_axum::redirect("/me");
    Ok(())
}

/// "I have it again", of another phone.
///
/// # Errors
/// As [`suspend`], and while this phone does not count yet or the account is frozen.
#[server(endpoint = "phone/bring-back", prefix = "/api")]
pub async fn bring_back(device: DeviceId) -> Result<(), ApiError> {
    crate::backend::ports().phone.bring_back(device).await?;
    leptos_axum::redirect("/me");
    Ok(())
}

/// "I no longer have this", of a passkey.
///
/// # Errors
/// Without a phone that counts; when it is not one of theirs.
#[server(endpoint = "phone/remove-passkey", prefix = "/api")]
pub async fn remove_passkey(passkey: PasskeyId) -> Result<(), ApiError> {
    crate::backend::ports().phone.remove_passkey(passkey).await?;
    leptos_axum::redirect("/me");
    Ok(())
}

/// "I no longer have this", of an authenticator app.
///
/// # Errors
/// Without a phone that counts; when there is none.
#[server(endpoint = "phone/remove-totp", prefix = "/api")]
pub async fn remove_totp() -> Result<(), ApiError> {
    crate::backend::ports().phone.remove_totp().await?;
    leptos_axum::redirect("/me");
    Ok(())
}
