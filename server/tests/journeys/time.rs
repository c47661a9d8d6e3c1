//! Time: a challenge's two minutes, evidence's half hour, and the worker that writes down what is over.

use app::{desk::view::Place, phone::api::AnswerResult};
use domain::{
    action::ActionKind,
    assurance::Level,
    challenge::{Answer, ChallengeState, ExpiredBecause, LIFETIME},
    time::Duration,
};
use server::services::expire;

use crate::{
    on_both,
    support::{
        agent::asked,
        rows,
        world::{TOMAS, World},
    },
};

const TICK: Duration = Duration::microseconds(1);

on_both! {
    async fn a02_the_last_microsecond_counts_and_the_next_does_not(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.plain_phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let in_time = asked(ana.refund(session, "5", "Invoice 118").await.unwrap());
        let (prompt, digits) = (phone.prompt().await, ana.digits(session, in_time).await);
        world.clock.advance(LIFETIME - TICK);
        assert!(matches!(phone.answer(&prompt, Answer::Approve, &digits).await, Ok(AnswerResult::Done { .. })));

        let late = asked(ana.refund(session, "6", "Invoice 119").await.unwrap());
        let (prompt, digits) = (phone.prompt().await, ana.digits(session, late).await);
        world.clock.advance(LIFETIME);
        for (decision, digits) in [(Answer::Approve, digits.as_str()), (Answer::Deny, ""), (Answer::Report, "")] {
            let refused = phone.answer(&prompt, decision, digits).await.unwrap_err();
            assert_eq!((refused.status, refused.code()), (410, "challenge-over"), "{decision:?}");
        }
        assert!(phone.home().await.prompts.is_empty());
        let asked = ana.workspace(session, Place::Asked(late)).await.asked.unwrap();
        assert_eq!((asked.state, asked.digits), (ChallengeState::Expired(ExpiredBecause::Time), None));
        assert_eq!((rows::count(&db, "run").await, rows::count(&db, "evidence").await), (1, 1));
        assert_eq!(rows::count(&db, "customer WHERE frozen_at IS NOT NULL").await, 0);
    }

    async fn the_worker_writes_down_once_what_is_over(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone) = (world.agent("Ana").await, world.plain_phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        asked(ana.refund(session, "5", "Invoice 118").await.unwrap());
        world.clock.advance(LIFETIME - TICK);
        assert_eq!(expire::expire_overdue(&world.shared).await.unwrap(), 0);
        world.clock.advance(TICK);
        assert_eq!(expire::expire_overdue(&world.shared).await.unwrap(), 1);
        assert_eq!(expire::expire_overdue(&world.shared).await.unwrap(), 0);
        assert_eq!(rows::events(&db, session).await.last().unwrap(), "expired");
        // Whoever asks again need not wait for the worker.
        asked(ana.refund(session, "5", "Invoice 118").await.unwrap());
    }

    async fn the_level_falls_when_its_evidence_is_too_old(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.plain_phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let challenge = ana.raise(session).await.unwrap();
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        let until = ana.workspace(session, Place::Overview).await.assurance.until.unwrap();
        let left = until.since(server::services::Shared::now(&world.shared));
        // A sign-in ends after a quarter of an hour without use; Ana goes on working.
        let steps = i32::try_from(left.whole_minutes()).unwrap() / 10;
        for _ in 0..steps {
            world.clock.advance(Duration::minutes(10));
            ana.get("/desk").await;
        }
        world.clock.advance(until.since(world.shared.now()) - TICK);
        assert_eq!(ana.workspace(session, Place::Overview).await.assurance.level, Level::Substantial);
        world.clock.advance(TICK);
        assert_eq!(ana.workspace(session, Place::Overview).await.assurance.level, Level::Unverified);
    }
}
