//! What every request passes, from the outside in:
//!
//! 1. [`context`]: request id, nonce, client address, the log span, the numbers, and the headers of every answer;
//! 2. [`errors`]: a method nobody has is a 405, an error without words gets some, a panic is a 500;
//! 3. [`cross_site`]: a change from another site is refused;
//! 4. [`limits`]: framing, body size, time, and how much may be in work at once.
//!
//! To add one: say here where it stands and why, and let `server/tests/http` ask for it on each kind of answer.

pub mod context;
pub mod cross_site;
pub mod errors;
pub mod headers;
pub mod limits;
pub mod sign_in;

use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
};

pub use context::{ClientAddress, CspNonce, RequestId};

use super::{Shell, csp_report, health, static_files};

/// The doors with everything around them: health, the browser's files, the reports, and the layers.
///
/// A fallback that `doors` has stays; otherwise what is not there is a 404, which [`errors`] puts in words.
pub fn wrap(doors: Router, shell: &Shell) -> Router {
    let doors = Router::new()
        .merge(doors)
        .merge(csp_report::router(shell.clone()))
        .layer(from_fn_with_state(shell.clone(), limits::body))
        .layer(from_fn_with_state(shell.clone(), limits::time))
        .layer(from_fn_with_state(shell.clone(), limits::in_work));
    // Health stands outside the limits: a server that is full is not dead.
    doors
        .merge(static_files::router(shell))
        .merge(health::router(shell.clone()))
        .layer(cross_site::layer(shell))
        .layer(from_fn(limits::framing))
        .layer(from_fn(errors::catch))
        .layer(from_fn_with_state(shell.clone(), context::surround))
}
