//! What is counted, for Prometheus to fetch from the private listener. Labels hold route patterns, never paths.
//!
//! To add a number: make it, [`Metrics::register`] it, and add it to the table in `docs/operations.md`.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    Router,
    extract::State,
    http::{Method, StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use domain::time::Duration;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Metric, Registry},
};

use crate::telemetry::PANICS;

/// Seconds; around the promise that our own part of an answer takes under 100 ms.
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    method: &'static str,
    status: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// All the numbers. Clones count together.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Mutex<Registry>>,
    requests: Family<Answered, Counter>,
    latency: Family<Route, Histogram>,
    streams: Gauge,
    pub(super) csp_reports: Counter,
    /// What witnesses said to the record's heads.
    pub witnesses: Witnesses,
    /// What collectors have of the record.
    pub collectors: Collectors,
}

/// What witnesses said to the record's heads. Clones count together.
#[derive(Clone, Default)]
pub struct Witnesses {
    /// How many entries enough of them have seen.
    pub cosigned_size: Gauge,
    /// Tries that brought no cosignature.
    pub failures: Counter,
    /// Whether one of them knows a head that the database does not continue: 1 or 0.
    pub conflict: Gauge,
}

/// What collectors have of the record. Clones count together.
#[derive(Clone, Default)]
pub struct Collectors {
    /// How many entries all of them have.
    pub collected_size: Gauge,
    /// Tries that brought no entries there.
    pub failures: Counter,
    /// Whether one of them has, or was sent, what this database does not have: 1 or 0.
    pub trouble: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let metrics = Self {
            registry: Arc::new(Mutex::new(Registry::with_prefix("countersign"))),
            requests: Family::default(),
            latency: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            streams: Gauge::default(),
            csp_reports: Counter::default(),
            witnesses: Witnesses::default(),
            collectors: Collectors::default(),
        };
        metrics.register("http_requests", "Requests answered", metrics.requests.clone());
        metrics.register("http_request_seconds", "Time until an answer begins", metrics.latency.clone());
        metrics.register("open_streams", "Event streams that are open", metrics.streams.clone());
        metrics.register("csp_reports", "Content security policy reports received", metrics.csp_reports.clone());
        let Witnesses { cosigned_size, failures, conflict } = metrics.witnesses.clone();
        metrics.register("audit_cosigned_size", "Entries of the record that enough witnesses have seen", cosigned_size);
        metrics.register("audit_witness_failures", "Tries that brought no cosignature", failures);
        metrics.register("audit_witness_conflict", "Whether a witness knows a head that the database does not continue", conflict);
        let Collectors { collected_size, failures, trouble } = metrics.collectors.clone();
        metrics.register("audit_collected_size", "Entries of the record that every collector has", collected_size);
        metrics.register("audit_collector_failures", "Tries that brought a collector no entries", failures);
        metrics.register("audit_collector_trouble", "Whether a collector's copy is not what the database has", trouble);
        metrics.register("panics", "Panics anywhere in the process", PANICS.clone());
        metrics
    }
}

impl Metrics {
    /// Adds a number under `countersign_` and `name`.
    pub fn register(&self, name: &str, help: &str, metric: impl Metric) {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner).register(name, help, metric);
    }

    /// Counts an event stream as open until what is returned is dropped.
    pub fn stream_opened(&self) -> OpenStream {
        self.streams.inc();
        OpenStream(self.streams.clone())
    }

    pub(super) fn answered(&self, route: &str, method: &Method, status: StatusCode, took: Duration) {
        let labels = Answered { route: route.to_owned(), method: known(method), status: class(status) };
        self.requests.get_or_create(&labels).inc();
        self.latency.get_or_create(&Route { route: route.to_owned() }).observe(took.as_seconds_f64());
    }

    fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry.lock().unwrap_or_else(PoisonError::into_inner))?;
        Ok(text)
    }
}

/// An event stream that is counted as open.
#[must_use = "the stream is counted only while this lives"]
pub struct OpenStream(Gauge);

impl Drop for OpenStream {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// `/metrics`, for the private listener only.
pub fn router(metrics: Metrics) -> Router {
    Router::new().route("/metrics", get(show)).with_state(metrics)
}

async fn show(State(metrics): State<Metrics>) -> impl IntoResponse {
    let kind = [(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")];
    metrics.text().map(|text| (kind, text)).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

/// Anybody can invent methods; the label set must not grow with them.
pub(super) fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

fn class(status: StatusCode) -> &'static str {
    match status.as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}
