//! Whoever would be the second person without being one: with somebody else's answer, with an answer to something else, from a hand in the
//! database; and many at the same moment.

use std::sync::Arc;

use domain::{agent::Role, refusal::Refusal, time::Duration};
use server::services::{Trouble, second_person, sessions};

use super::race::at_once;
use crate::{
    on_both,
    support::{
        rows,
        second::{Seconder, Waiting},
        world::{MIRELA, World},
    },
};

/// How many try at once.
const CROWD: usize = 16;

on_both! {
    async fn a21_an_answer_is_for_one_request_one_person_and_one_try(db: TestDb) {
        let world = World::new(&db).await;
        let waiting = Waiting::of(&world, "340").await;
        let request = waiting.request;
        let mut one = Seconder::new(&world, b"one", &[Role::Supervisor]).await;
        let mut other = Seconder::new(&world, b"other", &[Role::Supervisor]).await;
        let bad = Err(Refusal::BadPasskey);
        assert_eq!(one.send(request, "{}").await, bad, "no ceremony");

        // Another's answer to one's own question, and one's own to another's.
        let (asked, theirs) = (one.options(request).await.unwrap(), other.options(request).await.unwrap());
        assert_eq!(one.send(request, &other.passkey.get(&asked)).await, bad);
        let answer = one.passkey.get(&theirs);
        assert_eq!(one.send(request, &answer).await, bad);
        // It is spent by that, whatever it was.
        let spent = one.options(request).await.unwrap();
        let good = one.passkey.get(&spent);
        assert_eq!(one.send(request, "{}").await, bad);
        assert_eq!(one.send(request, &good).await, bad, "the ceremony is gone");
        // A later question takes the place of an earlier one.
        let (first, _second) = (one.options(request).await.unwrap(), one.options(request).await.unwrap());
        let answer = one.passkey.get(&first);
        assert_eq!(one.send(request, &answer).await, bad);
        // Not the person, but the device alone.
        one.passkey.verifies = false;
        let options = one.options(request).await.unwrap();
        let unverified = one.passkey.get(&options);
        assert_eq!(one.send(request, &unverified).await, bad);
        one.passkey.verifies = true;
        // A page inside another site's.
        one.passkey.cross_origin = serde_json::json!(true);
        let options = one.options(request).await.unwrap();
        let framed = one.passkey.get(&options);
        assert_eq!(one.send(request, &framed).await, bad);
        one.passkey.cross_origin = serde_json::json!(false);
        // Too slow. (Their browsers' sign-ins are over by then.)
        let options = one.options(request).await.unwrap();
        world.clock.advance(Duration::minutes(5));
        let answer = serde_json::from_str(&one.passkey.get(&options)).unwrap();
        let late = second_person::approve(&world.shared, &one.witness(), request, &answer).await;
        assert!(matches!(late, Err(Trouble::Refused(Refusal::BadPasskey))), "{late:?}");
        assert_eq!(rows::count(&db, "run").await, 0);
        // As it should be.
        let options = second_person::start(&world.shared, &one.witness(), request).await.unwrap();
        let answer = serde_json::from_str(&one.passkey.get(&options)).unwrap();
        second_person::approve(&world.shared, &one.witness(), request, &answer).await.unwrap();
        assert_eq!(rows::count(&db, "run").await, 1);
    }

    async fn a21_a_ceremony_begun_for_one_request_answers_no_other(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        let mut waiting = Waiting::by(&world, &phone, "340").await;
        let mut one = Seconder::new(&world, b"one", &[Role::Supervisor]).await;
        let options = one.options(waiting.request).await.unwrap();
        waiting.ana.do_to("end", waiting.session).await.unwrap();
        let dearer = Waiting::by(&world, &phone, "4000").await;
        let answer = one.passkey.get(&options);
        assert_eq!(one.send(dearer.request, &answer).await, Err(Refusal::BadPasskey));
        let own = one.options(dearer.request).await.unwrap();
        assert_eq!(one.send(dearer.request, &answer).await, Err(Refusal::BadPasskey), "not even while one of its own is open");
        drop(own);
        assert_eq!(rows::count(&db, "run").await, 0);
    }

    async fn t13_a_value_changed_behind_the_back_voids_it(db: TestDb) {
        let world = World::new(&db).await;
        let mut one = Seconder::new(&world, b"one", &[Role::Supervisor]).await;
        let phone = world.phone(MIRELA).await;
        for change in [
            "second_person SET request = replace(request, '34000', '94000')",
            "second_person SET request = replace(request, 'Invoice 118', 'Invoice 119')",
            "approval SET request = replace(request, '34000', '94000')",
        ] {
            let mut waiting = Waiting::by(&world, &phone, "340").await;
            let options = one.options(waiting.request).await.unwrap();
            rows::set(&db, &format!("{change} WHERE session_id IS NOT NULL")).await;
            let answer = one.passkey.get(&options);
            let said = one.send(waiting.request, &answer).await;
            if change.starts_with("second_person") {
                assert_eq!(said, Err(Refusal::ApprovalVoid), "{change}");
                assert_eq!(rows::count(&db, "run").await, 0, "{change}");
            } else {
                // What runs is what both signed for; the copy of it in the approval's row decides nothing.
                assert_eq!(said, Ok(()));
                assert_eq!(rows::count(&db, "run WHERE request LIKE '%34000%'").await, 1);
            }
            waiting.ana.do_to("end", waiting.session).await.unwrap();
        }
    }

    async fn t27_a_row_that_somebody_wrote_runs_nothing(db: TestDb) {
        let world = World::new(&db).await;
        let mut waiting = Waiting::of(&world, "340").await;
        let one = Seconder::new(&world, b"one", &[Role::Supervisor]).await;
        let by = rows::ids(&db, &format!("staff WHERE number = {}", one.staff.number)).await[0];
        let literal = match db.engine() {
            server::store::Engine::Sqlite => format!("x'{}'", by.simple()),
            server::store::Engine::Postgres => format!("'{by}'"),
        };
        rows::set(&db, &format!("second_person SET state = 'approved', ended_at = asked_at, ended_by = {literal}")).await;
        let draft = app::desk::view::Draft::Refund { amount: domain::action::Amount::parse("340").unwrap(), reason: "Invoice 118".parse().unwrap() };
        let run = waiting.ana.run_approved(waiting.session, waiting.challenge, &draft, "by hand").await;
        assert!(run.is_ok(), "it asks a second person anew, and runs nothing: {run:?}");
        assert_eq!(rows::count(&db, "run").await, 0);
        assert_eq!(rows::count(&db, "second_person WHERE state = 'waiting'").await, 1);
    }

    async fn of_two_supervisors_at_once_one_approves_and_it_runs_once(db: TestDb) {
        let world = World::new(&db).await;
        let mut seconders = Vec::new();
        for n in 0..2_u8 {
            seconders.push(Seconder::new(&world, &[n; 8], &[Role::Supervisor]).await);
        }
        let phone = world.phone(MIRELA).await;
        for round in 0..3_i64 {
            let mut waiting = Waiting::by(&world, &phone, &format!("34{round}")).await;
            let mut tries = Vec::new();
            for one in &mut seconders {
                let options = one.options(waiting.request).await.unwrap();
                let answer: serde_json::Value = serde_json::from_str(&one.passkey.get(&options)).unwrap();
                for _ in 0..CROWD / 2 {
                    tries.push((world.shared.clone(), one.witness(), waiting.request, answer.clone()));
                }
            }
            let outcomes = at_once(tries.into_iter().map(|(shared, who, request, answer)| async move {
                second_person::approve(&shared, &who, request, &answer).await
            }))
            .await;
            let went = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
            assert_eq!(went, 1, "round {round}: {outcomes:?}");
            assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(Trouble::Refused(_)))), "{outcomes:?}");
            assert_eq!(rows::count(&db, "run").await, round + 1);
            assert_eq!(rows::count(&db, "audit_entry WHERE event = 'ran'").await, round + 1);
            waiting.ana.do_to("end", waiting.session).await.unwrap();
        }
    }

    async fn approved_against_withdrawn_frozen_or_denied_one_of_them_happens(db: TestDb) {
        let world = World::new(&db).await;
        let mut one = Seconder::new(&world, b"one", &[Role::Supervisor]).await;
        let other = Seconder::new(&world, b"other", &[Role::Supervisor]).await;
        let ana = Arc::new(world.witness("Ana").await);
        let phone = world.phone(MIRELA).await;
        let mut ran = 0;
        for (round, against) in ["withdraw", "deny", "end", "withdraw", "deny", "freeze"].into_iter().enumerate() {
            let mut waiting = Waiting::by(&world, &phone, &format!("34{round}")).await;
            let options = one.options(waiting.request).await.unwrap();
            let answer: serde_json::Value = serde_json::from_str(&one.passkey.get(&options)).unwrap();
            let (approver, denier) = (one.witness(), other.witness());
            let (session, request) = (waiting.session, waiting.request);
            let work = (0..2).map(|n| {
                let (shared, ana, answer) = (world.shared.clone(), ana.clone(), answer.clone());
                let (approver, denier) = (approver.clone(), denier.clone());
                async move {
                    match (n, against) {
                        (0, _) => second_person::approve(&shared, &approver, request, &answer).await,
                        (_, "withdraw") => second_person::withdraw(&shared, &ana, session, request).await,
                        (_, "deny") => second_person::deny(&shared, &denier, request, "No".parse().unwrap()).await,
                        (_, "end") => sessions::end(&shared, &ana, session).await,
                        _ => sessions::suspect_attack(&shared, &ana, session).await,
                    }
                }
            });
            let outcomes = at_once(work).await;
            let won = outcomes[0].is_ok();
            if matches!(against, "withdraw" | "deny") {
                assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{against}: {outcomes:?}");
            } else {
                assert!(outcomes[1].is_ok(), "{against}: {outcomes:?}");
            }
            ran += i64::from(won);
            assert_eq!(rows::count(&db, "run").await, ran, "{against}: {outcomes:?}");
            assert_eq!(rows::count(&db, "second_person WHERE state = 'approved'").await, ran, "{against}");
            assert_eq!(rows::count(&db, "second_person WHERE state = 'waiting'").await, 0, "{against}");
            if matches!(against, "withdraw" | "deny") {
                waiting.ana.do_to("end", session).await.unwrap();
            }
        }
    }
}
