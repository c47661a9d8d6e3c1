//! `kill -9` of a witness at every moment of an answer, the one between keeping and answering among them: afterwards it knows the head
//! that it knew, or the new one, and goes on from there; never a second one of the same size.

use std::{
    io::{Read, stdin},
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use domain::testing::HandClock;
use serde::{Deserialize, Serialize};
use server::{log_key::LogKey, store::dying};

use crate::support::{
    mortal::{Mortal, task},
    seer::{Seer, ask},
    story::Story,
};

/// What one child does: it is a witness, says where, and dies at that moment of its first answer.
#[derive(Serialize, Deserialize)]
struct Task {
    moment: u64,
    key: PathBuf,
    log: String,
    heads: PathBuf,
}

/// A child that is a witness.
struct Dying {
    child: Mortal,
    address: SocketAddr,
}

impl Dying {
    fn start(moment: u64, files: &Path, story: &Story) -> Self {
        let (key, heads) = (files.join("key"), files.join("heads"));
        let task = Task { moment, key, heads, log: story.verifier().to_string() };
        let mut child = Mortal::start("witness::killed::the_one_that_dies", &task);
        let address = child.says("listens at ").parse().unwrap();
        Self { child, address }
    }
}

/// The child. Started by itself, it has no task and says nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_one_that_dies() {
    let Some(task) = task::<Task>() else { return };
    let key = LogKey::read(&task.key).unwrap();
    let seer = Seer::with("w.example/1", key, &[task.log.parse().unwrap()], &task.heads, Arc::new(HandClock::default())).await;
    dying::at(task.moment);
    println!("listens at {}", seer.address);
    // Until the parent has seen enough.
    let until = tokio::task::spawn_blocking(|| stdin().read(&mut [0]));
    assert_eq!(until.await.unwrap().unwrap(), 0);
    dying::at(0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g06_a_head_that_was_kept_is_there_after_a_kill_and_no_other_is() {
    let files = tempfile::tempdir().unwrap();
    LogKey::make(&files.path().join("key")).unwrap();
    let story = Story::new("log.example/1", 1_000);
    let (mut last, mut kept_unsaid) = (0, 0);
    for moment in 1.. {
        let size = last + 7;
        let dying = Dying::start(moment, files.path(), &story);
        let request = story.request(last, size);
        let sent = reqwest::Client::new().post(format!("http://{}/add-checkpoint", dying.address)).body(request.to_string());
        let answered = sent.send().await.is_ok_and(|answer| answer.status() == 200);
        let died = dying.child.was_killed();
        assert_eq!(answered, !died, "moment {moment}");

        // It is started again, and the log tries again as if it had heard nothing.
        let key = LogKey::read(&files.path().join("key")).unwrap();
        let seer = Seer::with("w.example/1", key, &[story.verifier()], &files.path().join("heads"), Arc::new(HandClock::default())).await;
        let head = seer.heads.last("log.example/1").await.unwrap();
        let kept = head == Some(story.head(size));
        assert!(kept || head == (last > 0).then(|| story.head(last)), "moment {moment}: {head:?}");
        assert!(kept || !answered, "moment {moment}: it answered with what it did not keep");
        let fork = story.forked(usize::try_from(last).unwrap());
        let (status, _, body) = ask(seer.address, story.request(last, size).to_string()).await;
        if kept {
            assert_eq!((status, body), (409, format!("{size}\n")), "moment {moment}");
            assert_eq!(ask(seer.address, fork.request(size, size).to_string()).await.0, 409, "moment {moment}: a second head");
            assert_eq!(ask(seer.address, story.request(size, size).to_string()).await.0, 200, "moment {moment}");
        } else {
            assert_eq!(status, 200, "moment {moment}: {body}");
        }
        assert_eq!(ask(seer.address, fork.request(last, size).to_string()).await.0, 409, "moment {moment}: a second head");
        assert_eq!(seer.heads.last("log.example/1").await.unwrap(), Some(story.head(size)));
        seer.heads.close().await;
        kept_unsaid += i32::from(kept && died);
        last = size;
        if !died {
            assert!(moment > 4, "{moment} moments are too few to be all");
            break;
        }
    }
    assert_eq!(kept_unsaid, 1, "only who dies after the COMMIT leaves a head behind that nobody heard of");
}
