//! The collector's doors, over real HTTP: what each thing that can be wrong is answered with, and that nothing of it is kept.

use std::{path::Path, sync::Arc};

use domain::{
    audit_log::{
        Hash, Note,
        collector::{Batch, take::SKEW},
    },
    testing::HandClock,
    time::{Clock, Duration},
};
use server::collector::LARGEST;
use tempfile::TempDir;

use crate::support::{
    keeper::{Keeper, SILENCE, TOKEN},
    tale::Tale,
};

async fn keeper(clock: &HandClock, logs: &[&Tale], folder: &Path) -> Keeper {
    let logs: Vec<_> = logs.iter().map(|tale| tale.verifier()).collect();
    Keeper::start(&logs, folder, Arc::new(clock.clone())).await
}

async fn one() -> (Keeper, HandClock, Tale, TempDir) {
    let (clock, tale, folder) = (HandClock::default(), Tale::new("log.example/1", 40), tempfile::tempdir().unwrap());
    (keeper(&clock, &[&tale], folder.path()).await, clock, tale, folder)
}

#[tokio::test]
async fn g10_what_follows_is_taken_and_what_was_taken_may_come_again() {
    let (keeper, clock, tale, _folder) = one().await;
    for (places, size, next, again) in [
        (0..0, 40, 0, 0),
        (0..7, 7, 7, 0),
        (7..7, 40, 7, 0),
        (7..20, 40, 20, 0),
        (3..9, 40, 20, 6),
        (0..20, 20, 20, 20),
        (15..30, 30, 30, 5),
        (30..40, 40, 40, 0),
    ] {
        clock.advance(Duration::SECOND);
        let said = keeper.ask(tale.batch(places.clone(), size, clock.now()).to_string()).await;
        assert_eq!(said, (200, serde_json::json!({ "next": next, "again": again })), "{places:?} of {size}");
        assert_eq!(keeper.entries(&tale.verifier()), tale.entries[..usize::try_from(next).unwrap()], "as they were hashed, a line each");
    }
    assert_eq!(keeper.health().await, 200);
}

#[tokio::test]
async fn g10_whatever_else_comes_is_answered_by_its_entry_and_nothing_of_it_is_kept() {
    let (keeper, clock, tale, _folder) = one().await;
    let now = clock.now();
    assert_eq!(keeper.ask(tale.batch(0..20, 20, now).to_string()).await.0, 200);
    let good = tale.batch(20..30, 40, now);
    let with = |change: &dyn Fn(&mut Batch)| {
        let mut batch = good.clone();
        change(&mut batch);
        batch
    };
    let other = tale.forked(18);
    for (batch, status, code, entry, what) in [
        (with(&|batch| drop(batch.entries.remove(5))), 422, "out-of-order", 25, "one dropped"),
        (with(&|batch| drop(batch.entries.pop())), 422, "out-of-order", 29, "the last dropped"),
        (with(&|batch| batch.entries.insert(5, batch.entries[5].clone())), 422, "out-of-order", 26, "one twice"),
        (with(&|batch| batch.entries.swap(3, 4)), 422, "out-of-order", 23, "two in another order"),
        (with(&|batch| batch.entries[5].1.push('x')), 422, "other-root", 20, "one changed"),
        (with(&|batch| batch.proof.clear()), 422, "other-root", 20, "no proof"),
        (with(&|batch| batch.note = tale.note(29, now)), 422, "beyond-the-head", 29, "a head that ends before"),
        (tale.batch(25..30, 40, now), 409, "gap", 20, "a batch that was lost on the way"),
        (other.batch(15..30, 40, now), 409, "other-entry", 18, "another entry at a place that is taken"),
        (other.batch(20..30, 40, now), 422, "other-root", 20, "a fork"),
        (other.batch(20..20, 20, now), 422, "forked", 20, "a fork of the very size"),
    ] {
        let (said, body) = keeper.ask(batch.to_string()).await;
        assert_eq!((said, body["code"].as_str(), body["entry"].as_u64()), (status, Some(code), Some(entry)), "{what}: {body}");
        assert_eq!(body["next"], 20, "{what}: what it expects");
        assert_eq!(keeper.health().await, 503, "{what}");
        assert!(keeper.standing().trouble.is_some(), "{what}");
        assert_eq!(keeper.entries(&tale.verifier()), tale.entries[..20], "{what}");
    }
    // What is right goes on; of a fork there is proof, which stands until a person has looked at it.
    assert_eq!(keeper.ask(good.to_string()).await.0, 200);
    assert_eq!((keeper.standing().entries, keeper.health().await), (30, 503));
    assert!(keeper.standing().trouble.unwrap().contains("two stories"));
}

