//! What the layers need, in one value that is cheap to clone.

use std::{path::PathBuf, sync::Arc, time::Duration};

use domain::{entropy::Entropy, time::Clock};
use tokio::sync::Semaphore;

use super::{Drain, csp_report::Reports, health::Readiness, metrics::Metrics, static_files::Assets};
use crate::config::{Settings, TrustedHops};

/// The parts every request passes.
#[derive(Clone)]
pub struct Shell {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives request ids and nonces.
    pub entropy: Arc<dyn Entropy>,
    /// What is counted.
    pub metrics: Metrics,
    /// Whether the server is stopping. Event streams wait on it and tell their client to come back.
    pub drain: Drain,
    /// Whether the parts behind can work.
    pub readiness: Readiness,
    /// The browser's files by their content.
    pub assets: Assets,
    pub(super) site: PathBuf,
    pub(super) origin: String,
    pub(super) trusted_hops: Arc<TrustedHops>,
    pub(super) body_limit: usize,
    pub(super) request_timeout: Duration,
    pub(super) in_work: Arc<Semaphore>,
    pub(super) reports: Arc<Reports>,
}

impl Shell {
    /// A shell as `settings` want it. Reads the site folder once.
    pub fn new(settings: &Settings, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            clock,
            entropy,
            metrics: Metrics::default(),
            drain: Drain::default(),
            readiness: Readiness::default(),
            assets: Assets::read(&settings.site),
            site: settings.site.clone(),
            origin: settings.public_url.origin(),
            trusted_hops: Arc::new(settings.trusted_hops.clone()),
            body_limit: settings.body_limit,
            request_timeout: settings.request_timeout,
            in_work: Arc::new(Semaphore::new(settings.request_limit)),
            reports: Arc::new(Reports::default()),
        }
    }

    /// The same shell, ready only while `readiness` says so.
    #[must_use]
    pub fn ready_when(mut self, readiness: Readiness) -> Self {
        self.readiness = readiness;
        self
    }
}
