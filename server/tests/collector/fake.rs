//! A collector that is none: whatever it says, nothing is lost, nobody is followed elsewhere, and it is known to be behind.

use std::time::Duration as Real;

use domain::time::Duration;
use http::StatusCode;
use server::{collectors::Patience, services::alarms::Watch};

use super::{BEHIND, House, PATIENCE, settings};
use crate::{
    on_both,
    support::{
        keeper::{Mode, TOKEN},
        world::World,
    },
};

const JSON: &str = "application/json";

on_both! {
    async fn g10_nothing_is_believed_of_a_collector_that_does_not_take_what_it_is_sent(db: TestDb) {
        let house = House::with(&db, Patience { connect: Real::from_secs(5), answer: Real::from_millis(500) }).await;
        house.sign().await;
        house.round().await;
        let before = house.keeper.standing().entries;
        house.happens().await;
        let says = |status: StatusCode, text: &str| Mode::Says(status, JSON, text.to_owned());
        let modes = [
            Mode::Silent,
            says(StatusCode::OK, ""),
            says(StatusCode::OK, "{}"),
            says(StatusCode::OK, "{\"next\":-1}"),
            says(StatusCode::OK, "{\"next\":0}"),
            says(StatusCode::OK, &format!("{{\"next\":{before}}}")),
            says(StatusCode::OK, &["{\"next\":1,\"x\":\"", &"x".repeat(1 << 20), "\"}"].concat()),
            says(StatusCode::NO_CONTENT, ""),
            says(StatusCode::TEMPORARY_REDIRECT, ""),
            says(StatusCode::BAD_REQUEST, "{}"),
            says(StatusCode::UNAUTHORIZED, "{}"),
            says(StatusCode::FORBIDDEN, "{}"),
            says(StatusCode::NOT_FOUND, "{}"),
            says(StatusCode::PAYLOAD_TOO_LARGE, "{}"),
            says(StatusCode::TOO_MANY_REQUESTS, "{}"),
            says(StatusCode::INTERNAL_SERVER_ERROR, "{}"),
            says(StatusCode::SERVICE_UNAVAILABLE, "{}"),
            says(StatusCode::CONFLICT, "{}"),
            says(StatusCode::UNPROCESSABLE_ENTITY, "nonsense"),
        ];
        let (mut watch, count) = (Watch::default(), modes.len());
        for mode in modes {
            house.keeper.be(mode);
            let asked = house.keeper.asked().len();
            assert_eq!(house.later().await, 0);
            assert_eq!(house.keeper.asked().len(), asked + 1, "once, and nobody is followed elsewhere");
            assert_eq!(house.keeper.standing().entries, before);
            assert!(house.known().failing_since.is_some() && house.known().trouble.is_none());
        }
        assert!(house.metrics().await.contains(&format!("countersign_audit_collector_failures_total {count}\n")));
        assert_eq!(house.alerts(&mut watch).await, (1, 0), "by now it is behind");
        house.keeper.be(Mode::Good);
        assert_eq!(house.round().await, 0, "it is given time");
        assert!(house.later().await > 0);
        house.is_whole().await;
        assert_eq!(house.alerts(&mut watch).await, (1, 1));
    }

    async fn g10_one_that_says_what_cannot_be_is_trouble_and_its_words_are_shown_to_nobody(db: TestDb) {
        let house = House::new(&db).await;
        let mut watch = Watch::default();
        house.sign().await;
        house.round().await;
        house.happens().await;
        let trouble = |code: &str| {
            let text = format!("{{\"code\":\"{code}\",\"entry\":3,\"next\":{},\"detail\":\"<b>call this number</b>\"}}", house.known().next.unwrap());
            Mode::Says(StatusCode::UNPROCESSABLE_ENTITY, "application/problem+json", text)
        };
        for (code, says) in [
            ("gap", "entries from number 3 on are missing there"),
            ("other-entry", "another entry as number 3"),
            ("forked", "another record of 3 entries"),
            ("<b>call this number</b>", "by a word that is not known here"),
        ] {
            house.keeper.be(trouble(code));
            house.later().await;
            let known = house.known().trouble.unwrap();
            assert!(known.contains(says), "{known}");
            house.alerts(&mut watch).await;
            let page = house.world.agent("Jonas").await.get("/audit").await.body;
            assert!(page.contains(says) && !page.contains("call this number"), "{code}");
        }
        house.keeper.be(Mode::Good);
        house.sign().await;
        house.later().await;
        house.is_whole().await;
        assert_eq!(house.alerts(&mut watch).await, (1, 1));
    }

    async fn g10_a_collector_that_has_more_than_this_database_says_that_entries_were_taken_away(db: TestDb) {
        let house = House::new(&db).await;
        house.sign().await;
        house.keeper.be(Mode::Says(StatusCode::OK, JSON, "{\"next\":1000000}".to_owned()));
        house.round().await;
        let trouble = house.known().trouble.unwrap();
        assert!(trouble.contains("it has 1000000 entries, and this database"), "{trouble}");
        assert_eq!(house.alerts(&mut Watch::default()).await, (1, 0));
        assert_eq!(house.keeper.said().len(), 0);
    }

    async fn g10_a_wrong_token_sends_nothing_and_is_behind(db: TestDb) {
        let house = House::new(&db).await;
        let wrong = [TOKEN, "x"].concat();
        let (world, _) = World::with(&db, &house.world.clock, 8, &settings(&house.files, &house.keeper, &wrong)).await;
        let shared = server::services::Shared { log: house.world.shared.log.clone(), ..world.shared.clone() };
        let collectors = server::wiring::collectors(&shared, &world.shell, PATIENCE).unwrap().unwrap();
        house.sign().await;
        assert_eq!(server::collectors::round::round(&shared, &collectors).await.unwrap(), 0);
        assert_eq!((house.keeper.said(), house.keeper.standing().entries), (vec![401], 0));
        house.world.clock.advance(BEHIND);
        let standing = server::services::collected::standing(&shared).await.unwrap().unwrap();
        assert!(matches!(standing, app::log::view::Collection::Behind { entries: None, .. }), "{standing:?}");
    }

    async fn g10_nobody_waits_for_a_collector(db: TestDb) {
        let house = House::with(&db, Patience { connect: Real::from_mins(10), answer: Real::from_mins(10) }).await;
        house.keeper.be(Mode::Silent);
        house.sign().await;
        let round = house.round();
        let work = async {
            // While the collector says nothing, people work and the log is signed.
            house.happens().await;
            house.happens().await;
            house.size().await
        };
        tokio::select! {
            biased;
            size = work => assert!(size > 0),
            _ = round => panic!("the collector answered"),
        }
        house.world.clock.advance(Duration::SECOND);
    }
}
