//! Dying, or standing still, at a chosen moment, so that tests can see what a power cut leaves and whom a stalled process holds up. Only
//! with the feature `testing`: a program that is shipped has none of this.
//!
//! A moment is the beginning of a statement in a transaction, on SQLite a row that changed (there several writes go to its thread
//! together), the beginning of the COMMIT, or the return from it. They are counted over the whole process, from the call of [`at`] on.

use std::{
    process::Command,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
};

use sqlx::SqliteConnection;

/// Moments left to live; none are counted while this is 0.
static LEFT: AtomicU64 = AtomicU64::new(0);
/// Whether it stands still at that moment instead.
static STANDS_STILL: AtomicBool = AtomicBool::new(false);

/// From now on: dies at the `moment`th moment, counted from 1, as by `kill -9`: nothing is flushed, closed or dropped.
pub fn at(moment: u64) {
    STANDS_STILL.store(false, Ordering::SeqCst);
    LEFT.store(moment, Ordering::SeqCst);
}

/// From now on: at that moment the whole process stands still, as by `kill -STOP`, until somebody lets it go on.
pub fn still_at(moment: u64) {
    STANDS_STILL.store(true, Ordering::SeqCst);
    LEFT.store(moment, Ordering::SeqCst);
}

/// One more moment has come.
pub(crate) fn moment() {
    let counted = LEFT.try_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
    if counted != Ok(1) {
        return;
    }
    if STANDS_STILL.load(Ordering::SeqCst) {
        let stopped = Command::new("kill").args(["-STOP", &std::process::id().to_string()]).status();
        assert!(stopped.is_ok_and(|status| status.success()), "a process that is to stand still has to be stopped");
    } else {
        std::process::abort();
    }
}

/// Makes each row that changes through this connection a moment.
pub(super) async fn at_each_row(mut connection: SqliteConnection) -> Result<SqliteConnection, sqlx::Error> {
    connection.lock_handle().await?.set_update_hook(|_| moment());
    Ok(connection)
}
