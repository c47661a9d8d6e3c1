//! The customer is asked, and their phone is told: that somebody asks, and nothing else.

use domain::{
    challenge::LIFETIME,
    notification::{Handing, PushService, WORDS},
};
use uuid::Uuid;

use super::{House, TOKEN};
use crate::{
    on_both,
    support::{apple::TOPIC, rows},
};

on_both! {
    async fn a_phone_is_told_and_the_agent_sees_that_it_was(db: TestDb) {
        let mut house = House::new(&db).await;
        let challenge = house.ask().await;
        assert_eq!(house.handing(challenge).await, Some(Handing::Queued));
        assert_eq!(house.round().await, 1);
        let view = house.view(challenge).await;
        let told = view.notification.unwrap();
        assert_eq!((told.service, told.handing), (PushService::Apns, Handing::Handed));
        assert_eq!(house.events().await, ["notification_sent"]);
        assert!(house.page(challenge).await.contains("Handed to Apple"));
        assert_eq!(house.apple.inbox(TOKEN).len(), 1);
        assert_eq!(house.round().await, 0, "once");
        // The answer takes the way it always took.
        house.phone.approve(&view.digits.unwrap()).await.unwrap();
    }

    async fn what_apple_sees_says_nothing_of_the_customer(db: TestDb) {
        let mut house = House::new(&db).await;
        let challenge = house.ask().await;
        let (asked_at, session) = (house.view(challenge).await.asked_at, house.session);
        house.round().await;
        let request = house.apple.inbox(TOKEN).remove(0);
        let id = request.header("apns-id").to_owned();
        assert_eq!(Uuid::parse_str(&id).unwrap().get_version_num(), 4, "random: it says not even when");
        assert_eq!(
            request.body,
            serde_json::json!({
                "aps": {
                    "alert": { "body": WORDS },
                    "sound": "default",
                    "interruption-level": "time-sensitive",
                    "category": "COUNTERSIGN_REQUEST"
                },
                "notification": id,
            })
        );
        assert_eq!(request.header("apns-topic"), TOPIC);
        assert_eq!((request.header("apns-push-type"), request.header("apns-priority")), ("alert", "10"));
        let expires = asked_at.after(LIFETIME).micros() / 1_000_000;
        assert_eq!(request.header("apns-expiration"), expires.to_string());
        let collapse = request.header("apns-collapse-id");
        assert_eq!(collapse.len(), 32);
        for secret in [session.to_string(), challenge.to_string(), session.uuid().simple().to_string()] {
            assert!(!format!("{request:?}").contains(&secret), "{secret}");
        }
    }

    async fn a_second_request_takes_the_first_one_s_place(db: TestDb) {
        let mut house = House::new(&db).await;
        for _ in 0..2 {
            let challenge = house.ask().await;
            house.round().await;
            house.ana.withdraw(house.session, challenge).await.unwrap();
        }
        assert_eq!(house.apple.requests().len(), 2);
        assert_eq!(house.apple.inbox(TOKEN).len(), 1);
    }

    async fn a_phone_without_an_address_is_asked_all_the_same(db: TestDb) {
        let mut house = House::new(&db).await;
        let path = "/device/v1/push";
        let off = house.phone.request(reqwest::Method::DELETE, path).send().await.unwrap();
        assert_eq!(off.status(), 204);
        let challenge = house.ask().await;
        assert_eq!(house.round().await, 0);
        assert_eq!(house.handing(challenge).await, None);
        assert_eq!(rows::count(&db, "outgoing_push").await, 0);
        assert_eq!(house.phone.prompt().await.challenge, challenge);
    }
}
