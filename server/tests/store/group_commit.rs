//! Group commit on SQLite: everyone is told the truth, and one COMMIT answers many.

use std::{future::Future, pin::Pin, time::Duration};

use futures::future::join_all;
use server::{
    fault::Fault,
    store::{Db, GroupLimits, Settings, WriteCounts, exec, fetch_all, fetch_one},
};
use uuid::Uuid;

use super::{ADD, note, notes};
use crate::support::database::TestDb;

const COUNT: &str = "SELECT COUNT(*) FROM note";
const IDS: &str = "SELECT id FROM note ORDER BY id";

type Writing<'a> = Pin<Box<dyn Future<Output = Result<(), Fault>> + Send + 'a>>;

/// A database whose groups are closed by their number of members only, so that a slow machine changes nothing.
async fn database(members: usize) -> TestDb {
    let group = GroupLimits { members, span: Duration::from_mins(10) };
    let db = TestDb::sqlite_with(&Settings { group, ..Settings::default() }).await;
    notes(&db).await;
    db
}

fn counts(db: &TestDb) -> WriteCounts {
    let Db::Sqlite(file) = &**db else { unreachable!() };
    file.counts()
}

async fn ids(db: &Db) -> Vec<u128> {
    fetch_all!(db, (Uuid,), IDS).await.unwrap().into_iter().map(|(id,)| id.as_u128()).collect()
}

