//! F08: whoever erases is killed at each moment at which they write. It is done or not done, and whoever comes next does it.

use std::path::PathBuf;

use domain::{ids::CustomerId, testing::HandClock, time::Duration, time::Timestamp};
use serde::{Deserialize, Serialize};
use server::{
    services::erasure,
    store::{Db, dying, scrub::Scrub},
};

use super::{approved, erasure::verified};
use crate::{
    on_both,
    support::{
        database::settings,
        mortal::{killed, task},
        rows,
        world::{MIRELA, World, surroundings},
    },
};

#[derive(Serialize, Deserialize)]
struct Task {
    place: String,
    files: PathBuf,
    now: Timestamp,
    customer: CustomerId,
    moment: u64,
}

/// The child. Started by itself, it has no task and does nothing.
#[tokio::test]
async fn the_one_that_dies() {
    let Some(task) = task::<Task>() else { return };
    let db = Db::open(&task.place, &settings(2)).await.unwrap();
    let shared = surroundings(&db, &HandClock::at(task.now), 50_000 + task.moment, &task.files).1;
    dying::at(task.moment);
    erasure::erase(&shared, task.customer, &"By letter".parse().unwrap()).await.unwrap();
    assert!(erasure::scrub(&shared, Scrub::Whole).await.unwrap());
    dying::at(0);
    db.close().await;
}

on_both! {
    async fn f08_whenever_it_dies_it_is_done_or_not_done(db: TestDb) {
        let world = World::new(&db).await;
        let (_, session, _) = approved(&world).await;
        world.agent("Ana").await.end(session).await.unwrap();
        world.clock.advance(Duration::days(60));
        let customer = world.customer(MIRELA).await;
        let (mut moment, mut done) = (0, false);
        loop {
            moment += 1;
            let task = Task { place: db.owners_place(), files: world.files().to_owned(), now: world.shared.now(), customer, moment };
            let killed = killed("log::erasure_killed::the_one_that_dies", &task);
            let now = (
                rows::count(&db, "audit_personal").await,
                rows::count(&db, "audit_erased").await,
                rows::count(&db, "audit_entry WHERE event = 'erased'").await,
                rows::count(&db, "challenge WHERE prompt LIKE '%mirela.k@post.example%'").await,
                rows::count(&db, "run WHERE request LIKE '%mirela.k@post.example%'").await,
            );
            assert!(now == (2, 0, 0, 1, 1) || now == (0, 2, 1, 0, 0), "moment {moment}: {now:?}");
            assert!(!done || now.0 == 0, "what was erased stays erased");
            done = now.0 == 0;
            if !killed {
                break;
            }
        }
        assert!(done && moment > 10, "{moment} moments are too few to be all");
        assert_eq!(rows::count(&db, "audit_erasure WHERE scrubbed_at IS NULL").await, 0);
        let folder = tempfile::tempdir().unwrap();
        for report in verified(&world.shared, folder.path()).await {
            assert_eq!((report.wrong(), report.erased), (0, 2), "{report:?}");
        }
        world.stop().await;
    }
}
