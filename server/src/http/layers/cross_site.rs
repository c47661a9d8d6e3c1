//! Refuses a change that another site made the browser ask for: by `Sec-Fetch-Site`, or by `Origin` where a browser is
//! too old to send that. A client that is no browser sends neither, and carries no cookies either.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::http::{Problem, Shell};

/// The layer; our own public origin counts as ours even where a proxy rewrites `Host`.
pub(super) fn layer(shell: &Shell) -> CsrfLayer<fn(ProtectionError) -> Response> {
    let layer = CsrfLayer::new();
    // The origin of a checked public URL is always one the layer takes; without it the check is only stricter.
    let layer = layer.clone().add_trusted_origin(&shell.origin).unwrap_or(layer);
    layer.with_rejection_response(refuse as fn(ProtectionError) -> Response)
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands it over")]
fn refuse(error: ProtectionError) -> Response {
    tracing::warn!(kind = ?error.kind(), "refused a change from another site");
    Problem::new(StatusCode::FORBIDDEN)
        .of_type("/problems/cross-site", "Refused: from another site")
        .detail("This request came from another website, so it was not carried out.")
        .into_response()
}
