//! How much of it is too much.

use app::desk::view::Place;
use domain::{action::ActionKind, limits::Limited, refusal::Refusal, time::Duration};

use crate::{
    on_both,
    support::{
        agent::Agent,
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

async fn look_up(agent: &mut Agent, number: &str) -> Result<String, Refusal> {
    agent.post("desk/look-up", &[("identifier[kind]", "customer_number"), ("identifier[value]", number)]).await
}

on_both! {
    async fn h04_a_customer_is_not_flooded_whoever_asks(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram, phone) = (world.agent("Ana").await, world.agent("Bram").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::Refund).await;
        for _ in 0..3 {
            let challenge = ana.raise(session).await.unwrap();
            ana.withdraw(session, challenge).await.unwrap();
        }
        let again = world.shared.now().after(Duration::minutes(10));
        let full = Err(Refusal::TooManyOf { what: Limited::Prompts, again });
        assert_eq!(ana.raise(session).await, full);
        let theirs = bram.open(MIRELA, ActionKind::Refund).await;
        assert_eq!(bram.raise(theirs).await, full, "it is the customer who is asked, not the agent who asks");
        let elsewhere = bram.open(TOMAS, ActionKind::Refund).await;
        let _tomas = world.phone(TOMAS).await;
        bram.raise(elsewhere).await.unwrap();
        world.clock.advance(Duration::minutes(10));
        let challenge = ana.raise(session).await.unwrap();
        // What was approved does not count.
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        assert!(ana.refund(session, "5", "Invoice 118").await.is_ok());
    }

    async fn one_question_at_a_time(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::Refund).await;
        let challenge = ana.raise(session).await.unwrap();
        assert_eq!(ana.raise(session).await, Err(Refusal::AlreadyAsking));
        assert_eq!(ana.refund(session, "5", "Invoice 118").await, Err(Refusal::AlreadyAsking));
        ana.withdraw(session, challenge).await.unwrap();
        assert_eq!(ana.withdraw(session, challenge).await, Err(Refusal::ChallengeOver));
        assert!(ana.refund(session, "5", "Invoice 118").await.is_ok());
    }

    async fn d04_an_agent_looks_sixty_up_in_an_hour_and_no_more(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram) = (world.agent("Ana").await, world.agent("Bram").await);
        for at in 0..60 {
            if at % 30 == 0 {
                world.clock.advance(Duration::minutes(1));
            }
            assert!(look_up(&mut ana, if at % 2 == 0 { MIRELA } else { "99999999" }).await.is_ok(), "look-up {at}");
        }
        assert_eq!(look_up(&mut ana, MIRELA).await, Err(Refusal::TooMany));
        let opened = ana.open_on(MIRELA, ActionKind::Refund, "phone", "customer").await;
        assert_eq!(opened, Err(Refusal::TooMany), "opening a session is no way around it");
        assert!(look_up(&mut bram, MIRELA).await.is_ok());
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'looked_up'").await, 61);
        for _ in 0..6 {
            world.clock.advance(Duration::minutes(10));
            ana.get("/desk").await;
        }
        assert!(look_up(&mut ana, MIRELA).await.is_ok());
    }

    async fn nobody_is_found_by_less_than_all_of_it(db: TestDb) {
        let world = World::new(&db).await;
        let mut ana = world.agent("Ana").await;
        for value in ["99999999", "4471098%", "Mirela Kovac", ""] {
            let refused = ana.open_on(value, ActionKind::Refund, "phone", "customer").await;
            assert!(matches!(refused, Err(Refusal::BadInput(_))), "{value}: {refused:?}");
        }
        let session = ana.open(MIRELA, ActionKind::Refund).await;
        assert_eq!(ana.workspace(session, Place::Overview).await.session.number, "4471 0982");
    }
}
