//! The log's sequencer: gives committed entries their places, and signs how far the tree goes.
//!
//! Any number of servers may run it on one database. Places are given in one transaction that moves the head from the size it
//! was read at, so one of two wins and the other reads again. Only a head that is committed is signed, and what was committed
//! never changes: two servers that sign the same size sign the same root. What signs remembers the last head it signed, in
//! memory and in a file beside its key, and signs nothing that does not continue it (G05): a database that was put back to an
//! earlier state stops it, until an operator says so ([`epoch::declare`]).

pub mod epoch;
mod memory;
mod round;
mod state;

use std::{path::Path, sync::Arc};

use app::log::view::LogState as Shown;
use domain::audit_log::{
    Note,
    key::{KeyName, Kind, NotAKey, Signer, VerifierKey},
};
use tokio::sync::Mutex;

pub use self::{
    memory::Memory,
    round::{Trouble as NotSigned, round, start},
    state::{LogState, SignedHead, State},
};
use crate::{
    fault::Fault,
    log_key::LogKey,
    services::{Shared, collected, witnessed},
    store::log::Head,
};

/// The log as a use case's surroundings have it. Cheap to clone.
#[derive(Clone)]
pub struct Log(Arc<Inner>);

struct Inner {
    key: LogKey,
    host: String,
    state: State,
    sequencer: Mutex<round::Sequencer>,
}

impl Log {
    /// The log of the server at that host, which remembers in that folder what it signed.
    #[must_use]
    pub fn new(key: LogKey, host: String, data: &Path) -> Self {
        let sequencer = Mutex::new(round::Sequencer::new(Memory::of(data)));
        Self(Arc::new(Inner { key, host, state: State::default(), sequencer }))
    }

    /// What is known of it, for pages and numbers.
    #[must_use]
    pub fn state(&self) -> Arc<LogState> {
        self.0.state.now()
    }

    /// Whose log it is: the origin of its heads and the name of their key.
    ///
    /// # Errors
    /// Never, with a host that can stand in an address.
    pub fn origin(&self, epoch: u32) -> Result<KeyName, NotAKey> {
        [&self.0.host, "/audit/", &epoch.to_string()].concat().parse()
    }

    /// What its heads of an epoch are checked with: their signature, or the time they say.
    ///
    /// # Errors
    /// As [`Log::origin`].
    pub fn verifier(&self, epoch: u32, kind: Kind) -> Result<VerifierKey, NotAKey> {
        Ok(VerifierKey { name: self.origin(epoch)?, kind, public: self.0.key.public() })
    }
}

/// How the log stands, as a page shows it; `None` before anything was signed.
///
/// # Errors
/// When the database fails.
pub async fn shown(shared: &Shared) -> Result<Option<Shown>, Fault> {
    let state = shared.log.state();
    let Some(signed) = state.signed else { return Ok(None) };
    let head: String = signed.root.bytes().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    let head = [&head[..4], "\u{2026}", &head[60..]].concat();
    let witnesses = witnessed::agree(shared, signed.epoch).await?;
    let collection = collected::standing(shared).await?;
    Ok(Some(Shown { entries: signed.size, signed_at: signed.at, head, witnesses, collection, trouble: state.trouble.clone() }))
}

/// The head that this server signed last, signed again as what holds now. `None` before anything was signed, and when the log has stopped:
/// who hears nothing then hears what is true.
///
/// # Errors
/// Never, with a host that can stand in an address.
pub fn vouch(shared: &Shared) -> Result<Option<(SignedHead, Note)>, Fault> {
    let state = shared.log.state();
    let Some(signed) = state.signed.filter(|_| !state.stopped) else { return Ok(None) };
    let head = Head { epoch: signed.epoch, size: signed.size, root: signed.root };
    let note = round::signed(&shared.log, &head, shared.now())?;
    let note = note.parse().map_err(|error| Fault::other("signing the log's head", error))?;
    Ok(Some((signed, note)))
}
