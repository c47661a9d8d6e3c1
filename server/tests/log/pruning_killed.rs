//! G13: whoever approves and prunes is killed at each moment at which they write. It is done or not done, and whoever comes next goes on.

use std::path::PathBuf;

use domain::{
    ids::{AgentId, PruningId},
    testing::HandClock,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use server::{
    services::{log as service, pruning},
    store::{Db, dying, staff},
};

use super::{
    erasure::verified,
    pruning::{aged, all_of_it, asked, reviewer, two},
};
use crate::{
    on_both,
    support::{
        database::settings,
        log::ready,
        mortal::{killed, task},
        rows,
        world::{World, surroundings},
    },
};

#[derive(Serialize, Deserialize)]
struct Task {
    place: String,
    files: PathBuf,
    now: Timestamp,
    by: AgentId,
    pruning: PruningId,
    /// What the passkey answered, while it is to be approved.
    answer: Option<serde_json::Value>,
    moment: u64,
}

/// The child. Started by itself, it has no task and does nothing.
#[tokio::test]
async fn the_one_that_dies() {
    let Some(task) = task::<Task>() else { return };
    let db = Db::open(&task.place, &settings(2)).await.unwrap();
    let shared = surroundings(&db, &HandClock::at(task.now), 50_000 + task.moment, &task.files).1;
    service::start(&shared).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let by = staff::active(&mut tx, task.by).await.unwrap().unwrap().try_into().unwrap();
    drop(tx);
    dying::at(task.moment);
    all_of_it(&shared, &by, task.pruning, task.answer.as_ref()).await;
    dying::at(0);
    db.close().await;
}

on_both! {
    async fn g13_whenever_it_dies_nothing_is_gone_that_the_log_does_not_tell_of(db: TestDb) {
        let world = World::new(&db).await;
        aged(&world, 300).await;
        let (asks, mut approves) = two(&world).await;
        let pruning = asked(&world, &asks).await.unwrap();
        let (mut moment, mut gone) = (0, 0);
        loop {
            moment += 1;
            let waits = rows::count(&db, "audit_pruning WHERE state = 'proposed'").await == 1;
            let answer = if waits {
                let options = pruning::start(&world.shared, &reviewer(&approves), pruning).await.unwrap();
                Some(serde_json::from_str(&approves.passkey.get(&options)).unwrap())
            } else {
                None
            };
            let by = approves.staff.id;
            let task = Task { place: db.place(), files: world.files().to_owned(), now: world.shared.now(), by, pruning, answer, moment };
            let killed = killed("log::pruning_killed::the_one_that_dies", &task);
            let before = gone;
            gone = rows::count(&db, "audit_place").await + rows::count(&db, "audit_waiting").await - rows::count(&db, "audit_entry").await;
            let told = rows::count(&db, "audit_entry WHERE event = 'log_pruned'").await;
            let state = rows::count(&db, "audit_pruning WHERE state = 'done'").await;
            assert!((gone == 0 || gone % 256 == 0 && told == 1) && gone >= before, "moment {moment}: {gone} gone, {told} told");
            assert_eq!(gone > 0, state == 1, "moment {moment}: one step is all of it here");
            if !killed {
                break;
            }
        }
        assert!(gone >= 256 && moment > 10, "{moment} moments are too few to be all");
        ready(&world).await;
        let folder = tempfile::tempdir().unwrap();
        for report in verified(&world.shared, folder.path()).await {
            assert_eq!((report.findings(), report.pruned), (&[][..], gone.unsigned_abs()));
        }
        world.stop().await;
    }
}
