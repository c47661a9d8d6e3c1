//! Authenticator apps: set up on an unlocked phone, their codes typed on the customer's own page, each taken once.

use app::desk::view::{Outcome, Place};
use domain::{
    action::ActionKind,
    assurance::{Level, Method},
    ids::SessionId,
    refusal::Refusal,
    time::Duration,
};
use serde_json::json;
use server::services::{Trouble, suspend, totps, unlocked::Unlocked};

use crate::{
    on_both,
    support::{
        agent::Agent,
        link::Device,
        phone::{Phone, Problem},
        rows,
        totp::App,
        world::{MIRELA, TOMAS, World},
    },
};

/// A customer with an app that counts, and Ana in a chat with them.
async fn with_app(world: &World) -> (Agent, Phone, App, SessionId) {
    let phone = world.phone(TOMAS).await;
    let app = phone.set_up_totp(world).await;
    let mut ana = world.agent("Ana").await;
    let session = ana.open_on(TOMAS, ActionKind::UpdateContactPreferences, "chat", "customer").await.unwrap();
    (ana, phone, app, session)
}

async fn asked(world: &World, agent: &mut Agent, session: SessionId) -> Device {
    let challenge = agent.ask_totp(session).await.unwrap();
    Device::at(world, &agent.link(session, challenge).await)
}

async fn level(agent: &Agent, session: SessionId) -> Level {
    agent.workspace(session, Place::Overview).await.assurance.level
}

fn code(answer: &crate::support::agent::Answered) -> String {
    answer.json::<Problem>().unwrap_err().code.unwrap_or_default()
}

