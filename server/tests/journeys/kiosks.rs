//! A customer at a counter (OBLIGATIONS CH4): the kiosk shows what is asked, they answer on a device of their own, and nothing of
//! theirs stays on the screen.

use app::desk::view::{AtKiosk, Place};
use domain::{action::ActionKind, assurance::Level, ids::SessionId, refusal::Refusal, time::Duration};

use crate::{
    on_both,
    support::{
        agent::{Agent, asked},
        authenticator::Authenticator,
        kiosk::{Kiosk, id_of},
        link::{Device, answer},
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

const READY: &str = "Welcome to Acme";

/// A session at a counter.
async fn at_counter(agent: &mut Agent, customer: &str) -> SessionId {
    agent.open_on(customer, ActionKind::ChangeEmail, "kiosk", "customer").await.unwrap()
}

/// A kiosk of that name, with the agent's session on it.
async fn kiosk_of(world: &World, agent: &mut Agent, session: SessionId, name: &str) -> Kiosk {
    let kiosk = Kiosk::named(world, &mut world.agent("Freja").await, name).await;
    agent.choose_kiosk(session, id_of(world, name).await).await.unwrap();
    kiosk
}

async fn at(agent: &Agent, session: SessionId) -> AtKiosk {
    agent.workspace(session, Place::Overview).await.kiosk.expect("a session at a counter")
}

fn spaced(digits: &str) -> String {
    format!("{} {}", &digits[..3], &digits[3..])
}

on_both! {
    async fn ch4_the_kiosk_shows_six_digits_and_nothing_else_and_the_customer_types_them_on_their_own_phone(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        let mut ana = world.agent("Ana").await;
        let session = at_counter(&mut ana, MIRELA).await;
        let kiosk = kiosk_of(&world, &mut ana, session, "Counter 3").await;
        assert!(kiosk.page().await.contains(READY));
        let mut stream = kiosk.listen().await.unwrap();
        let look = ("page".to_owned(), "look".to_owned());
        assert_eq!(stream.next().await, look);

        let challenge = asked(ana.change_email(session, "mirela@new.example").await.unwrap());
        assert_eq!(stream.next().await, look, "and it carries nothing");
        let digits = ana.digits(session, challenge).await;
        let page = kiosk.page().await;
        assert!(page.contains(&spaced(&digits)) && page.contains("Type these six digits on your phone"), "{page}");
        for kept in ["Mirela", MIRELA, "4471 0982", "new.example", "Change e"] {
            assert!(!page.contains(kept), "{kept} stands on the kiosk");
        }
        phone.approve(&digits).await.unwrap();
        assert_eq!(stream.next().await, look);
        let page = kiosk.page().await;
        assert!(page.contains("Thank you") && !page.contains(&spaced(&digits)));
        world.clock.advance(Duration::seconds(20));
        assert!(kiosk.page().await.contains(READY));
        assert_eq!(ana.workspace(session, Place::Overview).await.assurance.level, Level::High);
        let events = rows::events(&db, session).await;
        assert!(events.contains(&"kiosk_chosen".to_owned()), "{events:?}");
    }

    async fn ch4_a_link_is_the_kiosks_own_and_gone_from_it_once_it_was_opened(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        let mut passkey = Authenticator::new(b"mirelas");
        assert_eq!(phone.make_passkey(&mut passkey).await.status, 204);
        let mut ana = world.agent("Ana").await;
        let session = at_counter(&mut ana, MIRELA).await;
        let kiosk = kiosk_of(&world, &mut ana, session, "Counter 3").await;
        let challenge = ana.ask_passkey(session).await.unwrap();
        let token = kiosk.scan().await;
        assert_ne!(token, ana.link(session, challenge).await, "nobody sees the agent's");
        assert_eq!(kiosk.scan().await, token, "the same at every drawing");
        assert!(!rows::holds(&db, &token).await, "only its hash is kept");
        let device = Device::at(&world, &token);
        assert!(device.page().await.body.contains("Is this you?"));
        let options = device.start(true).await.unwrap();
        let page = kiosk.page().await;
        assert!(page.contains("Go on, on your own device") && !page.contains("qr__dark"));
        device.give(&answer(&mut passkey, &options)).await.unwrap();
        assert!(kiosk.page().await.contains("Thank you"));
        assert_eq!(ana.workspace(session, Place::Overview).await.assurance.level, Level::High);
    }

    async fn ch4_within_a_minute_without_a_touch_nothing_of_theirs_stands_there(db: TestDb) {
        let world = World::new(&db).await;
        world.phone(MIRELA).await;
        let mut ana = world.agent("Ana").await;
        let session = at_counter(&mut ana, MIRELA).await;
        let kiosk = kiosk_of(&world, &mut ana, session, "Counter 3").await;
        let challenge = ana.raise(session).await.unwrap();
        let digits = spaced(&ana.digits(session, challenge).await);
        world.clock.advance(Duration::seconds(44));
        assert!(kiosk.page().await.contains(&digits));
        world.clock.advance(Duration::seconds(1));
        let page = kiosk.page().await;
        assert!(page.contains("Hidden, because nobody touched the screen") && !page.contains(&digits));
        assert_eq!(kiosk.touch().await.status, 303);
        assert!(kiosk.page().await.contains(&digits), "whoever is there touches it");
        world.clock.advance(Duration::seconds(45));
        assert!(!kiosk.page().await.contains(&digits));
        kiosk.touch().await;
        world.clock.advance(Duration::seconds(30));
        assert!(kiosk.page().await.contains(READY), "and past its two minutes no touch shows it");
    }

    async fn ch4_whatever_ends_it_clears_the_kiosk_at_once(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        let kiosk = Kiosk::named(&world, &mut world.agent("Freja").await, "Counter 3").await;
        let id = id_of(&world, "Counter 3").await;
        for end in ["withdrawn", "let go", "moved", "ended", "frozen", "retired"] {
            let (mut ana, mut freja) = (world.agent("Ana").await, world.agent("Freja").await);
            let session = at_counter(&mut ana, if end == "frozen" { MIRELA } else { TOMAS }).await;
            if end == "withdrawn" {
                world.phone(TOMAS).await;
            }
            ana.choose_kiosk(session, id).await.unwrap();
            let challenge = ana.raise(session).await.unwrap();
            let digits = spaced(&ana.digits(session, challenge).await);
            assert!(kiosk.page().await.contains(&digits), "{end}");
            match end {
                "withdrawn" => drop(ana.post("desk/withdraw", &[("session", &session.to_string()), ("challenge", &challenge.to_string())]).await.unwrap()),
                "let go" => drop(ana.let_kiosk_go(session).await.unwrap()),
                "moved" => drop(ana.move_to(session, "phone").await.unwrap()),
                "ended" => drop(ana.end(session).await.unwrap()),
                "frozen" => drop(phone.deny().await.unwrap()),
                _ => drop(freja.retire_kiosk(id).await.unwrap()),
            }
            let page = kiosk.page().await;
            assert!(!page.contains(&digits), "{end}: {page}");
            assert!(page.contains(if end == "retired" { "This screen is not a kiosk" } else { READY }), "{end}");
            let _ = ana.end(session).await;
            world.clock.advance(Duration::minutes(11));
        }
        assert_eq!(kiosk.listen().await.err(), Some(401), "what is none any more hears nothing");
    }

    async fn ch4_two_kiosks_at_once_never_cross(db: TestDb) {
        let world = World::new(&db).await;
        let (mirelas, tomas_s) = (world.phone(MIRELA).await, world.phone(TOMAS).await);
        let (mut ana, mut bram) = (world.agent("Ana").await, world.agent("Bram").await);
        let (first, second) = (at_counter(&mut ana, MIRELA).await, at_counter(&mut bram, TOMAS).await);
        let one = kiosk_of(&world, &mut ana, first, "Counter 1").await;
        let two = kiosk_of(&world, &mut bram, second, "Counter 2").await;
        let asked_first = ana.raise(first).await.unwrap();
        assert!(two.page().await.contains(READY));
        let asked_second = bram.raise(second).await.unwrap();
        let digits = (spaced(&ana.digits(first, asked_first).await), spaced(&bram.digits(second, asked_second).await));
        assert_ne!(digits.0, digits.1);
        let (page_one, page_two) = (one.page().await, two.page().await);
        assert!(page_one.contains(&digits.0) && !page_one.contains(&digits.1));
        assert!(page_two.contains(&digits.1) && !page_two.contains(&digits.0));

        // Nobody takes a kiosk from under a customer who is asked something there, and a session is on one at a time.
        let taken = bram.choose_kiosk(second, id_of(&world, "Counter 1").await).await;
        assert!(matches!(&taken, Err(Refusal::BadInput(why)) if why.contains("A customer of a colleague")), "{taken:?}");
        assert_eq!(at(&bram, second).await.on.unwrap().name, "Counter 2", "and it keeps the one it has");
        assert!(at(&bram, second).await.others[0].asking);

        mirelas.approve(&digits.0.replace(' ', "")).await.unwrap();
        assert!(one.page().await.contains("Thank you"));
        assert!(two.page().await.contains(&digits.1), "the other one's answer is not theirs");
        bram.choose_kiosk(second, id_of(&world, "Counter 1").await).await.unwrap();
        assert!(one.page().await.contains(&digits.1) && two.page().await.contains(READY), "its session went along");
        assert_eq!(at(&ana, first).await.on, None);
        tomas_s.approve(&digits.1.replace(' ', "")).await.unwrap();
        assert!(one.page().await.contains("Thank you") && two.page().await.contains(READY));
    }

    async fn ch4_a_kiosk_is_one_session_s_whoever_chooses_it_at_the_same_moment(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram) = (world.agent("Ana").await, world.agent("Bram").await);
        Kiosk::named(&world, &mut world.agent("Freja").await, "Counter 1").await;
        let id = id_of(&world, "Counter 1").await;
        let (first, second) = (at_counter(&mut ana, MIRELA).await, at_counter(&mut bram, TOMAS).await);
        for _ in 0..20 {
            let (one, two) = futures::join!(ana.choose_kiosk(first, id), bram.choose_kiosk(second, id));
            assert!(one.is_ok() && two.is_ok(), "it shows nothing, so either may: {one:?} {two:?}");
            let on = (at(&ana, first).await.on.is_some(), at(&bram, second).await.on.is_some());
            assert!(on.0 != on.1, "exactly one has it: {on:?}");
        }
    }

    async fn a_screen_is_set_up_once_by_an_administrator_who_types_its_code_in_time(db: TestDb) {
        let world = World::new(&db).await;
        let (mut freja, mut ana) = (world.agent("Freja").await, world.agent("Ana").await);
        let mut screen = Kiosk::new(&world);
        assert!(screen.page().await.contains("This screen is not a kiosk"));
        assert_eq!(screen.listen().await.err(), Some(401));
        assert_eq!(screen.touch().await.status, 401);
        screen.begin().await;
        let code = screen.code().await;
        assert_eq!(code.len(), 9, "eight and a space: {code}");
        assert!(!rows::holds(&db, &code.replace(' ', "")).await, "only its hash is kept");
        assert!(!rows::holds(&db, screen.cookie.as_ref().unwrap().split_once('=').unwrap().1).await);
        screen.begin().await;
        assert_eq!(screen.code().await, code, "pressed again it waits on");

        assert_eq!(ana.set_up_kiosk(&code, "Counter 1").await, Err(Refusal::NotYourRole));
        let wrong = freja.set_up_kiosk("ZZZZ ZZZZ", "Counter 1").await;
        assert!(matches!(&wrong, Err(Refusal::BadInput(page)) if page.contains("No screen shows this code now") && page.contains("value=\"ZZZZ ZZZZ\"")));
        // As people type it.
        freja.set_up_kiosk(&code.to_lowercase().replace(' ', "-"), "Counter 1").await.unwrap();
        assert!(screen.page().await.contains(READY));
        let again = freja.set_up_kiosk(&code, "Counter 2").await;
        assert!(matches!(again, Err(Refusal::BadInput(_))), "a code works once");

        let mut other = Kiosk::new(&world);
        other.begin().await;
        let code = other.code().await;
        let same = freja.set_up_kiosk(&code, "Counter 1").await;
        assert!(matches!(&same, Err(Refusal::BadInput(page)) if page.contains("There is a kiosk of that name")));
        world.clock.advance(Duration::minutes(10));
        let late = freja.set_up_kiosk(&code, "Counter 2").await;
        assert!(matches!(late, Err(Refusal::BadInput(_))));
        assert!(other.page().await.contains("This screen is not a kiosk"));
        other.begin().await;
        assert_ne!(other.code().await, code, "it begins anew");
        assert_eq!(rows::count(&db, "kiosk").await, 2, "the one that ran out is forgotten");
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'kiosk_added'").await, 1);
    }

    async fn whoever_asks_for_kiosk_after_kiosk_is_slowed(db: TestDb) {
        let world = World::new(&db).await;
        for _ in 0..10 {
            assert_eq!(Kiosk::new(&world).begin().await.status, 303);
        }
        assert_eq!(Kiosk::new(&world).begin().await.status, 429);
        assert_eq!(rows::count(&db, "kiosk").await, 10);
    }

    async fn a_kiosk_is_chosen_for_an_own_session_at_a_counter_and_for_no_other(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram) = (world.agent("Ana").await, world.agent("Bram").await);
        Kiosk::named(&world, &mut world.agent("Freja").await, "Counter 1").await;
        let id = id_of(&world, "Counter 1").await;
        let (here, elsewhere) = (at_counter(&mut ana, MIRELA).await, ana.open(TOMAS, ActionKind::Refund).await);
        assert_eq!(bram.choose_kiosk(here, id).await, Err(Refusal::NotFound), "not his session (D02)");
        assert_eq!(bram.let_kiosk_go(here).await, Err(Refusal::NotFound));
        assert!(matches!(ana.choose_kiosk(elsewhere, id).await, Err(Refusal::BadInput(_))), "they are on the telephone");
        assert_eq!(ana.workspace(elsewhere, Place::Overview).await.kiosk, None);
        assert_eq!(ana.choose_kiosk(here, domain::ids::KioskId::from(uuid::Uuid::nil())).await, Err(Refusal::NotFound));
        ana.choose_kiosk(here, id).await.unwrap();
        ana.choose_kiosk(here, id).await.unwrap();
        assert_eq!(at(&ana, here).await.on.unwrap().name, "Counter 1");
        ana.end(here).await.unwrap();
        assert_eq!(ana.choose_kiosk(here, id).await, Err(Refusal::SessionEnded));
    }
}
