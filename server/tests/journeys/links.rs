//! What the customer types on a page of their own, behind a link: the same judgement as on the keypad, at another door.

use app::desk::{
    gate::TypedAt,
    view::{Outcome, Place},
};
use domain::{
    action::ActionKind,
    assurance::{Level, Method},
    audit::Event,
    ids::SessionId,
    refusal::Refusal,
    time::Duration,
};

use crate::{
    on_both,
    support::{
        agent::{Agent, Answered},
        keypad::{Keypad, entry},
        link::Device,
        phone::Phone,
        rows,
        world::{TOMAS, World},
    },
};

const PIN: &str = "483917";
const OTHER: &str = "902716";

/// A customer with a phone and a PIN that counts, and Ana in a session with them, in the chat.
async fn with_pin(world: &World) -> (Agent, Phone, SessionId) {
    let phone = world.phone(TOMAS).await;
    assert_eq!(phone.choose_pin(PIN).await.status, 204);
    let mut ana = world.agent("Ana").await;
    let session = ana.open_on(TOMAS, ActionKind::UpdateContactPreferences, "chat", "customer").await.unwrap();
    (ana, phone, session)
}

/// Asks for the PIN by link; the device that opened it.
async fn asked(world: &World, agent: &mut Agent, session: SessionId) -> Device {
    let challenge = agent.ask_pin_by_link(session).await.unwrap();
    Device::at(world, &agent.link(session, challenge).await)
}

async fn level(agent: &Agent, session: SessionId) -> Level {
    agent.workspace(session, Place::Overview).await.assurance.level
}

