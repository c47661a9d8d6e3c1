//! What administrators do with kiosks: plain forms. Registered in [`crate::register`].

use leptos::prelude::*;

use domain::{ids::KioskId, text::ShownText};

#[cfg(feature = "ssr")]
use crate::backend::{ports, signed_in};
use crate::error::ApiError;

/// Makes the screen that shows that code a kiosk.
///
/// # Errors
/// When no screen shows it, or a kiosk has that name.
#[server(endpoint = "kiosks/set-up", prefix = "/api")]
pub async fn set_up_kiosk(code: String, name: ShownText) -> Result<(), ApiError> {
    let administrator = signed_in()?.try_into()?;
    ports().kiosks.set_up(&administrator, &code, &name).await?;
    leptos_axum::redirect("/kiosks");
    Ok(())
}

/// Ends a kiosk for good.
///
/// # Errors
/// When there is none.
#[server(endpoint = "kiosks/retire", prefix = "/api")]
pub async fn retire_kiosk(kiosk: KioskId) -> Result<(), ApiError> {
    let administrator = signed_in()?.try_into()?;
    ports().kiosks.retire(&administrator, kiosk).await?;
    leptos_axum::redirect("/kiosks");
    Ok(())
}
