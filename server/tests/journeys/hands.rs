//! A session that changes hands, or ends.

use app::{desk::view::Place, phone::api::AnswerResult};
use domain::{action::ActionKind, assurance::Level, challenge::Answer, refusal::Refusal};

use crate::{
    on_both,
    support::{
        agent::asked,
        rows,
        world::{MIRELA, World},
    },
};

on_both! {
    async fn a_colleague_takes_over_with_the_evidence_and_without_the_question(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram, phone) = (world.agent("Ana").await, world.agent("Bram").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let proved = ana.raise(session).await.unwrap();
        phone.approve(&ana.digits(session, proved).await).await.unwrap();
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        let (prompt, digits) = (phone.prompt().await, ana.digits(session, challenge).await);

        assert_eq!(bram.do_to("take-over", session).await.unwrap(), format!("/desk/{session}"));
        let page = bram.workspace(session, Place::Asked(challenge)).await;
        assert_eq!(page.assurance.level, Level::High, "the evidence is the session's");
        assert_eq!(phone.answer(&prompt, Answer::Approve, &digits).await.unwrap_err().code(), "challenge-over");
        assert_eq!(rows::events(&db, session).await[6..], ["withdrawn", "session_taken_over"]);
        assert_eq!(ana.event(session, Place::Overview).await.unwrap_err().status, 404);
        assert_eq!(ana.change_email(session, "m@post.example").await, Err(Refusal::NotFound));

        let challenge = asked(bram.change_email(session, "m@post.example").await.unwrap());
        assert_eq!(phone.prompt().await.prompt.who, "Bram V.");
        assert!(matches!(phone.approve(&bram.digits(session, challenge).await).await, Ok(AnswerResult::Done { .. })));
        assert_eq!(phone.home().await.contact.unwrap().with, "Bram");
    }

    async fn the_end_of_a_session_is_the_end_of_its_level(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let proved = ana.raise(session).await.unwrap();
        phone.approve(&ana.digits(session, proved).await).await.unwrap();
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        let (prompt, digits) = (phone.prompt().await, ana.digits(session, challenge).await);
        assert_eq!(ana.do_to("end", session).await.unwrap(), "/desk");

        assert_eq!(phone.answer(&prompt, Answer::Approve, &digits).await.unwrap_err().code(), "challenge-over");
        assert_eq!(ana.workspace(session, Place::Overview).await.assurance.level, Level::Unverified);
        assert_eq!(ana.news_by(session, "post").await, Err(Refusal::SessionEnded));
        assert_eq!(ana.do_to("end", session).await, Err(Refusal::SessionEnded));
        assert!(phone.home().await.contact.is_none());
        let next = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        assert_eq!(ana.workspace(next, Place::Overview).await.assurance.level, Level::Unverified, "nothing is inherited");
        assert_eq!(rows::count(&db, "run").await, 0);
    }
}
