//! A collector of other people's logs (G10): `countersign collect`. It runs elsewhere, under another hand, and keeps every entry of the logs
//! whose keys it was given, in files that are only ever added to.
//!
//! Owns one decision after the other: who may ask, by a token ([`router`]); what is taken, `domain`'s ([`domain::audit_log::collector`]);
//! what is kept ([`Folder`]), on disk before anybody is answered. Whatever is dropped, repeated, put elsewhere or changed on the way here is
//! trouble: a log line, a file of its own, a number, and no good health. So is a log that says nothing. Refuses a new log: an operator adds
//! each by hand, a new epoch of one too.

mod door;
mod folder;
mod kept;
mod numbers;

use std::{path::Path, sync::Arc};

use domain::{
    audit_log::{
        VerifierKey,
        collector::{Admitted, Batch, Refused, Trouble},
    },
    secret::Hashed,
    time::{Clock, Duration},
};

pub use door::router;
pub use folder::{Folder, NotOpened};
pub use kept::Standing;
pub use numbers::{Numbers, router as numbers};

use crate::log_key::Ring;
use kept::Kept;

/// The largest batch that is read, in bytes.
pub const LARGEST: usize = 4 * 1024 * 1024;

/// A collector: whom it knows, and what it has.
pub struct Collector {
    token: Hashed,
    logs: Vec<Kept>,
    clock: Arc<dyn Clock>,
    silence: Duration,
    numbers: Numbers,
}

/// What a batch is answered with that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The place that is expected next.
    pub next: u64,
    /// How many entries were kept already.
    pub again: u64,
}

/// Why a batch is not taken.
#[derive(Debug, thiserror::Error)]
pub enum No {
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// Nobody known has signed for it.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It is not what it should be.
    #[error("{trouble}")]
    Trouble {
        /// What is wrong.
        trouble: Trouble,
        /// The place that is expected.
        next: u64,
    },
    /// It could not be kept.
    #[error("the entries could not be kept")]
    Failed(#[from] std::io::Error),
}

impl Collector {
    /// Opens what was kept of each log in a folder of its own below `store`, which is made if it is not there. What is there is read, hashed and
    /// compared with the last head that came. `silence` is how long a log may say nothing.
    ///
    /// # Errors
    /// When something cannot be read, or is not what the log signed for.
    pub fn open(token: Hashed, logs: &[VerifierKey], store: &Path, clock: Arc<dyn Clock>, silence: Duration) -> Result<Self, NotOpened> {
        let now = clock.now();
        let open = |key: &VerifierKey| Kept::open(key, store, now);
        let (logs, numbers) = (logs.iter().map(open).collect::<Result<_, _>>()?, Numbers::default());
        let collector = Self { token, logs, clock, silence, numbers };
        collector.look();
        Ok(collector)
    }

    /// Whether that is the token of those who may send.
    #[must_use]
    pub fn knows(&self, token: &str) -> bool {
        // Hashes are compared: how long that takes says nothing of the token.
        Hashed::of(token) == self.token
    }

    /// What is counted of it.
    #[must_use]
    pub const fn counts(&self) -> &Numbers {
        &self.numbers
    }

    /// Takes a batch, or says why not. When this returns, what was taken is on disk. Blocks meanwhile.
    ///
    /// # Errors
    /// When it is not taken.
    pub fn take(&self, body: &[u8]) -> Result<Answer, No> {
        let text = std::str::from_utf8(body).map_err(|_| No::Unreadable("not a batch of entries: it is no text".to_owned()))?;
        let batch: Batch =
            text.parse().map_err(|wrong: domain::audit_log::collector::batch::NotABatch| No::Unreadable(wrong.to_string()))?;
        let keys: Vec<_> = self.logs.iter().map(|log| log.key().clone()).collect();
        let now = self.clock.now();
        let asked = Admitted::by(&keys, batch, now, &Ring)?;
        let log = self.logs.iter().find(|log| log.key().name == *asked.origin()).ok_or(Refused::UnknownLog)?;
        let answer = log.take(&asked, self.silence, now);
        if matches!(answer, Err(No::Trouble { .. })) {
            self.numbers.trouble(log.key());
        }
        self.show(log);
        answer
    }

    /// Looks whether a log has been silent for too long, and says so once while it is. What the program does every few seconds.
    pub fn look(&self) {
        for log in &self.logs {
            log.look(self.silence, self.clock.now());
            self.show(log);
        }
    }

    /// How it stands with each log.
    #[must_use]
    pub fn standing(&self) -> Vec<Standing> {
        let now = self.clock.now();
        self.logs.iter().map(|log| log.standing(self.silence, now)).collect()
    }

    /// Whether there is neither trouble nor silence.
    #[must_use]
    pub fn is_well(&self) -> bool {
        self.standing().iter().all(Standing::is_well)
    }

    fn show(&self, log: &Kept) {
        self.numbers.show(&log.standing(self.silence, self.clock.now()));
    }
}