/// Polls each writer once, so that it stands in the queue.
async fn queue(writers: &mut [Writing<'_>]) {
    for writer in writers {
        assert!(futures::poll!(writer).is_pending());
    }
}

#[tokio::test]
async fn a_lone_writer_is_committed_at_once() {
    let db = database(64).await;
    let before = counts(&db);
    for n in 0..3 {
        note(&db, n).await.unwrap();
    }
    let after = counts(&db);
    assert_eq!((after.kept - before.kept, after.commits - before.commits), (3, 3));
}

#[tokio::test]
async fn sixty_four_writers_share_one_commit_and_the_next_has_its_own() {
    let db = database(64).await;
    let before = counts(&db);
    let first = db.write().await.unwrap();
    let mut writers: Vec<Writing> = (0..64).map(|n| Box::pin(note(&db, n)) as Writing).collect();
    queue(&mut writers).await;
    let (done, all) = futures::join!(first.commit(), join_all(writers));
    done.unwrap();
    all.into_iter().collect::<Result<(), _>>().unwrap();
    let after = counts(&db);
    assert_eq!((after.kept - before.kept, after.commits - before.commits), (65, 2));
    assert_eq!(ids(&db).await, (0..64).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_group_takes_nobody_after_its_time() {
    let group = GroupLimits { members: 64, span: Duration::ZERO };
    let db = TestDb::sqlite_with(&Settings { group, ..Settings::default() }).await;
    notes(&db).await;
    let before = counts(&db);
    join_all((0..8).map(|n| note(&db, n))).await.into_iter().collect::<Result<(), _>>().unwrap();
    assert_eq!(counts(&db).commits - before.commits, 8);
}

#[tokio::test]
async fn nobody_is_told_before_the_commit() {
    let db = database(64).await;
    let first = db.write().await.unwrap();
    let mut early: Writing = Box::pin(note(&db, 1));
    assert!(futures::poll!(&mut early).is_pending());
    let late = db.write();
    let mut late = Box::pin(late);
    assert!(futures::poll!(&mut late).is_pending());

    let mut done = Box::pin(first.commit());
    assert!(futures::poll!(&mut done).is_pending());
    // Both are driven until the late one has its turn; it holds the group open, so the early one cannot be done.
    let held = {
        let mut both = Box::pin(futures::future::join(&mut done, &mut early));
        match futures::future::select(&mut both, late).await {
            futures::future::Either::Left(_) => panic!("told before the group was committed"),
            futures::future::Either::Right((tx, _)) => tx.unwrap(),
        }
    };
    assert!(ids(&db).await.is_empty(), "nobody else sees what is not committed");
    drop(held);
    done.await.unwrap();
    early.await.unwrap();
    assert_eq!(ids(&db).await, [1]);
}

#[tokio::test]
async fn one_that_fails_rolls_back_alone() {
    let db = database(64).await;
    note(&db, 5).await.unwrap();
    let before = counts(&db);
    let first = db.write().await.unwrap();
    let mut writers: Vec<Writing> = (0..10).map(|n| Box::pin(pair(&db, n)) as Writing).collect();
    queue(&mut writers).await;
    let (done, all) = futures::join!(first.commit(), join_all(writers));
    done.unwrap();
    for (n, one) in all.into_iter().enumerate() {
        assert_eq!(one.is_err_and(|fault| fault.is_unique_violation()), n == 5, "writer {n}");
    }
    let expected: Vec<u128> = (0..10).chain((0..10).filter(|n| *n != 5).map(|n| n + 100)).collect();
    assert_eq!(ids(&db).await, expected);
    assert_eq!(counts(&db).commits - before.commits, 1);
}

/// Writes two notes in one use case; the second may be refused.
async fn pair(db: &Db, n: u128) -> Result<(), Fault> {
    let mut tx = db.write().await?;
    exec!(tx, ADD, Uuid::from_u128(n + 100), "first of two", false).await?;
    exec!(tx, ADD, Uuid::from_u128(n), "second of two", false).await?;
    tx.commit().await
}

#[tokio::test]
async fn writers_dropped_at_every_step_leave_nothing_and_block_nobody() {
    for steps in 0..40 {
        let db = database(64).await;
        let first = db.write().await.unwrap();
        let mut dropped: Writing = Box::pin(pair(&db, 1));
        let mut neighbours: Vec<Writing> = vec![Box::pin(pair(&db, 2)), Box::pin(pair(&db, 3))];
        assert!(futures::poll!(&mut dropped).is_pending());
        queue(&mut neighbours).await;
        let commit = tokio::spawn(first.commit());
        let mut told = false;
        for _ in 0..steps {
            told = told || futures::poll!(&mut dropped).is_ready();
            if told {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(dropped);
        // Together: the group is not committed before the neighbours have had the turns that they are lent.
        let (first, neighbours) = futures::join!(commit, join_all(neighbours));
        first.unwrap().unwrap();
        neighbours.into_iter().collect::<Result<(), _>>().unwrap();
        let mut left = ids(&db).await;
        // Whoever was dropped is there whole or not at all, and whole if it was told so.
        let whole = left.contains(&1);
        assert!(whole || !told, "told but not kept, after {steps} steps");
        left.retain(|id| ![1, 101].contains(id));
        assert_eq!(left, [2, 3, 102, 103], "after {steps} steps");
        assert_eq!(fetch_one!(db, (i64,), COUNT).await.unwrap(), (if whole { 6 } else { 4 },));
    }
}

#[tokio::test]
async fn a_group_whose_transaction_is_gone_fails_everybody_in_it_and_the_next_starts_afresh() {
    let db = database(64).await;
    let first = db.write().await.unwrap();
    let mut kept: Writing = Box::pin(note(&db, 1));
    let mut breaking: Writing = Box::pin(async {
        let mut tx = db.write().await?;
        // As SQLite does by itself on a full disk.
        exec!(tx, "ROLLBACK").await?;
        tx.commit().await
    });
    let mut after: Writing = Box::pin(note(&db, 2));
    queue(std::slice::from_mut(&mut kept)).await;
    queue(std::slice::from_mut(&mut breaking)).await;
    queue(std::slice::from_mut(&mut after)).await;
    let (first, kept, breaking, after) = futures::join!(first.commit(), kept, breaking, after);
    assert!(first.is_err() && kept.is_err() && breaking.is_err());
    after.unwrap();
    assert_eq!(ids(&db).await, [2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_writers_on_many_threads_are_all_durable() {
    let db = TestDb::sqlite().await;
    notes(&db).await;
    let writers: Vec<_> = (0..64_u128)
        .map(|writer| {
            let db = Db::clone(&db);
            tokio::spawn(async move {
                for n in 0..10 {
                    note(&db, writer * 100 + n).await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    // What a killed process leaves is the files as they are now; a copy of them is opened as the next program would.
    let crash = tempfile::TempDir::new().unwrap();
    let place = std::path::PathBuf::from(db.place());
    for name in ["countersign.db", "countersign.db-wal"] {
        std::fs::copy(place.with_file_name(name), crash.path().join(name)).unwrap();
    }
    let copy = crash.path().join("countersign.db");
    let copy = Db::open(copy.to_str().unwrap(), &Settings::default()).await.unwrap();
    assert_eq!(fetch_one!(copy, (i64,), COUNT).await.unwrap(), (640,));
}

#[tokio::test]
async fn closing_lets_a_transaction_finish_first() {
    let db = database(64).await;
    let mut tx = db.write().await.unwrap();
    exec!(tx, ADD, Uuid::from_u128(1), "last words", false).await.unwrap();
    let (done, ()) = futures::join!(tx.commit(), db.close());
    done.unwrap();
    assert!(matches!(db.write().await, Err(Fault::Closed)));
    let again = Db::open(&db.place(), &Settings::default()).await.unwrap();
    assert_eq!(ids(&again).await, [1]);
}
