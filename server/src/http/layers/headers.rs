//! The headers of every answer, whatever made it.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::context::{CspNonce, text};
use crate::http::csp_report;

/// Those that never change. Nothing may weaken them.
const FIXED: &[(&str, &str)] = &[
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    // Another site learns nothing of where a reader comes from. Our own pages do, so that a form's answer finds its way back.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "publickey-credentials-get=(self), publickey-credentials-create=(self), accelerometer=(), camera=(), \
         display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()",
    ),
];

/// What a page may say instead of the referrer policy below: it tells nobody more than which site it is on.
pub const ORIGIN_ALONE: &str = "strict-origin";

pub(super) fn put(headers: &mut HeaderMap, nonce: &CspNonce) {
    let less = headers.get(header::REFERRER_POLICY).is_some_and(|policy| policy == ORIGIN_ALONE);
    for (name, value) in FIXED.iter().filter(|(name, _)| !less || *name != "referrer-policy") {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, text(&policy(nonce)));
    // Only the browser's own files say otherwise.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.remove(header::SERVER);
}

/// Not `'strict-dynamic'`: preload links carry no nonce.
fn policy(nonce: &CspNonce) -> String {
    format!(
        "default-src 'self'; script-src 'self' 'nonce-{}' 'wasm-unsafe-eval'; style-src 'self'; object-src 'none'; \
         base-uri 'none'; frame-ancestors 'none'; form-action 'self'; connect-src 'self'; report-uri {}",
        nonce.as_str(),
        csp_report::PATH
    )
}
