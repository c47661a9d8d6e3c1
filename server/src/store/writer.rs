//! Group commit on SQLite: one connection writes, lent to one use case at a time, and one COMMIT (one fsync) answers
//! all those who were waiting together.
//!
//! A task owns the connection and lends it out by value. Each use case runs in a savepoint of its own inside one
//! `BEGIN IMMEDIATE`. It gives the connection back with "keep" or with "undo" (a [`Lease`] that is dropped, for whatever
//! reason, says "undo"), and the task does what was said *before* it lends the connection to the next. When nobody is
//! waiting, or the group is full, it commits, and only then are the kept ones told that they are done.
//!
//! Whatever goes wrong for the group (BEGIN, RELEASE, ROLLBACK TO, COMMIT) fails everybody in it, and the connection is
//! thrown away: closing it rolls back, and the next group starts on a new one. That includes a transaction that SQLite
//! itself rolled back (disk full, I/O error): the savepoint is then gone, which the RELEASE or ROLLBACK TO finds out.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use sqlx::{ConnectOptions, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, timeout},
};

use super::Settings;
#[cfg(feature = "testing")]
use super::dying::at_each_row;
use crate::fault::Fault;

/// Where a test may let the program die; nothing at all in one that is shipped.
#[cfg(not(feature = "testing"))]
fn at_each_row(connection: SqliteConnection) -> std::future::Ready<Result<SqliteConnection, sqlx::Error>> {
    std::future::ready(Ok(connection))
}

const BEGIN: &str = "BEGIN IMMEDIATE; SAVEPOINT one";
const KEEP: &str = "RELEASE one; SAVEPOINT one";
const UNDO: &str = "ROLLBACK TO one";
const UNDO_AND_COMMIT: &str = "ROLLBACK TO one; COMMIT";
const COMMIT: &str = "COMMIT";
const ROLLBACK: &str = "ROLLBACK";

/// How many may ask at once before the askers themselves are held up.
const QUEUE: usize = 1024;

/// When a group takes no more members. A lone writer is committed at once whatever these say.
#[derive(Clone, Copy, Debug)]
pub struct GroupLimits {
    /// Use cases that one COMMIT answers at most.
    pub members: usize,
    /// How long after its start a group still takes members.
    pub span: Duration,
}

impl Default for GroupLimits {
    fn default() -> Self {
        Self { members: 64, span: Duration::from_millis(2) }
    }
}

/// What the writer has done since the file was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteCounts {
    /// Use cases that are durable.
    pub kept: u64,
    /// COMMITs that made them so.
    pub commits: u64,
}

#[derive(Default)]
struct Counters {
    kept: AtomicU64,
    commits: AtomicU64,
}

type Answer = oneshot::Sender<Result<(), Fault>>;
type Loan = oneshot::Sender<Result<Lease, Fault>>;

enum Ask {
    Lend(Loan),
    Close(oneshot::Sender<()>),
}

/// The door to the writing task. Cheap to clone; the task ends when the last one is dropped.
#[derive(Clone)]
pub(super) struct Writer {
    asks: mpsc::Sender<Ask>,
    counters: Arc<Counters>,
    patience: Duration,
}

impl Writer {
    /// Opens the connection, so that a file which cannot be opened is known at once, and starts the task.
    pub(super) async fn start(options: SqliteConnectOptions, settings: &Settings) -> Result<Self, Fault> {
        let connection = Some(connect(&options).await?);
        let (asks, queue) = mpsc::channel(QUEUE);
        let counters = Arc::new(Counters::default());
        let task = Task { options, limits: settings.group, queue, connection, counters: Arc::clone(&counters) };
        tokio::spawn(task.run());
        Ok(Self { asks, counters, patience: settings.patience })
    }

    /// Waits for a turn at the connection, in the order of asking.
    pub(super) async fn lease(&self) -> Result<Lease, Fault> {
        let (loan, lease) = oneshot::channel();
        let turn = async {
            self.asks.send(Ask::Lend(loan)).await.map_err(|_| Fault::Closed)?;
            lease.await.map_err(|_| Fault::Closed)?
        };
        timeout(self.patience, turn).await.unwrap_or_else(|_| Err(sqlx::Error::PoolTimedOut.into()))
    }

    /// Lets everybody who asked before finish, then closes the connection.
    pub(super) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.asks.send(Ask::Close(done)).await.is_ok() {
            // An error only says that the task has ended already.
            let _ = closed.await;
        }
    }

    pub(super) fn counts(&self) -> WriteCounts {
        WriteCounts { kept: self.counters.kept.load(Ordering::Relaxed), commits: self.counters.commits.load(Ordering::Relaxed) }
    }
}

/// The writing connection, lent to one use case. Dropping it undoes what the use case did.
pub(super) struct Lease(Option<(SqliteConnection, oneshot::Sender<Return>)>);

