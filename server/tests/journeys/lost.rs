//! "I no longer have this" (A30): a phone is suspended at once, from another one or by the agent who was told, and comes back from
//! another one only.

use app::{desk::view::Place, phone::api::Home};
use domain::{
    action::ActionKind,
    assurance::Level,
    challenge::{Answer, UserVerification},
    ids::{ChallengeId, DeviceId},
    refusal::Refusal,
    suspension::{SuspendedBy, Suspension},
    time::Duration,
};
use serde_json::json;
use server::services::{answer, home, suspend};

use crate::{
    attacks::race::at_once,
    on_both,
    support::{
        agent::{Agent, asked},
        phone::Phone,
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

/// Presses a button of the phone's page, as a browser without scripts does.
async fn press(world: &World, phone: &Phone, what: &str, device: DeviceId) -> Result<String, Refusal> {
    let mut browser = world.stranger();
    browser.cookie = Some(format!("__Host-device={}", phone.handle));
    browser.send_from("/me", &format!("phone/{what}"), &[("device", &device.to_string())]).await.form()
}

/// The page as that phone's browser gets it.
async fn page(world: &World, phone: &Phone, path: &str) -> String {
    let mut browser = world.stranger();
    browser.cookie = Some(format!("__Host-device={}", phone.handle));
    browser.get(path).await.body
}

/// The agent says it in a session of theirs.
async fn told(agent: &mut Agent, session: domain::ids::SessionId, device: DeviceId) -> Result<String, Refusal> {
    agent.post("desk/suspend-phone", &[("session", &session.to_string()), ("device", &device.to_string())]).await
}

async fn state(world: &World, challenge: ChallengeId) -> &'static str {
    server::store::challenge::read(&world.shared.db, challenge).await.unwrap().unwrap().challenge.state.key()
}

on_both! {
    async fn a30_suspended_from_another_phone_it_shows_nothing_and_what_it_was_asked_is_over(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, lost, kept) = (world.agent("Ana").await, world.phone(MIRELA).await, world.plain_phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        let (prompt, digits) = (lost.prompt().await, ana.digits(session, challenge).await);
        assert!(page(&world, &kept, "/me").await.contains("I no longer have this"));

        assert_eq!(press(&world, &kept, "suspend", lost.id).await, Ok("/me".to_owned()));
        assert_eq!(state(&world, challenge).await, "withdrawn");
        let late = lost.answer(&prompt, Answer::Approve, &digits).await.unwrap_err();
        assert_eq!((late.status, late.code()), (410, "challenge-over"));
        assert_eq!(rows::count(&db, "run").await, 0);
        let events = rows::events(&db, session).await;
        assert_eq!(events[events.len() - 2..], ["device_suspended", "withdrawn"]);
        assert_eq!(ana.change_email(session, "m@post.example").await, Err(Refusal::NoWay), "only the one that reaches less is left");

        let home: Home = lost.home().await;
        assert_eq!(home.device.suspended_at, Some(world.shared.now()));
        assert!(home.contact.is_none() && home.prompts.is_empty() && home.recent_contacts.is_empty() && home.other_phones.is_empty());
        for path in ["/me", &format!("/me/asked/{challenge}")] {
            let html = page(&world, &lost, path).await;
            assert!(html.contains("This phone is suspended") && html.contains("Type a new code"), "{path}");
            assert!(!html.contains("Ana") && !html.contains("post.example"), "{path}: whoever holds it learns nothing");
        }
        assert_eq!(kept.home().await.other_phones[0].suspended_at, Some(world.shared.now()));
        let shown = ana.workspace(session, Place::Overview).await.phones;
        let suspended = shown.iter().find(|phone| phone.id == lost.id).unwrap().suspended;
        assert_eq!(suspended, Some(Suspension { at: world.shared.now(), by: SuspendedBy::Customer }));
        assert!(ana.get(&format!("/desk/{session}")).await.body.contains("they said on another phone"));
        let told = rows::messages(&db, world.customer(MIRELA).await).await;
        assert_eq!(told.len(), 2, "each address she ever had: {told:?}");
        assert!(told.iter().all(|(_, body)| body.contains("was suspended from another phone of yours")));

        assert_eq!(press(&world, &kept, "suspend", lost.id).await, Ok("/me".to_owned()), "twice is the same as once");
        assert_eq!(rows::count(&db, rows::TOLD).await, 2);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'device_suspended'").await, 1);
    }

    async fn a30_what_it_proved_and_approved_before_counts_no_more(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, lost, kept) = (world.agent("Ana").await, world.phone(MIRELA).await, world.plain_phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        let mut claims = lost.claims(&lost.prompt().await, Answer::Approve, &ana.digits(session, challenge).await);
        claims.user_verification = UserVerification::None;
        lost.send(challenge, &lost.signed(&claims)).await.unwrap();
        assert_eq!(ana.workspace(session, Place::Overview).await.assurance.level, Level::Substantial);
        assert_eq!(rows::count(&db, "approval WHERE used_at IS NULL").await, 1, "it waits for a higher level");
        press(&world, &kept, "suspend", lost.id).await.unwrap();
        assert_eq!(ana.workspace(session, Place::Overview).await.assurance.level, Level::Unverified);
        let draft = app::desk::view::Draft::ChangeEmail { to: "m@post.example".parse().unwrap() };
        assert!(ana.run_approved(session, challenge, &draft, "key").await.is_err());
        assert_eq!(rows::count(&db, "run").await, 0);
    }

    async fn a30_the_agent_on_the_line_suspends_at_any_level_and_never_brings_back(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram) = (world.agent("Ana").await, world.agent("Bram").await);
        let (lost, others) = (world.phone(MIRELA).await, world.phone(TOMAS).await);
        let session = ana.open(MIRELA, ActionKind::Refund).await;
        assert_eq!(ana.workspace(session, Place::Overview).await.assurance.level, Level::Unverified);
        assert_eq!(told(&mut bram, session, lost.id).await, Err(Refusal::NotFound), "not their session");
        assert_eq!(told(&mut ana, session, others.id).await, Err(Refusal::NotFound), "not this customer's phone");
        assert!(told(&mut ana, session, lost.id).await.is_ok());
        assert_eq!(lost.home().await.device.suspended_at, Some(world.shared.now()));
        assert_eq!(others.home().await.device.suspended_at, None);
        let messages = rows::messages(&db, world.customer(MIRELA).await).await;
        assert!(messages.len() == 2 && messages.iter().all(|(_, body)| body.contains("by one of our agents")), "{messages:?}");
        assert_eq!(ana.raise(session).await, Err(Refusal::NoWay));
        let html = ana.get(&format!("/desk/{session}")).await.body;
        assert!(html.contains("they told an agent") && !html.contains("bring-back"), "there is no way back for an agent");
        ana.do_to("end", session).await.unwrap();
        let again = world.phone(MIRELA).await;
        assert_eq!(told(&mut ana, session, again.id).await, Err(Refusal::SessionEnded));
        // A new code binds it anew; the old one stays suspended.
        assert_eq!(again.home().await.device.suspended_at, None);
        assert!(lost.home().await.device.suspended_at.is_some());
    }

    async fn a30_only_another_phone_that_counts_brings_it_back(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, lost, kept) = (world.agent("Ana").await, world.phone(MIRELA).await, world.phone(MIRELA).await);
        let others = world.phone(TOMAS).await;
        press(&world, &kept, "suspend", lost.id).await.unwrap();
        for (phone, about, refusal) in [
            (&lost, lost.id, Refusal::PhoneOff),
            (&lost, kept.id, Refusal::PhoneOff),
            (&others, lost.id, Refusal::NotFound),
        ] {
            assert_eq!(press(&world, phone, "bring-back", about).await, Err(refusal));
        }
        assert_eq!(press(&world, &lost, "suspend", kept.id).await, Err(Refusal::PhoneOff), "a thief suspends nothing with it");
        assert!(matches!(press(&world, &kept, "suspend", kept.id).await, Err(Refusal::BadInput(_))), "it is in their hand");
        assert_eq!(press(&world, &others, "suspend", kept.id).await, Err(Refusal::NotFound));
        let status = others.post(&format!("/device/v1/phones/{}/suspend", kept.id), &json!({})).await.status;
        assert_eq!(status, 404, "somebody else's is as good as none");
        for path in ["/device/v1/passkeys/start", "/device/v1/contact/not-mine"] {
            assert_eq!(lost.post(path, &json!({})).await.json::<()>().unwrap_err().code(), "phone-off", "{path}");
        }

        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        assert_eq!(press(&world, &kept, "bring-back", lost.id).await, Ok("/me".to_owned()));
        assert_eq!((lost.home().await.device.suspended_at, lost.home().await.device.disabled), (None, false));
        assert!(rows::events(&db, session).await.contains(&"device_brought_back".to_owned()));
        assert_eq!(rows::count(&db, rows::TOLD).await, 4, "told of the one and of the other");
        assert_eq!(rows::count(&db, "device_suspension").await, 0);
        // While the account is frozen nothing is opened.
        press(&world, &kept, "suspend", lost.id).await.unwrap();
        kept.not_mine().await;
        assert_eq!(press(&world, &kept, "bring-back", lost.id).await, Err(Refusal::Frozen));
    }

    async fn a30_a_phone_that_guessed_too_often_stays_disabled_when_it_comes_back(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, kept) = (world.agent("Ana").await, world.plain_phone(MIRELA).await);
        let lost = world.phone(MIRELA).await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        for _ in 0..2 {
            let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
            let other = if ana.digits(session, challenge).await == "000000" { "111111" } else { "000000" };
            for _ in 0..5 {
                lost.approve(other).await.unwrap_err();
            }
        }
        assert!(lost.home().await.device.disabled);
        press(&world, &kept, "suspend", lost.id).await.unwrap();
        press(&world, &kept, "bring-back", lost.id).await.unwrap();
        assert!(lost.home().await.device.disabled);
    }

    async fn a30_an_answer_and_a_suspension_at_once_wait_for_each_other(db: TestDb) {
        let world = World::new(&db).await;
        let kept = world.plain_phone(MIRELA).await;
        let mut ran = 0;
        for round in 0..12 {
            // What was asked on the days before is no part of it.
            world.clock.advance(Duration::DAY);
            let (mut ana, lost) = (world.agent("Ana").await, world.phone(MIRELA).await);
            let session = ana.open(MIRELA, ActionKind::Refund).await;
            let challenge = asked(ana.refund(session, "5", &format!("Invoice {round}")).await.unwrap());
            let digits = ana.digits(session, challenge).await;
            // Which of the two it went to is the program's choice; the other suspends it.
            let (asked_of, other) = if lost.home().await.prompts.is_empty() { (&kept, &lost) } else { (&lost, &kept) };
            let prompt = asked_of.prompt().await;
            let signed = asked_of.signed(&asked_of.claims(&prompt, Answer::Approve, &digits));
            let (device, from) = (asked_of.device(&world).await, other.device(&world).await);
            let (one, two, about) = (world.shared.clone(), world.shared.clone(), asked_of.id);
            let crowd: Vec<std::pin::Pin<Box<dyn Future<Output = bool> + Send>>> = vec![
                Box::pin(async move { answer::answer(&one, &device, challenge, &signed).await.is_ok() }),
                Box::pin(async move { suspend::by_customer(&two, &from, about).await.is_ok() }),
            ];
            let done = at_once(crowd).await;
            assert!(done[1], "round {round}: suspending always goes");
            ran += i64::from(done[0]);
            let expected = if done[0] { "answered" } else { "withdrawn" };
            assert_eq!(state(&world, challenge).await, expected, "round {round}");
            assert_eq!(rows::count(&db, "run").await, ran, "round {round}");
            let page = ana.workspace(session, Place::Overview).await;
            assert_eq!(page.assurance.level, Level::Unverified, "round {round}: what it proved before counts no more");
            let back = home::home(&world.shared, &asked_of.device(&world).await).await.unwrap();
            assert!(back.device.suspended_at.is_some());
            ana.do_to("end", session).await.unwrap();
            suspend::bring_back(&world.shared, &other.device(&world).await, about).await.unwrap();
        }
    }
}
