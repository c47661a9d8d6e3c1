//! The same story, to a browser: through whichever service it subscribed with, as long as the settings name that one.

use std::sync::Arc;

use app::desk::view::Place;
use domain::{
    action::ActionKind,
    ids::{ChallengeId, SessionId},
    notification::{Handing, Undelivered},
    testing::HandClock,
    time::Duration,
};
use http::StatusCode;
use serde_json::json;
use server::{
    push::{Services, worker},
    store::Db,
    wiring,
};

use super::PATIENT;
use crate::{
    on_both,
    support::{
        agent::Agent,
        phone::Phone,
        push_service::{AUTH, P256DH, PushService},
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

/// A server that reaches browsers, Mirela's that is subscribed, and Ana in a session with her.
struct House {
    world: World,
    service: PushService,
    services: Arc<Services>,
    phone: Phone,
    ana: Agent,
    session: SessionId,
}

impl House {
    async fn new(db: &Db) -> Self {
        let clock = HandClock::default();
        let service = PushService::start(Arc::new(clock.clone())).await;
        let files = tempfile::tempdir().unwrap();
        let (world, settings) = World::with(db, &clock, 7, &service.settings(files.path())).await;
        let services = wiring::push_services(&settings, &world.shared.clock, PATIENT).unwrap();
        let (phone, mut ana) = (world.phone(MIRELA).await, world.agent("Ana").await);
        assert_eq!(phone.notify(&service.address("mirela")).await.status, 204);
        let session = ana.open(MIRELA, ActionKind::Refund).await;
        Self { world, service, services: Arc::new(services), phone, ana, session }
    }

    async fn ask(&mut self) -> ChallengeId {
        self.ana.raise(self.session).await.unwrap()
    }

    async fn round(&self) -> usize {
        worker::round(&self.world.shared, &self.services).await.unwrap()
    }

    async fn after(&self, time: Duration) -> usize {
        self.world.clock.advance(time);
        self.round().await
    }

    async fn handing(&self, challenge: ChallengeId) -> Option<Handing> {
        let asked = self.ana.workspace(self.session, Place::Asked(challenge)).await.asked.unwrap();
        asked.notification.map(|notification| notification.handing)
    }

    /// What is said to one notification, and what becomes of it.
    async fn said(&mut self, status: StatusCode) -> Handing {
        self.service.next(status);
        let challenge = self.ask().await;
        assert_eq!(self.round().await, 1);
        let handing = self.handing(challenge).await.unwrap();
        self.ana.withdraw(self.session, challenge).await.unwrap();
        handing
    }
}

on_both! {
    async fn a_browser_is_told_that_somebody_asks_and_nothing_else(db: TestDb) {
        let mut house = House::new(&db).await;
        assert!(house.phone.home().await.web_push.unwrap().on);
        let challenge = house.ask().await;
        house.world.clock.advance(Duration::milliseconds(1_500));
        assert_eq!(house.round().await, 1);
        assert_eq!(house.handing(challenge).await, Some(Handing::Handed));
        assert_eq!(house.round().await, 0, "once");
        let requests = house.service.requests();
        assert_eq!(requests.len(), 1);
        let request = &requests[0];
        assert_eq!(request.path, "/p/mirela");
        let members: Vec<_> = request.plain.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["notification"]);
        assert_eq!((request.header("ttl"), request.header("urgency")), ("118", "high"), "whole seconds, cut off");
        for secret in [house.session.to_string(), challenge.to_string(), "Mirela".to_owned(), "Ana".to_owned()] {
            assert!(!format!("{request:?}").contains(&secret), "{secret}");
        }
        let events = rows::events(&db, house.session).await;
        assert!(events.contains(&"notification_sent".to_owned()));
        let page = house.ana.get(&format!("/desk/{}/asked/{challenge}", house.session)).await.body.replace("<!>", "");
        assert!(page.contains("To Web Push, for"), "{page}");
    }

    async fn a_second_request_takes_the_first_one_s_place(db: TestDb) {
        let mut house = House::new(&db).await;
        house.said(StatusCode::CREATED).await;
        house.said(StatusCode::ACCEPTED).await;
        let requests = house.service.requests();
        assert_eq!(requests[0].header("topic"), requests[1].header("topic"));
        assert_ne!(requests[0].plain, requests[1].plain);
    }

    async fn a_subscription_that_is_gone_is_retired(db: TestDb) {
        let mut house = House::new(&db).await;
        for status in [StatusCode::GONE, StatusCode::NOT_FOUND] {
            assert_eq!(house.said(status).await, Handing::Failed(Undelivered::Gone));
            assert_eq!(rows::count(&db, "push_address WHERE retired_because = 'gone'").await, 1);
            assert!(!house.phone.home().await.web_push.unwrap().on, "the phone says so, and can turn it on again");
            assert_eq!(house.phone.notify(&house.service.address("mirela")).await.status, 204);
        }
        assert_eq!(house.after(Duration::MINUTE).await, 0, "it is not tried again");
    }

    async fn what_a_service_will_not_have_is_not_sent_again(db: TestDb) {
        let mut house = House::new(&db).await;
        for status in [StatusCode::FORBIDDEN, StatusCode::TEMPORARY_REDIRECT] {
            assert_eq!(house.said(status).await, Handing::Failed(Undelivered::Refused), "{status}");
        }
        let paths: Vec<_> = house.service.requests().into_iter().map(|request| request.path).collect();
        assert!(paths.iter().all(|path| path == "/p/mirela"), "nobody is followed elsewhere: {paths:?}");
        assert_eq!(rows::count(&db, "push_address WHERE retired_at IS NULL").await, 1, "it is not the phone's fault");
    }

    async fn what_time_can_mend_is_sent_again_while_it_is_of_use(db: TestDb) {
        let mut house = House::new(&db).await;
        for status in [429, 500, 503] {
            house.service.next(StatusCode::from_u16(status).unwrap());
        }
        let challenge = house.ask().await;
        assert_eq!(house.round().await, 1);
        for tries in 1..=3 {
            assert_eq!(house.handing(challenge).await, Some(Handing::Again(Undelivered::Busy)), "after {tries}");
            assert_eq!(house.after(Duration::seconds(1 << (tries - 1))).await, 1);
        }
        assert_eq!(house.handing(challenge).await, Some(Handing::Handed));
        // Nobody there at all, until it cannot be answered any more.
        house.ana.withdraw(house.session, challenge).await.unwrap();
        house.service.close().await;
        let challenge = house.ask().await;
        house.round().await;
        assert_eq!(house.handing(challenge).await, Some(Handing::Again(Undelivered::Unreachable)));
        for _ in 0..120 {
            house.after(Duration::SECOND).await;
        }
        assert_eq!(house.handing(challenge).await, Some(Handing::Failed(Undelivered::Unreachable)));
    }

    async fn a_phone_that_turned_it_off_is_asked_all_the_same(db: TestDb) {
        let mut house = House::new(&db).await;
        let off = house.phone.request(reqwest::Method::DELETE, "/device/v1/push").send().await.unwrap();
        assert_eq!(off.status(), 204);
        assert!(!house.phone.home().await.web_push.unwrap().on);
        let challenge = house.ask().await;
        assert_eq!((house.round().await, house.handing(challenge).await), (0, None));
        assert_eq!(house.phone.prompt().await.challenge, challenge);
    }

    async fn the_server_calls_nobody_whom_its_settings_do_not_name(db: TestDb) {
        let house = House::new(&db).await;
        let port = house.service.port;
        for endpoint in [
            format!("http://127.0.0.1:{port}/p/1"),
            format!("https://localhost:{port}/p/1"),
            format!("http://localhost:{}/p/1", port ^ 1),
            format!("http://user@localhost:{port}/p/1"),
            "http://169.254.169.254/latest/meta-data".to_owned(),
            "https://evil.test/p/1".to_owned(),
            "https://push.example.com.evil.test/p/1".to_owned(),
            "file:///etc/passwd".to_owned(),
            String::new(),
        ] {
            let refused = house.phone.notify(&json!({ "service": "web_push", "endpoint": endpoint, "keys": { "p256dh": P256DH, "auth": AUTH } })).await;
            assert_eq!(refused.status, 422, "{endpoint}");
            assert!(refused.body.contains("of a push service that this server calls"), "{}", refused.body);
        }
        for keys in [json!({}), json!({ "p256dh": P256DH }), json!({ "p256dh": AUTH, "auth": AUTH }), json!({ "p256dh": P256DH, "auth": AUTH, "more": 1 })] {
            let endpoint = "https://push.example.com/p/1";
            let refused = house.phone.notify(&json!({ "service": "web_push", "endpoint": endpoint, "keys": keys })).await;
            assert_eq!(refused.status, 422, "{keys}");
        }
        assert_eq!(house.phone.notify_at(&"0a".repeat(32)).await.status, 422, "this server does not reach Apple");
        assert_eq!(rows::count(&db, "push_address").await, 1);
    }

    async fn a_service_that_the_settings_name_no_longer_is_not_called(db: TestDb) {
        let mut house = House::new(&db).await;
        let files = tempfile::tempdir().unwrap();
        let mut settings = house.service.settings(files.path());
        settings[2].1 = "push.example.com".to_owned();
        let (other, settings) = World::with(&db, &house.world.clock, 8, &settings).await;
        let services = wiring::push_services(&settings, &other.shared.clock, PATIENT).unwrap();
        let challenge = house.ask().await;
        assert_eq!(worker::round(&other.shared, &services).await.unwrap(), 1);
        assert_eq!(house.handing(challenge).await, Some(Handing::Failed(Undelivered::Refused)));
        assert_eq!(house.service.requests().len(), 0);
    }

    async fn a_browser_belongs_to_the_last_phone_that_named_it(db: TestDb) {
        let house = House::new(&db).await;
        let tomas = house.world.phone(TOMAS).await;
        assert_eq!(tomas.notify(&house.service.address("mirela")).await.status, 204);
        assert_eq!(rows::count(&db, "push_address").await, 1);
        assert!(!house.phone.home().await.web_push.unwrap().on);
    }
}
