//! What a supervisor does: plain forms.

use leptos::prelude::*;

use domain::ids::AlertId;

use crate::error::ApiError;

/// Ends the freeze an alert tells of.
///
/// # Errors
/// Without the role, or when nothing is frozen.
#[server(endpoint = "oversight/end-freeze", prefix = "/api")]
pub async fn end_freeze(alert: AlertId) -> Result<(), ApiError> {
    use crate::backend::{ports, signed_in};
    let supervisor = domain::agent::Supervisor::try_from(signed_in()?)?;
    ports().oversight.end_freeze(&supervisor, alert).await?;
    leptos_axum::redirect("/floor");
    Ok(())
}

/// Closes an alert that has nothing to end.
///
/// # Errors
/// Without the role, or when it is closed.
#[server(endpoint = "oversight/seen", prefix = "/api")]
pub async fn seen(alert: AlertId) -> Result<(), ApiError> {
    use crate::backend::{ports, signed_in};
    let supervisor = domain::agent::Supervisor::try_from(signed_in()?)?;
    ports().oversight.seen(&supervisor, alert).await?;
    leptos_axum::redirect("/floor");
    Ok(())
}
