//! How long a sign-in lasts, what ends it, and what its cookie looks like.

use axum::http::StatusCode;
use domain::time::Duration;
use server::{live::Change, services::accounts, store::staff};

use super::{
    House,
    house::{Browser, administrator},
};
use crate::on_both;

async fn entered(house: &House, number: u32) -> Browser {
    let mut browser = house.browser();
    let answer = browser.post(&format!("/enter/{}", house.demo_id(number).await), "").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    browser
}

on_both! {
    async fn c09_the_cookie_is_one_that_only_our_own_pages_over_tls_get(db: TestDb) {
        let house = House::demo(&db).await;
        let mut browser = house.browser();
        let answer = browser.post(&format!("/enter/{}", house.demo_id(2207).await), "").await;
        let cookie = answer.headers["set-cookie"].to_str().unwrap();
        let (pair, rest) = cookie.split_once("; ").unwrap();
        let mut marks: Vec<&str> = rest.split("; ").collect();
        marks.sort_unstable();
        assert_eq!(marks, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
        assert_eq!(pair.strip_prefix("__Host-sign-in=").unwrap().len(), 22, "128 bits in base64");
        assert_eq!(browser.who().await, "Ana Lindqvist");
        assert!(house.browser().get("/who").await.headers.get("set-cookie").is_none(), "a stranger is given nothing");
    }

    async fn c04_the_id_changes_at_sign_in_and_a_planted_one_is_worth_nothing(db: TestDb) {
        let house = House::demo(&db).await;
        let mut browser = house.browser();
        browser.post("/start", "").await;
        let planted = browser.cookie.clone().unwrap();
        browser.post(&format!("/enter/{}", house.demo_id(2207).await), "").await;
        assert_ne!(browser.cookie.clone().unwrap(), planted);
        assert_eq!(browser.who().await, "Ana Lindqvist");
        let mut thief = house.browser();
        thief.cookie = Some(planted);
        assert_eq!(thief.who().await, "nobody");
        // One that was never ours is not taken over either.
        thief.cookie = Some("__Host-sign-in=AAAAAAAAAAAAAAAAAAAAAA".to_owned());
        thief.post(&format!("/enter/{}", house.demo_id(2214).await), "").await;
        assert_ne!(thief.cookie.as_deref(), Some("__Host-sign-in=AAAAAAAAAAAAAAAAAAAAAA"));
        assert_eq!(thief.who().await, "Bram Visser");
    }

    async fn c05_a_sign_in_ends_after_15_minutes_without_use(db: TestDb) {
        let house = House::demo(&db).await;
        let mut browser = entered(&house, 2207).await;
        for _ in 0..4 {
            house.clock.advance(Duration::minutes(14));
            assert_eq!(browser.who().await, "Ana Lindqvist");
        }
        house.clock.advance(Duration::minutes(15));
        assert_eq!(browser.who().await, "nobody");
    }

    async fn c05_a_sign_in_ends_after_12_hours_however_much_it_is_used(db: TestDb) {
        let house = House::demo(&db).await;
        let mut browser = entered(&house, 2207).await;
        for _ in 0..(12 * 6 - 1) {
            house.clock.advance(Duration::minutes(10));
            assert_eq!(browser.who().await, "Ana Lindqvist");
        }
        house.clock.advance(Duration::minutes(10));
        assert_eq!(browser.who().await, "nobody");
    }

    async fn an_event_stream_does_not_prolong_a_sign_in(db: TestDb) {
        let house = House::demo(&db).await;
        let mut browser = entered(&house, 2207).await;
        house.clock.advance(Duration::minutes(14));
        assert_eq!(browser.get("/live/desk").await.body, "Ana Lindqvist");
        house.clock.advance(Duration::minutes(1));
        assert_eq!(browser.get("/live/desk").await.body, "nobody");
    }

    async fn c06_signing_out_ends_this_one_and_takes_the_cookie_away(db: TestDb) {
        let house = House::demo(&db).await;
        let (mut here, mut there) = (entered(&house, 2207).await, entered(&house, 2207).await);
        let kept = here.cookie.clone();
        let answer = here.post("/out", "").await;
        let cookie = answer.headers["set-cookie"].to_str().unwrap();
        assert!(cookie.starts_with("__Host-sign-in=;") && cookie.contains("Max-Age=0") && cookie.contains("Secure"), "{cookie}");
        here.cookie = kept;
        assert_eq!(here.who().await, "nobody");
        assert_eq!(there.who().await, "Ana Lindqvist");
    }

    async fn c06_signing_out_everywhere_ends_all_and_wakes_open_pages(db: TestDb) {
        let house = House::demo(&db).await;
        let (mut here, mut there, mut other) = (entered(&house, 2207).await, entered(&house, 2207).await, entered(&house, 2214).await);
        let mut heard = house.shared.live.listen();
        here.post("/everywhere", "").await;
        assert_eq!(heard.try_recv().unwrap(), Change::SignedOut(house.demo_id(2207).await));
        assert_eq!((here.who().await, there.who().await), ("nobody".to_owned(), "nobody".to_owned()));
        assert_eq!(other.who().await, "Bram Visser");
    }

    async fn c06_who_is_disabled_is_out_at_the_next_request(db: TestDb) {
        let house = House::demo(&db).await;
        let mut browser = entered(&house, 2207).await;
        let ingrid = administrator(staff::by_number(&db, 2001).await.unwrap().unwrap());
        accounts::disable(&house.shared, &ingrid, house.demo_id(2207).await).await.unwrap();
        assert_eq!(browser.who().await, "nobody");
    }

    async fn c07_a_sixth_sign_in_ends_the_oldest(db: TestDb) {
        let house = House::demo(&db).await;
        let mut browsers = Vec::new();
        for _ in 0..6 {
            browsers.push(entered(&house, 2207).await);
            house.clock.advance(Duration::SECOND);
        }
        assert_eq!(browsers[0].who().await, "nobody");
        assert_eq!(browsers[1].who().await, "Ana Lindqvist");
    }

    async fn a_staff_page_sends_strangers_to_the_sign_in_page(db: TestDb) {
        let house = House::demo(&db).await;
        for path in ["/", "/desk", "/desk/new", "/floor", "/account", "/staff"] {
            let answer = house.browser().get(path).await;
            assert_eq!((answer.status, &answer.headers["location"]), (StatusCode::SEE_OTHER, &"/sign-in".parse().unwrap()), "{path}");
        }
        let mut ana = entered(&house, 2207).await;
        assert_eq!(ana.get("/").await.headers["location"], "/desk");
        assert_eq!(ana.get("/desk").await.body, "Ana Lindqvist");
    }

    async fn nobody_is_entered_as_outside_the_demo(db: TestDb) {
        let id = House::demo(&db).await.demo_id(2207).await;
        let mut browser = House::new(&db).browser();
        let answer = browser.post(&format!("/enter/{id}"), "").await;
        assert_eq!((answer.status, browser.cookie), (StatusCode::NOT_FOUND, None));
    }
}
