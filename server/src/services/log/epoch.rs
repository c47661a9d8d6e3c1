//! A new epoch: an operator says that the database was put back to an earlier state, and that it is to go on from there.
//!
//! The log begins anew under another origin, with the entries that the database has. What had been signed before and is not
//! there any more stays named: in the first new entry, and by the heads that others kept.

use domain::{
    audit::{Actor, Entry, Event, Scope},
    ids::EntryId,
    refusal::Refusal,
    text::ShownText,
};

use super::round::remembered;
use crate::{
    services::{Outcome, Shared},
    store::{audit, log},
};

/// What was declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The new epoch.
    pub epoch: u32,
    /// How many entries it begins with, before the one that says so.
    pub has: u64,
    /// How many entries this server had signed for, if it remembers.
    pub had: Option<u64>,
}

/// Begins the next epoch. What the command line calls, with the servers stopped.
///
/// # Errors
/// When somebody else has just begun it, or the database fails.
pub async fn declare(shared: &Shared, reason: &ShownText) -> Outcome<Declared> {
    let head = log::head(&shared.db).await?;
    let memory = shared.log.0.sequencer.lock().await.memory.read()?;
    let remembered = memory.and_then(|note| remembered(&note, &shared.log).ok());
    let from = remembered.as_ref().map_or(head.epoch, |(epoch, _)| head.epoch.max(*epoch));
    let declared = Declared { epoch: from + 1, has: head.size, had: remembered.map(|(_, head)| head.size) };
    let now = shared.now();
    let event = Event::LogEpochBegun { epoch: declared.epoch, has: declared.has, had: declared.had, reason: reason.to_string() };
    let mut tx = shared.db.write().await?;
    if !log::begin_epoch(&mut tx, head.epoch, declared.epoch).await? {
        return Err(Refusal::bad_input("Another epoch has just begun. Look at it first.").into());
    }
    let entry = Entry { id: EntryId::new(now, &*shared.entropy), at: now, actor: Actor::System, scope: Scope::default(), event };
    audit::append(&mut tx, &entry).await?;
    tx.commit().await?;
    Ok(declared)
}
