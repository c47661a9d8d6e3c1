//! What is counted of a collector, for Prometheus to fetch from its private listener. The label is the log's origin.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};

use domain::audit_log::VerifierKey;

use super::Standing;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Of {
    log: String,
}

/// All the numbers. Clones count together.
#[derive(Clone)]
pub struct Numbers {
    registry: Arc<Mutex<Registry>>,
    entries: Family<Of, Gauge>,
    silent: Family<Of, Gauge>,
    trouble: Family<Of, Gauge>,
    troubles: Family<Of, Counter>,
}

impl Default for Numbers {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("countersign_collector");
        let (entries, silent, trouble, troubles) = (Family::default(), Family::default(), Family::default(), Family::default());
        registry.register("entries", "Entries that are kept", Family::clone(&entries));
        registry.register("silent", "Whether the log has said nothing for too long", Family::clone(&silent));
        registry.register("trouble", "Whether what came last is not what the log signed for", Family::clone(&trouble));
        registry.register("troubles", "Batches that were not what the log signed for", Family::clone(&troubles));
        Self { registry: Arc::new(Mutex::new(registry)), entries, silent, trouble, troubles }
    }
}

impl Numbers {
    pub(super) fn trouble(&self, log: &VerifierKey) {
        self.troubles.get_or_create(&Of { log: log.name.to_string() }).inc();
    }

    pub(super) fn show(&self, standing: &Standing) {
        let of = Of { log: standing.log.clone() };
        self.entries.get_or_create(&of).set(i64::try_from(standing.entries).unwrap_or(i64::MAX));
        self.silent.get_or_create(&of).set(standing.silent.into());
        self.trouble.get_or_create(&of).set(standing.trouble.is_some().into());
        drop(self.troubles.get_or_create(&of));
    }
}

/// `/metrics`, for the private listener only.
pub fn router(numbers: Numbers) -> Router {
    Router::new().route("/metrics", get(show)).with_state(numbers)
}

async fn show(State(numbers): State<Numbers>) -> impl IntoResponse {
    let kind = [(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")];
    let mut text = String::new();
    let written = encode(&mut text, &numbers.registry.lock().unwrap_or_else(PoisonError::into_inner));
    written.map(|()| (kind, text)).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}
