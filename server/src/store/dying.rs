//! Dying at a chosen moment, so that tests can see what a power cut leaves. Only with the feature `testing`: a program that
//! is shipped has none of this.
//!
//! A moment is the beginning of a statement in a transaction, on SQLite a row that changed (there several writes go to its thread
//! together), the beginning of the COMMIT, or the return from it. They are counted over the whole process, from the call of [`at`] on.

use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::SqliteConnection;

/// Moments left to live; none are counted while this is 0.
static LEFT: AtomicU64 = AtomicU64::new(0);

/// From now on: dies at the `moment`th moment, counted from 1, as by `kill -9`: nothing is flushed, closed or dropped.
pub fn at(moment: u64) {
    LEFT.store(moment, Ordering::SeqCst);
}

/// One more moment has come.
pub(super) fn moment() {
    let counted = LEFT.try_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
    if counted == Ok(1) {
        std::process::abort();
    }
}

/// Makes each row that changes through this connection a moment.
pub(super) async fn at_each_row(mut connection: SqliteConnection) -> Result<SqliteConnection, sqlx::Error> {
    connection.lock_handle().await?.set_update_hook(|_| moment());
    Ok(connection)
}
