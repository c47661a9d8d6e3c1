//! The log's side: every signed entry goes to the collector, once, and nothing else does.

use std::sync::Arc;

use domain::{audit_log::collector::Batch, time::Duration};
use server::{
    collectors::round,
    services::{Shared, alarms::Watch, log},
    store::{exec, fetch_all},
    wiring,
};

use super::{BEHIND, House, PATIENCE, settings, verifier};
use crate::{
    log::by_hand,
    on_both,
    support::{
        agent::asked,
        keeper::{Keeper, Mode, SILENCE, TOKEN},
        world::{MIRELA, World},
    },
};

/// How many entries were in what was sent.
fn sent(asked: &[String]) -> usize {
    asked.iter().map(|text| text.parse::<Batch>().unwrap().entries.len()).sum()
}

on_both! {
    async fn g10_every_signed_entry_is_sent_and_nothing_that_stands_beside_one(db: TestDb) {
        let house = House::new(&db).await;
        assert_eq!(house.round().await, 0, "nothing is signed yet");
        assert_eq!(house.keeper.asked().len(), 0);
        let phone = house.world.phone(MIRELA).await;
        let mut ana = house.world.agent("Ana").await;
        let session = ana.open(MIRELA, domain::action::ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "a@post.example").await.unwrap());
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        house.sign().await;
        assert_eq!(house.round().await, house.size().await);
        house.is_whole().await;
        assert_eq!(house.round().await, 0);
        assert_eq!(house.keeper.asked().len(), 2, "it was asked how far it is, and sent the rest");
        let all = house.keeper.asked().concat();
        let beside = fetch_all!(db, (String,), "SELECT data FROM audit_personal").await.unwrap();
        assert!(beside.len() >= 2, "there is something that must not be sent");
        for (data,) in beside.into_iter().filter(|(data,)| data.len() > 8) {
            let inner = data.trim_matches(['"', '{', '}']);
            assert!(!all.contains(inner) && !all.contains(&inner.replace('"', "\\\"")), "{data}");
        }
        assert!(!all.contains("a@post.example") && !all.contains("Mirela"));

        house.happens().await;
        let more = house.size().await;
        assert_eq!(house.round().await, more - house.keeper.asked().last().unwrap().parse::<Batch>().unwrap().from);
        house.is_whole().await;
        assert_eq!(house.keeper.said(), [200, 200, 200]);
        let metrics = house.metrics().await;
        assert!(metrics.contains(&format!("countersign_audit_collected_size {more}\n")), "{metrics}");
        assert!(metrics.contains("countersign_audit_collector_failures_total 0\n"), "{metrics}");
    }

    async fn g10_a_log_in_which_nothing_happens_is_heard_all_the_same_and_one_that_stopped_is_not(db: TestDb) {
        let house = House::new(&db).await;
        house.sign().await;
        house.round().await;
        for _ in 0..12 {
            let asked = house.keeper.asked().len();
            house.world.clock.advance(round::HEARTBEAT - Duration::MICROSECOND);
            house.round().await;
            assert_eq!(house.keeper.asked().len(), asked, "not more often than it has to");
            house.world.clock.advance(Duration::MICROSECOND);
            assert_eq!(house.round().await, 0);
            assert_eq!(house.keeper.asked().len(), asked + 1);
            assert_eq!(house.keeper.health().await, 200);
        }
        let mut tx = db.write().await.unwrap();
        exec!(tx, "UPDATE audit_head SET root = $1", &[7_u8; 32][..]).await.unwrap();
        tx.commit().await.unwrap();
        assert!(log::round(&house.world.shared).await.is_err(), "the tables were changed by hand");
        house.world.clock.advance(SILENCE);
        house.round().await;
        house.keeper.collector.look();
        assert_eq!(house.keeper.health().await, 503);
        assert!(house.keeper.standing().silent);
    }

    async fn g10_a_server_that_starts_again_asks_how_far_the_collector_is(db: TestDb) {
        let house = House::new(&db).await;
        house.sign().await;
        house.round().await;
        let (before, requests) = (house.size().await, house.keeper.asked().len());
        house.happens().await;
        let (world, _) = World::with(&db, &house.world.clock, 9, &settings(&house.files, &house.keeper, TOKEN)).await;
        // The same server otherwise: it signs, and remembers what it signed.
        let again = Shared { log: house.world.shared.log.clone(), ..world.shared.clone() };
        let collectors = wiring::collectors(&again, &world.shell, PATIENCE).unwrap().unwrap();
        house.sign().await;
        assert_eq!(round::round(&again, &collectors).await.unwrap(), house.size().await - before);
        let asked = house.keeper.asked().split_off(requests);
        assert_eq!(sent(&asked) as u64, house.size().await - before, "only what is new");
        house.is_whole().await;
    }

    async fn g10_two_servers_that_both_send_do_no_harm(db: TestDb) {
        let house = House::new(&db).await;
        let (other, _) = World::with(&db, &house.world.clock, 8, &settings(&house.files, &house.keeper, TOKEN)).await;
        let mine = wiring::collectors(&other.shared, &other.shell, PATIENCE).unwrap().unwrap();
        house.sign().await;
        // On a file there is one server only, which remembers what it signed.
        let (from, to) = (house.world.files().join("var"), other.files().join("var"));
        std::fs::create_dir_all(&to).unwrap();
        std::fs::copy(from.join("audit-log.head"), to.join("audit-log.head")).unwrap();
        for _ in 0..6 {
            house.happens().await;
            other.agent("Bram").await;
            log::round(&other.shared).await.unwrap();
            house.sign().await;
            let (here, there) = tokio::join!(house.round(), round::round(&other.shared, &mine));
            there.unwrap();
            assert!(here <= house.size().await);
        }
        house.round().await;
        house.is_whole().await;
        assert!(house.keeper.said().iter().all(|status| *status == 200), "{:?}", house.keeper.said());
        assert_eq!((house.keeper.health().await, house.keeper.standing().trouble), (200, None));
    }

    async fn g10_a_copy_that_is_behind_is_on_the_page_and_alerts_and_that_is_over_when_it_is_not(db: TestDb) {
        let house = House::new(&db).await;
        let (jonas, mut watch) = (house.world.agent("Jonas").await, Watch::default());
        house.sign().await;
        house.round().await;
        let page = async || jonas.get("/audit").await.body;
        assert!(page().await.contains("A copy elsewhere is whole."));
        assert_eq!(house.alerts(&mut watch).await, (0, 0));

        house.keeper.be(Mode::Says(http::StatusCode::SERVICE_UNAVAILABLE, "text/plain", String::new()));
        house.happens().await;
        assert_eq!(house.round().await, 0);
        house.world.clock.advance(BEHIND - Duration::MICROSECOND);
        assert_eq!(house.alerts(&mut watch).await, (0, 0), "that is no trouble yet");
        assert!(!page().await.contains("not yet at the collector"));
        house.sign().await;
        house.world.clock.advance(Duration::MICROSECOND);
        let missing = house.size().await - house.known().next.unwrap();
        assert!(missing > 1);
        let text = page().await;
        assert!(text.contains(&format!("{missing} entries are not yet at the collector, since ")), "{text}");
        assert!(!text.contains("copy elsewhere is whole"));
        assert_eq!(house.alerts(&mut watch).await, (1, 0));
        assert_eq!(house.alerts(&mut watch).await, (1, 0), "it is told once");
        assert!(jonas.get("/floor").await.body.contains("A copy of the audit log is not whole"));

        house.keeper.be(Mode::Good);
        house.sign().await;
        assert!(house.later().await > 1);
        house.is_whole().await;
        assert_eq!(house.alerts(&mut watch).await, (1, 1));
        assert!(page().await.contains("A copy elsewhere is whole."));
    }

    async fn g10_an_entry_that_is_not_the_signed_one_is_not_sent_and_alerts(db: TestDb) {
        let house = House::new(&db).await;
        house.sign().await;
        let place = house.size().await - 1;
        by_hand(&db, &[&format!(
            "UPDATE audit_entry SET at = at + 1 WHERE id = (SELECT entry_id FROM audit_place WHERE position = {place})"
        )]).await;
        assert_eq!(house.round().await, place, "what stands before it is sent");
        assert_eq!(house.keeper.standing().entries, place);
        assert!(house.known().trouble.unwrap().contains(&format!("entry {place} of this database is not the one that was signed")));
        assert_eq!(house.alerts(&mut Watch::default()).await, (1, 0));
        assert_eq!(house.keeper.health().await, 200, "the collector was sent nothing wrong");
    }

    async fn g10_a_new_epoch_is_another_log_that_the_collector_is_told_of_by_hand(db: TestDb) {
        let house = House::new(&db).await;
        house.sign().await;
        house.round().await;
        let reason = "a test".parse().unwrap();
        log::epoch::declare(&house.world.shared, &reason).await.unwrap();
        house.sign().await;
        assert_eq!(house.round().await, 0);
        assert_eq!(house.keeper.said().last(), Some(&403));
        let (next, old) = (verifier(&house.key(), 2), house.keeper.standing().entries);
        house.keeper.be(Mode::Good);
        let told = Keeper::start(&[house.log.clone(), next.clone()], &house.files.path().join("told"), Arc::new(house.world.clock.clone())).await;
        let (world, _) = World::with(&db, &house.world.clock, 9, &settings(&house.files, &told, TOKEN)).await;
        let shared = Shared { log: house.world.shared.log.clone(), ..world.shared.clone() };
        let collectors = wiring::collectors(&shared, &world.shell, PATIENCE).unwrap().unwrap();
        let all = round::round(&shared, &collectors).await.unwrap();
        assert!(all > old, "it begins with the entries that are there");
        assert_eq!(told.entries(&next).len() as u64, all);
        assert_eq!(told.entries(&house.log).len(), 0, "each epoch is kept by itself");
    }
}
