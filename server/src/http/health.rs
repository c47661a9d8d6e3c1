//! Whether the server lives, and whether it should be sent requests. Says nothing else, to anybody.

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use axum::{Router, extract::State, http::StatusCode, routing::get};

use super::Shell;

/// A part that takes longer than this to say it is ready is not, unless it asks for another time.
const PATIENCE: Duration = Duration::from_secs(2);

type Check = dyn Fn() -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync;

/// Asks the parts behind whether they can work. Cheap to clone; ready when nothing was asked for.
#[derive(Clone, Default)]
pub struct Readiness(Option<(Arc<Check>, Duration)>);

impl Readiness {
    /// Ready while `check` answers yes, in time.
    pub fn when<F>(check: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = bool> + Send + 'static,
    {
        Self(Some((Arc::new(move || Box::pin(check())), PATIENCE)))
    }

    /// With another time until no answer is a no.
    #[must_use]
    pub fn within(self, patience: Duration) -> Self {
        Self(self.0.map(|(check, _)| (check, patience)))
    }

    async fn ask(&self) -> bool {
        match &self.0 {
            None => true,
            Some((check, patience)) => tokio::time::timeout(*patience, check()).await.unwrap_or(false),
        }
    }
}

/// `/healthz` and `/readyz`.
pub(super) fn router(shell: Shell) -> Router {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(ready)).with_state(shell)
}

async fn ready(State(shell): State<Shell>) -> (StatusCode, &'static str) {
    if !shell.drain.has_begun() && shell.readiness.ask().await {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    }
}