#[tokio::test]
async fn g10_trouble_of_a_bad_line_is_over_when_what_is_right_has_come() {
    let (keeper, clock, tale, folder) = one().await;
    assert_eq!(keeper.ask(tale.batch(5..9, 40, clock.now()).to_string()).await.0, 409);
    assert_eq!(keeper.ask(tale.batch(5..9, 40, clock.now()).to_string()).await.0, 409, "and again");
    assert_eq!((keeper.health().await, keeper.standing().trouble.as_deref()), (503, Some("entries 0 to 4 are missing")));
    assert_eq!(keeper.ask(tale.batch(0..9, 40, clock.now()).to_string()).await.0, 200);
    assert_eq!((keeper.health().await, keeper.standing().trouble), (200, None));
    let kept = std::fs::read_to_string(server::collector::Folder::of(folder.path(), &tale.verifier()).join("trouble.jsonl")).unwrap();
    assert_eq!(kept.lines().count(), 1, "it was written down, once: {kept}");
    assert!(kept.contains("\"code\":\"gap\"") && kept.contains("log.example/1\\n40\\n"), "with the head that came with it: {kept}");
}

#[tokio::test]
async fn g10_what_nobody_known_has_signed_for_is_refused_and_is_no_trouble() {
    let (keeper, clock, tale, _folder) = one().await;
    let now = clock.now();
    let good = tale.batch(0..9, 9, now);
    let stranger = Tale { entries: tale.entries.clone(), ..Tale::new("log.example/1", 40) };
    let next_epoch = Tale::new("log.example/2", 40);
    let mut unsigned = good.clone();
    unsigned.note = stranger.note(9, now);
    let mut timeless = good.clone();
    timeless.note = tale.story.note(9);
    let mut only_seen = good.clone();
    only_seen.note = Note::unsigned(good.note.text().to_owned());
    only_seen.note.add(good.note.signatures()[1].clone());
    let text = good.to_string();
    for (body, status, code) in [
        (unsigned.to_string(), 403, "not-signed"),
        (timeless.to_string(), 403, "not-signed"),
        (only_seen.to_string(), 403, "not-signed"),
        (next_epoch.batch(0..9, 9, now).to_string(), 403, "not-signed"),
        (tale.batch(0..9, 9, now.after(SKEW + Duration::SECOND)).to_string(), 403, "not-signed"),
        (text.replace("log.example/1\\n9\\n", "log.example/1\\n8\\n"), 403, "not-signed"),
        (String::new(), 400, "unreadable"),
        ("hello\n".to_owned(), 400, "unreadable"),
        (text.trim_end().to_owned(), 400, "unreadable"),
        (text.replace("\n3 ", "\n"), 400, "unreadable"),
    ] {
        let (said, body) = keeper.ask(body).await;
        assert_eq!((said, body["code"].as_str()), (status, Some(code)), "{body}");
        assert_eq!((keeper.standing().entries, keeper.health().await), (0, 200), "anybody with the token can send that");
    }
    assert_eq!(keeper.ask([text.as_bytes(), &[0xff, b'\n']].concat()).await.0, 400);
    assert_eq!(keeper.ask(text).await.0, 200);
}

#[tokio::test]
async fn g10_who_has_not_the_token_is_told_nothing_and_sends_nothing() {
    let (keeper, clock, tale, _folder) = one().await;
    let (client, root) = (reqwest::Client::new(), format!("http://{}", keeper.address));
    let (text, shorter, longer) = (tale.batch(0..9, 9, clock.now()).to_string(), &TOKEN[1..], [TOKEN, "x"].concat());
    for given in [None, Some(""), Some("x"), Some(shorter), Some(&*longer), Some(&*TOKEN.to_uppercase())] {
        for (method, path) in [("POST", "/collect/v1/entries"), ("GET", "/collect/v1/status")] {
            let request = client.request(method.parse().unwrap(), format!("{root}{path}")).body(text.clone());
            let answer =
                given.map_or_else(|| request.try_clone().unwrap(), |token| request.try_clone().unwrap().bearer_auth(token)).send().await;
            let answer = answer.unwrap();
            assert_eq!(answer.status(), 401, "{given:?} {path}");
            assert!(!answer.text().await.unwrap().contains("log.example"), "{given:?} {path}");
        }
        assert_eq!(keeper.standing().entries, 0);
    }
    assert_eq!(keeper.ask(text).await.0, 200);
    let status = client.get(format!("{root}/collect/v1/status")).bearer_auth(TOKEN).send().await.unwrap();
    let status: serde_json::Value = status.json().await.unwrap();
    assert_eq!((&status["logs"][0]["log"], &status["logs"][0]["entries"]), (&"log.example/1".into(), &9.into()), "{status}");
}

