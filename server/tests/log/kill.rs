//! `kill -9` and `kill -STOP` at every moment at which the sequencer writes: never two histories, and nothing that was committed is ever
//! missing.

use std::path::{Path, PathBuf};

use domain::{testing::HandClock, time::Timestamp};
use serde::{Deserialize, Serialize};
use server::{
    services::{Shared, log as service},
    store::{Db, Engine, dying},
};

use super::{heads, places};
use crate::{
    on_both,
    support::{
        database::settings,
        mortal::{Mortal, task},
        rows,
        world::{World, surroundings},
    },
};

/// What one child does: a round, until that moment.
#[derive(Serialize, Deserialize)]
struct Task {
    place: String,
    files: PathBuf,
    now: Timestamp,
    moment: u64,
    stands_still: bool,
}

impl Task {
    fn begin(&self) -> Mortal {
        Mortal::start("log::kill::the_one_that_dies", self)
    }
}

/// The child. Started by itself, it has no task and says nothing.
#[tokio::test]
async fn the_one_that_dies() {
    let Some(task) = task::<Task>() else { return };
    let shared = opened(&task.place, &task.files, &HandClock::at(task.now), 50_000 + task.moment).await;
    service::start(&shared).await.unwrap();
    println!("begins");
    if task.stands_still {
        dying::still_at(task.moment);
    } else {
        dying::at(task.moment);
    }
    let done = service::round(&shared).await;
    dying::at(0);
    // A transaction that stood still for too long is not there any more: the next round reads what is.
    assert!(task.stands_still || done.is_ok(), "{done:?}");
    service::round(&shared).await.unwrap();
    shared.db.close().await;
}

async fn opened(place: &str, files: &Path, clock: &HandClock, seed: u64) -> Shared {
    let db = Db::open(place, &settings(2)).await.unwrap();
    surroundings(&db, clock, seed, files).1
}

/// Whether every entry that was committed has a place or waits, and every head is of what is there.
async fn is_whole(shared: &Shared) {
    let placed = i64::try_from(places(&shared.db).await.len()).unwrap();
    let waiting = rows::count(&shared.db, "audit_waiting").await;
    assert_eq!(placed + waiting, rows::count(&shared.db, "audit_entry").await);
    heads(shared).await;
}

on_both! {
    async fn f04_whenever_it_dies_one_history_is_signed_and_nothing_is_missing(db: TestDb) {
        let world = World::new(&db).await;
        let mut moment = 0;
        loop {
            moment += 1;
            for name in ["Ana", "Bram", "Jonas"] {
                world.agent(name).await;
            }
            let task = Task { place: db.place(), files: world.files().to_owned(), now: world.shared.now(), moment, stands_still: false };
            let killed = task.begin().was_killed();
            let shared = opened(&db.place(), world.files(), &world.clock, 1_000 + moment).await;
            is_whole(&shared).await;
            service::start(&shared).await.unwrap();
            service::round(&shared).await.unwrap();
            is_whole(&shared).await;
            assert_eq!(rows::count(&shared.db, "audit_waiting").await, 0, "moment {moment}");
            assert_eq!(heads(&shared).await.last().unwrap().size, places(&shared.db).await.len() as u64);
            shared.db.close().await;
            if !killed {
                break;
            }
        }
        let least = if db.engine() == Engine::Sqlite { 10 } else { 6 };
        assert!(moment > least, "{moment} moments are too few to be all");
        world.stop().await;
    }

    async fn f14_one_that_stood_still_and_goes_on_places_nothing_twice(db: TestDb) {
        let world = World::new(&db).await;
        let mut met = 0;
        for moment in [2, 4, 6] {
            for name in ["Ana", "Bram", "Jonas"] {
                world.agent(name).await;
            }
            let task = Task { place: db.place(), files: world.files().to_owned(), now: world.shared.now(), moment, stands_still: true };
            let mut child = task.begin();
            child.says("begins");
            if child.stands_still() {
                met += 1;
                // On PostgreSQL the stalled transaction is ended by the database; on SQLite everybody waits, for a bounded time.
                let other = opened(&db.place(), world.files(), &world.clock, 2_000 + moment).await;
                let done = service::round(&other).await;
                assert!(db.engine() == Engine::Sqlite || done.is_ok(), "{done:?}");
                other.db.close().await;
                child.let_go();
            }
            assert!(!child.was_killed(), "moment {moment}");
            let shared = opened(&db.place(), world.files(), &world.clock, 3_000 + moment).await;
            service::round(&shared).await.unwrap();
            is_whole(&shared).await;
            assert_eq!(rows::count(&shared.db, "audit_waiting").await, 0, "moment {moment}");
            shared.db.close().await;
        }
        assert!(met >= 2, "it stood still {met} times");
        world.stop().await;
    }
}
