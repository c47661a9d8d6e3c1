//! What a screen at a counter sends: that it would be a kiosk, and that somebody touched it. Plain forms; a kiosk is known by the handle
//! in its cookie.

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};

use app::kiosk::view::KioskPage;
use domain::secret::Secret;

use super::{cookie, layers::ClientAddress, refused::Refused, throttle::Throttle};
use crate::services::{Shared, kiosks};

/// The cookie that holds a kiosk's handle.
pub const COOKIE: &str = "__Host-kiosk";

/// A year: a screen stays a kiosk until it is retired.
const COOKIE_SECONDS: u32 = 365 * 24 * 60 * 60;

/// A screen sends nothing but the press.
const BODY_LIMIT: usize = 1024;

/// The kiosks' routes.
pub fn router(shared: &Shared) -> Router {
    Router::new()
        .route("/kiosk/v1/begin", post(begin))
        .route("/kiosk/v1/show", post(show))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(Extension(Throttle::default()))
        .with_state(shared.clone())
}

/// The handle that came along, ours or not.
#[must_use]
pub fn handle_of(headers: &HeaderMap) -> Option<Secret<String>> {
    cookie(headers, COOKIE).map(|handle| Secret::new(handle.to_owned()))
}

/// Anybody may ask, so how often one address may is limited. A screen that waits, or is a kiosk, stays what it is.
async fn begin(
    State(shared): State<Shared>,
    Extension(asked): Extension<Throttle>,
    Extension(ClientAddress(from)): Extension<ClientAddress>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let there = kiosks::look(&shared, handle_of(&headers).as_ref()).await?;
    if !matches!(there.page, KioskPage::NotOne) {
        return Ok(Redirect::to("/kiosk").into_response());
    }
    asked.check(from, shared.now())?;
    asked.failed(from, shared.now());
    let handle = kiosks::begin(&shared).await?;
    let cookie = format!("{COOKIE}={}; Path=/; Max-Age={COOKIE_SECONDS}; Secure; HttpOnly; SameSite=Strict", handle.expose());
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/kiosk")).into_response())
}

async fn show(State(shared): State<Shared>, headers: HeaderMap) -> Result<Redirect, Refused> {
    kiosks::touch(&shared, handle_of(&headers).as_ref()).await?;
    Ok(Redirect::to("/kiosk"))
}