#[tokio::test]
async fn too_much_is_not_read_and_other_methods_and_places_are_none() {
    let (keeper, _, _, _folder) = one().await;
    assert_eq!(keeper.ask("x".repeat(LARGEST)).await.0, 400);
    assert_eq!(keeper.ask("x".repeat(LARGEST + 1)).await.0, 413);
    let (client, root) = (reqwest::Client::new(), format!("http://{}", keeper.address));
    for method in ["GET", "PUT", "DELETE", "PATCH"] {
        let answer = client.request(method.parse().unwrap(), format!("{root}/collect/v1/entries")).send().await.unwrap();
        assert_eq!(answer.status(), 405, "{method}");
    }
    for path in ["/", "/entries", "/collect/v1/entries/", "/metrics"] {
        assert_eq!(client.post(format!("{root}{path}")).bearer_auth(TOKEN).send().await.unwrap().status(), 404, "{path}");
    }
}

#[tokio::test]
async fn g10_a_log_that_says_nothing_is_trouble_until_it_is_heard_and_no_old_word_counts() {
    let (keeper, clock, tale, _folder) = one().await;
    clock.advance(SILENCE - Duration::MICROSECOND);
    assert_eq!(keeper.health().await, 200, "it may yet begin");
    clock.advance(Duration::MICROSECOND);
    assert!(keeper.standing().silent && keeper.health().await == 503);
    let (old, now) = (tale.batch(0..9, 9, clock.now()), clock.now());
    assert_eq!(keeper.ask(old.to_string()).await.0, 200);
    assert_eq!(keeper.health().await, 200);

    clock.advance(SILENCE);
    keeper.collector.look();
    assert_eq!(keeper.health().await, 503);
    // Whoever keeps what was said and says it again does not speak for the log: a head says when it was signed.
    assert_eq!(keeper.ask(old.to_string()).await.0, 200);
    assert_eq!(keeper.ask(tale.batch(9..9, 9, now).to_string()).await.0, 200);
    assert_eq!(keeper.health().await, 503);
    // Nor does a word over what was already there, which shows nothing of how far the log is.
    assert_eq!(keeper.ask(tale.batch(0..3, 40, clock.now()).to_string()).await.0, 200);
    assert_eq!(keeper.health().await, 503);
    assert_eq!(keeper.ask(tale.batch(9..9, 9, clock.now()).to_string()).await.0, 200);
    assert_eq!(keeper.health().await, 200);
}

#[tokio::test]
async fn g10_each_log_is_kept_by_itself_and_the_numbers_name_it() {
    let (clock, folder) = (HandClock::default(), tempfile::tempdir().unwrap());
    let (one, two) = (Tale::new("log.example/1", 9), Tale::new("../log.example/2", 5));
    let keeper = keeper(&clock, &[&one, &two], folder.path()).await;
    assert_eq!(keeper.ask(one.batch(0..9, 9, clock.now()).to_string()).await.0, 200);
    assert_eq!(keeper.ask(two.batch(0..5, 5, clock.now()).to_string()).await.0, 200);
    assert_eq!(keeper.ask(two.batch(7..7, 5, clock.now()).to_string()).await.0, 409);
    assert_eq!((keeper.entries(&one.verifier()).len(), keeper.entries(&two.verifier()).len()), (9, 5));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no name leads out of the folder");
    let request = http::Request::get("/metrics").body(axum::body::Body::empty()).unwrap();
    let answer = tower::ServiceExt::oneshot(server::collector::numbers(keeper.collector.counts().clone()), request).await.unwrap();
    let text = String::from_utf8(axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap().into()).unwrap();
    for line in [
        "countersign_collector_entries{log=\"log.example/1\"} 9",
        "countersign_collector_trouble{log=\"log.example/1\"} 0",
        "countersign_collector_trouble{log=\"../log.example/2\"} 1",
        "countersign_collector_troubles_total{log=\"../log.example/2\"} 1",
        "countersign_collector_silent{log=\"../log.example/2\"} 0",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert_eq!(Hash::leaf(b"{\"n\":0}"), one.story.leaves[0]);
}
