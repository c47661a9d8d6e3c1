//! What ends on one server ends on the other (D10): two servers on one PostgreSQL, that tell each other.

use domain::{action::ActionKind, agent::Role};
use reqwest::StatusCode;
use server::{live::Change, relay, store::Db};

use super::{
    changes, ends,
    streams::{Stream, desk},
};
use crate::support::{
    agent::Agent,
    database::{TestDb, settings},
    world::{MIRELA, World},
};

/// Two servers, each with connections of its own.
async fn two(db: &TestDb) -> (World, World) {
    let here = World::new(db).await;
    let other = Db::open(&db.place(), &settings(4)).await.unwrap();
    let there = World::beside(&other, &here.clock, 99).await;
    for world in [&here, &there] {
        assert!(relay::start(&world.shared, world.shell.drain.clone()).await.unwrap().is_some());
    }
    (here, there)
}

/// The same person's browser, led to the other server.
fn led_to(world: &World, browser: &Agent) -> Agent {
    let mut elsewhere = world.stranger();
    elsewhere.cookie.clone_from(&browser.cookie);
    elsewhere
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d10_a_sign_in_ended_on_one_server_ends_on_the_other_within_a_second_postgres() {
    let db = TestDb::postgres().await;
    let (here, there) = two(&db).await;
    let (mut ana, mut jonas) = (here.agent("Ana").await, here.agent("Jonas").await);
    let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
    let elsewhere = led_to(&there, &ana);
    let mut stream = Stream::open(&elsewhere, &desk(session)).await;
    stream.next().await;
    ends(&mut jonas, &here.staff("Ana").await).await.unwrap();
    assert_eq!(stream.rest().await, "event: bye\ndata: not-signed-in\n\n");
    assert_eq!(elsewhere.get("/desk").await.leads_to(), "/sign-in");
    assert!(elsewhere.get("/sign-in").await.body.contains("ended by a supervisor"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d10_a_right_taken_on_one_server_is_gone_on_the_other_within_a_second_postgres() {
    let db = TestDb::postgres().await;
    let (here, there) = two(&db).await;
    let (jonas, mut freja) = (here.agent("Jonas").await, here.agent("Freja").await);
    let elsewhere = led_to(&there, &jonas);
    let mut stream = Stream::open(&elsewhere, "/live/floor").await;
    stream.next().await;
    assert_eq!(elsewhere.get("/floor").await.status, StatusCode::OK);
    changes(&mut freja, "take", &here.staff("Jonas").await, Role::Supervisor).await.unwrap();
    assert!(stream.rest().await.starts_with("event: bye"));
    assert_eq!(elsewhere.get("/floor").await.status, StatusCode::FORBIDDEN);
    assert_eq!(elsewhere.get("/desk").await.status, StatusCode::OK, "what else they may do, they still may");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_told_reaches_the_other_server_and_nobody_twice_postgres() {
    let db = TestDb::postgres().await;
    let (here, there) = two(&db).await;
    let (mut own_words, mut other_words) = (here.shared.live.listen(), there.shared.live.listen());
    here.shared.live.tell_all([Change::Policy, Change::Access]);
    there.shared.live.tell(Change::Time);
    assert_eq!(
        (own_words.recv().await, own_words.recv().await, own_words.recv().await),
        (Ok(Change::Policy), Ok(Change::Access), Ok(Change::Time))
    );
    let mut there_heard = Vec::new();
    for _ in 0..3 {
        there_heard.push(other_words.recv().await.unwrap());
    }
    there_heard.retain(|change| *change != Change::Time);
    assert_eq!(there_heard, [Change::Policy, Change::Access], "in their order");
    // A word that goes round once more would come back by now: this one went there and was answered.
    there.shared.live.tell(Change::Policy);
    assert_eq!(own_words.recv().await, Ok(Change::Policy));
    assert!(own_words.try_recv().is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_one_servers_alone_sqlite() {
    let db = TestDb::sqlite().await;
    let world = World::new(&db).await;
    assert!(relay::start(&world.shared, world.shell.drain.clone()).await.unwrap().is_none());
}