on_both! {
    async fn m6_a_pin_on_their_own_page_raises_the_session_on_any_channel_and_changes_nothing(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone, session) = with_pin(&world).await;
        let ways = ana.workspace(session, Place::Overview).await.ways;
        let pins: Vec<_> = ways.iter().filter(|way| way.method == Method::Pin).map(|way| way.typed).collect();
        assert_eq!(pins, [Some(TypedAt::Page)], "a chat has no keypad");
        let challenge = ana.ask_pin_by_link(session).await.unwrap();
        assert!(phone.home().await.prompts.is_empty(), "the phone is not asked");
        let token = ana.link(session, challenge).await;
        let device = Device::at(&world, &token);
        for _ in 0..2 {
            let page = device.page().await.body;
            assert!(page.contains("Enter your Acme PIN") && page.contains("6 to 12 digits, 5 tries left") && page.contains("Ana cannot see or hear it"));
        }
        let shown = |page: app::desk::view::Workspace| page.asked.unwrap();
        assert_eq!(shown(ana.workspace(session, Place::Asked(challenge)).await).opened_at, None, "looking changes nothing");
        assert_eq!(device.typing().await.status, 204);
        assert!(shown(ana.workspace(session, Place::Asked(challenge)).await).opened_at.is_some());
        assert_eq!(device.typing().await.status, 204, "a second report of the same changes nothing");
        let done = device.enter(PIN).await;
        assert!(done.body.contains("You showed that it is you") && !done.body.contains(PIN));
        let page = ana.workspace(session, Place::Asked(challenge)).await;
        assert_eq!(page.assurance.level, Level::Low);
        assert_eq!(shown(page).outcome, Some(Outcome::Raised));
        assert_eq!(rows::count(&db, "run").await, 0);
        let events = rows::events(&db, session).await;
        assert_eq!(events[events.len() - 4..], ["asked", "link_opened", "entered", "raised"]);
        let on_page = |event: &Event| matches!(event, Event::Entered { method: Method::Pin, on_page: true });
        assert!(ana.workspace(session, Place::Overview).await.timeline.iter().any(|item| on_page(&item.event)));
        assert!(!rows::holds(&db, &token).await && !rows::holds(&db, PIN).await);
    }

    async fn m5_five_wrong_at_both_doors_and_across_three_sessions_lock_it_and_a_new_session_does_not_reset(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(TOMAS).await;
        assert_eq!(phone.choose_pin(PIN).await.status, 204);
        let (mut ana, mut bram) = (world.agent("Ana").await, world.agent("Bram").await);
        let first = ana.open_on(TOMAS, ActionKind::Refund, "chat", "customer").await.unwrap();
        let device = asked(&world, &mut ana, first).await;
        assert!(device.enter(OTHER).await.body.contains("Your PIN was typed wrong"));
        assert!(device.enter(OTHER).await.body.contains("6 to 12 digits, 3 tries left"));
        ana.end(first).await.unwrap();
        assert!(device.enter(PIN).await.body.contains("This link opens nothing now"), "the session is over");

        let second = bram.open(TOMAS, ActionKind::Refund).await;
        let challenge = bram.ask_pin(second).await.unwrap();
        let number = entry(&bram, second, challenge).await;
        for _ in 0..2 {
            Keypad::of(&world).digits(&number, OTHER).await.unwrap_err();
        }
        bram.end(second).await.unwrap();

        let third = ana.open_on(TOMAS, ActionKind::Refund, "ticket", "customer").await.unwrap();
        let fourth = bram.open(TOMAS, ActionKind::Refund).await;
        let (device, elsewhere) = (asked(&world, &mut ana, third).await, asked(&world, &mut bram, fourth).await);
        assert!(device.page().await.body.contains("6 to 12 digits, 1 try left"));
        assert!(device.enter(OTHER).await.body.contains("Your PIN is locked"));
        assert!(elsewhere.page().await.body.contains("Your PIN is locked"), "in the other contact too");
        elsewhere.enter(PIN).await;
        assert_eq!(level(&bram, fourth).await, Level::Unverified, "the right one opens nothing now");
        assert_eq!(ana.ask_pin_by_link(third).await, Err(Refusal::NoWay));
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'entered_wrong'").await, 5);
        assert!(phone.home().await.pin.unwrap().locked);
        let told = rows::messages(&db, world.customer(TOMAS).await).await;
        assert!(told.iter().any(|(_, body)| body.contains("locked")));
        assert!(!told.iter().any(|(_, body)| body.contains(PIN) || body.contains(OTHER)));
    }

    async fn what_cannot_be_a_pin_is_no_try_on_the_page_either(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone, session) = with_pin(&world).await;
        let device = asked(&world, &mut ana, session).await;
        for typed in ["", "48391", "48391x", "4839174839171"] {
            assert!(device.enter(typed).await.body.contains("Nothing was counted"), "{typed}");
        }
        assert_eq!(rows::count(&db, "pin WHERE failures > 0").await, 0);
        assert!(device.enter(" 483 917 ").await.body.contains("You showed that it is you"));
    }

    async fn a21_a_link_is_of_its_own_session_and_time_and_works_once(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone, first) = with_pin(&world).await;
        let second = ana.open_on(TOMAS, ActionKind::Refund, "chat", "customer").await.unwrap();
        let (device, other) = (asked(&world, &mut ana, first).await, asked(&world, &mut ana, second).await);
        // A PIN's link is no passkey's, and the page's is no keypad's.
        assert_eq!(device.start(true).await.unwrap_err().code.as_deref(), Some("challenge-over"));
        device.enter(PIN).await;
        assert_eq!((level(&ana, first).await, level(&ana, second).await), (Level::Low, Level::Unverified));
        let before = rows::count(&db, "evidence").await;
        assert!(device.enter(PIN).await.body.contains("You showed that it is you"), "its page says how it ended");
        device.enter(OTHER).await;
        assert_eq!((rows::count(&db, "evidence").await, rows::count(&db, "pin WHERE failures > 0").await), (before, 0), "a replay is nothing");

        world.clock.advance(Duration::minutes(2));
        for typed in [PIN, OTHER] {
            assert!(other.enter(typed).await.body.contains("This link opens nothing now"), "expired");
        }
        assert_eq!(other.typing().await.status, 410);
        let challenge = ana.ask_pin_by_link(second).await.unwrap();
        let withdrawn = Device::at(&world, &ana.link(second, challenge).await);
        ana.withdraw(second, challenge).await.unwrap();
        withdrawn.enter(PIN).await;
        let stopped = asked(&world, &mut ana, second).await;
        assert_eq!(phone.not_mine().await.status, 204);
        stopped.enter(PIN).await;
        assert_eq!(level(&ana, second).await, Level::Unverified);
        assert_eq!((rows::count(&db, "evidence").await, rows::count(&db, "pin WHERE failures > 0").await), (before, 0));
        assert!(Device::at(&world, "never-was").enter(PIN).await.body.contains("This link opens nothing now"));
    }

    async fn a14_nothing_is_taken_from_a_browser_in_which_staff_are_signed_in(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone, session) = with_pin(&world).await;
        let device = asked(&world, &mut ana, session).await;
        let page = ana.get(&format!("/p/{}", device.token)).await.body;
        assert!(page.contains("This page is for the customer alone") && !page.contains("name=\"typed\""));
        for typed in [PIN, OTHER] {
            let form = [("token", device.token.as_str()), ("typed", typed)];
            let answer = Answered::read(ana.request(reqwest::Method::POST, "/prove/v1/enter").form(&form)).await;
            assert_eq!(answer.status, 403);
        }
        assert_eq!(level(&ana, session).await, Level::Unverified);
        assert_eq!(rows::count(&db, "pin WHERE failures > 0").await, 0);
    }

    async fn a_no_on_the_page_stops_everything(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone, session) = with_pin(&world).await;
        let device = asked(&world, &mut ana, session).await;
        assert!(device.page().await.body.contains("Someone told me to do this"));
        world.stranger().post("prove/refuse", &[("token", &device.token), ("told_to", "true")]).await.unwrap();
        assert!(device.page().await.body.contains("Hang up now"));
        device.enter(PIN).await;
        assert_eq!(rows::count(&db, "evidence").await, 0);
        assert!(rows::events(&db, session).await.contains(&"reported".to_owned()));
    }
}
