//! The one connection: reused while it lives, found out when it does not, and never trusted to another than Apple.

use std::{sync::Arc, time::Duration as Real};

use domain::{
    notification::{Handing, Undelivered},
    testing::HandClock,
    time::Duration,
};
use server::push::Patience;

use super::{House, PATIENT, TOKEN};
use crate::{
    on_both,
    support::apple::{Say, Simulator},
};

const AGAIN: Option<Handing> = Some(Handing::Again(Undelivered::Unreachable));

/// Asks, has it handed over, and takes it back.
async fn once(house: &mut House) {
    let challenge = house.ask().await;
    house.round().await;
    assert_eq!(house.handing(challenge).await, Some(Handing::Handed));
    house.ana.withdraw(house.session, challenge).await.unwrap();
}

on_both! {
    async fn one_connection_serves_for_many(db: TestDb) {
        let mut house = House::new(&db).await;
        for _ in 0..3 {
            once(&mut house).await;
        }
        assert_eq!(house.apple.requests().iter().map(|request| request.connection).collect::<Vec<_>>(), [1, 1, 1]);
        assert_eq!(house.apple.connections(), 1);
        // What stands between may have forgotten one that was idle for long: it is not tried at all.
        house.world.clock.advance(Duration::minutes(10));
        once(&mut house).await;
        assert_eq!(house.apple.connections(), 2);
    }

    async fn nobody_is_there(db: TestDb) {
        let mut house = House::new(&db).await;
        house.apple.close().await;
        let challenge = house.ask().await;
        house.round().await;
        assert_eq!(house.handing(challenge).await, AGAIN);
        assert!(house.page(challenge).await.contains("Apple cannot be reached right now."));
        house.apple.open().await;
        house.after(Duration::SECOND).await;
        assert_eq!(house.handing(challenge).await, Some(Handing::Handed));
    }

    async fn a_service_that_the_root_does_not_vouch_for_is_told_nothing(db: TestDb) {
        let clock = HandClock::default();
        let (apple, other) = (Simulator::start(Arc::new(clock.clone())).await, Simulator::start(Arc::new(clock.clone())).await);
        let files = tempfile::tempdir().unwrap();
        let mut settings = apple.settings(files.path());
        let root = files.path().join("other.pem");
        std::fs::write(&root, &other.root).unwrap();
        settings.retain(|(key, _)| *key != "apns_root_file");
        settings.push(("apns_root_file", root.to_str().unwrap().to_owned()));
        let mut house = House::leading_to(&db, clock, apple, &settings, PATIENT).await;
        let challenge = house.ask().await;
        house.round().await;
        assert_eq!(house.handing(challenge).await, AGAIN);
        assert_eq!((house.apple.connections(), house.apple.requests().len()), (0, 0));
    }

    async fn silence_ends_a_try_and_the_connection(db: TestDb) {
        assert_eq!(Patience::default().answer, Real::from_secs(20));
        let mut house = House::with(&db, Patience { answer: Real::from_secs(2), ..PATIENT }).await;
        house.apple.next(Say::Nothing);
        let challenge = house.ask().await;
        house.round().await;
        assert_eq!(house.handing(challenge).await, AGAIN);
        house.after(Duration::SECOND).await;
        assert_eq!(house.handing(challenge).await, Some(Handing::Handed));
        assert_eq!(house.apple.connections(), 2);
    }

    async fn goodbye_costs_nothing(db: TestDb) {
        let mut house = House::new(&db).await;
        house.apple.next(Say::TakesAndLeaves);
        once(&mut house).await;
        // A request that overtakes the goodbye is still answered on the old connection.
        house.apple.ended(1).await;
        once(&mut house).await;
        assert_eq!((house.apple.requests().len(), house.apple.connections()), (2, 2));
        assert_eq!(house.apple.inbox(TOKEN).len(), 1);
    }

    async fn a_half_dead_connection_is_found_out(db: TestDb) {
        let patience = Patience { ping_after: Real::from_millis(200), ping_answer: Real::from_millis(500), ..PATIENT };
        let mut house = House::with(&db, patience).await;
        house.apple.next(Say::Freezes);
        let challenge = house.ask().await;
        // By asking whether it lives, long before the try's own time is over.
        tokio::time::timeout(patience.answer / 2, house.round()).await.expect("found out by ping");
        assert_eq!(house.handing(challenge).await, AGAIN);
        house.after(Duration::SECOND).await;
        assert_eq!(house.handing(challenge).await, Some(Handing::Handed));
        assert_eq!(house.apple.connections(), 2);
    }

    async fn another_connection_is_there_within_five_seconds(_db: TestDb) {
        let usual = Patience::default();
        assert!(usual.ping_after + usual.ping_answer < Real::from_secs(5));
    }
}
