//! A phone says where its notifications go.

use reqwest::Method;
use serde_json::json;

use super::{House, TOKEN};
use crate::{
    on_both,
    support::{agent::Answered, rows, world::TOMAS},
};

const OTHER: &str = "ff1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8ff";

on_both! {
    async fn an_address_belongs_to_the_last_phone_that_named_it(db: TestDb) {
        let house = House::new(&db).await;
        let tomas = house.world.phone(TOMAS).await;
        assert_eq!(tomas.notify_at(&TOKEN.to_uppercase()).await.status, 204);
        assert_eq!(rows::count(&db, "push_address").await, 1, "however it is written");
        assert_eq!(house.phone.notify_at(OTHER).await.status, 204);
        assert_eq!(rows::count(&db, "push_address").await, 2);
        assert_eq!(house.phone.notify_at(TOKEN).await.status, 204);
        assert_eq!(rows::count(&db, &format!("push_address WHERE address = '{TOKEN}'")).await, 1);
        assert_eq!(rows::count(&db, "push_address").await, 1, "Tomas's phone has none now");
    }

    async fn the_same_again_is_no_news(db: TestDb) {
        let house = House::new(&db).await;
        house.phone.notify_at(TOKEN).await;
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'notifications_on'").await, 1);
        for _ in 0..2 {
            let off = Answered::read(house.phone.request(Method::DELETE, "/device/v1/push")).await;
            assert_eq!(off.status, 204);
        }
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'notifications_off'").await, 1);
        assert_eq!(rows::count(&db, "push_address").await, 0);
    }

    async fn what_cannot_be_an_address_is_refused(db: TestDb) {
        let house = House::new(&db).await;
        let long = "ab".repeat(101);
        for token in ["", "0a1b", "not hexadecimal", &TOKEN[1..], &TOKEN.replace('0', "/"), &long, "../../../v1/other"] {
            let refused = house.phone.notify_at(token).await;
            assert_eq!(refused.status, 422, "{token}");
            assert!(refused.body.contains("64 to 200 hexadecimal digits"), "{}", refused.body);
            assert_eq!(refused.headers["content-type"], "application/problem+json");
        }
        for body in [json!({}), json!({ "service": "sms", "token": TOKEN }), json!({ "service": "apns", "token": TOKEN, "more": 1 })] {
            let request = house.phone.request(Method::PUT, "/device/v1/push").json(&body);
            assert_eq!(Answered::read(request).await.status, 422, "{body}");
        }
        let nobody = reqwest::Client::new().put(format!("http://{}/device/v1/push", house.world.address));
        let nobody = nobody.json(&json!({ "service": "apns", "token": TOKEN }));
        assert_eq!(Answered::read(nobody).await.status, 401);
        assert_eq!(rows::count(&db, "push_address").await, 1);
    }
}
