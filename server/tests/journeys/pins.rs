//! PINs: chosen on a phone that was unlocked for it, typed on the keypad of the telephone, and counted for the customer and not for
//! the session.

use app::{
    desk::{
        gate::Decision,
        view::{Outcome, Place},
    },
    phone::api::NewPin,
};
use domain::{action::ActionKind, assurance::Level, challenge::Answer, refusal::Refusal, time::Duration};
use server::services::{Trouble, pins, suspend, unlocked::Unlocked};

use crate::{
    on_both,
    support::{
        agent::Agent,
        keypad::{Keypad, entry},
        phone::{Phone, Problem},
        policy::bank,
        rows,
        world::{CARRIER, MIRELA, TOMAS, World},
    },
};

const PIN: &str = "483917";
const OTHER: &str = "902716";

/// A customer with a phone and a PIN that counts, and Ana in a session with them.
async fn with_pin(world: &World) -> (Agent, Phone) {
    let phone = world.phone(TOMAS).await;
    assert_eq!(phone.choose_pin(PIN).await.status, 204);
    (world.agent("Ana").await, phone)
}

fn code(answer: &crate::support::agent::Answered) -> String {
    answer.json::<Problem>().unwrap_err().code.unwrap_or_default()
}

on_both! {
    async fn a_pin_on_the_keypad_raises_the_session_and_changes_nothing(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone) = with_pin(&world).await;
        let session = ana.open(TOMAS, ActionKind::UpdateContactPreferences).await;
        let challenge = ana.ask_pin(session).await.unwrap();
        let number = entry(&ana, session, challenge).await;
        let keypad = Keypad::of(&world);
        assert_eq!(keypad.started(&number).await.status, 204);
        assert!(ana.workspace(session, Place::Asked(challenge)).await.asked.unwrap().opened_at.is_some());
        assert_eq!(keypad.started(&number).await.status, 204, "a second report of the same changes nothing");
        assert_eq!(keypad.digits(&number, PIN).await, Ok(()));
        let page = ana.workspace(session, Place::Asked(challenge)).await;
        assert_eq!(page.assurance.level, Level::Low);
        assert_eq!(page.asked.as_ref().unwrap().outcome, Some(Outcome::Raised));
        assert_eq!(page.row(ActionKind::UpdateContactPreferences).unwrap().decision, Decision::Allow);
        assert_eq!(rows::count(&db, "run").await, 0);
        let events = rows::events(&db, session).await;
        assert_eq!(events[events.len() - 4..], ["asked", "entering", "entered", "raised"]);
        assert_eq!(keypad.digits(&number, PIN).await, Err("challenge-over".to_owned()), "once");
    }

    async fn a_pin_and_a_phone_that_was_not_unlocked_are_high(db: TestDb) {
        let world = World::new(&db).await;
        // Chosen on a phone that can be unlocked; answered on one that cannot.
        let unlocked = world.phone(TOMAS).await;
        assert_eq!(unlocked.choose_pin(PIN).await.status, 204);
        let (mut ana, plain) = (world.agent("Ana").await, world.plain_phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::ChangeEmail).await;
        let challenge = ana.ask_pin(session).await.unwrap();
        Keypad::of(&world).digits(&entry(&ana, session, challenge).await, PIN).await.unwrap();
        let ways = ana.workspace(session, Place::Overview).await.ways;
        let way = ways.iter().find(|way| way.device == Some(plain.id)).unwrap();
        assert_eq!(way.reaches, Level::High, "{ways:?}");
        let fields = [("session", session.to_string()), ("method", "push".to_owned()), ("device", plain.id.to_string())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let place = ana.post("desk/raise", &fields).await.unwrap();
        let push = place.rsplit('/').next().unwrap().parse().unwrap();
        let digits = ana.digits(session, push).await;
        plain.approve(&digits).await.unwrap();
        assert_eq!(ana.workspace(session, Place::Overview).await.assurance.level, Level::High);
    }

    async fn m5_five_wrong_across_three_sessions_lock_it_and_a_new_session_does_not_reset(db: TestDb) {
        let world = World::new(&db).await;
        let (_, phone) = with_pin(&world).await;
        let before = rows::messages(&db, world.customer(TOMAS).await).await.len();
        let keypad = Keypad::of(&world);
        let mut left = 5;
        for (agent, wrong) in [("Ana", 2), ("Bram", 2), ("Ana", 1)] {
            let mut agent = world.agent(agent).await;
            let session = agent.open(TOMAS, ActionKind::Refund).await;
            let challenge = agent.ask_pin(session).await.unwrap();
            assert_eq!(agent.workspace(session, Place::Asked(challenge)).await.asked.unwrap().tries_left, left);
            let number = entry(&agent, session, challenge).await;
            for _ in 0..wrong {
                left -= 1;
                let expected = if left == 0 { "locked" } else { "wrong-entry" };
                assert_eq!(keypad.digits(&number, OTHER).await, Err(expected.to_owned()));
            }
            assert_eq!(agent.workspace(session, Place::Overview).await.assurance.level, Level::Unverified);
            if left > 0 {
                agent.withdraw(session, challenge).await.unwrap();
            }
            agent.end(session).await.unwrap();
        }
        let told = rows::messages(&db, world.customer(TOMAS).await).await;
        assert_eq!(told.len(), before + 1, "told at every address");
        assert!(!told.iter().any(|(_, body)| body.contains(PIN) || body.contains(OTHER)));
        // Locked: it is no way any more, and nobody can ask for it.
        let mut ana = world.agent("Ana").await;
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        assert_eq!(ana.ask_pin(session).await, Err(Refusal::NoWay));
        assert!(phone.home().await.pin.unwrap().locked);
        // Choosing another one opens it.
        assert_eq!(phone.choose_pin(OTHER).await.status, 204);
        let challenge = ana.ask_pin(session).await.unwrap();
        assert_eq!(keypad.digits(&entry(&ana, session, challenge).await, OTHER).await, Ok(()));
    }

    async fn h04_too_many_prompts_leave_the_other_methods(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone) = with_pin(&world).await;
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        for _ in 0..3 {
            let challenge = ana.raise(session).await.unwrap();
            ana.withdraw(session, challenge).await.unwrap();
        }
        assert!(matches!(ana.raise(session).await, Err(Refusal::TooManyOf { .. })));
        ana.ask_pin(session).await.unwrap();
    }

    async fn a_right_one_begins_the_count_anew(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone) = with_pin(&world).await;
        let keypad = Keypad::of(&world);
        for _ in 0..2 {
            let session = ana.open(TOMAS, ActionKind::Refund).await;
            let challenge = ana.ask_pin(session).await.unwrap();
            let number = entry(&ana, session, challenge).await;
            for _ in 0..4 {
                assert_eq!(keypad.digits(&number, OTHER).await, Err("wrong-entry".to_owned()));
            }
            assert_eq!(keypad.digits(&number, PIN).await, Ok(()));
            ana.end(session).await.unwrap();
        }
    }

    async fn what_cannot_be_a_pin_is_no_try(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone) = with_pin(&world).await;
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let challenge = ana.ask_pin(session).await.unwrap();
        let number = entry(&ana, session, challenge).await;
        for digits in ["", "48391", "48391x", "4839174839171"] {
            assert_eq!(Keypad::of(&world).digits(&number, digits).await, Err("bad-input".to_owned()), "{digits}");
        }
        assert_eq!(rows::count(&db, "pin WHERE failures > 0").await, 0);
    }

    async fn a02_after_two_minutes_it_is_over(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone) = with_pin(&world).await;
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let challenge = ana.ask_pin(session).await.unwrap();
        let number = entry(&ana, session, challenge).await;
        world.clock.advance(Duration::minutes(2));
        assert_eq!(Keypad::of(&world).digits(&number, PIN).await, Err("challenge-over".to_owned()));
        assert_eq!(Keypad::of(&world).digits(&number, OTHER).await, Err("challenge-over".to_owned()));
        assert_eq!(rows::count(&db, "pin WHERE failures > 0").await, 0, "too late is no try either");
    }

    async fn only_a_telephone_system_with_its_own_token_may_post(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone) = with_pin(&world).await;
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let challenge = ana.ask_pin(session).await.unwrap();
        let number = entry(&ana, session, challenge).await;
        for token in [CARRIER, "nobody-knows-this-token-0123456789abcdef"] {
            let stranger = Keypad { world: &world, token };
            assert_eq!(stranger.post(&number, PIN).await.status, 401);
            assert_eq!(stranger.started(&number).await.status, 401);
        }
        // An agent's own cookie opens nothing here either.
        let path = format!("/telephony/v1/entries/{number}/digits");
        let by_agent = ana.request(reqwest::Method::POST, &path).json(&serde_json::json!({ "digits": PIN }));
        assert_eq!(crate::support::agent::Answered::read(by_agent).await.status, 401);
        assert_eq!(Keypad::of(&world).digits("00000000", PIN).await, Err("challenge-over".to_owned()));
    }

    async fn a_push_is_answered_by_no_keypad(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = with_pin(&world).await;
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let challenge = ana.ask_pin(session).await.unwrap();
        // The phone does not even see that it was asked for.
        assert!(phone.home().await.prompts.is_empty());
        let other = ana.open(MIRELA, ActionKind::Refund).await;
        let mirela = world.phone(MIRELA).await;
        ana.raise(other).await.unwrap();
        let prompt = mirela.prompt().await;
        let claims = mirela.claims(&prompt, Answer::Approve, "000000");
        let answered = phone.send(challenge, &phone.signed(&claims)).await;
        assert_eq!(answered.unwrap_err().code.as_deref(), Some("not-found"));
    }

    async fn a24_a_pin_is_chosen_with_the_phone_unlocked_and_counts_when_the_policy_says(db: TestDb) {
        let world = World::new(&db).await;
        let (phone, plain) = (world.phone(TOMAS).await, world.plain_phone(TOMAS).await);
        assert_eq!(code(&plain.post("/device/v1/pin/start", &serde_json::json!({})).await), "bad-input");
        let bare = |unlock: Option<String>| NewPin { pin: PIN.to_owned(), passkey: None, unlock };
        // Without beginning, with nothing, with another key's signature, and with a nonce that was used.
        assert_eq!(code(&phone.put_pin(&bare(None)).await), "bad-signature");
        phone.post("/device/v1/pin/start", &serde_json::json!({})).await;
        assert_eq!(code(&phone.put_pin(&bare(None)).await), "bad-signature");
        let started: app::phone::api::PinStart =
            phone.post("/device/v1/pin/start", &serde_json::json!({})).await.json().unwrap();
        let header = app::phone::answer::unlock_header(phone.id);
        let unlock = phone.unlock.as_ref().unwrap().sign_as(&header, &serde_json::json!({ "nonce": started.nonce }));
        let easy = NewPin { pin: "123456".to_owned(), ..bare(Some(unlock.clone())) };
        assert_eq!(code(&phone.put_pin(&easy).await), "bad-input");
        assert_eq!(phone.put_pin(&bare(Some(unlock.clone()))).await.status, 204, "choosing again needs no second unlock");
        assert_eq!(code(&phone.put_pin(&bare(Some(unlock))).await), "bad-signature");
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'method_set'").await, 1);
        let told = rows::messages(&db, world.customer(TOMAS).await).await;
        assert!(told.iter().any(|(_, body)| body.contains("PIN") && !body.contains(PIN)));
    }

    async fn a30_a_phone_that_is_suspended_meanwhile_keeps_no_pin(db: TestDb) {
        let world = World::new(&db).await;
        let (phone, other) = (world.phone(TOMAS).await, world.phone(TOMAS).await);
        let as_it_was = phone.device(&world).await;
        let started = pins::start(&world.shared, &as_it_was).await.unwrap();
        let header = app::phone::answer::unlock_header(phone.id);
        let unlock = phone.unlock.as_ref().unwrap().sign_as(&header, &serde_json::json!({ "nonce": started.nonce }));
        suspend::by_customer(&world.shared, &other.device(&world).await, phone.id).await.unwrap();
        // Past the door, where it was still one that counts.
        let unlocked = Unlocked { passkey: None, unlock: Some(&unlock) };
        let refused = pins::set(&world.shared, &as_it_was, PIN, &unlocked).await;
        assert!(matches!(refused, Err(Trouble::Refused(Refusal::PhoneOff))), "{refused:?}");
        assert_eq!(rows::count(&db, "pin").await, 1, "the demo's own");
        assert_eq!(phone.post("/device/v1/pin/start", &serde_json::json!({})).await.status, 403);
    }

    async fn w9_a_pin_that_was_guessed_is_told_where_the_customer_is_talked_to_at_the_moment(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone) = with_pin(&world).await;
        let theirs = world.agent("Bram").await.open(TOMAS, ActionKind::ChangeEmail).await;
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let challenge = ana.ask_pin(session).await.unwrap();
        let number = entry(&ana, session, challenge).await;
        for _ in 0..5 {
            Keypad::of(&world).digits(&number, OTHER).await.unwrap_err();
        }
        assert!(rows::events(&db, theirs).await.contains(&"tried_before".to_owned()));
        assert_eq!(rows::count(&db, "alert WHERE because = 'tried_again'").await, 1);
        assert!(world.agent("Bram").await.workspace(theirs, Place::Overview).await.tried.is_some());
    }

    async fn f02_what_is_kept_names_no_digit_and_opens_nothing_elsewhere(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone) = with_pin(&world).await;
        assert_eq!(rows::count(&db, &format!("pin WHERE hash LIKE '%{PIN}%'")).await, 0);
        // Whoever writes the database copies the row of an account that they know to one that they want.
        let mirela = world.phone(MIRELA).await;
        assert_eq!(mirela.choose_pin(OTHER).await.status, 204);
        rows::copy_pin(&db, world.customer(MIRELA).await, world.customer(TOMAS).await).await;
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let challenge = ana.ask_pin(session).await.unwrap();
        assert_eq!(Keypad::of(&world).digits(&entry(&ana, session, challenge).await, OTHER).await, Err("wrong-entry".to_owned()));
    }

    async fn cp4_a_signal_may_bar_the_pin_too(db: TestDb) {
        let world = World::new(&db).await;
        world.put_in_force(&bank("offered_on = [\"phone\", \"chat\", \"ticket\"", "offered_on = [\"chat\", \"ticket\"")).await;
        let (mut ana, _phone) = with_pin(&world).await;
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        assert_eq!(ana.ask_pin(session).await, Err(Refusal::NoWay), "not offered on this channel");
    }
}
