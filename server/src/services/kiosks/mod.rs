//! Kiosks: screens at a counter, in front of the customer (OBLIGATIONS CH4).
//!
//! A screen shows a code, an administrator types it, and from then on the screen is a kiosk: it is known by a handle in its cookie, as a
//! phone is. An agent puts their session on it; it shows what that session asks, six digits or a link as a QR code, and nothing else
//! of anybody's. What it shows when is decided in [`domain::kiosk`]. Why so: `docs/decisions/0023-kiosks.md`.

mod desk;
mod set_up;
mod shown;

pub(super) use desk::at_the_desk;
pub use desk::{choose, let_go};
pub use set_up::{all, begin, retire, set_up};
pub use shown::{Seen, look, touch};

use domain::{
    audit::{Actor, Entry, Event, Scope},
    ids::{AgentId, EntryId},
    time::Timestamp,
};

use super::Shared;
use crate::{
    fault::Fault,
    store::{Tx, audit},
};

/// What an administrator did is on record.
async fn record(shared: &Shared, tx: &mut Tx, by: AgentId, event: Event, now: Timestamp) -> Result<(), Fault> {
    let id = EntryId::new(now, &*shared.entropy);
    audit::append(tx, &Entry { id, at: now, actor: Actor::Staff(by), scope: Scope::default(), event }).await
}
