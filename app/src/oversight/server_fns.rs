//! What a supervisor does: plain forms.

use leptos::prelude::*;

use domain::ids::SessionId;

use crate::error::ApiError;

/// Ends the freeze of a session's customer.
///
/// # Errors
/// Without the role, or when nothing is frozen.
#[server(endpoint = "oversight/end-freeze", prefix = "/api")]
pub async fn end_freeze(session: SessionId) -> Result<(), ApiError> {
    use crate::backend::{ports, signed_in};
    let supervisor = domain::agent::Supervisor::try_from(signed_in()?)?;
    ports().oversight.end_freeze(&supervisor, session).await?;
    leptos_axum::redirect("/floor");
    Ok(())
}