/// The connection on its way back, and whom to tell if the use case is to be kept; nobody, if it is to be undone.
struct Return {
    connection: SqliteConnection,
    keep: Option<Answer>,
}

impl Lease {
    pub(super) fn connection(&mut self) -> Result<&mut SqliteConnection, Fault> {
        self.0.as_mut().map(|(connection, _)| connection).ok_or(Fault::Closed)
    }

    /// Gives the connection back, and waits until the group's COMMIT has made the use case durable.
    pub(super) async fn commit(mut self) -> Result<(), Fault> {
        let (answer, committed) = oneshot::channel();
        self.give_back(Some(answer));
        committed.await.map_err(|_| Fault::Closed)?
    }

    fn give_back(&mut self, keep: Option<Answer>) {
        if let Some((connection, back)) = self.0.take() {
            // If the task is gone, the connection is closed here, and closing rolls back.
            let _ = back.send(Return { connection, keep });
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.give_back(None);
    }
}

struct Task {
    options: SqliteConnectOptions,
    limits: GroupLimits,
    queue: mpsc::Receiver<Ask>,
    /// Idle between groups; absent while it is lent, and after a fault.
    connection: Option<SqliteConnection>,
    counters: Arc<Counters>,
}

impl Task {
    async fn run(mut self) {
        let mut next = None;
        loop {
            let ask = match next.take() {
                Some(ask) => Some(ask),
                None => self.queue.recv().await,
            };
            match ask {
                Some(Ask::Lend(first)) => next = self.group(first).await,
                Some(Ask::Close(done)) => {
                    self.queue.close();
                    self.shut().await;
                    let _ = done.send(());
                    return;
                }
                None => return self.shut().await,
            }
        }
    }

    async fn shut(&mut self) {
        if let Some(connection) = self.connection.take() {
            // A close that fails has nobody to be told: everything that was answered is durable already.
            let _ = sqlx::Connection::close(connection).await;
        }
    }

    /// Runs one group, beginning with `loan`. Gives back an ask that it took from the queue and did not serve.
    async fn group(&mut self, mut loan: Loan) -> Option<Ask> {
        let mut connection = match self.begin().await {
            Ok(connection) => connection,
            Err(fault) => {
                let _ = loan.send(Err(fault));
                return None;
            }
        };
        let start = Instant::now();
        let mut kept = Vec::new();
        for member in 1.. {
            let Ok(returned) = lend(connection, loan).await else {
                // Nobody gave the connection back: not even a dropped lease does that, only a runtime that is ending.
                return None;
            };
            connection = returned.connection;
            let undo = returned.keep.is_none();
            kept.extend(returned.keep);

            let full = member >= self.limits.members || start.elapsed() >= self.limits.span;
            let next = if full { None } else { self.queue.try_recv().ok() };
            let Some(Ask::Lend(waiting)) = next else {
                self.finish(connection, kept, undo).await;
                return next;
            };
            if let Err(error) = execute(&mut connection, if undo { UNDO } else { KEEP }).await {
                tell(kept, &Err(error.into()));
                return Some(Ask::Lend(waiting));
            }
            loan = waiting;
        }
        None
    }

    async fn begin(&mut self) -> Result<SqliteConnection, Fault> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect(&self.options).await?,
        };
        execute(&mut connection, BEGIN).await?;
        Ok(connection)
    }

    /// Ends the group, tells those who were kept, and keeps the connection if all went well.
    async fn finish(&mut self, mut connection: SqliteConnection, kept: Vec<Answer>, undo_last: bool) {
        let end = match (kept.is_empty(), undo_last) {
            (true, _) => ROLLBACK,
            (false, true) => UNDO_AND_COMMIT,
            (false, false) => COMMIT,
        };
        let done = execute(&mut connection, end).await;
        if done.is_ok() {
            self.connection = Some(connection);
            self.counters.kept.fetch_add(kept.len() as u64, Ordering::Relaxed);
            self.counters.commits.fetch_add(u64::from(!kept.is_empty()), Ordering::Relaxed);
        }
        tell(kept, &done.map_err(Fault::from));
    }
}

/// Lends the connection and waits until it is back. If whoever asked has gone, the lease is dropped and returns at once.
async fn lend(connection: SqliteConnection, loan: Loan) -> Result<Return, oneshot::error::RecvError> {
    let (back, returned) = oneshot::channel();
    let _ = loan.send(Ok(Lease(Some((connection, back)))));
    returned.await
}

async fn connect(options: &SqliteConnectOptions) -> Result<SqliteConnection, sqlx::Error> {
    at_each_row(options.connect().await?).await
}

async fn execute(connection: &mut SqliteConnection, sql: &'static str) -> Result<(), sqlx::Error> {
    sqlx::query(sql).execute(connection).await.map(drop)
}

fn tell(kept: Vec<Answer>, done: &Result<(), Fault>) {
    for answer in kept {
        // Whoever does not wait for the answer any more does not need it.
        let _ = answer.send(done.clone());
    }
}
