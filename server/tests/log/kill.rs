//! `kill -9` and `kill -STOP` at every moment at which the sequencer writes: never two histories, and nothing that was committed is ever
//! missing.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use domain::{testing::HandClock, time::Timestamp};
use serde::{Deserialize, Serialize};
use server::{
    services::{Shared, log as service},
    store::{Db, Engine, Settings, dying},
};

use super::{heads, places};
use crate::{
    on_both,
    support::{
        rows,
        world::{World, surroundings},
    },
};

/// Under this name the child finds what it is to do.
const TASK: &str = "COUNTERSIGN_TEST_SEQUENCER";

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
    fn begin(&self) -> Child {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "log::kill::the_one_that_dies", "--nocapture"]).env(TASK, serde_json::to_string(self).unwrap());
        child.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
    }
}

/// The child. Started by itself, it has no task and says nothing.
#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "it is how the parent tells it")]
async fn the_one_that_dies() {
    let Ok(task) = std::env::var(TASK) else { return };
    let task: Task = serde_json::from_str(&task).unwrap();
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
    let db = Db::open(place, &Settings { connections: 2, ..Settings::default() }).await.unwrap();
    surroundings(&db, clock, seed, files).1
}

/// Waits until the system says that it stands still, or that it has ended.
fn stands_still(child: &mut Child) -> bool {
    loop {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        let state = Command::new("ps").args(["-o", "state=", "-p", &child.id().to_string()]).output().unwrap().stdout;
        if state.trim_ascii_start().starts_with(b"T") {
            return true;
        }
    }
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
            let ended = task.begin().wait().unwrap();
            let shared = opened(&db.place(), world.files(), &world.clock, 1_000 + moment).await;
            is_whole(&shared).await;
            service::start(&shared).await.unwrap();
            service::round(&shared).await.unwrap();
            is_whole(&shared).await;
            assert_eq!(rows::count(&shared.db, "audit_waiting").await, 0, "moment {moment}");
            assert_eq!(heads(&shared).await.last().unwrap().size, places(&shared.db).await.len() as u64);
            shared.db.close().await;
            if ended.success() {
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
            let mut begun = String::new();
            let mut said = BufReader::new(child.stdout.take().unwrap());
            while !begun.contains("begins") {
                begun.clear();
                assert!(said.read_line(&mut begun).unwrap() > 0, "it ended without beginning");
            }
            if stands_still(&mut child) {
                met += 1;
                // On PostgreSQL the stalled transaction is ended by the database; on SQLite everybody waits, for a bounded time.
                let other = opened(&db.place(), world.files(), &world.clock, 2_000 + moment).await;
                let done = service::round(&other).await;
                assert!(db.engine() == Engine::Sqlite || done.is_ok(), "{done:?}");
                other.db.close().await;
                let let_go = Command::new("kill").args(["-CONT", &child.id().to_string()]).status().unwrap();
                assert!(let_go.success());
            }
            assert!(child.wait().unwrap().success(), "moment {moment}");
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
