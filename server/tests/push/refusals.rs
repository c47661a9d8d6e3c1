//! Apple says no, and no time mends it: the agent reads why and what to do; the address is not used again where it is gone.

use domain::{
    notification::{Handing, Undelivered},
    time::Duration,
};

use super::{House, TOKEN};
use crate::{
    on_both,
    support::{apple::Say, rows},
};

const GONE: &str = "Apple says this phone no longer takes notifications from us. Ask the customer to open the app, or choose another way.";

/// Apple says `say`; the address is retired and the agent told.
async fn retires(house: &mut House, say: Say) {
    house.apple.next(say);
    let challenge = house.ask().await;
    assert_eq!(house.round().await, 1);
    assert_eq!(house.handing(challenge).await, Some(Handing::Failed(Undelivered::Gone)));
    assert!(house.page(challenge).await.contains(GONE));
    assert_eq!(house.events().await, ["notifications_stopped", "notification_failed"]);
    assert_eq!(house.after(Duration::MINUTE).await, 0, "it is not tried again");
    let db = &house.world.shared.db;
    assert_eq!(rows::count(db, "push_address WHERE retired_because = 'gone'").await, 1);
    // The next request makes no notification at all, until the phone names an address again.
    house.ana.withdraw(house.session, challenge).await.unwrap();
    let next = house.ask().await;
    assert_eq!((house.round().await, house.handing(next).await), (0, None));
    house.ana.withdraw(house.session, next).await.unwrap();
    assert_eq!(house.phone.notify_at(TOKEN).await.status, 204);
    let last = house.ask().await;
    house.round().await;
    assert_eq!(house.handing(last).await, Some(Handing::Handed));
}

on_both! {
    async fn a_bad_device_token_is_retired(db: TestDb) {
        retires(&mut House::new(&db).await, Say::refuses(400, "BadDeviceToken")).await;
    }

    async fn a_phone_that_apple_has_unregistered_is_retired(db: TestDb) {
        let mut house = House::new(&db).await;
        let now = house.world.shared.now().millis();
        retires(&mut house, Say::Gone(now)).await;
    }

    async fn an_address_that_was_named_again_since_is_kept(db: TestDb) {
        let mut house = House::new(&db).await;
        house.apple.next(Say::Gone(house.world.shared.now().millis() - 60_000));
        let challenge = house.ask().await;
        house.round().await;
        assert_eq!(house.handing(challenge).await, Some(Handing::Failed(Undelivered::Gone)));
        assert_eq!(house.events().await, ["notification_failed"]);
        assert_eq!(rows::count(&db, "push_address WHERE retired_at IS NULL").await, 1);
    }

    async fn a_token_that_has_expired_is_renewed_once(db: TestDb) {
        let mut house = House::new(&db).await;
        house.apple.next(Say::refuses(403, "ExpiredProviderToken"));
        let challenge = house.ask().await;
        house.round().await;
        assert_eq!(house.handing(challenge).await, Some(Handing::Handed));
        let requests = house.apple.requests();
        assert_eq!(requests.len(), 2);
        assert_ne!(requests[0].header("authorization"), requests[1].header("authorization"));
        assert_eq!(requests[0].header("apns-id"), requests[1].header("apns-id"));
    }

    async fn a_token_that_is_refused_twice_is_no_loop(db: TestDb) {
        let mut house = House::new(&db).await;
        house.apple.always(Say::refuses(403, "ExpiredProviderToken"));
        let challenge = house.ask().await;
        house.round().await;
        assert_eq!(house.handing(challenge).await, Some(Handing::Failed(Undelivered::Refused)));
        assert_eq!(house.apple.requests().len(), 2);
        assert!(house.page(challenge).await.contains("Apple does not take notifications from us. Tell an administrator."));
        assert_eq!(rows::count(&db, "push_address WHERE retired_at IS NULL").await, 1, "it is not the phone's fault");
        // Nor is the token made anew for the next one: Apple minds that more than once in twenty minutes.
        house.ana.withdraw(house.session, challenge).await.unwrap();
        house.ask().await;
        house.round().await;
        assert_eq!(house.apple.requests().len(), 3);
    }

    async fn one_token_serves_for_most_of_an_hour_and_an_old_one_never(db: TestDb) {
        let mut house = House::new(&db).await;
        let mut tokens = Vec::new();
        for minutes in [0, 12, 12, 12, 12] {
            // Ana goes on working, or her sign-in would end.
            for _ in 0..minutes / 6 {
                house.world.clock.advance(Duration::minutes(6));
                house.ana.get("/desk").await;
            }
            let challenge = house.ask().await;
            house.round().await;
            assert_eq!(house.handing(challenge).await, Some(Handing::Handed));
            house.ana.withdraw(house.session, challenge).await.unwrap();
            tokens.push(house.apple.requests().last().unwrap().header("authorization").to_owned());
        }
        assert!(tokens[..4].iter().all(|token| *token == tokens[0]), "36 minutes");
        assert_ne!(tokens[4], tokens[0], "48 minutes");
    }

    async fn what_apple_will_not_have_is_not_sent_again(db: TestDb) {
        let mut house = House::new(&db).await;
        house.apple.next(Say::refuses(400, "DeviceTokenNotForTopic"));
        let challenge = house.ask().await;
        house.round().await;
        assert_eq!(house.handing(challenge).await, Some(Handing::Failed(Undelivered::Refused)));
        assert_eq!(house.after(Duration::MINUTE).await, 0);
        assert_eq!(house.events().await, ["notification_failed"]);
        assert_eq!(rows::count(&db, "push_address WHERE retired_at IS NULL").await, 1);
    }
}
