//! `kill -9` of a collector at every moment of keeping a batch: afterwards it has what it had, or the whole batch, and goes on from there;
//! never a part of one, and never less than it said.

use std::{
    io::{Read, stdin},
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use domain::{testing::HandClock, time::Clock};
use serde::{Deserialize, Serialize};
use server::store::dying;

use crate::support::{
    keeper::{Keeper, TOKEN},
    mortal::{Mortal, task},
    tale::Tale,
};

/// What one child does: it is a collector, says where, and dies at that moment of its first answer.
#[derive(Serialize, Deserialize)]
struct Task {
    moment: u64,
    log: String,
    store: PathBuf,
}

/// A child that is a collector.
struct Dying {
    child: Mortal,
    address: SocketAddr,
}

impl Dying {
    fn start(moment: u64, store: &Path, tale: &Tale) -> Self {
        let task = Task { moment, store: store.to_owned(), log: tale.verifier().to_string() };
        let mut child = Mortal::start("collector::killed::the_one_that_dies", &task);
        let address = child.says("listens at ").parse().unwrap();
        Self { child, address }
    }
}

/// The child. Started by itself, it has no task and says nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_one_that_dies() {
    let Some(task) = task::<Task>() else { return };
    let keeper = Keeper::start(&[task.log.parse().unwrap()], &task.store, Arc::new(HandClock::default())).await;
    dying::at(task.moment);
    println!("listens at {}", keeper.address);
    // Until the parent has seen enough.
    let until = tokio::task::spawn_blocking(|| stdin().read(&mut [0]));
    assert_eq!(until.await.unwrap().unwrap(), 0);
    dying::at(0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g10_a_batch_is_there_whole_or_not_at_all_after_a_kill_and_what_was_said_is_there() {
    let (folder, clock, tale) = (tempfile::tempdir().unwrap(), HandClock::default(), Tale::new("log.example/1", 200));
    let (mut last, mut kept_unsaid, mut dropped) = (0, 0, 0);
    for moment in 1.. {
        let to = last + 5;
        let dying = Dying::start(moment, folder.path(), &tale);
        let batch = tale.batch(last..to, 200, clock.now()).to_string();
        let request = reqwest::Client::new().post(format!("http://{}/collect/v1/entries", dying.address)).bearer_auth(TOKEN);
        let answered = request.body(batch.clone()).send().await.is_ok_and(|answer| answer.status() == 200);
        let died = dying.child.was_killed();
        assert_eq!(answered, !died, "moment {moment}");

        // It is started again, and the log tries again as if it had heard nothing.
        let keeper = Keeper::start(&[tale.verifier()], folder.path(), Arc::new(clock.clone())).await;
        let kept = keeper.standing().entries;
        assert!(kept == last || kept == to, "moment {moment}: {kept}");
        assert!(kept == to || !answered, "moment {moment}: it answered with what it did not keep");
        assert_eq!(keeper.entries(&tale.verifier()), tale.entries[..usize::try_from(kept).unwrap()], "moment {moment}");
        assert_eq!(keeper.ask(batch).await, (200, serde_json::json!({ "next": to, "again": kept - last })), "moment {moment}");
        assert_eq!(keeper.health().await, 200, "moment {moment}");
        assert_eq!(keeper.entries(&tale.verifier()), tale.entries[..usize::try_from(to).unwrap()], "moment {moment}");
        kept_unsaid += i32::from(kept == to && died);
        dropped += i32::from(kept == last);
        last = to;
        if !died {
            assert!(moment > 5, "{moment} moments are too few to be all");
            break;
        }
    }
    assert!(kept_unsaid >= 1 && dropped >= 4, "both were met: {kept_unsaid} {dropped}");
}
