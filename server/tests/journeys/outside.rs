//! P4: who did an action outside of a policy.

use domain::{action::ActionKind, agent::Role, ids::SessionId};
use server::store::exec;
use sqlx::AssertSqlSafe;

use crate::{
    on_both,
    support::{
        agent::asked,
        policy::dear_refunds,
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

/// A refund that the customer approves without unlocking, as the bank's first policy lets it.
async fn refund(world: &World, number: &str) -> SessionId {
    let (mut ana, phone) = (world.agent("Ana").await, world.plain_phone(number).await);
    let session = ana.open(number, ActionKind::Refund).await;
    let challenge = asked(ana.refund(session, "5", "Invoice 118").await.unwrap());
    phone.approve(&ana.digits(session, challenge).await).await.unwrap();
    session
}

on_both! {
    async fn p4_what_ran_outside_of_a_version_is_found_and_what_it_lets_is_not(db: TestDb) {
        let world = World::new(&db).await;
        let early = refund(&world, TOMAS).await;
        let stricter = world.put_in_force(&dear_refunds()).await;
        // Somebody who proves enough for both.
        let (mut bram, mirela) = (world.agent("Bram").await, world.phone(MIRELA).await);
        let late = bram.open(MIRELA, ActionKind::Refund).await;
        let challenge = asked(bram.refund(late, "6", "Invoice 119").await.unwrap());
        mirela.approve(&bram.digits(late, challenge).await).await.unwrap();
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'ran'").await, 2);

        let supervisor = world.with_roles(&[Role::Supervisor]).await;
        let story = |session: SessionId| format!("/audit/session/{session}");
        let page = supervisor.get(&format!("/audit/outside?action=refund&version={stricter}&days=30")).await.body;
        assert!(page.contains(&story(early)) && !page.contains(&story(late)), "{page}");
        for said in ["Ana Lindqvist", "refund.small, version 1", "Missing: High", "refund.any", " of 2 that ran"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        // That in force is what is meant when none is named.
        assert!(supervisor.get("/audit/outside?action=refund").await.body.contains(&story(early)));
        let first = supervisor.get("/audit/outside?action=refund&version=1").await.body;
        assert!(first.contains("Nothing outside") && first.contains("ran 2 times"), "{first}");
        assert!(supervisor.get("/audit/outside?action=change_email").await.body.contains("did not run in that time"));
        assert_eq!(supervisor.get("/audit/outside?action=refund&version=99").await.status.as_u16(), 404);
        for _ in 0..8 {
            world.clock.advance(domain::time::Duration::days(1));
        }
        let week = world.with_roles(&[Role::Supervisor]).await.get(&format!("/audit/outside?action=refund&version={stricter}&days=7")).await.body;
        assert!(!week.contains(&story(early)), "{week}");
    }

    async fn p4_a_run_that_nothing_let_is_not_left_out(db: TestDb) {
        let world = World::new(&db).await;
        let session = refund(&world, TOMAS).await;
        let columns = "at, ordinal, actor_kind, actor_id, customer_id, session_id, case_reference, channel, level, rule, event, policy_version, personal";
        let copy = |id: &str, detail: &str| {
            let id = db.engine().pick("x'000000000000000000000000000000ID'", "'00000000-0000-0000-0000-0000000000ID'").replace("ID", id);
            format!("INSERT INTO audit_entry (id, {columns}, detail) SELECT {id}, {columns}, {detail} FROM audit_entry WHERE event = 'ran' AND policy_version = 1")
        };
        let none = "'{\"event\":\"ran\",\"action\":\"refund\",\"run\":\"00000000-0000-7000-8000-000000000001\"}'";
        let mut tx = db.write().await.unwrap();
        exec!(tx, AssertSqlSafe(copy("01", none))).await.unwrap();
        tx.commit().await.unwrap();
        let supervisor = world.with_roles(&[Role::Supervisor]).await;
        let page = supervisor.get("/audit/outside?action=refund&version=1").await.body;
        assert!(page.contains("keeps no decision that can be asked again") && page.contains(&session.to_string()), "{page}");
        assert!(page.contains("<b>1</b>"), "{page}");
    }

    async fn p4_who_may_read_the_log_looks_and_that_they_did_is_in_it(db: TestDb) {
        let world = World::new(&db).await;
        let entries = || rows::count(&db, "audit_entry WHERE event = 'log_read' AND detail LIKE '%\"action\",\"policy\"%'");
        let auditor = world.with_roles(&[Role::Auditor]).await;
        // Before an action is chosen nothing is read.
        assert_eq!((auditor.get("/audit/outside").await.status.as_u16(), entries().await), (200, 0));
        assert_eq!((auditor.get("/audit/outside?action=refund").await.status.as_u16(), entries().await), (200, 1));
        for roles in [&[Role::Agent][..], &[Role::Administrator]] {
            let other = world.with_roles(roles).await;
            assert_eq!((other.get("/audit/outside?action=refund").await.status.as_u16(), entries().await), (403, 1), "{roles:?}");
        }
        assert_eq!(world.stranger().get("/audit/outside?action=refund").await.status.as_u16(), 303);
    }
}
