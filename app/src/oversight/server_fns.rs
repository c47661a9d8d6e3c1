//! What a supervisor does: plain forms.

use leptos::prelude::*;

use domain::{alert::AlertOutcome, ids::AlertId};

use crate::error::ApiError;

/// Ends the freeze an alert tells of, and says what it was.
///
/// # Errors
/// Without the role, or when nothing is frozen.
#[server(endpoint = "oversight/end-freeze", prefix = "/api")]
pub async fn end_freeze(alert: AlertId, outcome: AlertOutcome, note: String) -> Result<(), ApiError> {
    use crate::backend::{ports, signed_in};
    let supervisor = domain::agent::Supervisor::try_from(signed_in()?)?;
    ports().oversight.end_freeze(&supervisor, alert, outcome, &note).await?;
    leptos_axum::redirect("/floor");
    Ok(())
}

/// Takes an alert up.
///
/// # Errors
/// Without the role, or when a colleague was first.
#[server(endpoint = "oversight/acknowledge", prefix = "/api")]
pub async fn acknowledge(alert: AlertId) -> Result<(), ApiError> {
    use crate::backend::{ports, signed_in};
    let supervisor = domain::agent::Supervisor::try_from(signed_in()?)?;
    ports().oversight.acknowledge(&supervisor, alert).await?;
    leptos_axum::redirect(&format!("/floor/alerts/{alert}"));
    Ok(())
}

/// Says what an alert was that has nothing to end.
///
/// # Errors
/// Without the role, or when it is closed.
#[server(endpoint = "oversight/close", prefix = "/api")]
pub async fn close_alert(alert: AlertId, outcome: AlertOutcome, note: String) -> Result<(), ApiError> {
    use crate::backend::{ports, signed_in};
    let supervisor = domain::agent::Supervisor::try_from(signed_in()?)?;
    ports().oversight.close_alert(&supervisor, alert, outcome, &note).await?;
    leptos_axum::redirect("/floor");
    Ok(())
}
