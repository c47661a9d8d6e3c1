//! Scrubbing the database's files after erasures.

use crate::{
    services::{Outcome, Shared},
    store::{erasure, scrub::Scrub},
};

/// Scrubs, whatever was erased before. `false`: others were reading; it is to be tried again. That it was done in whole is kept.
///
/// # Errors
/// When the database fails.
pub async fn scrub(shared: &Shared, how: Scrub) -> Outcome<bool> {
    // What is erased while it goes on may not be reached by it.
    let until = shared.now();
    let done = shared.db.scrub(how).await?;
    if done && how == Scrub::Whole {
        let mut tx = shared.db.write().await?;
        erasure::scrubbed(&mut tx, until, shared.now()).await?;
        tx.commit().await?;
    }
    Ok(done)
}
