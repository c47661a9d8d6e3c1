//! Erasing what was kept for long enough.

use domain::{
    audit::{ErasedBecause, Event},
    audit_log::retention::Retention,
    ids::EntryId,
};

use super::done;
use crate::{
    services::{Outcome, Shared},
    store::{copies, erasure},
};

/// How many pieces one transaction erases at most: on SQLite everybody else waits for it.
pub const BATCH: u32 = 100;

/// Erases the oldest of what is past its time, as one transaction with an entry of its own for each class; says beside how many entries.
/// What is not reached is reached by the next call: 0 says that nothing is left. Two servers that do it at once erase each piece once.
///
/// # Errors
/// When the database fails.
pub async fn over(shared: &Shared) -> Outcome<u32> {
    let mut all = 0;
    for class in Retention::ALL {
        all += batch(shared, class).await?;
    }
    Ok(all)
}

async fn batch(shared: &Shared, class: Retention) -> Outcome<u32> {
    let now = shared.now();
    let until = shared.settings.retention.ends(class, now);
    let id = EntryId::new(now, &*shared.entropy);
    let mut tx = shared.db.write().await?;
    erasure::begin(&mut tx, id, now);
    let entries = erasure::past(&mut tx, id, class, until, BATCH).await?;
    if entries == 0 {
        return Ok(0);
    }
    for session in erasure::sessions(&mut tx, id).await? {
        copies::erase(&mut tx, session, Some(class)).await?;
    }
    done(tx, id, now, None, Event::Erased { entries, because: ErasedBecause::Retention { class } }).await?;
    Ok(entries)
}
