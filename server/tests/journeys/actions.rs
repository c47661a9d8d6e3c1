//! The other actions, and contacts that open fewer of them.

use app::{
    desk::{gate::Decision, view::Place},
    phone::api::AnswerResult,
};
use domain::{action::ActionKind, assurance::Level, refusal::Refusal};

use crate::{
    on_both,
    support::{
        agent::{asked, ran},
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

on_both! {
    async fn a_refund_needs_substantial_and_no_unlocking(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.plain_phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let challenge = asked(ana.refund(session, "45,50", "Invoice 118").await.unwrap());
        let prompt = phone.prompt().await;
        assert_eq!(prompt.prompt.what, ["Pay you back €45.50", "for Invoice 118"]);
        assert!(!prompt.needs_user_verification);
        assert!(matches!(phone.approve(&ana.digits(session, challenge).await).await, Ok(AnswerResult::Done { .. })));
        let page = ana.workspace(session, Place::Overview).await;
        assert_eq!(page.assurance.level, Level::Substantial);
        assert_eq!(rows::count(&db, "run").await, 1);
        assert_eq!(rows::count(&db, rows::TOLD).await, 0, "money is no credential");
        // Consent is to one refund: the next one is asked for again.
        asked(ana.refund(session, "45,50", "Invoice 118").await.unwrap());
    }

    async fn a_phone_that_cannot_unlock_is_not_asked_to_change_an_address(db: TestDb) {
        let world = World::new(&db).await;
        let mut ana = world.agent("Ana").await;
        let _phone = world.plain_phone(TOMAS).await;
        let session = ana.open(TOMAS, ActionKind::ChangeEmail).await;
        assert_eq!(ana.change_email(session, "t@post.example").await, Err(Refusal::NoWay));
        assert_eq!(rows::count(&db, "challenge").await, 0);
        assert_eq!(rows::events(&db, session).await, ["session_opened", "not_open"]);
    }

    async fn preferences_run_at_once_from_low(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.plain_phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::UpdateContactPreferences).await;
        let challenge = asked(ana.news_by(session, "post").await.unwrap());
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        assert_eq!(rows::count(&db, "customer WHERE news_by = 'post'").await, 1);
        let run = ran(ana.news_by(session, "nothing").await.unwrap());
        assert_eq!(ana.workspace(session, Place::Ran(run)).await.ran.unwrap().run, run);
        assert_eq!(rows::count(&db, "customer WHERE news_by = 'nothing'").await, 1);
        assert_eq!(rows::count(&db, "challenge").await, 1, "nobody was asked twice");
    }

    async fn showing_that_it_is_them_changes_nothing(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = ana.raise(session).await.unwrap();
        assert_eq!(phone.prompt().await.prompt.what, ["Show Ana that it is you", "Nothing changes by this"]);
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        assert_eq!(ana.workspace(session, Place::Overview).await.assurance.level, Level::High);
        assert_eq!((rows::count(&db, "run").await, rows::count(&db, "approval").await), (0, 0));
        assert!(matches!(ana.raise(session).await, Err(Refusal::BadInput(_))), "a push would add nothing");
    }

    async fn b06_a_contact_that_we_started_opens_no_credential_and_no_payout(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open_on(MIRELA, ActionKind::UpdateContactPreferences, "phone", "us").await.unwrap();
        let challenge = ana.raise(session).await.unwrap();
        assert_eq!(phone.prompt().await.prompt.question, "Acme is calling you");
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        let page = ana.workspace(session, Place::Overview).await;
        assert_eq!(page.assurance.level, Level::High);
        let closed: Vec<_> = page.actions.iter().filter(|row| matches!(row.decision, Decision::Refuse { .. })).map(|row| row.action).collect();
        assert_eq!(closed, [ActionKind::ChangeEmail, ActionKind::Refund]);
        assert!(matches!(ana.change_email(session, "m@post.example").await, Err(Refusal::NotOpen(_))));
        assert!(matches!(ana.refund(session, "5", "Invoice 118").await, Err(Refusal::NotOpen(_))));
        assert_eq!((rows::count(&db, "challenge").await, rows::count(&db, "run").await), (1, 0));
    }

    async fn a_ticket_cannot_reach_high_and_says_so(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open_on(MIRELA, ActionKind::ChangeEmail, "ticket", "customer").await.unwrap();
        assert!(matches!(ana.change_email(session, "m@post.example").await, Err(Refusal::NotOpen(_))));
        let challenge = ana.raise(session).await.unwrap();
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        assert_eq!(ana.workspace(session, Place::Overview).await.assurance.level, Level::Substantial);
    }
}
