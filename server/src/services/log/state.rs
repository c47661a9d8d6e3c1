//! What is known of the log now, for pages and numbers.

use std::sync::{Arc, PoisonError, RwLock};

use domain::{audit_log::Hash, time::Timestamp};

/// How the log stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogState {
    /// The last head that was signed; none yet, or none since this server started.
    pub signed: Option<SignedHead>,
    /// Why nothing is signed, in a sentence; `None`: it is.
    pub trouble: Option<String>,
    /// Whether that does not pass by itself: the log is not what was signed, and nothing sensitive is done on it.
    pub stopped: bool,
}

/// A head that was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedHead {
    /// Of which epoch.
    pub epoch: u32,
    /// How many entries.
    pub size: u64,
    /// Their root.
    pub root: Hash,
    /// When.
    pub at: Timestamp,
}

/// Where it is found. One value at a time, whole.
#[derive(Default)]
pub struct State(RwLock<Arc<LogState>>);

impl State {
    /// As it is now.
    #[must_use]
    pub fn now(&self) -> Arc<LogState> {
        // A lock is poisoned only by a panic while it is held, and nothing here can: the value is whole.
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn signed(&self, head: SignedHead) {
        self.put(LogState { signed: Some(head), ..LogState::default() });
    }

    /// A round went well: whatever was in the way is not any more.
    pub(super) fn well(&self) {
        let before = self.now();
        if before.trouble.is_some() {
            self.put(LogState { signed: before.signed, ..LogState::default() });
        }
    }

    /// Remembers why nothing is signed, and whether that passes; whether it is news.
    pub(super) fn trouble(&self, why: String, passes: bool) -> bool {
        let before = self.now();
        let news = before.trouble.as_ref() != Some(&why);
        self.put(LogState { signed: before.signed, trouble: Some(why), stopped: !passes });
        news
    }

    fn put(&self, state: LogState) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
    }
}