on_both! {
    async fn a15_a_code_on_their_own_page_raises_the_session_and_changes_nothing(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone, app, session) = with_app(&world).await;
        let challenge = ana.ask_totp(session).await.unwrap();
        let device = Device::at(&world, &ana.link(session, challenge).await);
        let page = device.page().await.body;
        assert!(page.contains("Enter your Acme code") && page.contains("6 digits, 5 tries left"));
        assert_eq!(device.typing().await.status, 204);
        let code = app.shows(&world, 0);
        let done = device.enter(&format!("{} {}", &code[..3], &code[3..])).await;
        assert!(done.body.contains("You showed that it is you") && !done.body.contains(&code));
        let page = ana.workspace(session, Place::Asked(challenge)).await;
        assert_eq!((page.assurance.level, page.asked.unwrap().outcome), (Level::Low, Some(Outcome::Raised)));
        let events = rows::events(&db, session).await;
        assert_eq!(events[events.len() - 4..], ["asked", "link_opened", "entered", "raised"]);
        assert_eq!((rows::count(&db, "run").await, rows::count(&db, "evidence WHERE method = 'totp'").await), (0, 1));
        assert!(phone.home().await.totp.unwrap().used_at.is_some());
        assert!(!rows::holds(&db, &app.secret).await && !rows::holds(&db, &code).await);
    }

    async fn a15_the_same_step_twice_is_refused_and_so_is_an_earlier_one(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone, app, first) = with_app(&world).await;
        let second = ana.open_on(TOMAS, ActionKind::Refund, "chat", "customer").await.unwrap();
        let (device, other) = (asked(&world, &mut ana, first).await, asked(&world, &mut ana, second).await);
        let (before, code) = (app.shows(&world, -1), app.shows(&world, 0));
        device.enter(&code).await;
        assert_eq!(level(&ana, first).await, Level::Low);
        for (used, left) in [(&code, 4), (&before, 3)] {
            let page = other.enter(used).await.body;
            assert!(page.contains("That was not the code") && page.contains(&format!("6 digits, {left} tries left")), "{page}");
        }
        assert_eq!(level(&ana, second).await, Level::Unverified);
        assert!(other.enter(&app.shows(&world, 1)).await.body.contains("You showed that it is you"), "the next one, as a fast clock shows it");
        // What confirmed the app was its first code.
        let mirela = world.phone(MIRELA).await;
        let app = App::of(&mirela.totp_seed().await.secret);
        let confirmed = app.shows(&world, 0);
        assert_eq!(mirela.confirm_totp(&confirmed).await.status, 204);
        let third = ana.open_on(MIRELA, ActionKind::Refund, "chat", "customer").await.unwrap();
        assert!(asked(&world, &mut ana, third).await.enter(&confirmed).await.body.contains("That was not the code"));
    }

    async fn a15_the_servers_clock_decides_and_one_step_around_it(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone, app, session) = with_app(&world).await;
        for (away, taken) in [(-2, false), (2, false), (1, true)] {
            let challenge = ana.ask_totp(session).await.unwrap();
            let device = Device::at(&world, &ana.link(session, challenge).await);
            let page = device.enter(&app.shows(&world, away)).await.body;
            assert_eq!(page.contains("You showed that it is you"), taken, "{away}");
            // After two minutes the next can be asked for.
            world.clock.advance(Duration::minutes(2));
        }
    }

    async fn a04_five_wrong_end_a_request_and_ten_in_a_row_across_three_sessions_lock_the_app(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone, app, first) = with_app(&world).await;
        let mut bram = world.agent("Bram").await;
        let wrong = app.never_shows(&world);
        let device = asked(&world, &mut ana, first).await;
        for left in (1..5).rev() {
            let tries = if left == 1 { "1 try left".to_owned() } else { format!("{left} tries left") };
            assert!(device.enter(&wrong).await.body.contains(&tries));
        }
        assert!(device.enter(&wrong).await.body.contains("That was wrong too often"));
        device.enter(&app.shows(&world, 0)).await;
        assert_eq!(level(&ana, first).await, Level::Unverified, "the request is over");
        assert_eq!(rows::count(&db, "totp WHERE failures = 5").await, 1);
        assert!(!phone.home().await.totp.unwrap().locked);
        ana.end(first).await.unwrap();

        let second = bram.open_on(TOMAS, ActionKind::Refund, "chat", "customer").await.unwrap();
        let device = asked(&world, &mut bram, second).await;
        for _ in 0..3 {
            device.enter(&wrong).await;
        }
        bram.end(second).await.unwrap();
        let third = ana.open_on(TOMAS, ActionKind::Refund, "ticket", "customer").await.unwrap();
        let fourth = bram.open_on(TOMAS, ActionKind::Refund, "chat", "customer").await.unwrap();
        let (device, elsewhere) = (asked(&world, &mut ana, third).await, asked(&world, &mut bram, fourth).await);
        assert!(device.page().await.body.contains("6 digits, 2 tries left"), "a new session does not reset");
        device.enter(&wrong).await;
        assert!(device.enter(&wrong).await.body.contains("That was wrong too often"));
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'method_locked'").await, 1);
        elsewhere.enter(&app.shows(&world, 0)).await;
        assert_eq!(level(&bram, fourth).await, Level::Unverified, "the right one opens nothing now");
        assert_eq!(ana.ask_totp(third).await, Err(Refusal::NoWay));
        assert!(phone.home().await.totp.unwrap().locked);
        let told = rows::messages(&db, world.customer(TOMAS).await).await;
        assert!(told.iter().any(|(_, body)| body.contains("ten times in a row")));
        // Only setting it up anew opens it, and then the old seed is nothing.
        let anew = phone.set_up_totp(&world).await;
        bram.end(fourth).await.unwrap();
        let device = asked(&world, &mut ana, third).await;
        assert!(device.enter(&app.shows(&world, 0)).await.body.contains("That was not the code"));
        assert!(device.enter(&anew.shows(&world, 0)).await.body.contains("You showed that it is you"));
        assert_eq!(rows::count(&db, "totp WHERE failures = 0").await, 1, "a right one begins the count anew");
    }

    async fn a21_what_is_late_or_of_another_kind_is_nothing(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone, app, session) = with_app(&world).await;
        let device = asked(&world, &mut ana, session).await;
        assert_eq!(device.start(true).await.unwrap_err().code.as_deref(), Some("challenge-over"));
        for typed in ["", "12345", "1234567", "12345x"] {
            assert!(device.enter(typed).await.body.contains("Nothing was counted"), "{typed}");
        }
        world.clock.advance(Duration::minutes(2));
        device.enter(&app.shows(&world, 0)).await;
        device.enter(&app.never_shows(&world)).await;
        let device = asked(&world, &mut ana, session).await;
        assert_eq!(phone.remove_totp().await.status, 204);
        device.enter(&app.shows(&world, 0)).await;
        assert_eq!((level(&ana, session).await, rows::count(&db, "evidence").await), (Level::Unverified, 0));
        assert_eq!(rows::count(&db, "totp").await, 0, "with its seed");
        assert_eq!(phone.remove_totp().await.status, 404);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'method_removed'").await, 1);
        let told = rows::messages(&db, world.customer(TOMAS).await).await;
        assert!(told.iter().any(|(_, body)| body.contains("was removed, on Pixel 8")));
        assert!(ana.workspace(session, Place::Overview).await.ways.iter().all(|way| way.method != Method::Totp));
    }

    async fn a30_what_a_removed_app_proved_counts_no_more(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone, app, session) = with_app(&world).await;
        asked(&world, &mut ana, session).await.enter(&app.shows(&world, 0)).await;
        assert_eq!(level(&ana, session).await, Level::Low);
        assert_eq!(phone.remove_totp().await.status, 204);
        assert_eq!(level(&ana, session).await, Level::Unverified);
    }

    async fn a24_an_app_is_set_up_with_the_phone_unlocked_and_counts_once_a_code_came_back(db: TestDb) {
        let world = World::new(&db).await;
        let (phone, plain) = (world.phone(TOMAS).await, world.plain_phone(TOMAS).await);
        assert_eq!(code(&plain.post("/device/v1/totp/start", &json!({})).await), "bad-input");
        assert_eq!(code(&phone.post("/device/v1/totp/seed", &json!({})).await), "bad-signature");
        let unlocked = phone.unlocked_for_totp().await;
        let seed: app::phone::api::TotpSeed = phone.post("/device/v1/totp/seed", &unlocked).await.json().unwrap();
        assert_eq!(code(&phone.post("/device/v1/totp/seed", &unlocked).await), "bad-signature", "one unlocking tells one seed");
        assert!(seed.uri.contains(&seed.secret) && seed.qr_path.starts_with('M') && seed.secret.len() == 32, "160 bits");
        let app = App::of(&seed.secret);
        assert_eq!(rows::count(&db, "totp").await, 0);
        assert_eq!(code(&phone.confirm_totp(&app.never_shows(&world)).await), "bad-input");
        assert_eq!(code(&plain.confirm_totp(&app.shows(&world, 0)).await), "bad-input", "begun on the other phone");
        assert_eq!(phone.confirm_totp(&app.shows(&world, 0)).await.status, 204, "after a slip it can be typed again");
        assert_eq!(code(&phone.confirm_totp(&app.shows(&world, 1)).await), "bad-input", "once");
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'method_set'").await, 1);
        let told = rows::messages(&db, world.customer(TOMAS).await).await;
        assert!(told.iter().any(|(_, body)| body.contains("was set up on Pixel 8") && !body.contains(&app.secret)));
        assert!(!rows::holds(&db, &app.secret).await);
        let again = phone.totp_seed().await;
        world.clock.advance(Duration::minutes(10));
        assert_eq!(code(&phone.confirm_totp(&App::of(&again.secret).shows(&world, 0)).await), "bad-input", "too long ago");
    }

    async fn a30_a_phone_that_is_suspended_meanwhile_keeps_no_app(db: TestDb) {
        let world = World::new(&db).await;
        let (phone, other) = (world.phone(TOMAS).await, world.phone(TOMAS).await);
        let as_it_was = phone.device(&world).await;
        let app = App::of(&phone.totp_seed().await.secret);
        let unlocked = phone.unlocked_for_totp().await;
        suspend::by_customer(&world.shared, &other.device(&world).await, phone.id).await.unwrap();
        // Past the door, where it was still one that counts.
        let refused = totps::confirm(&world.shared, &as_it_was, &app.shows(&world, 0)).await;
        assert!(matches!(refused, Err(Trouble::Refused(Refusal::PhoneOff))), "{refused:?}");
        let unlocked = Unlocked { passkey: None, unlock: unlocked["unlock"].as_str() };
        let refused = totps::draw(&world.shared, &as_it_was, &unlocked).await.err();
        assert!(matches!(refused, Some(Trouble::Refused(Refusal::PhoneOff))), "{refused:?}");
        assert_eq!(rows::count(&db, "totp").await, 0);
        assert_eq!(phone.post("/device/v1/totp/start", &json!({})).await.status, 403);
    }

    async fn f02_a_seed_that_is_copied_to_another_customer_opens_nothing(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone, _app, session) = with_app(&world).await;
        let theirs = world.phone(MIRELA).await.set_up_totp(&world).await;
        rows::copy_totp(&db, world.customer(MIRELA).await, world.customer(TOMAS).await).await;
        let device = asked(&world, &mut ana, session).await;
        assert_eq!(device.enter(&theirs.shows(&world, 0)).await.status, 500);
        assert_eq!(level(&ana, session).await, Level::Unverified);
    }

    async fn two_factors_a_pin_and_a_code_are_substantial(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone, app, session) = with_app(&world).await;
        assert_eq!(phone.choose_pin("483917").await.status, 204);
        asked(&world, &mut ana, session).await.enter(&app.shows(&world, 0)).await;
        let challenge = ana.ask_pin_by_link(session).await.unwrap();
        Device::at(&world, &ana.link(session, challenge).await).enter("483917").await;
        assert_eq!(level(&ana, session).await, Level::Substantial);
    }
}
