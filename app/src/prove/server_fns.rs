//! The two answers that need no passkey and no script.

use leptos::prelude::*;

use domain::refusal::Refusal;

use crate::error::ApiError;

/// "No, this isn't me", or "Someone told me to approve this". A link that opens nothing any more leads to its page, which says so.
///
/// # Errors
/// When something failed.
#[server(endpoint = "prove/refuse", prefix = "/api")]
pub async fn refuse_link(token: String, #[server(default)] told_to: bool) -> Result<(), ApiError> {
    match crate::backend::ports().phone.link_refuse(&token, told_to).await {
        Ok(()) | Err(ApiError::Refused(Refusal::ChallengeOver | Refusal::Frozen)) => {}
        Err(error) => return Err(error),
    }
    leptos_axum::redirect(&["/p/", &token].concat());
    Ok(())
}
