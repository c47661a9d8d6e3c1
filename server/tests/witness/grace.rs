//! What follows: while the record is not seen, sensitive actions go on for the grace, then stop, and go on again when it is.

use app::{desk::view::Draft, phone::api::AnswerResult};
use domain::{action::ActionKind, refusal::Refusal, time::Duration};
use http::StatusCode;
use server::services::alarms::{Watch, look};

use super::{GRACE, House, PATIENCE};
use crate::{
    on_both,
    support::{
        agent::asked,
        rows,
        seer::{Mode, Seer},
        world::MIRELA,
    },
};

fn down(seer: &Seer) {
    seer.be(Mode::Says(StatusCode::SERVICE_UNAVAILABLE, "text/plain", String::new()));
}

on_both! {
    async fn fault_26_they_go_on_in_grace_stop_after_it_and_go_on_again(db: TestDb) {
        let house = House::new(&db).await;
        let phone = house.world.phone(MIRELA).await;
        let mut ana = house.world.agent("Ana").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        house.sign().await;
        assert_eq!(house.round().await, 2);
        assert_eq!(house.agree().await, Some((2, 2)));
        let challenge = asked(ana.change_email(session, "a@post.example").await.unwrap());
        ana.withdraw(session, challenge).await.unwrap();

        // One of two is gone: enough have not seen what happens from here on.
        down(&house.seers[1]);
        house.sign().await;
        assert_eq!(house.round().await, 1);
        house.world.clock.advance(GRACE - Duration::MICROSECOND);
        let challenge = asked(ana.change_email(session, "b@post.example").await.unwrap());
        ana.withdraw(session, challenge).await.unwrap();
        assert_eq!(house.agree().await, Some((2, 2)), "the policy bears with it as long");
        house.world.clock.advance(Duration::MICROSECOND);
        assert_eq!(house.agree().await, Some((1, 2)));
        let challenges = rows::count(&db, "challenge").await;
        assert_eq!(ana.change_email(session, "c@post.example").await, Err(Refusal::NotWitnessed));
        assert_eq!(ana.refund(session, "5.00", "late").await, Err(Refusal::NotWitnessed));
        assert_eq!(rows::count(&db, "challenge").await, challenges, "the customer is not asked for what cannot be done");
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'not_witnessed'").await, 2);
        let page = ana.get(&format!("/desk/{session}")).await.body;
        assert!(page.contains("the record could not be witnessed"), "the agent reads it in the story");

        // What needs no proof of the customer goes on, and so does what protects them.
        let challenge = ana.raise(session).await.unwrap();
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        ana.news_by(session, "post").await.unwrap();

        house.seers[1].be(Mode::Good);
        house.sign().await;
        house.world.clock.advance(Duration::seconds(31));
        assert_eq!(house.round().await, 2);
        let challenge = asked(ana.change_email(session, "d@post.example").await.unwrap());
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        assert_eq!(rows::email(&db, house.world.customer(MIRELA).await).await, "d@post.example");
    }

    async fn g11_a_record_that_nobody_sees_alerts_and_that_is_over_when_somebody_does(db: TestDb) {
        let house = House::new(&db).await;
        let (shared, mut watch) = (&house.world.shared, Watch::default());
        let told = async |of: &str| rows::count(&db, &format!("alert WHERE because = 'log_not_witnessed'{of}")).await;
        house.sign().await;
        house.round().await;
        look(shared, &mut watch).await.unwrap();
        house.seers.iter().for_each(down);
        house.world.agent("Ana").await;
        house.sign().await;
        house.round().await;
        house.world.clock.advance(GRACE - Duration::MICROSECOND);
        look(shared, &mut watch).await.unwrap();
        assert_eq!(told("").await, 0, "in grace");
        house.world.clock.advance(Duration::MICROSECOND);
        look(shared, &mut watch).await.unwrap();
        look(shared, &mut watch).await.unwrap();
        assert_eq!(told("").await, 1);

        house.seers.iter().for_each(|seer| seer.be(Mode::Good));
        house.sign().await;
        house.world.clock.advance(Duration::seconds(31));
        assert_eq!(house.round().await, 2);
        look(shared, &mut watch).await.unwrap();
        assert_eq!((told(" AND over_at IS NOT NULL").await, told("").await), (1, 1));
    }

    async fn what_was_approved_waits_and_runs_when_it_is_seen_again(db: TestDb) {
        let house = House::new(&db).await;
        let phone = house.world.phone(MIRELA).await;
        let mut ana = house.world.agent("Ana").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        house.sign().await;
        house.round().await;
        let challenge = asked(ana.change_email(session, "a@post.example").await.unwrap());
        house.seers.iter().for_each(down);
        house.sign().await;
        assert_eq!(house.round().await, 0);
        house.world.clock.advance(GRACE);
        let result = phone.approve(&ana.digits(session, challenge).await).await;
        assert!(matches!(result, Ok(AnswerResult::Approved { .. })), "{result:?}");
        let draft = Draft::ChangeEmail { to: "a@post.example".parse().unwrap() };
        assert_eq!(ana.run_approved(session, challenge, &draft, "one").await, Err(Refusal::NotWitnessed));
        assert_eq!(rows::count(&db, "run").await, 0, "refused, and no effect");
        assert_eq!(rows::count(&db, "approval WHERE used_at IS NULL").await, 1);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'not_witnessed'").await, 2);

        house.seers.iter().for_each(|seer| seer.be(Mode::Good));
        house.world.clock.advance(Duration::seconds(31));
        assert_eq!(house.round().await, 2);
        ana.run_approved(session, challenge, &draft, "two").await.unwrap();
        assert_eq!(rows::email(&db, house.world.customer(MIRELA).await).await, "a@post.example");
    }

    async fn a_quorum_of_one_is_content_with_either(db: TestDb) {
        let house = House::with(&db, 1, PATIENCE).await;
        house.world.phone(MIRELA).await;
        let mut ana = house.world.agent("Ana").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        down(&house.seers[0]);
        house.sign().await;
        assert_eq!(house.round().await, 1);
        house.world.clock.advance(Duration::HOUR / 12);
        asked(ana.change_email(session, "a@post.example").await.unwrap());
    }

    async fn a_witness_that_the_policy_names_no_longer_does_not_count(db: TestDb) {
        let house = House::with(&db, 1, PATIENCE).await;
        house.world.phone(MIRELA).await;
        let mut ana = house.world.agent("Ana").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        down(&house.seers[0]);
        house.sign().await;
        house.round().await;
        let mut tx = db.write().await.unwrap();
        server::store::exec!(tx, "UPDATE audit_witness SET witness = 'two.example/w+00000000'").await.unwrap();
        tx.commit().await.unwrap();
        house.world.clock.advance(GRACE);
        assert_eq!(ana.change_email(session, "a@post.example").await, Err(Refusal::NotWitnessed));
    }
}
