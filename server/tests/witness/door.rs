//! The witness's door, over real HTTP: each status that the specification gives.

use std::sync::Arc;

use domain::{
    audit_log::{Hash, Note, witness::AddCheckpoint},
    testing::HandClock,
    time::{Clock, Duration},
};
use server::{log_key::Ring, witness::LARGEST};
use tempfile::TempDir;

use crate::support::{seer::Seer, story::Story};

const TEXT: &str = "text/plain; charset=utf-8";
const SIZE: &str = "text/x.tlog.size";

async fn seer(clock: &HandClock, logs: &[&Story]) -> (Seer, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let logs: Vec<_> = logs.iter().map(|story| story.verifier()).collect();
    (Seer::start("w.example/1", &logs, &folder.path().join("heads"), Arc::new(clock.clone())).await, folder)
}

#[tokio::test]
async fn g06_a_head_that_continues_the_last_one_is_cosigned_with_the_time() {
    let (clock, story) = (HandClock::default(), Story::new("log.example/1", 40));
    let (seer, _folder) = seer(&clock, &[&story]).await;
    for (old, size) in [(0, 7), (7, 7), (7, 40)] {
        clock.advance(Duration::seconds(5));
        let request = story.request(old, size);
        let (status, kind, line) = seer.ask(request.to_string()).await;
        assert_eq!((status, kind.as_str()), (200, TEXT), "{line}");
        // As the specification lets a client read it: the answer behind the checkpoint is a note.
        let note: Note = [request.note.to_string(), line].concat().parse().unwrap();
        let seconds = u64::try_from(clock.now().micros() / 1_000_000).unwrap();
        assert_eq!(note.verify(&seer.verifier, &Ring), Ok(Some(seconds)));
        assert_eq!(note.verify(&story.verifier(), &Ring), Ok(None));
        assert_eq!(seer.heads.last("log.example/1").await.unwrap(), Some(story.head(size)));
    }
}

#[tokio::test]
async fn g06_whatever_else_comes_has_its_status_and_leaves_the_last_head() {
    let (clock, story) = (HandClock::default(), Story::new("log.example/1", 40));
    let (seer, _folder) = seer(&clock, &[&story]).await;
    assert_eq!(seer.ask(story.request(0, 20).to_string()).await.0, 200);
    let good = story.request(20, 40);
    let with = |change: &dyn Fn(&mut AddCheckpoint)| {
        let mut request = good.clone();
        change(&mut request);
        request.to_string()
    };
    let text = good.to_string();
    let unknown = Story { origin: "other.example/1".parse().unwrap(), ..story.clone() };
    let next_epoch = Story { origin: "log.example/2".parse().unwrap(), ..story.clone() };
    let stranger = Story { leaves: story.leaves.clone(), ..Story::new("log.example/1", 0) };
    let changed = text.replace("\n40\n", "\n39\n");
    for (request, status, kind, what) in [
        (String::new(), 400, TEXT, "nothing"),
        ("old 20\n".to_owned(), 400, TEXT, "no checkpoint"),
        (text.replacen("old 20", "old 020", 1), 400, TEXT, "a leading zero"),
        (text.replacen("old 20", "old -1", 1), 400, TEXT, "below nothing"),
        (text.replacen("old 20", "old 41", 1), 400, TEXT, "an old size above the new one"),
        (with(&|request| request.proof = vec![Hash::empty(); 64]), 400, TEXT, "64 hashes"),
        (text.trim_end().to_owned(), 400, TEXT, "no newline at the end"),
        (unknown.request(20, 40).to_string(), 404, TEXT, "another log"),
        (next_epoch.request(0, 40).to_string(), 404, TEXT, "another epoch: it is added by hand"),
        (stranger.request(20, 40).to_string(), 403, TEXT, "another key"),
        (changed, 403, TEXT, "another text below the signature"),
        (story.request(0, 40).to_string(), 409, SIZE, "from nothing"),
        (story.request(19, 40).to_string(), 409, SIZE, "from another size"),
        (story.request(10, 15).to_string(), 409, SIZE, "back"),
        (story.forked(3).request(20, 20).to_string(), 409, SIZE, "a fork of the same size"),
        (with(&|request| request.proof.clear()), 422, TEXT, "no proof"),
        (with(&|request| request.proof.reverse()), 422, TEXT, "a proof of something else"),
        (story.forked(3).request(20, 40).to_string(), 422, TEXT, "a fork"),
    ] {
        let (said, of, body) = seer.ask(request).await;
        assert_eq!((said, of.as_str()), (status, kind), "{what}: {body}");
        assert!(status != 409 || body == "20\n", "{what}: {body}");
        assert_eq!(seer.heads.last("log.example/1").await.unwrap(), Some(story.head(20)), "{what}");
    }
    assert_eq!(seer.ask(text).await.0, 200, "and what is right goes on");
}

#[tokio::test]
async fn bytes_that_are_no_text_are_no_request() {
    let story = Story::new("log.example/1", 4);
    let (seer, _folder) = seer(&HandClock::default(), &[&story]).await;
    assert_eq!(seer.ask([story.request(0, 4).to_string().as_bytes(), &[0xff, b'\n']].concat()).await.0, 400);
}

#[tokio::test]
async fn too_much_is_not_read_and_other_methods_and_places_are_none() {
    let story = Story::new("log.example/1", 4);
    let (seer, _folder) = seer(&HandClock::default(), &[&story]).await;
    assert_eq!(seer.ask("x".repeat(LARGEST)).await.0, 400);
    assert_eq!(seer.ask("x".repeat(LARGEST + 1)).await.0, 413);
    let (client, root) = (reqwest::Client::new(), format!("http://{}", seer.address));
    for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        let answer = client.request(method.parse().unwrap(), format!("{root}/add-checkpoint")).send().await.unwrap();
        assert_eq!(answer.status(), 405, "{method}");
        assert_eq!(answer.headers()["allow"], "POST", "{method}");
    }
    for path in ["/", "/checkpoint?origin=log.example/1", "/add-checkpoint/"] {
        assert_eq!(client.post(format!("{root}{path}")).body("x").send().await.unwrap().status(), 404, "{path}");
    }
}

#[tokio::test]
async fn each_log_has_a_head_of_its_own() {
    let (one, two) = (Story::new("log.example/1", 9), Story::new("other.example/1", 5).longer(1));
    let (seer, _folder) = seer(&HandClock::default(), &[&one, &two]).await;
    assert_eq!(seer.ask(one.request(0, 9).to_string()).await.0, 200);
    assert_eq!(seer.ask(two.request(0, 6).to_string()).await.0, 200);
    assert_eq!(seer.heads.last("log.example/1").await.unwrap(), Some(one.head(9)));
    assert_eq!(seer.heads.last("other.example/1").await.unwrap(), Some(two.head(6)));
}
