//! The same press twice, and a server that goes away in between.

use app::phone::api::AnswerResult;
use domain::{action::ActionKind, refusal::Refusal};
use server::store::{Db, Settings};

use crate::{
    on_both,
    support::{
        agent::{Agent, asked},
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

const FIVE: [(&str, &str); 2] = [("amount", "5"), ("reason", "Invoice 118")];

on_both! {
    async fn e10_the_same_key_gives_the_first_outcome_and_asks_nobody_again(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.plain_phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let first = ana.act_with("desk/refund", session, &FIVE, "key").await.unwrap();
        assert_eq!(ana.act_with("desk/refund", session, &FIVE, "key").await.unwrap(), first);
        assert_eq!(rows::count(&db, "challenge").await, 1);

        let others: [(&str, &[(&str, &str)]); 3] = [
            ("desk/refund", &[("amount", "6"), ("reason", "Invoice 118")]),
            ("desk/refund", &[("amount", "5"), ("reason", "Invoice 119")]),
            ("desk/change-email", &[("to", "t@post.example")]),
        ];
        for (function, fields) in others {
            assert_eq!(ana.act_with(function, session, fields, "key").await, Err(Refusal::KeyReused), "{function}");
        }
        let elsewhere = ana.open(MIRELA, ActionKind::Refund).await;
        assert_eq!(ana.act_with("desk/refund", elsewhere, &FIVE, "key").await, Err(Refusal::KeyReused));

        phone.approve(&ana.digits(session, asked(first)).await).await.unwrap();
        assert_eq!(ana.act_with("desk/refund", session, &FIVE, "key").await.unwrap(), first, "also after it ran");
        assert_eq!((rows::count(&db, "challenge").await, rows::count(&db, "run").await), (1, 1));
        // A key is one agent's own.
        let mut bram = world.agent("Bram").await;
        let theirs = bram.open(TOMAS, ActionKind::Refund).await;
        assert_ne!(bram.act_with("desk/refund", theirs, &FIVE, "key").await.unwrap(), first);
    }

    async fn a_server_that_is_started_again_goes_on_where_the_other_stopped(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        phone.opened(challenge).await;
        let (clock, cookie, customer) = (world.clock.clone(), ana.cookie.clone(), world.customer(MIRELA).await);
        world.stop().await;
        let place = db.place();
        db.close().await;

        let db = Db::open(&place, &Settings::default()).await.unwrap();
        let world = World::beside(&db, &clock, 8).await;
        let phone = phone.at(&world);
        let mut ana = Agent::nobody(&world);
        ana.cookie = cookie;
        let digits = ana.digits(session, challenge).await;
        assert!(matches!(phone.approve(&digits).await, Ok(AnswerResult::Done { .. })));
        assert_eq!(rows::email(&db, customer).await, "m@post.example");
        world.stop().await;
        db.close().await;
    }

    async fn two_servers_on_one_database_are_one(db: TestDb) {
        let here = World::new(&db).await;
        let there = World::beside(&db, &here.clock, 8).await;
        let (mut ana, phone) = (here.agent("Ana").await, there.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        assert!(matches!(phone.approve(&ana.digits(session, challenge).await).await, Ok(AnswerResult::Done { .. })));
        assert_eq!(rows::count(&db, "run").await, 1);
    }
}
