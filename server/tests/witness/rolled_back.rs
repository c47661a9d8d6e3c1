//! A database that was put back, or rewritten: a witness has seen more, or something else. Nothing is signed and nothing sensitive is
//! done until an operator says how it goes on.

use std::sync::Arc;

use domain::{action::ActionKind, ids::SessionId, refusal::Refusal, time::Duration};
use server::{
    log_key::LogKey,
    services::log::{NotSigned, epoch, round},
    store::{Db, log},
};

use super::{House, verifier};
use crate::{
    on_both,
    support::{
        agent::{Agent, asked},
        rows,
        seer::{Mode, Seer},
        story::Story,
        world::MIRELA,
    },
};

/// The record as the database has it, which can be told on in another way by whoever has the key.
async fn story(house: &House, db: &Db) -> Story {
    let leaves = log::leaves(db, 0, house.size().await).await.unwrap();
    Story { key: LogKey::read(&house.key_file).unwrap(), origin: house.log.name.clone(), leaves }
}

/// Ana in a session, a head signed and seen by both.
async fn seen(house: &House) -> (Agent, SessionId) {
    house.world.phone(MIRELA).await;
    let mut ana = house.world.agent("Ana").await;
    let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
    house.sign().await;
    assert_eq!(house.round().await, 2);
    (ana, session)
}

async fn shown(seer: &Seer, story: &Story, old: u64, size: u64) {
    assert_eq!(seer.ask(story.request(old, size).to_string()).await.0, 200);
}

/// Nothing is signed, nothing sensitive is done, and whoever watches the numbers sees it.
async fn stopped(house: &House, ana: &mut Agent, session: SessionId) {
    let size = house.size().await;
    assert_eq!(ana.change_email(session, "a@post.example").await, Err(Refusal::NotWitnessed));
    assert!(matches!(round(&house.world.shared).await, Err(NotSigned::Witnessed)));
    assert_eq!(house.size().await, size);
    assert!(house.metrics().await.contains("countersign_audit_witness_conflict 1\n"));
}

on_both! {
    async fn g05_a_record_that_is_shorter_than_what_a_witness_saw_is_not_signed_on(db: TestDb) {
        let house = House::new(&db).await;
        let (mut ana, session) = seen(&house).await;
        // What was there before the backup was put back: five entries more, which the first witness saw.
        let (story, size) = (story(&house, &db).await, house.size().await);
        shown(&house.seers[0], &story.longer(5), size, size + 5).await;
        ana.open(MIRELA, ActionKind::Refund).await;
        house.sign().await;
        assert!((size + 1..size + 5).contains(&house.size().await));
        assert_eq!(house.round().await, 1, "the other one saw nothing of it");
        stopped(&house, &mut ana, session).await;

        assert_eq!(house.agree().await, Some((1, 2)));

        // It stays so, also over a restart: it is written down.
        house.world.clock.advance(Duration::MINUTE);
        house.round().await;
        stopped(&house, &mut ana, session).await;
    }

    async fn g05_it_goes_on_by_itself_when_the_right_database_is_back(db: TestDb) {
        let house = House::new(&db).await;
        let (mut ana, session) = seen(&house).await;
        ana.open(MIRELA, ActionKind::Refund).await;
        // A witness answers for a moment as if it had seen more: a standby that was not up to date was promoted, say.
        house.sign().await;
        house.seers[0].be(Mode::Says(http::StatusCode::CONFLICT, "text/x.tlog.size", "1000\n".to_owned()));
        house.round().await;
        stopped(&house, &mut ana, session).await;
        house.seers[0].be(Mode::Good);
        house.world.clock.advance(Duration::seconds(5));
        house.round().await;
        house.sign().await;
        asked(ana.change_email(session, "a@post.example").await.unwrap());
        assert!(house.metrics().await.contains("countersign_audit_witness_conflict 0\n"));
    }

    async fn g07_a_fork_of_the_same_size_is_found(db: TestDb) {
        let house = House::new(&db).await;
        house.sign().await;
        let (size, story) = (house.size().await, story(&house, &db).await);
        // Somebody with the key showed the first witness another story.
        shown(&house.seers[0], &story.forked(2), 0, size).await;
        let mut ana = house.world.agent("Ana").await;
        house.world.phone(MIRELA).await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        assert_eq!(house.round().await, 1);
        assert_eq!(rows::count(&db, "audit_witness WHERE conflict = 'fork'").await, 1);
        stopped(&house, &mut ana, session).await;
    }

    async fn g07_a_rewritten_record_is_refused_by_proof(db: TestDb) {
        let house = House::new(&db).await;
        house.sign().await;
        let (size, story) = (house.size().await, story(&house, &db).await);
        shown(&house.seers[0], &story.forked(2), 0, size - 1).await;
        let mut ana = house.world.agent("Ana").await;
        house.world.phone(MIRELA).await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        assert_eq!(house.round().await, 1);
        assert_eq!(rows::count(&db, "audit_witness WHERE conflict = 'fork'").await, 1);
        assert_eq!(house.seers[0].asked().len(), 3, "from nothing, and then from the size that it said");
        stopped(&house, &mut ana, session).await;
    }

    async fn fault_27_an_operator_declares_a_new_epoch_and_each_witness_is_told_by_hand(db: TestDb) {
        let house = House::new(&db).await;
        let (mut ana, session) = seen(&house).await;
        let (story, size) = (story(&house, &db).await, house.size().await);
        for seer in &house.seers {
            shown(seer, &story.longer(5), size, size + 5).await;
        }
        ana.open(MIRELA, ActionKind::Refund).await;
        house.sign().await;
        assert_eq!(house.round().await, 0);
        stopped(&house, &mut ana, session).await;

        epoch::declare(&house.world.shared, &"restored from last night".parse().unwrap()).await.unwrap();
        house.sign().await;
        house.world.clock.advance(Duration::seconds(31));
        assert_eq!(house.round().await, 0, "they do not know it");
        assert_eq!(ana.change_email(session, "a@post.example").await, Err(Refusal::NotWitnessed), "the grace is over by now");

        let key = LogKey::read(&house.key_file).unwrap();
        let epochs = [verifier(&key, 1), verifier(&key, 2)];
        let heads = house.files.path().join("one.example-w");
        let told = Seer::start("told.example/w", &epochs, &heads, Arc::new(house.world.clock.clone())).await;
        let size_now = log::last(&db, 2).await.unwrap().unwrap().size;
        let again = Story { origin: epochs[1].name.clone(), leaves: log::leaves(&db, 0, size_now).await.unwrap(), ..story };
        shown(&told, &again, 0, size_now).await;
        // The gap stays in view: it still knows the longer record of the first epoch.
        assert_eq!(told.heads.last("localhost/audit/1").await.unwrap().unwrap().size, size + 5);
    }
}
