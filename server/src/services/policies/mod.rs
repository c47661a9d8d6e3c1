//! The assurance policy: which version is in force, and how another one comes to be.
//!
//! A change is proposed by one administrator and takes effect when a second one approves it (T-01, D11). Owns the versions
//! and the one in force ([`InForce`]). Refuses a policy with an error in it, one's own proposal, and a proposal that was made
//! from a version which is no longer in force: whoever approved it would undo what they have not seen.

mod decide;
mod in_force;
mod propose;
mod start;
mod view;

pub use decide::{approve, reject, withdraw};
pub use in_force::{InForce, Policies};
pub use propose::{propose, propose_as_operator};
pub use start::{refresh, start};
pub use view::{draft, page, version};

use domain::{
    audit::{Actor, Entry, Event, Scope},
    ids::EntryId,
    time::Timestamp,
};
use sha2::{Digest, Sha256};

use super::Shared;
use crate::{
    fault::Fault,
    store::{Tx, audit},
};

/// Writes an entry about the policy; none of these belongs to a customer.
async fn record(shared: &Shared, tx: &mut Tx, actor: Actor, event: Event, now: Timestamp) -> Result<(), Fault> {
    let id = EntryId::new(now, &*shared.entropy);
    audit::append(tx, &Entry { id, at: now, actor, scope: Scope::default(), event }).await
}

/// What a version is known by besides its number.
fn checksum(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}
