//! A transaction as a value: consumed by its commit, rolled back when it is dropped. It owns the writes that wait for the
//! next statement ([`Later`]), and no way to its end or to its connection leads past them.

use sqlx::{Postgres, Transaction};

use super::{Engine, Held, Hold, Later, writer::Lease};
use crate::fault::Fault;

#[cfg(feature = "testing")]
use super::dying::moment;

/// Where a test may let the program die; nothing at all in one that is shipped.
#[cfg(not(feature = "testing"))]
const fn moment() {}

/// A transaction under way. What it wrote is durable when [`Tx::commit`] returns, and gone if it is dropped before.
#[must_use = "a transaction that is dropped is rolled back"]
pub struct Tx {
    inner: Inner,
    state: State,
    /// Written, in this order, before the next statement and before the COMMIT.
    waiting: Vec<Later>,
}

enum Inner {
    Sqlite(Lease),
    Postgres(Transaction<'static, Postgres>),
}

/// Whether the transaction can still be committed. PostgreSQL refuses everything after an error, and answers a COMMIT
/// then with a silent ROLLBACK; SQLite would go on, and may have rolled back more than the statement. So neither is
/// left to decide.
enum State {
    Whole,
    /// A statement is under way. If its future is dropped, this is what remains, and how much was done is not known.
    Busy,
    Lost(Fault),
}

impl Tx {
    pub(super) const fn sqlite(lease: Lease) -> Self {
        Self { inner: Inner::Sqlite(lease), state: State::Whole, waiting: Vec::new() }
    }

    pub(super) const fn postgres(transaction: Transaction<'static, Postgres>) -> Self {
        Self { inner: Inner::Postgres(transaction), state: State::Whole, waiting: Vec::new() }
    }

    /// Makes everything that was written durable. On SQLite the answer comes after a COMMIT that others may share.
    ///
    /// # Errors
    /// When a statement failed before, or the COMMIT does: then nothing was written. When the connection breaks or the
    /// database closes before the answer, it may have been.
    pub async fn commit(mut self) -> Result<(), Fault> {
        self.settle().await?;
        self.whole()?;
        moment();
        let done = match self.inner {
            Inner::Sqlite(lease) => lease.commit().await,
            Inner::Postgres(transaction) => transaction.commit().await.map_err(Fault::from),
        };
        moment();
        done
    }

    /// Keeps a write until the next statement or the COMMIT, whichever comes first.
    pub(super) fn later(&mut self, write: Later) {
        self.waiting.push(write);
    }

    /// How many of the writes that wait are `like` that.
    pub(super) fn waiting(&self, like: impl Fn(&Later) -> bool) -> usize {
        self.waiting.iter().filter(|later| like(later)).count()
    }

    /// The connection, for one statement, after all that waits was written. What the macros call, and [`Tx::note`]
    /// afterwards.
    ///
    /// # Errors
    /// When an earlier statement failed or was given up halfway, or what waited cannot be written.
    pub async fn hold(&mut self) -> Result<Hold<'_>, Fault> {
        self.settle().await?;
        self.connection()
    }

    fn connection(&mut self) -> Result<Hold<'_>, Fault> {
        self.whole()?;
        moment();
        self.state = State::Busy;
        Ok(match &mut self.inner {
            Inner::Sqlite(lease) => Hold::Sqlite(Held::Lent(lease.connection()?)),
            Inner::Postgres(transaction) => Hold::Postgres(Held::Lent(&mut **transaction)),
        })
    }

    /// Writes what waits.
    async fn settle(&mut self) -> Result<(), Fault> {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() { Ok(()) } else { self.write(waiting).await }
    }

    async fn write(&mut self, all: Vec<Later>) -> Result<(), Fault> {
        let done = match self.connection()? {
            Hold::Sqlite(mut held) => Later::on_sqlite(all, &mut held).await,
            Hold::Postgres(mut held) => Later::on_postgres(all, &mut held).await,
        };
        self.note(done)
    }

    /// Hears how a statement ended.
    ///
    /// # Errors
    /// `done`, as it is.
    pub fn note<T>(&mut self, done: Result<T, Fault>) -> Result<T, Fault> {
        self.state = match &done {
            Ok(_) => State::Whole,
            Err(fault) => State::Lost(fault.clone()),
        };
        done
    }

    /// Which database this is.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self.inner {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    fn whole(&self) -> Result<(), Fault> {
        match &self.state {
            State::Whole => Ok(()),
            State::Busy => Err(Fault::Interrupted),
            State::Lost(fault) => Err(fault.clone()),
        }
    }
}
