//! "No, this isn't me", "someone told me to", wrong digits, and what a supervisor does about it.

use app::{desk::view::Place, phone::api::AnswerResult};
use domain::{
    action::ActionKind,
    assurance::Level,
    challenge::{Answer, ChallengeState, ExpiredBecause},
    ids::SessionId,
    refusal::Refusal,
    session::{FrozenBecause, SessionState},
    testing::HandClock,
    time::Duration,
};
use server::services::freeze;

use crate::{
    on_both,
    support::{
        agent::{Agent, asked},
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

/// Other digits than these.
fn other(digits: &str) -> &'static str {
    if digits == "000000" { "111111" } else { "000000" }
}

/// Everything is stopped: this session, Bram's with the same customer, the account.
async fn all_is_frozen(world: &World, sessions: [(&Agent, SessionId); 2], because: FrozenBecause) {
    let db = &world.shared.db;
    for (agent, session) in sessions {
        let page = agent.workspace(session, Place::Overview).await;
        assert!(matches!(page.session.state, SessionState::Frozen { because: why, .. } if why == because), "{:?}", page.session.state);
        assert_eq!(page.assurance.level, Level::Unverified);
        assert_eq!(rows::events(db, session).await.last().unwrap(), "session_frozen");
    }
    assert_eq!(rows::count(db, "customer WHERE frozen_at IS NOT NULL").await, 1);
    assert_eq!(rows::count(db, &format!("alert WHERE because = '{}' AND closed_at IS NULL", because.key())).await, 1);
    assert_eq!(rows::count(db, "challenge WHERE state IN ('pending', 'delivered', 'opened')").await, 0);
    assert_eq!(rows::count(db, "run").await, 0);
}

on_both! {
    async fn a_no_freezes_the_session_its_siblings_and_the_account(db: TestDb) {
        let clock = HandClock::default();
        let ways = [FrozenBecause::NotMe, FrozenBecause::ToldTo, FrozenBecause::NotTheirContact, FrozenBecause::SuspectedAttack];
        for (seed, because) in (7..).zip(ways) {
            let world = World::beside(&db, &clock, seed).await;
            let (mut ana, mut bram, phone) = (world.agent("Ana").await, world.agent("Bram").await, world.phone(MIRELA).await);
            let theirs = bram.open_on(MIRELA, ActionKind::Refund, "chat", "customer").await.unwrap();
            let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
            asked(ana.change_email(session, "thief@evil.example").await.unwrap());
            match because {
                FrozenBecause::NotMe => assert_eq!(phone.deny().await, Ok(AnswerResult::Denied)),
                FrozenBecause::ToldTo => assert_eq!(phone.report().await, Ok(AnswerResult::Reported)),
                FrozenBecause::NotTheirContact => assert_eq!(phone.not_mine().await.status, 204),
                _ => assert!(ana.do_to("suspect-attack", session).await.is_ok()),
            }
            all_is_frozen(&world, [(&ana, session), (&bram, theirs)], because).await;
            assert_eq!(ana.change_email(session, "thief@evil.example").await, Err(Refusal::Frozen));
            assert_eq!(bram.raise(theirs).await, Err(Refusal::Frozen));
            let again = ana.open(MIRELA, ActionKind::ChangeEmail).await;
            assert_eq!(ana.raise(again).await, Err(Refusal::Frozen), "a new session does not help");
            assert!(matches!(ana.change_email(again, "thief@evil.example").await, Err(Refusal::NotOpen(_))));

            let jonas = world.supervisor().await;
            let alert = rows::stopped(&db).await;
            freeze::end_freeze(&world.shared, &jonas, alert, domain::alert::AlertOutcome::Attack, "").await.unwrap();
            assert_eq!(ana.change_email(session, "thief@evil.example").await, Err(Refusal::SessionEnded));
            assert_eq!(rows::count(&db, "alert WHERE closed_at IS NULL").await, 0);
            assert_eq!(rows::count(&db, "customer WHERE frozen_at IS NOT NULL").await, 0);
            assert_eq!(rows::events(&db, session).await[..].last().unwrap(), "freeze_ended");
            let anew = ana.open(MIRELA, ActionKind::Refund).await;
            let challenge = ana.raise(anew).await.unwrap();
            phone.approve(&ana.digits(anew, challenge).await).await.unwrap();
            ana.do_to("end", anew).await.unwrap();
            // What was tried is held against the next contact for an hour.
            world.clock.advance(Duration::minutes(61));
            world.stop().await;
        }
    }

    async fn five_times_other_digits_end_it(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.plain_phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let challenge = asked(ana.refund(session, "5", "Invoice 118").await.unwrap());
        let digits = ana.digits(session, challenge).await;
        let prompt = phone.prompt().await;
        for left in (0..5).rev() {
            let refused = phone.answer(&prompt, Answer::Approve, other(&digits)).await.unwrap_err();
            assert_eq!((refused.status, refused.code(), refused.tries_left), (422, "other-digits", Some(left)));
        }
        let over = phone.answer(&prompt, Answer::Approve, &digits).await.unwrap_err();
        assert_eq!((over.status, over.code()), (410, "challenge-over"), "the right ones come too late");
        let view = ana.workspace(session, Place::Asked(challenge)).await.asked.unwrap();
        assert_eq!((view.state, view.tries_left), (ChallengeState::Expired(ExpiredBecause::Tries), 0));
        assert_eq!(rows::events(&db, session).await.iter().filter(|event| *event == "other_digits").count(), 5);
        assert_eq!((rows::count(&db, "run").await, rows::count(&db, "evidence").await), (0, 0));
        // Not six digits at all is no try.
        let again = asked(ana.refund(session, "5", "Invoice 118").await.unwrap());
        assert_eq!(phone.approve("12345").await.unwrap_err().code(), "bad-input");
        assert_eq!(ana.workspace(session, Place::Asked(again)).await.asked.unwrap().tries_left, 5);
    }

    async fn a05_ten_times_over_two_challenges_disable_the_phone(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.plain_phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        for round in 0..2 {
            // A new code does not begin the count anew.
            let challenge = ana.raise(session).await.unwrap();
            let digits = ana.digits(session, challenge).await;
            assert!(!phone.home().await.device.disabled, "round {round}");
            for _ in 0..5 {
                assert_eq!(phone.approve(other(&digits)).await.unwrap_err().code(), "other-digits");
            }
        }
        assert!(phone.home().await.device.disabled);
        assert!(rows::events(&db, session).await.contains(&"device_disabled".to_owned()));
        assert_eq!(ana.raise(session).await, Err(Refusal::NoWay));
    }

    async fn a05_a_disabled_phone_answers_nothing_that_was_open(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.plain_phone(TOMAS).await);
        let mut open = Vec::new();
        for channel in ["phone", "chat", "portal"] {
            let session = ana.open_on(TOMAS, ActionKind::Refund, channel, "customer").await.unwrap();
            let challenge = asked(ana.refund(session, "5", channel).await.unwrap());
            open.push((phone.home().await.prompts.pop().unwrap(), ana.digits(session, challenge).await));
        }
        for (at, tries) in [(0, 4), (1, 4), (2, 2)] {
            let (prompt, digits) = &open[at];
            for _ in 0..tries {
                assert_eq!(phone.answer(prompt, Answer::Approve, other(digits)).await.unwrap_err().code(), "other-digits");
            }
        }
        assert!(phone.home().await.device.disabled);
        for (prompt, digits) in &open {
            assert!(phone.answer(prompt, Answer::Approve, digits).await.is_err(), "a disabled phone approved something");
        }
        assert_eq!((rows::count(&db, "run").await, rows::count(&db, "evidence").await), (0, 0));
        // It can still say no: that only ever stops things.
        assert_eq!(phone.answer(&open[0].0, Answer::Deny, "").await, Ok(AnswerResult::Denied));
    }
}
