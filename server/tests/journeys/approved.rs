//! What was approved but could not run yet: it runs exactly as approved, or not at all.

use app::{
    desk::view::{Draft, Outcome, Place},
    phone::api::AnswerResult,
};
use domain::{
    action::ActionKind,
    challenge::{Answer, UserVerification},
    ids::{ChallengeId, SessionId},
    refusal::Refusal,
    time::Duration,
};

use crate::{
    on_both,
    support::{
        agent::{Agent, asked},
        phone::Phone,
        rows,
        world::{MIRELA, World},
    },
};

fn draft(to: &str) -> Draft {
    Draft::ChangeEmail { to: to.parse().unwrap() }
}

/// The customer approved without unlocking: the approval is kept, and High is still missing.
async fn kept(ana: &mut Agent, phone: &Phone) -> (SessionId, ChallengeId) {
    let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
    let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
    let (prompt, digits) = (phone.prompt().await, ana.digits(session, challenge).await);
    let mut claims = phone.claims(&prompt, Answer::Approve, &digits);
    claims.user_verification = UserVerification::None;
    let result = phone.send(challenge, &phone.signed(&claims)).await;
    assert!(matches!(result, Ok(AnswerResult::Approved { .. })), "{result:?}");
    (session, challenge)
}

/// The customer shows that it is them, unlocked: now it is High.
async fn raised(ana: &mut Agent, phone: &Phone, session: SessionId) {
    let challenge = ana.raise(session).await.unwrap();
    phone.approve(&ana.digits(session, challenge).await).await.unwrap();
}

on_both! {
    async fn it_runs_once_the_level_is_there_and_only_once(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let (session, challenge) = kept(&mut ana, &phone).await;
        let outcome = ana.workspace(session, Place::Asked(challenge)).await.asked.unwrap().outcome.unwrap();
        assert!(matches!(outcome, Outcome::NotOpen { open_now: false, user_verified: false, .. }), "{outcome:?}");
        let early = ana.run_approved(session, challenge, &draft("m@post.example"), "early").await;
        assert!(matches!(early, Err(Refusal::StepUp { .. })), "{early:?}");

        raised(&mut ana, &phone, session).await;
        let place = ana.run_approved(session, challenge, &draft("m@post.example"), "key").await.unwrap();
        assert_eq!(place, format!("/desk/{session}/asked/{challenge}"));
        let customer = world.customer(MIRELA).await;
        assert_eq!(rows::email(&db, customer).await, "m@post.example");
        // The same press again gives the first outcome; another one finds the approval used.
        assert_eq!(ana.run_approved(session, challenge, &draft("m@post.example"), "key").await, Ok(place));
        let again = ana.run_approved(session, challenge, &draft("m@post.example"), "other key").await;
        assert_eq!(again, Err(Refusal::ApprovalVoid));
        // The address is in use by now; that it was tried is recorded all the same.
        assert_eq!(rows::events(&db, session).await.iter().filter(|event| *event == "approval_void").count(), 1);
        assert_eq!(ana.run_approved(session, challenge, &draft("x@post.example"), "key").await, Err(Refusal::KeyReused));
        assert_eq!((rows::count(&db, "run").await, rows::count(&db, rows::TOLD).await), (1, 2));
    }

    async fn b03_another_value_than_was_approved_does_not_run(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let (session, challenge) = kept(&mut ana, &phone).await;
        raised(&mut ana, &phone, session).await;
        let others = [draft("thief@evil.example"), draft("M@post.example"), Draft::UpdateContactPreferences { news_by: domain::customer::ContactBy::Post }];
        for (at, other) in others.iter().enumerate() {
            let refused = ana.run_approved(session, challenge, other, &format!("key {at}")).await;
            assert_eq!(refused, Err(Refusal::ApprovalVoid), "{other:?}");
        }
        assert_eq!(rows::email(&db, world.customer(MIRELA).await).await, "mk@mail.example");
        assert_eq!(rows::count(&db, "run").await, 0);
        assert_eq!(rows::events(&db, session).await.iter().filter(|event| *event == "approval_void").count(), 3);
        // What was approved is still good.
        ana.run_approved(session, challenge, &draft("m@post.example"), "key").await.unwrap();
    }

    async fn an_approval_is_good_for_five_minutes(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let (session, challenge) = kept(&mut ana, &phone).await;
        raised(&mut ana, &phone, session).await;
        world.clock.advance(Duration::minutes(5));
        let late = ana.run_approved(session, challenge, &draft("m@post.example"), "key").await;
        assert_eq!(late, Err(Refusal::ApprovalExpired));
        assert_eq!(rows::count(&db, "run").await, 0);
        assert_eq!(rows::events(&db, session).await.last().unwrap(), "not_open");
    }

    async fn an_address_that_changed_behind_the_back_voids_it(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram, phone) = (world.agent("Ana").await, world.agent("Bram").await, world.phone(MIRELA).await);
        let (session, challenge) = kept(&mut ana, &phone).await;
        raised(&mut ana, &phone, session).await;
        let theirs = bram.open(MIRELA, ActionKind::ChangeEmail).await;
        let quicker = asked(bram.change_email(theirs, "other@post.example").await.unwrap());
        phone.approve(&bram.digits(theirs, quicker).await).await.unwrap();
        let late = ana.run_approved(session, challenge, &draft("m@post.example"), "key").await;
        assert_eq!(late, Err(Refusal::ApprovalVoid));
        assert_eq!(rows::email(&db, world.customer(MIRELA).await).await, "other@post.example");
    }
}
