//! The assurance policy: which version is in force, and how another one comes to be.
//!
//! A change is proposed by one administrator and takes effect when a second one approves it (T-01, D11). Owns the versions
//! and the one in force ([`InForce`]). Refuses a policy with an error in it or that this program could not keep, one's own
//! proposal, a stored text that is not what was proposed, and a proposal that was made from a version which is no longer in
//! force: whoever approved it would undo what they have not seen.

mod decide;
mod in_force;
mod propose;
mod start;
mod usable;
mod view;

pub use decide::{approve, reject, withdraw};
pub use in_force::{InForce, Policies};
pub use propose::{propose, propose_as_operator};
pub use start::{refresh, start};
pub use usable::{NotKept, Unusable, checked};
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
    store::{Tx, audit, policy::Version},
};

/// Writes an entry about a version; none of these belongs to a customer.
async fn record(shared: &Shared, tx: &mut Tx, actor: Actor, event: Event, version: u32, now: Timestamp) -> Result<(), Fault> {
    let (id, scope) = (EntryId::new(now, &*shared.entropy), Scope { policy: Some(version), ..Scope::default() });
    audit::append(tx, &Entry { id, at: now, actor, scope, event }).await
}

/// What a version is known by besides its number.
fn checksum(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// Whether a version still is what was proposed.
pub(super) fn genuine(version: &Version) -> bool {
    checksum(&version.text) == version.checksum
}
