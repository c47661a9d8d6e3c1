//! Browsers report here what the content security policy refused. All are counted; a few a minute are logged.
//!
//! A report is written by whoever sends it, and holds addresses with paths: only the directive and the blocked origin
//! reach the log, and only if they look like what they should be.

use std::sync::{Mutex, PoisonError};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, State},
    http::StatusCode,
    routing::post,
};
use domain::time::{Duration, Timestamp};
use serde_json::Value;
use url::Url;

use super::Shell;

/// Where the policy says to report to.
pub const PATH: &str = "/csp-report";

const LARGEST: usize = 8 * 1024;
const LOGGED_A_MINUTE: u32 = 30;

/// How many were logged in the minute that began then.
#[derive(Default)]
pub(super) struct Reports(Mutex<Option<(Timestamp, u32)>>);

impl Reports {
    fn may_log(&self, now: Timestamp) -> bool {
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (began, logged) = minute.filter(|(began, _)| now.since(*began) < Duration::MINUTE).unwrap_or((now, 0));
        *minute = Some((began, logged + 1).min((began, LOGGED_A_MINUTE + 1)));
        logged < LOGGED_A_MINUTE
    }
}

/// The route that takes reports.
pub(super) fn router(shell: Shell) -> Router {
    Router::new().route(PATH, post(take)).layer(DefaultBodyLimit::max(LARGEST)).with_state(shell)
}

async fn take(State(shell): State<Shell>, body: Bytes) -> StatusCode {
    shell.metrics.csp_reports.inc();
    if shell.reports.may_log(shell.clock.now()) {
        let report: Value = serde_json::from_slice(&body).unwrap_or_default();
        let report = report.get("csp-report").unwrap_or(&report);
        let directive = word(&report["effective-directive"]).or_else(|| word(&report["violated-directive"]));
        let blocked = origin(&report["blocked-uri"]);
        tracing::warn!(directive = directive.unwrap_or("?"), blocked, "content security policy report");
    }
    StatusCode::NO_CONTENT
}

fn word(value: &Value) -> Option<&str> {
    let text = value.as_str()?.split(' ').next()?;
    let plain = text.len() <= 40 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    (plain && !text.is_empty()).then_some(text)
}

fn origin(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    match Url::parse(text) {
        Ok(url) if url.has_host() => url.origin().ascii_serialization(),
        Ok(url) => format!("{}:", url.scheme()),
        Err(_) => word(value).unwrap_or("?").to_owned(),
    }
}
