//! Who must look again: a word to open pages and phones after a commit, never before it.
//!
//! A change carries no data. Whoever hears one reads the truth anew, so that a lost word costs nothing but time.

use std::sync::Arc;

use tokio::sync::broadcast;

use domain::ids::{AgentId, CustomerId, KioskId, SessionId};

/// How many changes may wait for a slow reader before it is told to read everything anew (H08).
const BACKLOG: usize = 1024;

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A session: its own page, its agent's rail, and its customer's phone.
    Session {
        /// Which.
        session: SessionId,
        /// Who serves it.
        agent: AgentId,
        /// Whose account.
        customer: CustomerId,
    },
    /// A customer's phones or account.
    Customer(CustomerId),
    /// A kiosk: which session it shows, or that it is none any more.
    Kiosk(KioskId),
    /// The policy in force, or a proposal of another: every open desk looks again.
    Policy,
    /// A person's sign-ins ended: their open streams must end too.
    SignedOut(AgentId),
    /// Time itself: a demo's clock was put forward.
    Time,
}

/// Where changes are told. Cheap to clone.
#[derive(Clone)]
pub struct Live(Arc<broadcast::Sender<Change>>);

impl Default for Live {
    fn default() -> Self {
        Self(Arc::new(broadcast::Sender::new(BACKLOG)))
    }
}

impl Live {
    /// Tells everybody. That nobody listens is fine.
    pub fn tell(&self, change: Change) {
        let _ = self.0.send(change);
    }

    /// Tells everybody each of several changes.
    pub fn tell_all(&self, changes: impl IntoIterator<Item = Change>) {
        for change in changes {
            self.tell(change);
        }
    }

    /// Hears every change from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Change> {
        self.0.subscribe()
    }
}
