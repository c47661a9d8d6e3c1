//! What is done about prunings. Approving is called by an island, because it takes a passkey; the others are plain forms.

use leptos::prelude::*;

use domain::{ids::PruningId, text::ShownText};

#[cfg(feature = "ssr")]
use crate::backend::{ports, signed_in};
use crate::error::ApiError;

/// Asks for what was written before a day to be pruned.
///
/// # Errors
/// Without the role, or with why nothing can go.
#[server(endpoint = "pruning/ask", prefix = "/api")]
pub async fn ask_pruning(before: String, reason: ShownText) -> Result<(), ApiError> {
    let administrator = signed_in()?.try_into()?;
    ports().prunings.ask(&administrator, &before, reason).await?;
    leptos_axum::redirect("/audit/pruning");
    Ok(())
}

/// Options for approving with one's own passkey, as JSON.
///
/// # Errors
/// Without the role, when it is theirs, or waits no more.
#[server(endpoint = "pruning/start", prefix = "/api")]
pub async fn start_pruning(pruning: PruningId) -> Result<String, ApiError> {
    let reviewer = signed_in()?.try_into()?;
    ports().prunings.start(&reviewer, pruning).await
}

/// Approves it with the passkey's answer.
///
/// # Errors
/// As [`start_pruning`]; when the answer does not fit, or it cannot be done any more.
#[server(endpoint = "pruning/approve", prefix = "/api")]
pub async fn approve_pruning(pruning: PruningId, credential: String) -> Result<(), ApiError> {
    let reviewer = signed_in()?.try_into()?;
    ports().prunings.approve(&reviewer, pruning, &credential).await
}

/// Says no, or takes one's own back.
///
/// # Errors
/// Without the role, or when it waits no more.
#[server(endpoint = "pruning/refuse", prefix = "/api")]
pub async fn refuse_pruning(pruning: PruningId) -> Result<(), ApiError> {
    let reviewer = signed_in()?.try_into()?;
    ports().prunings.refuse(&reviewer, pruning).await?;
    leptos_axum::redirect("/audit/pruning");
    Ok(())
}
