//! What a passkey's answer must be, and that it counts once.

use axum::http::StatusCode;
use domain::time::Duration;
use futures::future::join_all;
use server::{
    config::PublicUrl,
    passkeys::{Key, Passkeys},
};

use super::{Authenticator, House, house::Browser};
use crate::{on_both, support::rows};

/// A house with one administrator, and their authenticator.
async fn house(db: &server::store::Db) -> (House, Authenticator) {
    let house = House::new(db);
    let mut authenticator = Authenticator::new(b"credential of the first one");
    let token = house.first_token().await;
    let answer = house.register(&mut house.browser(), &mut authenticator, &token).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    (house, authenticator)
}

async fn try_with(browser: &mut Browser, authenticator: &mut Authenticator) -> (StatusCode, String) {
    let options = browser.post("/start", "").await.body;
    let answer = browser.post("/finish", authenticator.get(&options)).await;
    (answer.status, answer.body)
}

fn refused() -> (StatusCode, String) {
    (StatusCode::FORBIDDEN, "bad-passkey".to_owned())
}

/// What is wrong with an answer, and how it gets so.
type Defect = (&'static str, fn(&mut Authenticator));

on_both! {
    async fn c01_a_passkey_signs_in_without_a_user_name(db: TestDb) {
        let (house, mut authenticator) = house(&db).await;
        let mut browser = house.browser();
        assert_eq!(try_with(&mut browser, &mut authenticator).await, (StatusCode::OK, "First administrator".to_owned()));
        assert_eq!(browser.who().await, "First administrator");
    }

    async fn a21_an_answer_counts_once_even_if_64_bring_it_at_once(db: TestDb) {
        let (house, mut authenticator) = house(&db).await;
        let mut browser = house.browser();
        let options = browser.post("/start", "").await.body;
        let answer = authenticator.get(&options);
        let tries = (0..64).map(|_| {
            let (mut same, cookie, answer) = (house.browser(), browser.cookie.clone(), answer.clone());
            async move {
                same.cookie = cookie;
                same.post("/finish", answer).await.status
            }
        });
        let statuses = join_all(tries).await;
        assert_eq!(statuses.iter().filter(|status| **status == StatusCode::OK).count(), 1);
        assert_eq!(statuses.iter().filter(|status| **status == StatusCode::FORBIDDEN).count(), 63);
    }

    async fn a21_an_answer_is_refused_from_another_browser_and_after_5_minutes(db: TestDb) {
        let (house, mut authenticator) = house(&db).await;
        let (mut asked, mut other) = (house.browser(), house.browser());
        let options = asked.post("/start", "").await.body;
        other.post("/start", "").await;
        let answer = authenticator.get(&options);
        assert_eq!(other.post("/finish", answer.clone()).await.status, StatusCode::FORBIDDEN);
        house.clock.advance(Duration::minutes(5));
        assert_eq!(asked.post("/finish", answer).await.status, StatusCode::FORBIDDEN);
    }

    async fn a22_whatever_does_not_fit_is_refused_and_spends_the_ceremony(db: TestDb) {
        let (house, mut authenticator) = house(&db).await;
        let wrong: [Defect; 7] = [
            ("origin", |a| a.origin = "https://localhost.evil.example".to_owned()),
            ("relying party", |a| a.rp_id = "evil.example".to_owned()),
            ("user verification", |a| a.verifies = false),
            ("a page inside another site's", |a| a.cross_origin = serde_json::json!(true)),
            ("another site's page around it", |a| a.top_origin = serde_json::json!("https://evil.example")),
            ("owner", |a| a.user_handle = vec![7; 16]),
            ("user handle", |a| a.user_handle = Vec::new()),
        ];
        for (what, spoil) in wrong {
            let good = (authenticator.origin.clone(), authenticator.rp_id.clone(), authenticator.user_handle.clone());
            spoil(&mut authenticator);
            let mut browser = house.browser();
            let options = browser.post("/start", "").await.body;
            let answer = browser.post("/finish", authenticator.get(&options)).await;
            assert_eq!((answer.status, answer.body), refused(), "{what}");
            (authenticator.origin, authenticator.rp_id, authenticator.user_handle) = good;
            authenticator.verifies = true;
            (authenticator.cross_origin, authenticator.top_origin) = (serde_json::json!(false), serde_json::Value::Null);
            let late = browser.post("/finish", authenticator.get(&options)).await;
            assert_eq!(late.status, StatusCode::FORBIDDEN, "{what}: the ceremony is spent");
        }
        let mut stranger = Authenticator::new(b"credential of the first one");
        stranger.user_handle.clone_from(&authenticator.user_handle);
        stranger.counter = 50;
        assert_eq!(try_with(&mut house.browser(), &mut stranger).await, refused(), "signature");
        // What another site's page asked for is refused before it is asked whose it is; and a passkey named as somebody else's is nobody's.
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'staff_passkey_refused' AND actor_kind = 'staff'").await, 4);
        assert_eq!(try_with(&mut house.browser(), &mut authenticator).await.0, StatusCode::OK);
    }

    async fn a_counter_that_does_not_rise_is_refused(db: TestDb) {
        let (house, mut authenticator) = house(&db).await;
        authenticator.counter = 10;
        assert_eq!(try_with(&mut house.browser(), &mut authenticator).await.0, StatusCode::OK);
        authenticator.counter = 9;
        assert_eq!(try_with(&mut house.browser(), &mut authenticator).await, refused(), "the copy was behind");
        assert_eq!(try_with(&mut house.browser(), &mut authenticator).await, refused(), "equal would be 11 after 11");
    }

    async fn c10_unknown_and_known_people_get_the_same_options(db: TestDb) {
        let (house, mut authenticator) = house(&db).await;
        let shape = |options: &str| {
            let mut options: serde_json::Value = serde_json::from_str(options).unwrap();
            options["challenge"] = options["challenge"].as_str().unwrap().len().into();
            options
        };
        let (mut known, mut unknown) = (house.browser(), house.browser());
        try_with(&mut known, &mut authenticator).await;
        let (one, other) = (known.post("/start", "").await.body, unknown.post("/start", "").await.body);
        assert_eq!(shape(&one), shape(&other));
        let mut stranger = Authenticator::new(b"never registered");
        stranger.user_handle = vec![9; 16];
        assert_eq!(try_with(&mut unknown, &mut stranger).await, refused());
    }

    async fn what_a_ceremony_is_bound_to_must_be_the_same_at_the_end(db: TestDb) {
        let (house, _) = house(&db).await;
        let passkeys = &house.shared.passkeys;
        let now = house.shared.now();
        let bound = |bound_to| Key { purpose: "test", holder: "challenge", bound_to };
        let mut authenticator = Authenticator::new(b"of a phone");
        let mut tx = db.write().await.unwrap();
        let user = server::passkeys::User { id: uuid::Uuid::from_u128(7), name: "phone", display_name: "phone" };
        let options = passkeys.start_registration(&mut tx, &bound(b"one"), &user, &[], now).await.unwrap();
        let made = passkeys.finish_registration(&mut tx, &bound(b"one"), &authenticator.create(&options), now).await.unwrap().unwrap();
        let known = [made.credential];
        let options = passkeys.start_known(&mut tx, &bound(b"refund 10"), &known, now).await.unwrap();
        let answer = authenticator.get(&options);
        assert!(passkeys.finish_known(&mut tx, &bound(b"refund 99"), &known, &answer, now).await.unwrap().is_err());
        assert!(passkeys.finish_known(&mut tx, &bound(b"refund 10"), &known, &answer, now).await.unwrap().is_err(), "spent");
        let options = passkeys.start_known(&mut tx, &bound(b"refund 10"), &known, now).await.unwrap();
        let answer = authenticator.get(&options);
        let verified = passkeys.finish_known(&mut tx, &bound(b"refund 10"), &known, &answer, now).await.unwrap().unwrap();
        assert!(verified.user_verified && !verified.backup_eligible);
        tx.commit().await.unwrap();
    }

    async fn a_new_passkey_must_be_discoverable_and_verify_its_person(db: TestDb) {
        let house = House::new(&db);
        let token = house.first_token().await;
        let options = server::services::accounts::start_registration(&house.shared, &token).await.unwrap();
        let options: serde_json::Value = serde_json::from_str(&options).unwrap();
        let selection = &options["authenticatorSelection"];
        assert_eq!(selection["residentKey"], "required");
        assert_eq!(selection["requireResidentKey"], true);
        assert_eq!(selection["userVerification"], "required");
    }
}

#[test]
fn an_address_without_a_name_is_refused_at_start() {
    let refused = Passkeys::new(&PublicUrl::parse("http://127.0.0.1:3000").unwrap(), "Acme");
    assert!(refused.is_err_and(|fault| fault.to_string().contains("localhost")));
}
