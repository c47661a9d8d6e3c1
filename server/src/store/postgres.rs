//! The shared database: connections lent for one read or one transaction, and lent again.
//!
//! sqlx's pool asks each connection whether it is alive when it is taken and once more when it comes back: two round trips
//! for every read and every transaction. Owns a shelf in front of that pool: what came back clean a moment ago is lent again
//! unasked. Refuses what may not be clean (a statement that failed or was given up, a transaction without its COMMIT): that
//! goes back to the pool, which asks, and replaces what is broken or too old.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sqlx::{Executor, PgConnection, PgPool, Postgres, pool::PoolConnection};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout},
};

use super::db::PATIENCE;
use crate::fault::Fault;

/// How long after it came back a connection is lent again unasked.
const FRESH: Duration = Duration::from_secs(1);

/// A PostgreSQL database, open. Cheap to clone.
#[derive(Clone)]
pub struct PgDb {
    pool: PgPool,
    shelf: Arc<Shelf>,
}

struct Shelf {
    /// As many as the pool has connections: who has a turn finds one on the shelf or in the pool.
    turns: Arc<Semaphore>,
    /// The last that came back is on top.
    clean: Mutex<Vec<(PoolConnection<Postgres>, Instant)>>,
}

impl Shelf {
    /// Puts a clean connection on the shelf; back into the pool, if the shelf is closed.
    fn put(&self, connection: PoolConnection<Postgres>) {
        let mut clean = self.clean.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.turns.is_closed() {
            clean.push((connection, Instant::now()));
        }
    }

    /// A connection that came back a moment ago. Those that did not go back into the pool.
    fn take(&self) -> Option<PoolConnection<Postgres>> {
        let mut clean = self.clean.lock().unwrap_or_else(PoisonError::into_inner);
        let (connection, since) = clean.pop()?;
        if since.elapsed() < FRESH {
            return Some(connection);
        }
        clean.clear();
        None
    }
}

impl PgDb {
    pub(super) fn new(pool: PgPool, connections: u32) -> Self {
        let turns = usize::try_from(connections).unwrap_or(Semaphore::MAX_PERMITS);
        let shelf = Shelf { turns: Arc::new(Semaphore::new(turns)), clean: Mutex::default() };
        Self { pool, shelf: Arc::new(shelf) }
    }

    pub(super) async fn lend(&self) -> Result<Lent, Fault> {
        let turn = timeout(PATIENCE, self.shelf.turns.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(|_| sqlx::Error::PoolClosed)?;
        let connection = match self.shelf.take() {
            Some(connection) => connection,
            None => self.pool.acquire().await?,
        };
        Ok(Lent { held: Some((connection, turn)), shelf: Arc::clone(&self.shelf), left: Left::Unsure })
    }

    pub(super) async fn begin(&self) -> Result<Lent, Fault> {
        let mut lent = self.lend().await?;
        lent.left = Left::Begun;
        lent.connection()?.execute("BEGIN").await?;
        Ok(lent)
    }

    pub(super) async fn close(&self) {
        self.shelf.turns.close();
        self.shelf.clean.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.pool.close().await;
    }
}

/// In what state a connection is left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Left {
    /// All that was asked of it was answered.
    Clean,
    /// It may have failed, or wait for an answer.
    Unsure,
    /// A transaction was begun and not ended.
    Begun,
}

/// A connection, for as long as it is needed. Dropping it gives it back, and rolls back what was begun on it.
pub struct Lent {
    held: Option<(PoolConnection<Postgres>, OwnedSemaphorePermit)>,
    shelf: Arc<Shelf>,
    left: Left,
}

impl Lent {
    pub(super) fn connection(&mut self) -> Result<&mut PgConnection, Fault> {
        self.held.as_mut().map(|(connection, _)| &mut **connection).ok_or(Fault::Closed)
    }

    /// Hears whether a statement outside a transaction went well.
    pub(super) const fn heard(&mut self, well: bool) {
        self.left = if well { Left::Clean } else { Left::Unsure };
    }

    pub(super) async fn commit(mut self) -> Result<(), Fault> {
        self.connection()?.execute("COMMIT").await?;
        self.left = Left::Clean;
        Ok(())
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let Some((mut connection, turn)) = self.held.take() else { return };
        match self.left {
            Left::Clean => self.shelf.put(connection),
            // The pool asks it whether it is alive, and waits for the answers that it owes.
            Left::Unsure => {}
            Left::Begun => {
                let kept = Arc::clone(&self.shelf);
                tokio::spawn(async move {
                    match connection.execute("ROLLBACK").await {
                        Ok(_) => kept.put(connection),
                        Err(_) => connection.close_on_drop(),
                    }
                    drop(turn);
                });
            }
        }
    }
}
