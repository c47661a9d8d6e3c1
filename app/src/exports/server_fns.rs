//! What is done about exports. Approving is called by an island, because it takes a passkey; the others are plain forms.

use leptos::prelude::*;

use domain::{audit::ExportFormat, ids::ExportId, text::ShownText};

#[cfg(feature = "ssr")]
use crate::backend::{ports, signed_in};
use crate::error::ApiError;

/// Asks to take away what a search finds now. The search comes as the pairs of its address.
///
/// # Errors
/// Without the role, when it finds nothing, or when too many wait.
#[server(endpoint = "exports/ask", prefix = "/api")]
pub async fn ask_export(#[server(default)] search: String, format: ExportFormat, reason: ShownText) -> Result<(), ApiError> {
    let reader = signed_in()?.try_into()?;
    let id = ports().exports.ask(&reader, &search, format, reason).await?;
    leptos_axum::redirect(&["/audit/exports#e-", &id.to_string()].concat());
    Ok(())
}

/// Options for approving with one's own passkey, as JSON.
///
/// # Errors
/// Without the role, when it is one's own, or waits no more.
#[server(endpoint = "exports/start", prefix = "/api")]
pub async fn start_export_approval(request: ExportId) -> Result<String, ApiError> {
    let reader = signed_in()?.try_into()?;
    ports().exports.start(&reader, request).await
}

/// Approves it with the passkey's answer.
///
/// # Errors
/// As [`start_export_approval`]; when the answer does not fit.
#[server(endpoint = "exports/approve", prefix = "/api")]
pub async fn finish_export_approval(request: ExportId, credential: String) -> Result<(), ApiError> {
    let reader = signed_in()?.try_into()?;
    ports().exports.approve(&reader, request, &credential).await
}

/// Says no, and why.
///
/// # Errors
/// As [`start_export_approval`].
#[server(endpoint = "exports/deny", prefix = "/api")]
pub async fn deny_export(request: ExportId, reason: ShownText) -> Result<(), ApiError> {
    let reader = signed_in()?.try_into()?;
    ports().exports.deny(&reader, request, reason).await?;
    leptos_axum::redirect("/audit/exports");
    Ok(())
}

/// Takes one's own request back.
///
/// # Errors
/// When it is not theirs, or is over.
#[server(endpoint = "exports/withdraw", prefix = "/api")]
pub async fn withdraw_export(request: ExportId) -> Result<(), ApiError> {
    let reader = signed_in()?.try_into()?;
    ports().exports.withdraw(&reader, request).await?;
    leptos_axum::redirect("/audit/exports");
    Ok(())
}
