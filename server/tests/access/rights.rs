//! Taking rights away, which one person does, and giving them, which takes two.

use domain::{
    access::Grant,
    agent::{Administrator, Role},
    refusal::Refusal,
};
use reqwest::StatusCode;
use server::{
    services::access,
    store::{right_request, staff},
};

use super::{changes, entries, not_open, streams::Stream};
use crate::{
    on_both,
    support::{agent::Agent, rows, world::World},
};

/// The one request that waits.
async fn waiting(world: &World) -> String {
    right_request::open(&world.shared.db).await.unwrap()[0].id.to_string()
}

async fn answers(by: &mut Agent, how: &str, request: &str) -> Result<String, Refusal> {
    by.post(&format!("access/{how}"), &[("request", request), ("staff", "00000000-0000-7000-8000-000000000001")]).await
}

on_both! {
    async fn d10_a_right_that_was_taken_is_gone_at_the_next_request_and_in_open_pages(db: TestDb) {
        let world = World::new(&db).await;
        let (jonas, mut freja) = (world.agent("Jonas").await, world.agent("Freja").await);
        let mut stream = Stream::open(&jonas, "/live/floor").await;
        stream.next().await;
        assert!(jonas.get("/desk").await.body.contains("href=\"/floor\""));
        let whose = world.staff("Jonas").await;
        assert_eq!(changes(&mut freja, "take", &whose, Role::Supervisor).await, Ok(format!("/access/staff/{}", whose.id)));
        assert!(stream.rest().await.starts_with("event: bye"));
        assert_eq!(jonas.get("/floor").await.status, StatusCode::FORBIDDEN);
        assert!(!jonas.get("/desk").await.body.contains("href=\"/floor\""), "and he still serves customers");
        let written = entries(&db, "right_taken").await;
        assert_eq!(written.len(), 1);
        assert_eq!((&written[0].1["before"], &written[0].1["after"], &written[0].1["reason"]),
            (&serde_json::json!(["agent", "supervisor"]), &serde_json::json!(["agent"]), &"Moved on".into()));
        assert!(matches!(changes(&mut freja, "take", &whose, Role::Supervisor).await, Err(Refusal::BadInput(_))), "once");
    }

    async fn d06_nobody_changes_their_own(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ingrid, mut freja) = (world.agent("Ingrid").await, world.agent("Freja").await);
        let (own, other) = (world.staff("Ingrid").await, world.staff("Freja").await);
        let before = rows::count(&db, "audit_entry").await;
        for role in Role::ALL {
            for how in ["take", "ask"] {
                assert!(not_open(&changes(&mut ingrid, how, &own, role).await), "{how} {role:?}");
            }
        }
        assert_eq!(rows::count(&db, "audit_entry").await, before);
        // Nor does who gains give it, or say no to it.
        changes(&mut ingrid, "ask", &other, Role::Auditor).await.unwrap();
        let request = waiting(&world).await;
        for how in ["give", "not-give"] {
            assert!(not_open(&answers(&mut freja, how, &request).await), "{how}");
        }
        assert_eq!(world.staff("Freja").await.roles, [Role::Administrator]);
    }

    async fn t01_a_right_is_given_by_two(db: TestDb) {
        let world = World::new(&db).await;
        let (ana, mut ingrid, mut freja) = (world.agent("Ana").await, world.agent("Ingrid").await, world.agent("Freja").await);
        let whose = world.staff("Ana").await;
        changes(&mut ingrid, "ask", &whose, Role::Auditor).await.unwrap();
        assert_eq!(ana.get("/audit").await.status, StatusCode::FORBIDDEN, "a request gives nothing");
        let request = waiting(&world).await;
        assert!(not_open(&answers(&mut ingrid, "give", &request).await), "who asked does not give");
        assert!(matches!(changes(&mut freja, "ask", &whose, Role::Auditor).await, Err(Refusal::BadInput(_))), "it is asked for already");
        assert!(matches!(changes(&mut freja, "ask", &whose, Role::Agent).await, Err(Refusal::BadInput(_))), "she has it");
        assert!(freja.get("/access").await.body.contains("Waits for a second administrator"));
        answers(&mut freja, "give", &request).await.unwrap();
        assert_eq!(ana.get("/audit").await.status, StatusCode::OK);
        assert_eq!(answers(&mut freja, "give", &request).await, Err(Refusal::NotFound), "once");
        let given = entries(&db, "right_given").await;
        assert_eq!((&given[0].1["after"], &given[0].1["asked_by"]),
            (&serde_json::json!(["agent", "auditor"]), &world.staff("Ingrid").await.id.to_string().into()));
        // Another request is taken back, and then gives nothing.
        changes(&mut ingrid, "ask", &whose, Role::Supervisor).await.unwrap();
        let request = waiting(&world).await;
        answers(&mut ingrid, "not-give", &request).await.unwrap();
        assert_eq!(answers(&mut freja, "give", &request).await, Err(Refusal::NotFound));
        assert_eq!(entries(&db, "right_not_given").await.len(), 1);
    }

    async fn of_two_administrators_who_take_each_others_role_at_once_one_stays(db: TestDb) {
        let world = World::new(&db).await;
        let witness = async |name| -> Administrator { world.staff(name).await.try_into().unwrap() };
        let (ingrid, freja) = (witness("Ingrid").await, witness("Freja").await);
        let grant = |staff| Grant { staff, role: Role::Administrator };
        let why = "Moved on".parse().unwrap();
        let (one, other) = tokio::join!(
            access::take(&world.shared, &ingrid, grant(freja.id()), &why),
            access::take(&world.shared, &freja, grant(ingrid.id()), &why)
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let left = staff::all(&db).await.unwrap().into_iter().filter(|member| member.is(Role::Administrator)).count();
        assert_eq!(left, 1);
    }

    async fn of_two_who_give_the_same_at_once_one_does(db: TestDb) {
        let world = World::new(&db).await;
        let mut ingrid = world.agent("Ingrid").await;
        let (mut freja, mut third) = (world.agent("Freja").await, world.with_roles(&[Role::Administrator]).await);
        changes(&mut ingrid, "ask", &world.staff("Ana").await, Role::Auditor).await.unwrap();
        let request = waiting(&world).await;
        let (one, other) = tokio::join!(answers(&mut freja, "give", &request), answers(&mut third, "not-give", &request));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(world.staff("Ana").await.is(Role::Auditor), one.is_ok());
        assert_eq!(entries(&db, "right_given").await.len() + entries(&db, "right_not_given").await.len(), 1);
    }
}
