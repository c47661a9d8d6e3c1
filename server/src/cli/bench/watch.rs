//! The one place of the program that takes time itself: a benchmark measures real time.

use std::time::{Duration, Instant};

/// A running watch.
#[derive(Clone, Copy)]
pub(super) struct Watch(Instant);

impl Watch {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    pub(super) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
