//! Whoever would have the policy otherwise without a second person: at the same moment, by a hand at the database, from a
//! version that is no longer in force.

use domain::{
    agent::{Administrator, Role},
    policy::BANK,
    refusal::Refusal,
};
use server::{
    fault::Fault,
    live::Change,
    services::{Trouble, policies},
    store::{Db, Engine, exec},
};
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;

use super::race::{CROWD, at_once, went};
use crate::{
    on_both,
    support::{
        database::owner,
        policy::{bank, dear_refunds},
        rows,
        world::{World, surroundings},
    },
};

/// How often they meet.
const ROUNDS: u32 = 8;

async fn administrator(world: &World, first_name: &str) -> Administrator {
    world.staff(first_name).await.try_into().unwrap()
}

/// What a hand at the database does.
async fn by_hand(db: &Db, statements: &[&str]) -> Result<(), Fault> {
    let mut tx = owner(db).await.write().await?;
    for statement in statements {
        exec!(tx, AssertSqlSafe((*statement).to_owned())).await?;
    }
    tx.commit().await
}

/// Removes what keeps a version as it is.
async fn without_guards(db: &Db) {
    let on = db.engine().pick("", " ON policy_version");
    let drops = ["stays", "decided", "no_delete"].map(|name| format!("DROP TRIGGER policy_version_{name}{on}"));
    by_hand(db, &drops.each_ref().map(String::as_str)).await.unwrap();
}

async fn set_text(db: &Db, version: u32, text: &str) {
    by_hand(db, &[&format!("UPDATE policy_version SET text = '{}' WHERE number = {version}", text.replace('\'', "''"))]).await.unwrap();
}

/// As whoever knows how a version is checked.
async fn set_checksum(db: &Db, version: u32, text: &str) {
    let hex = Sha256::digest(text.as_bytes()).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    let bytes = db.engine().pick("x'HEX'", "decode('HEX', 'hex')").replace("HEX", &hex);
    by_hand(db, &[&format!("UPDATE policy_version SET checksum = {bytes} WHERE number = {version}")]).await.unwrap();
}

fn named(name: &str) -> String {
    bank("name = \"Bank\"", &format!("name = \"{name}\""))
}

