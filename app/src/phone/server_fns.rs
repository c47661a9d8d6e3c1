//! What customers do by plain form, without a script.

use leptos::prelude::*;

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
