//! Pruning the log (G13): what would go, asking for it, approving it with a passkey, and destroying the entries step by step.
//!
//! The rules are [`domain::pruning`]'s. Two people: [`ask`] is an administrator's, [`approve`] somebody else's. The approval is an entry, in one
//! transaction with the row that it changes; no entry goes before that one stands in the log under a signed head, so at no moment is something
//! missing that the log does not tell of. [`go_on`] destroys a block of the search index at a time: killed at any moment, what was destroyed and
//! how far it has come are the same COMMIT. Each step looks again whether somebody needs one of these entries, whether they are what was signed,
//! and whether the approval would convince a stranger ([`domain::audit_log::verify::entry::examine`]).

mod approve;
mod ask;
mod page;
mod plan;
mod port;
mod step;

pub use approve::{approve, start};
pub use ask::{ask, refuse};
pub use page::{before, last, page, pruned, waits_for};
pub use plan::{Plan, plan};
pub use step::go_on;

use domain::{
    audit::{Actor, Entry, Event, Scope},
    audit_log::personal::Personal,
    ids::EntryId,
    time::Timestamp,
};

use super::{Outcome, Shared};
use crate::{
    fault::Fault,
    store::{Db, Tx, audit, cosignature, log},
};

/// Writes an entry; none of these belongs to a customer.
async fn record(tx: &mut Tx, id: EntryId, at: Timestamp, actor: Actor, event: Event, beside: &[Personal]) -> Result<(), Fault> {
    audit::append_with(tx, &Entry { id, at, actor, scope: Scope::default(), event }, beside).await
}

/// The last head that is signed, and that enough witnesses have seen where any are needed.
async fn sealed(shared: &Shared) -> Result<Option<log::Sealed>, Fault> {
    let epoch = log::head(&shared.db).await?.epoch;
    let most = match &shared.witnesses {
        None => u64::MAX,
        Some(policy) => policy.quorum.size(cosignature::seen_of(&shared.db, epoch).await?.of(policy).sizes),
    };
    log::last_of(&shared.db, epoch, most).await
}

/// The root over the first entries, from the hashes that are kept of them.
async fn root(db: &Db, size: u64) -> Result<Option<domain::audit_log::Hash>, Fault> {
    Ok(log::tree(db, size).await?.map(|tree| tree.root()))
}
