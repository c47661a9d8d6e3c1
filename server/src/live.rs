//! Who must look again: a word to open pages and phones after a commit, never before it.
//!
//! A change carries no data. Whoever hears one reads the truth anew, so that a lost word costs nothing but time. What is told here is passed on
//! to the other servers on the same database ([`crate::relay`]).

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

use domain::ids::{AgentId, CustomerId, KioskId, SessionId};

/// How many changes may wait for a slow reader before it is told to read everything anew (H08).
const BACKLOG: usize = 1024;

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Something that only supervisors see.
    Floor,
    /// A person's sign-ins ended, or their rights are others: their open streams must end too.
    SignedOut(AgentId),
    /// Who may do what, or a review of it.
    Access,
    /// A request to take entries of the log away.
    Exports,
    /// Time itself: a demo's clock was put forward. Or words were lost on the way from another server: every page looks again.
    Time,
}

/// Where changes are told. Cheap to clone.
#[derive(Clone)]
pub struct Live(Arc<Words>);

struct Words {
    /// To the open pages here.
    here: broadcast::Sender<Change>,
    /// To whoever passes them on.
    outward: broadcast::Sender<Change>,
}

impl Default for Live {
    fn default() -> Self {
        Self(Arc::new(Words { here: broadcast::Sender::new(BACKLOG), outward: broadcast::Sender::new(BACKLOG) }))
    }
}

impl Live {
    /// Tells everybody. That nobody listens is fine.
    pub fn tell(&self, change: Change) {
        let _ = self.0.here.send(change);
        let _ = self.0.outward.send(change);
    }

    /// Tells everybody each of several changes.
    pub fn tell_all(&self, changes: impl IntoIterator<Item = Change>) {
        for change in changes {
            self.tell(change);
        }
    }

    /// Tells those who are here what another server told.
    pub fn pass_in(&self, change: Change) {
        let _ = self.0.here.send(change);
    }

    /// Hears every change from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Change> {
        self.0.here.subscribe()
    }

    /// Hears what is told on this server alone, to pass it on.
    #[must_use]
    pub fn listen_outward(&self) -> broadcast::Receiver<Change> {
        self.0.outward.subscribe()
    }
}
