//! What is done about a request to a second person. Approving is called by an island, because it takes a passkey; the others are plain
//! forms.

use leptos::prelude::*;

use domain::{
    ids::{SecondPersonId, SessionId},
    text::ShownText,
};

#[cfg(feature = "ssr")]
use crate::backend::{ports, signed_in};
use crate::error::ApiError;

/// Options for approving with one's own passkey, as JSON.
///
/// # Errors
/// Without the role, when it is not theirs, or waits no more.
#[server(endpoint = "second-person/start", prefix = "/api")]
pub async fn start_approval(request: SecondPersonId) -> Result<String, ApiError> {
    let supervisor = signed_in()?.try_into()?;
    ports().second_persons.start(&supervisor, request).await
}

/// Approves it with the passkey's answer; it runs by that.
///
/// # Errors
/// As [`start_approval`]; when the answer does not fit, or the gate lets it run no more.
#[server(endpoint = "second-person/approve", prefix = "/api")]
pub async fn finish_approval(request: SecondPersonId, credential: String) -> Result<(), ApiError> {
    let supervisor = signed_in()?.try_into()?;
    ports().second_persons.approve(&supervisor, request, &credential).await
}

/// Says no, and why.
///
/// # Errors
/// As [`start_approval`].
#[server(endpoint = "second-person/deny", prefix = "/api")]
pub async fn deny_request(request: SecondPersonId, reason: ShownText) -> Result<(), ApiError> {
    let supervisor = signed_in()?.try_into()?;
    ports().second_persons.deny(&supervisor, request, reason).await?;
    leptos_axum::redirect("/floor");
    Ok(())
}

/// Takes one's own request back; the page of the session says so.
///
/// # Errors
/// When it is not theirs, or was answered already.
#[server(endpoint = "second-person/withdraw", prefix = "/api")]
pub async fn withdraw_request(session: SessionId, request: SecondPersonId) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    ports().second_persons.withdraw(&agent, session, request).await?;
    leptos_axum::redirect(&["/desk/", &session.to_string(), "/second/", &request.to_string()].concat());
    Ok(())
}
