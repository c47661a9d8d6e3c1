//! A change of the policy: proposed by one administrator, looked at, decided by another; and what is written down of it.

use domain::{ids::AgentId, refusal::Refusal};
use server::store::{Db, fetch_all};
use uuid::Uuid;

use crate::{
    on_both,
    support::{
        policy::{bank, dear_refunds},
        rows,
        world::World,
    },
};

const ENTRIES: &str = "SELECT event, actor_kind, actor_id, policy_version.number, author, reason FROM audit_entry \
     JOIN policy_version ON policy_version.number = audit_entry.policy_version WHERE event LIKE 'policy_%' ORDER BY at, audit_entry.id";

type EntryRow = (String, String, Option<Uuid>, i64, Option<Uuid>, String);

/// What the record says of the policy, with the author and the reason of the version it names.
async fn entries(db: &Db) -> Vec<EntryRow> {
    fetch_all!(db, EntryRow, ENTRIES).await.unwrap()
}

fn renamed() -> String {
    bank("name = \"Bank\"", "name = \"Bank of two\"")
}

on_both! {
    async fn t01_two_people_change_it_and_every_step_is_written_down(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ingrid, mut freja, jonas) = (world.agent("Ingrid").await, world.agent("Freja").await, world.agent("Jonas").await);
        let ids = [world.staff("Ingrid").await.id, world.staff("Freja").await.id].map(AgentId::uuid);
        let version = ingrid.propose(&dear_refunds(), "Refunds were taken").await.unwrap();
        assert_eq!((version, world.shared.policies.now().version), (2, 1), "a proposal decides nothing");
        let page = freja.get("/policy/2").await.body;
        for said in ["Refunds were taken", "Proposed by Ingrid Solberg", "actions.refund.needs", "4 changes from v1", "/api/policy/approve"] {
            assert!(page.contains(said), "{said} in {page}");
        }
        // Who oversees reads it, and decides nothing.
        let page = jonas.get("/policy/2").await;
        assert!(page.status.is_success() && !page.body.contains("/api/policy/"), "{}", page.body);
        assert!(ingrid.get("/policy/2").await.body.contains("You proposed this version"));

        assert_eq!(freja.decide("approve", 2).await, Ok("/policy".to_owned()));
        assert_eq!(world.shared.policies.now().version, 2, "at once");
        let page = ingrid.get("/policy").await.body;
        assert!(page.contains("v2 is in force") && page.contains("refund.any"), "{page}");
        assert!(!freja.get("/policy/2").await.body.contains("/api/policy/"));
        for what in ["approve", "reject"] {
            assert!(matches!(freja.decide(what, 2).await, Err(Refusal::BadInput(why)) if why.contains("decided already")), "{what}");
        }

        world.clock.advance(domain::time::Duration::SECOND);
        let rejected = ingrid.propose(&renamed(), "A better name").await.unwrap();
        freja.decide("reject", rejected).await.unwrap();
        world.clock.advance(domain::time::Duration::SECOND);
        let withdrawn = freja.propose(&renamed(), "A better name").await.unwrap();
        freja.decide("withdraw", withdrawn).await.unwrap();
        assert_eq!(world.shared.policies.now().version, 2);

        let [ingrid, freja] = ids;
        let entry = |event: &str, who, version: u32, author, why: &str| {
            (event.to_owned(), "staff".to_owned(), Some(who), i64::from(version), Some(author), why.to_owned())
        };
        let mut expected = vec![
            entry("policy_proposed", ingrid, 2, ingrid, "Refunds were taken"),
            entry("policy_approved", freja, 2, ingrid, "Refunds were taken"),
            entry("policy_proposed", ingrid, rejected, ingrid, "A better name"),
            entry("policy_rejected", freja, rejected, ingrid, "A better name"),
            entry("policy_proposed", freja, withdrawn, freja, "A better name"),
            entry("policy_withdrawn", freja, withdrawn, freja, "A better name"),
        ];
        let mut written = entries(&db).await;
        // Two of the same microsecond have no order.
        expected.sort();
        written.sort();
        assert_eq!(written, expected);
        assert_eq!(rows::count(&db, "audit_entry WHERE event LIKE 'policy_%'").await, 6);
    }

    async fn a_proposal_from_a_version_that_is_no_longer_in_force_is_made_again(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ingrid, mut freja) = (world.agent("Ingrid").await, world.agent("Freja").await);
        let first = ingrid.propose(&dear_refunds(), "Refunds were taken").await.unwrap();
        let second = ingrid.propose(&renamed(), "A better name").await.unwrap();
        freja.decide("approve", first).await.unwrap();

        // What waits was made from v1: approving it would undo v2 unseen.
        let page = freja.get(&format!("/policy/{second}")).await.body;
        assert!(page.contains("v2 came into force since") && !page.contains("/api/policy/approve"), "{page}");
        let refused = freja.decide("approve", second).await;
        assert!(matches!(&refused, Err(Refusal::BadInput(why)) if why.contains("came into force since v3 was proposed")), "{refused:?}");
        assert_eq!(rows::count(&db, "policy_version WHERE number = 3 AND state = 'proposed'").await, 1);

        // Begun from its file, it is a change of the one in force, and what it would undo is shown.
        let draft = ingrid.get(&format!("/policy/new?from={second}")).await.body;
        assert!(draft.contains("Bank of two") && draft.contains("name=\"base\" value=\"2\""), "{draft}");
        let again = ingrid.propose(&renamed(), "A better name, again").await.unwrap();
        let page = freja.get(&format!("/policy/{again}")).await.body;
        assert!(page.contains("from v2") && page.contains("actions.refund.needs"), "{page}");
        freja.decide("approve", again).await.unwrap();
        assert_eq!((world.shared.policies.now().version, world.shared.policies.now().name.as_str()), (again, "Bank of two"));
    }

    async fn who_wrote_from_an_old_version_is_told_before_it_is_proposed(db: TestDb) {
        let world = World::new(&db).await;
        let mut ingrid = world.agent("Ingrid").await;
        world.put_in_force(&dear_refunds()).await;
        let text = renamed();
        let fields = [("base", "1"), ("text", text.as_str()), ("reason", "A better name")];
        let answer = ingrid.send_from("/policy/new", "policy/propose", &fields).await;
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("v2 came into force while you wrote this") && answer.body.contains("Bank of two"), "{}", answer.body);
        assert!(answer.body.contains("name=\"base\" value=\"2\""), "sent again, it is a change of v2");
        assert_eq!(rows::count(&db, "policy_version").await, 2);
    }

    async fn going_back_is_a_change_like_any_other(db: TestDb) {
        let world = World::new(&db).await;
        let mut ingrid = world.agent("Ingrid").await;
        world.put_in_force(&dear_refunds()).await;
        let same = ingrid.propose(&dear_refunds(), "Again").await;
        assert!(matches!(&same, Err(Refusal::BadInput(why)) if why.contains("in force already")), "{same:?}");
        assert!(ingrid.get("/policy/new?from=1").await.body.contains("refund.small"));
        let back = world.put_in_force(domain::policy::BANK).await;
        assert_eq!((back, world.shared.policies.now().text.as_str()), (3, domain::policy::BANK));
    }
}
