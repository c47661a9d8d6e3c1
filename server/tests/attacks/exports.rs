//! Whoever would approve an export without being the one: with somebody else's answer, with an answer to something else, from a hand in the database;
//! and many at the same moment.

use domain::{
    agent::{LogReader, Role},
    export::MOST_TAKEN,
    ids::ExportId,
    refusal::Refusal,
    time::Duration,
};
use server::services::{Trouble, exports};

use super::race::at_once;
use crate::{
    on_both,
    support::{
        agent::Agent,
        export::{ask, take},
        log::ready,
        rows,
        second::Seconder,
        world::World,
    },
};

/// How many try at once.
const CROWD: usize = 16;

/// Ingrid, who reads the log, and what she asks for.
async fn ingrid(world: &World) -> Agent {
    let ingrid = world.agent("Ingrid").await;
    ready(world).await;
    ingrid
}

async fn wants(ingrid: &mut Agent) -> ExportId {
    ask(ingrid, "when=ever", "csv", "Review").await.unwrap()
}

on_both! {
    async fn a21_an_answer_is_for_one_export_one_person_and_one_try(db: TestDb) {
        let world = World::new(&db).await;
        let mut ingrid = ingrid(&world).await;
        let (request, another) = (wants(&mut ingrid).await, wants(&mut ingrid).await);
        let mut one = Seconder::new(&world, b"one", &[Role::Supervisor]).await;
        let mut other = Seconder::new(&world, b"other", &[Role::Auditor]).await;
        let bad = Err(Refusal::BadPasskey);
        assert_eq!(one.send_export(request, "{}").await, bad, "no ceremony");

        // Another's answer to one's own question, and one's own to another's.
        let (asked, theirs) = (one.export_options(request).await.unwrap(), other.export_options(request).await.unwrap());
        assert_eq!(one.send_export(request, &other.passkey.get(&asked)).await, bad);
        let answer = one.passkey.get(&theirs);
        assert_eq!(one.send_export(request, &answer).await, bad);
        // It is spent by that, whatever it was.
        let spent = one.export_options(request).await.unwrap();
        let good = one.passkey.get(&spent);
        assert_eq!(one.send_export(request, "{}").await, bad);
        assert_eq!(one.send_export(request, &good).await, bad, "the ceremony is gone");
        // An answer to another request, while one of its own is open too.
        let elsewhere = one.export_options(another).await.unwrap();
        let answer = one.passkey.get(&elsewhere);
        let _own = one.export_options(request).await.unwrap();
        assert_eq!(one.send_export(request, &answer).await, bad);
        // Not the person, but the device alone.
        one.passkey.verifies = false;
        let options = one.export_options(request).await.unwrap();
        let unverified = one.passkey.get(&options);
        assert_eq!(one.send_export(request, &unverified).await, bad);
        one.passkey.verifies = true;
        // A page inside another site's.
        one.passkey.cross_origin = serde_json::json!(true);
        let options = one.export_options(request).await.unwrap();
        let framed = one.passkey.get(&options);
        assert_eq!(one.send_export(request, &framed).await, bad);
        one.passkey.cross_origin = serde_json::json!(false);
        // Too slow. (Their browsers' sign-ins are over by then.)
        let options = one.export_options(request).await.unwrap();
        world.clock.advance(Duration::minutes(5));
        let answer = serde_json::from_str(&one.passkey.get(&options)).unwrap();
        let late = exports::approve(&world.shared, &one.reader(), request, &answer).await;
        assert!(matches!(late, Err(Trouble::Refused(Refusal::BadPasskey))), "{late:?}");
        assert_eq!(rows::count(&db, "export_request WHERE state <> 'waiting'").await, 0);
        // As it should be.
        let options = exports::start(&world.shared, &one.reader(), request).await.unwrap();
        let answer = serde_json::from_str(&one.passkey.get(&options)).unwrap();
        exports::approve(&world.shared, &one.reader(), request, &answer).await.unwrap();
        assert_eq!(rows::count(&db, "export_request WHERE state = 'approved'").await, 1);
    }

    async fn t27_a_row_that_somebody_wrote_or_copied_lets_nothing_out(db: TestDb) {
        let world = World::new(&db).await;
        let mut ingrid = ingrid(&world).await;
        let by_hand = wants(&mut ingrid).await;
        let mut one = Seconder::new(&world, b"one", &[Role::Supervisor]).await;
        let by = rows::ids(&db, &format!("staff WHERE number = {}", one.staff.number)).await[0];
        let literal = |id: uuid::Uuid| match db.engine() {
            server::store::Engine::Sqlite => format!("x'{}'", id.simple()),
            server::store::Engine::Postgres => format!("'{id}'"),
        };
        let approved = format!("export_request SET state = 'approved', approved_at = asked_at, approved_by = {}", literal(by));
        rows::set(&db, &approved).await;
        let file = take(&ingrid, by_hand).await;
        assert_eq!(file.status.as_u16(), 403, "nobody signed it: {}", file.body);

        // The signature of one request beside another.
        let good = wants(&mut ingrid).await;
        one.approve_export(good).await.unwrap();
        let copy = format!("export_request SET signed_answer = (SELECT signed_answer FROM export_request WHERE id = {}) WHERE id = {}",
            literal(good.uuid()), literal(by_hand.uuid()));
        rows::set(&db, &copy).await;
        assert_eq!(take(&ingrid, by_hand).await.status.as_u16(), 403);
        // Somebody else as the approver, and whoever asked as the approver.
        let other = rows::ids(&db, "staff WHERE number = 2002").await[0];
        let own = rows::ids(&db, "staff WHERE number = 2001").await[0];
        for approver in [other, own] {
            rows::set(&db, &format!("export_request SET approved_by = {} WHERE id = {}", literal(approver), literal(good.uuid()))).await;
            assert_eq!(take(&ingrid, good).await.status.as_u16(), 403);
        }
        rows::set(&db, &format!("export_request SET approved_by = {} WHERE id = {}", literal(by), literal(good.uuid()))).await;
        assert_eq!(take(&ingrid, good).await.status.as_u16(), 200, "and as it was, it is good");
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'log_exported'").await, 1);
    }

    async fn of_two_readers_at_once_one_approves(db: TestDb) {
        let world = World::new(&db).await;
        let mut ingrid = ingrid(&world).await;
        let mut readers = [Seconder::new(&world, b"one", &[Role::Supervisor]).await, Seconder::new(&world, b"other", &[Role::Auditor]).await];
        for round in 1..=3_i64 {
            let request = wants(&mut ingrid).await;
            let mut tries = Vec::new();
            for one in &mut readers {
                let answer: serde_json::Value = serde_json::from_str(&one.passkey.get(&one.export_options(request).await.unwrap())).unwrap();
                for _ in 0..CROWD / 2 {
                    tries.push((world.shared.clone(), one.reader(), answer.clone()));
                }
            }
            let outcomes = at_once(tries.into_iter().map(|(shared, who, answer)| async move { exports::approve(&shared, &who, request, &answer).await })).await;
            assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "round {round}: {outcomes:?}");
            assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(Trouble::Refused(_)))), "{outcomes:?}");
            assert_eq!(rows::count(&db, "audit_entry WHERE event = 'export_approved'").await, round);
        }
    }

    async fn approved_against_denied_or_withdrawn_one_of_them_happens(db: TestDb) {
        let world = World::new(&db).await;
        let mut ingrid = ingrid(&world).await;
        let asker: LogReader = world.staff("Ingrid").await.try_into().unwrap();
        let mut one = Seconder::new(&world, b"one", &[Role::Supervisor]).await;
        let other = Seconder::new(&world, b"other", &[Role::Auditor]).await;
        for deny in [true, false, true, false, true, false] {
            let request = wants(&mut ingrid).await;
            let answer: serde_json::Value = serde_json::from_str(&one.passkey.get(&one.export_options(request).await.unwrap())).unwrap();
            let work = (0..2).map(|n| {
                let (shared, answer) = (world.shared.clone(), answer.clone());
                let (approver, denier, asker) = (one.reader(), other.reader(), asker.clone());
                async move {
                    match (n, deny) {
                        (0, _) => exports::approve(&shared, &approver, request, &answer).await,
                        (_, true) => exports::deny(&shared, &denier, request, "No".parse().unwrap()).await,
                        (_, false) => exports::withdraw(&shared, &asker, request).await,
                    }
                }
            });
            let outcomes = at_once(work).await;
            let (approved, file) = (outcomes[0].is_ok(), take(&ingrid, request).await.status.as_u16());
            if deny {
                assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
                assert_eq!(file == 200, approved, "{outcomes:?}");
            } else {
                // It may be withdrawn after it was approved, and never approved after that.
                assert!(outcomes[1].is_ok() && file == 410, "{file}: {outcomes:?}");
            }
            assert_eq!(rows::count(&db, "export_request WHERE state = 'waiting'").await, 0);
            rows::set(&db, "export_request SET state = 'withdrawn', ended_at = asked_at WHERE state = 'approved'").await;
        }
    }

    async fn of_many_downloads_at_once_three_go(db: TestDb) {
        let world = World::new(&db).await;
        let mut ingrid = ingrid(&world).await;
        let mut one = Seconder::new(&world, b"one", &[Role::Supervisor]).await;
        let request = wants(&mut ingrid).await;
        one.approve_export(request).await.unwrap();
        let asker: LogReader = world.staff("Ingrid").await.try_into().unwrap();
        let tries = (0..CROWD).map(|_| {
            let (shared, asker) = (world.shared.clone(), asker.clone());
            async move { exports::take(&shared, &asker, request).await.map(drop) }
        });
        let outcomes = at_once(tries).await;
        let went = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(went, MOST_TAKEN as usize, "{outcomes:?}");
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(Trouble::Refused(Refusal::ChallengeOver)))), "{outcomes:?}");
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'log_exported'").await, i64::from(MOST_TAKEN));
    }
}