on_both! {
    async fn t21_of_many_approvals_at_once_one_counts(db: TestDb) {
        let world = World::new(&db).await;
        let both = [administrator(&world, "Ingrid").await, administrator(&world, "Freja").await];
        for round in 0..ROUNDS {
            let text = named(&format!("Round {round}"));
            let version = policies::propose_as_operator(&world.shared, &text, &"A test".parse().unwrap()).await.unwrap();
            let crowd = (0..CROWD).map(|at| {
                let (shared, administrator) = (world.shared.clone(), both[at % 2].clone());
                async move { policies::approve(&shared, &administrator, version).await }
            });
            let decided = Refusal::bad_input("This version is decided already. Look at the list again.");
            assert_eq!(went(at_once(crowd).await, &decided), 1, "round {round}");
            assert_eq!(world.shared.policies.now().version, version);
        }
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'policy_approved'").await, i64::from(ROUNDS));
        assert_eq!(rows::count(&db, "policy_version WHERE state = 'approved'").await, i64::from(ROUNDS) + 1);
    }

    async fn t21_of_two_versions_made_from_the_same_one_comes_into_force(db: TestDb) {
        let world = World::new(&db).await;
        let both = [administrator(&world, "Ingrid").await, administrator(&world, "Freja").await];
        for round in 0..ROUNDS {
            let base = world.shared.policies.now().version;
            let mut versions = Vec::new();
            for (at, author) in both.iter().enumerate() {
                let text = named(&format!("Round {round}, {at}"));
                versions.push(policies::propose(&world.shared, author, base, &text, &"A test".parse().unwrap()).await.unwrap());
            }
            // Each approves the other's.
            let crowd = (0..CROWD).map(|at| {
                let (shared, administrator, version) = (world.shared.clone(), both[at % 2].clone(), versions[1 - at % 2]);
                async move { policies::approve(&shared, &administrator, version).await }
            });
            let outcomes = at_once(crowd).await;
            assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "round {round}");
            let refused = |outcome: &_| matches!(outcome, Ok(()) | Err(Trouble::Refused(Refusal::BadInput(_))));
            assert!(outcomes.iter().all(refused), "{outcomes:?}");
            let in_force = world.shared.policies.now().version;
            assert!(versions.contains(&in_force));
            let other = versions.iter().find(|version| **version != in_force).unwrap();
            assert_eq!(rows::count(&db, &format!("policy_version WHERE number = {other} AND state = 'proposed'")).await, 1);
            assert_eq!(rows::count(&db, &format!("policy_in_force WHERE number = {in_force}")).await, 1);
        }
    }

    async fn many_who_propose_at_once_get_a_number_each(db: TestDb) {
        let world = World::new(&db).await;
        let ingrid = administrator(&world, "Ingrid").await;
        let crowd = (0..16).map(|at| {
            let (shared, ingrid) = (world.shared.clone(), ingrid.clone());
            async move { policies::propose(&shared, &ingrid, 1, &named(&format!("{at}")), &"A test".parse().unwrap()).await.unwrap() }
        });
        let mut numbers = at_once(crowd).await;
        numbers.sort_unstable();
        assert_eq!(numbers, (2..18).collect::<Vec<_>>());
    }

    async fn t21_nobody_approves_their_own_from_any_sign_in(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ingrid, mut elsewhere, mut freja) = (world.agent("Ingrid").await, world.agent("Ingrid").await, world.agent("Freja").await);
        let version = ingrid.propose(&dear_refunds(), "Refunds were taken").await.unwrap();
        for browser in [&mut ingrid, &mut elsewhere] {
            assert_eq!(browser.decide("approve", version).await, Err(Refusal::NotYourRole));
            assert_eq!(browser.decide("reject", version).await, Err(Refusal::NotYourRole), "one's own is taken back, not judged");
            assert!(!browser.get(&format!("/policy/{version}")).await.body.contains("/api/policy/approve"));
        }
        assert_eq!(freja.decide("withdraw", version).await, Err(Refusal::NotYourRole));
        // Whoever proposes the same words again is their author.
        let again = freja.propose(&dear_refunds(), "The same, by me").await.unwrap();
        assert_eq!(freja.decide("approve", again).await, Err(Refusal::NotYourRole));
        assert_eq!(world.shared.policies.now().version, 1);
        assert_eq!(rows::count(&db, "policy_version WHERE state = 'proposed'").await, 2);
        elsewhere.decide("approve", again).await.unwrap();
        assert_eq!(world.shared.policies.now().version, again);
    }

    async fn t24_a_version_is_neither_changed_nor_deleted_nor_decided_twice(db: TestDb) {
        let world = World::new(&db).await;
        let version = world.agent("Ingrid").await.propose(&dear_refunds(), "Refunds were taken").await.unwrap();
        for statement in [
            "UPDATE policy_version SET text = 'x' WHERE number = 2",
            "UPDATE policy_version SET author = NULL WHERE number = 2",
            "UPDATE policy_version SET checksum = (SELECT checksum FROM policy_version WHERE number = 1) WHERE number = 2",
            "UPDATE policy_version SET state = 'proposed' WHERE number = 1",
            "DELETE FROM policy_version WHERE number = 2",
        ] {
            assert!(by_hand(&db, &[statement]).await.is_err(), "{statement}");
        }
        world.agent("Freja").await.decide("approve", version).await.unwrap();
        assert!(by_hand(&db, &["UPDATE policy_version SET state = 'rejected' WHERE number = 2"]).await.is_err());
    }

    async fn t24_a_text_that_was_changed_by_hand_decides_nothing(db: TestDb) {
        let here = World::new(&db).await;
        let there = World::beside(&db, &here.clock, 8).await;
        let version = here.put_in_force(&dear_refunds()).await;
        without_guards(&db).await;
        set_text(&db, version, &named("Lax")).await;

        // Who has not taken it over stays with the one before; who has, keeps what was approved. Both say so.
        for (world, stays) in [(&there, 1), (&here, version)] {
            policies::refresh(&world.shared).await;
            assert_eq!(world.shared.policies.now().version, stays);
            let trouble = world.shared.policies.trouble().unwrap();
            assert!(trouble.contains("v2 is not what was approved"), "{trouble}");
            let page = world.agent("Ingrid").await.get("/policy").await.body;
            assert!(page.contains("v2 is not what was approved") && page.contains(&format!("v{stays} goes on deciding here")), "{page}");
        }
        assert!(here.shared.policies.now().text.contains("refund.any"));
        // Nor is anybody's work judged by it.
        let supervisor = here.with_roles(&[Role::Supervisor]).await;
        let page = supervisor.get(&format!("/audit/outside?action=refund&version={version}")).await.body;
        assert!(page.contains("cannot judge: somebody changed it in the database"), "{page}");
        // A server that has none to stay with does not start.
        let files = tempfile::tempdir().unwrap();
        let (_, fresh) = surroundings(&db, &here.clock, 9, files.path());
        assert!(matches!(policies::start(&fresh).await, Err(Trouble::Fault(Fault::Policy(_)))));

        set_text(&db, version, &dear_refunds()).await;
        let mut heard = there.shared.live.listen();
        policies::refresh(&there.shared).await;
        assert_eq!((there.shared.policies.now().version, there.shared.policies.trouble()), (version, None));
        assert_eq!(heard.try_recv(), Ok(Change::Policy));
    }

    async fn t24_a_running_server_notices_even_when_the_hash_was_changed_too(db: TestDb) {
        let world = World::new(&db).await;
        without_guards(&db).await;
        set_text(&db, 1, &named("Lax")).await;
        set_checksum(&db, 1, &named("Lax")).await;
        policies::refresh(&world.shared).await;
        assert!(world.shared.policies.trouble().unwrap().contains("v1 is not what was approved"));
        assert_eq!(world.shared.policies.now().text, BANK);
    }

    async fn t21_a_hand_that_names_an_earlier_version_or_none_puts_nothing_in_force(db: TestDb) {
        let world = World::new(&db).await;
        let version = world.put_in_force(&dear_refunds()).await;
        for (statement, says) in
            [("UPDATE policy_in_force SET number = 1", "v2 came into force after that"), ("DELETE FROM policy_in_force", "names no version")]
        {
            by_hand(&db, &[statement]).await.unwrap();
            policies::refresh(&world.shared).await;
            assert_eq!(world.shared.policies.now().version, version);
            let trouble = world.shared.policies.trouble().unwrap();
            assert!(trouble.contains(says), "{trouble}");
        }
        // Nor is the one that came along put in force again.
        let files = tempfile::tempdir().unwrap();
        let (_, fresh) = surroundings(&db, &world.clock, 9, files.path());
        assert!(policies::start(&fresh).await.is_err());
        assert_eq!(rows::count(&db, "policy_version").await, 2);
    }

    async fn a_proposal_that_was_changed_by_hand_cannot_be_approved(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ingrid, mut freja) = (world.agent("Ingrid").await, world.agent("Freja").await);
        let version = ingrid.propose(&dear_refunds(), "Refunds were taken").await.unwrap();
        without_guards(&db).await;
        set_text(&db, version, &named("Lax")).await;
        let page = freja.get(&format!("/policy/{version}")).await.body;
        assert!(page.contains("This version was changed") && !page.contains("/api/policy/approve"), "{page}");
        let refused = freja.decide("approve", version).await;
        assert!(matches!(&refused, Err(Refusal::BadInput(why)) if why.contains("not what was proposed")), "{refused:?}");
        assert_eq!(world.shared.policies.now().version, 1);
    }

    async fn what_cannot_be_written_down_is_not_done(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ingrid, mut freja) = (world.agent("Ingrid").await, world.agent("Freja").await);
        let version = ingrid.propose(&dear_refunds(), "Refunds were taken").await.unwrap();
        let guard = match db.engine() {
            Engine::Sqlite => vec![
                "CREATE TRIGGER full BEFORE INSERT ON audit_entry WHEN NEW.event LIKE 'policy_%' BEGIN SELECT RAISE(ABORT, 'full'); END",
            ],
            Engine::Postgres => vec![
                "CREATE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full'; END $$",
                "CREATE TRIGGER is_full BEFORE INSERT ON audit_entry FOR EACH ROW WHEN (NEW.event LIKE 'policy_%') EXECUTE FUNCTION is_full()",
            ],
        };
        by_hand(&db, &guard).await.unwrap();
        let before = rows::counts(&db).await;
        let text = named("Another");
        assert_eq!(ingrid.send("policy/propose", &[("base", "1"), ("text", &text), ("reason", "A test")]).await.status, 500);
        let number = version.to_string();
        for what in ["approve", "reject"] {
            let answer = freja.send(&format!("policy/{what}"), &[("version", &number)]).await;
            assert!(answer.leads_to().contains("__err="), "{what}: {}", answer.leads_to());
        }
        assert!(ingrid.send("policy/withdraw", &[("version", &number)]).await.leads_to().contains("__err="));
        assert_eq!(rows::counts(&db).await, before);
        assert_eq!(rows::count(&db, "policy_version WHERE state = 'proposed'").await, 1);
        assert_eq!(world.shared.policies.now().version, 1);
    }
}
