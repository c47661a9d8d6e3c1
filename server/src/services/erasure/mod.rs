//! Erasing what stands beside entries of the log: on request, and when it was kept for long enough. The entries stay, and so does what
//! they commit to, which then says nothing; the log verifies as before.
//!
//! One erasure is one transaction: each piece is marked as erased, destroyed with its salt, its copies with it, and the entry that tells of
//! it written. So it is done or not done, whoever is killed, and done again it does nothing. Scrubbing the database's files comes after
//! ([`scrub`]), and is done again until it was.
//!
//! To put a kind of data under this: commit to it with [`crate::store::audit::append_with`] under a class of
//! [`domain::audit_log::retention::Retention`], and name every other column that holds it in [`crate::store::copies`].

mod hold;
mod request;
mod retention;
mod scrub;

pub use hold::{begin_hold, end_hold};
pub use request::{Erased, erase, found, plan};
pub use retention::{BATCH, over};
pub use scrub::scrub;

use domain::{
    audit::{Actor, Entry, Event, Scope},
    ids::{CustomerId, EntryId},
    time::Timestamp,
};

use super::Outcome;
use crate::{
    fault::Fault,
    store::{Tx, audit},
};

/// Writes what an operator's command, or time, did.
async fn tell(tx: &mut Tx, id: EntryId, at: Timestamp, customer: Option<CustomerId>, event: Event) -> Result<(), Fault> {
    let scope = Scope { customer, ..Scope::default() };
    audit::append(tx, &Entry { id, at, actor: Actor::System, scope, event }).await
}

/// Writes what a command or time did, and makes it durable.
async fn done(mut tx: Tx, id: EntryId, at: Timestamp, customer: Option<CustomerId>, event: Event) -> Outcome<()> {
    tell(&mut tx, id, at, customer, event).await?;
    Ok(tx.commit().await?)
}
