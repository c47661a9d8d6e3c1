//! The front door's frame: what holds for every request, whoever answers it, and the serving of connections.
//!
//! Owns the layers, health, metrics, the browser's files and the shape of errors. The doors themselves (console, device,
//! integrations) are routers that [`layers::wrap`] is given. Refuses nothing by what a request means; that is theirs.

pub mod access_export;
pub mod console;
pub mod csp_report;
pub mod demo;
pub mod device;
pub mod health;
pub mod kiosk;
pub mod layers;
pub mod live;
pub mod log_export;
pub mod log_receipt;
pub mod metrics;
pub mod numbers;
pub mod problem;
pub mod prove;
mod refused;
pub mod register;
pub mod risk;
pub mod serve;
mod shell;
pub mod static_files;
mod systems;
pub mod telephony;
pub mod throttle;
mod typed;

pub use problem::Problem;
pub use serve::Drain;
pub use shell::Shell;

use std::io;

use axum::{
    Router,
    http::{HeaderMap, header},
};
use tokio::net::TcpListener;

use crate::config::Settings;

/// Serves `doors` until told to stop: the public listener, and the private one if there is one.
///
/// # Errors
/// When an address cannot be bound.
pub async fn run(settings: &Settings, shell: &Shell, doors: Router) -> io::Result<()> {
    let public = bind("listen", settings.listen).await?;
    let limits = serve::Limits::of(settings);
    let (drain, stop) = (shell.drain.clone(), serve::Stop::default());
    serve::obey_signals(drain.clone(), stop.clone());
    if let Some(address) = settings.private_listen {
        let private = bind("private_listen", address).await?;
        let router = metrics::router(shell.metrics.clone());
        // Lives as long as the process: the last numbers of a draining server are worth reading.
        tokio::spawn(serve::serve(private, router, limits, Drain::default(), stop.clone()));
    }
    serve::serve(public, layers::wrap(doors, shell), limits, drain, stop).await;
    Ok(())
}

async fn bind(key: &'static str, address: std::net::SocketAddr) -> io::Result<TcpListener> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("`{key}` = {address}: {error}"));
    let listener = TcpListener::bind(address).await.map_err(named)?;
    let address = listener.local_addr().map_err(named)?;
    tracing::info!(key, %address, "listening");
    Ok(listener)
}

/// The bearer token that came along (RFC 6750 section 2.1).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|text| text.strip_prefix("Bearer "))
}

/// The value of the cookie of that name.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|text| text.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}
