//! G13: who and what does not come through: one person alone, too new, needed, too late, twice, by hand.

use domain::{
    agent::{Administrator, Role},
    audit_log::verify::{Kind, SKEW, Trust},
    pruning::{Needed, WAITS},
    refusal::Refusal,
    time::Duration,
};
use server::{
    log_key::Ring,
    services::{Outcome, Trouble, erasure, log_verify, pruning},
    store::{Db, Engine},
};

use super::{
    by_hand, plainly,
    pruning::{aged, approve, asked, done, refused, reviewer, two},
};
use crate::{
    attacks::race::at_once,
    on_both,
    support::{
        log::{ready, seed},
        rows,
        second::Seconder,
        world::{MIRELA, World},
    },
};

/// What the verification of the log where it is finds.
async fn found(world: &World) -> Vec<Kind> {
    let logs = log_verify::keys(&world.shared, &[]).await.unwrap();
    let trust = Trust { logs: &logs, witnesses: &[], quorum: 0, skew: SKEW, ed25519: &Ring, p256: &Ring };
    let report = log_verify::verify(&world.shared.db, &trust, &mut |_, _| {}).await.unwrap().report;
    report.findings().iter().map(|finding| finding.kind).collect()
}

async fn entries(db: &Db) -> i64 {
    rows::count(db, "audit_entry").await
}

fn says(refusal: Result<impl std::fmt::Debug, Refusal>, what: &str) {
    let refusal = refusal.unwrap_err();
    assert!(refusal.to_string().contains(what), "{what}: {refusal}");
}

/// That an entry is said to stay, for that reason.
fn stays(plan: Outcome<pruning::Plan>, why: Needed) {
    match refused(plan) {
        Ok(plan) => assert_eq!(plan.stops.map(|(_, why)| why), Some(why)),
        Err(refusal) => assert!(refusal.to_string().contains(why.in_words()), "{refusal}"),
    }
}

on_both! {
    async fn g13_one_person_alone_prunes_nothing(db: TestDb) {
        let world = World::new(&db).await;
        aged(&world, 600).await;
        let mut asks = Seconder::new(&world, b"asks", &[Role::Administrator, Role::Supervisor]).await;
        let administrator: Administrator = asks.staff.clone().try_into().unwrap();
        let id = asked(&world, &administrator).await.unwrap();
        says(approve(&mut asks, id).await, "You asked for this yourself");
        // Not even with the row changed, which the database itself refuses.
        assert!(plainly(&db, "UPDATE audit_pruning SET asked_by = (SELECT id FROM staff ORDER BY id LIMIT 1)").await.is_err());
        for role in [Role::Agent, Role::Auditor] {
            let mut other = Seconder::new(&world, role.key().as_bytes(), &[role]).await;
            assert_eq!(approve(&mut other, id).await, Err(Refusal::NotYourRole), "{role:?}");
        }
        // A supervisor who was one when they began, and is none when they answer.
        let mut was = Seconder::new(&world, b"was", &[Role::Supervisor]).await;
        let witness = reviewer(&was);
        let options = pruning::start(&world.shared, &witness, id).await.unwrap();
        rows::set(&db, &format!("staff SET roles = 'agent' WHERE number = {}", was.staff.number)).await;
        let answer = serde_json::from_str(&was.passkey.get(&options)).unwrap();
        assert_eq!(refused(pruning::approve(&world.shared, &witness, id, &answer).await), Err(Refusal::NotYourRole));
        assert_eq!(refused(pruning::refuse(&world.shared, &witness, id).await), Err(Refusal::NotYourRole));
        // Another's answer, an answer without the person, and one that was used.
        let (mut one, other) = (Seconder::new(&world, b"one", &[Role::Supervisor]).await, Seconder::new(&world, b"two", &[Role::Supervisor]).await);
        let options = pruning::start(&world.shared, &reviewer(&other), id).await.unwrap();
        let answer = serde_json::from_str(&one.passkey.get(&options)).unwrap();
        assert_eq!(refused(pruning::approve(&world.shared, &reviewer(&other), id, &answer).await), Err(Refusal::BadPasskey));
        one.passkey.verifies = false;
        assert_eq!(approve(&mut one, id).await, Err(Refusal::BadPasskey));
        one.passkey.verifies = true;
        assert_eq!((done(&world).await, rows::count(&db, "audit_entry WHERE event = 'log_pruned'").await), (0, 0));
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'staff_passkey_refused'").await, 2, "each is written down");
        approve(&mut one, id).await.unwrap();
        assert_eq!(approve(&mut one, id).await, Err(Refusal::ChallengeOver), "once");
        world.stop().await;
    }

    async fn g13_what_is_too_new_or_somebody_needs_stays(db: TestDb) {
        let world = World::new(&db).await;
        let shared = &world.shared;
        let plan = |before| pruning::plan(shared, before);
        seed(&db, 300, shared.now().millis() - 300).await;
        ready(&world).await;
        let now = shared.now();
        says(refused(plan(now).await), "Entries are kept for 3653 days");
        says(refused(plan(shared.settings.keep_entries.ends(now).after(Duration::MICROSECOND)).await), "Entries are kept for 3653 days");
        says(refused(plan(shared.settings.keep_entries.ends(now)).await), "fewer than 256");
        // Somebody's: among the first entries, a session that is open, then one that is over.
        let mut ana = world.agent("Ana").await;
        let session = ana.open(MIRELA, domain::action::ActionKind::Refund).await;
        ready(&world).await;
        aged(&world, 600).await;
        let before = shared.settings.keep_entries.ends(shared.now());
        stays(plan(before).await, Needed::InSession);
        rows::set(&db, "session SET state = 'ended'").await;
        let all = plan(before).await.unwrap();
        assert!(all.stops.is_none() && all.range.to >= 768 && all.range.to % 256 == 0, "{all:?}");
        // A hold, a freeze, and what is not erased, each of that customer's entries.
        let customer = world.customer(MIRELA).await;
        erasure::begin_hold(shared, customer, &"A claim".parse().unwrap()).await.unwrap();
        stays(plan(before).await, Needed::Held);
        erasure::end_hold(shared, customer, &"Settled".parse().unwrap()).await.unwrap();
        rows::set(&db, "customer SET frozen_at = 1 WHERE number = '44710982'").await;
        stays(plan(before).await, Needed::Frozen);
        rows::set(&db, "customer SET frozen_at = NULL").await;
        let blob = db.engine().pick("x'07'", "'\\x07'");
        let beside = format!(
            "INSERT INTO audit_personal (entry_id, name, salt, data, retention, at) \
             SELECT id, 'prompt', {blob}, 'x', 'proof', 1 FROM audit_entry WHERE event = 'session_opened'"
        );
        plainly(&db, &beside).await.unwrap();
        stays(plan(before).await, Needed::Beside);
        plainly(&db, "DELETE FROM audit_personal").await.unwrap();
        // One that begins while it waits, and one while it goes on.
        let (asks, mut approves) = two(&world).await;
        let id = asked(&world, &asks).await.unwrap();
        erasure::begin_hold(shared, customer, &"A claim".parse().unwrap()).await.unwrap();
        says(approve(&mut approves, id).await, "a legal hold");
        erasure::end_hold(shared, customer, &"Settled".parse().unwrap()).await.unwrap();
        approve(&mut approves, id).await.unwrap();
        erasure::begin_hold(shared, customer, &"A claim".parse().unwrap()).await.unwrap();
        assert_eq!(done(&world).await, 0, "it waits");
        erasure::end_hold(shared, customer, &"Settled".parse().unwrap()).await.unwrap();
        assert_eq!(done(&world).await, all.range.entries());
        assert_eq!(rows::count(&db, &format!("audit_term WHERE term = 'session:{session}'")).await, 0);
        world.stop().await;
    }

    async fn g13_a_proposal_is_approved_once_in_time_and_by_whoever_comes_first(db: TestDb) {
        let world = World::new(&db).await;
        aged(&world, 600).await;
        let (asks, mut one) = two(&world).await;
        let mut other = Seconder::new(&world, b"other", &[Role::Administrator]).await;
        // Too late.
        let id = asked(&world, &asks).await.unwrap();
        says(asked(&world, &asks).await, "asked for already");
        let options = pruning::start(&world.shared, &reviewer(&one), id).await.unwrap();
        world.clock.advance(WAITS);
        let answer = serde_json::from_str(&one.passkey.get(&options)).unwrap();
        assert_eq!(refused(pruning::approve(&world.shared, &reviewer(&one), id, &answer).await), Err(Refusal::ChallengeOver));
        assert_eq!(refused(pruning::refuse(&world.shared, &reviewer(&one), id).await), Err(Refusal::NotFound));
        // Refused.
        let id = asked(&world, &asks).await.unwrap();
        pruning::refuse(&world.shared, &reviewer(&one), id).await.unwrap();
        assert_eq!(refused(pruning::start(&world.shared, &reviewer(&one), id).await), Err(Refusal::ChallengeOver));
        // Two at the same moment.
        let id = asked(&world, &asks).await.unwrap();
        let mut both = Vec::new();
        for who in [&mut one, &mut other] {
            let by = reviewer(who);
            let options = pruning::start(&world.shared, &by, id).await.unwrap();
            both.push((world.shared.clone(), by, serde_json::from_str(&who.passkey.get(&options)).unwrap()));
        }
        let outcomes = at_once(both.into_iter().map(|(shared, by, answer)| async move { pruning::approve(&shared, &by, id, &answer).await })).await;
        let went = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let late = outcomes.iter().filter(|outcome| matches!(outcome, Err(Trouble::Refused(Refusal::ChallengeOver)))).count();
        assert_eq!((went, late), (1, 1), "{outcomes:?}");
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'log_pruned'").await, 1);
        // Two servers that go on at the same moment.
        ready(&world).await;
        let servers = (0..4).map(|_| world.shared.clone());
        let steps = at_once(servers.map(|shared| async move { pruning::go_on(&shared).await.unwrap() })).await;
        assert_eq!(steps.iter().filter(|entries| **entries > 0).count(), 1, "{steps:?}");
        assert_eq!(found(&world).await, []);
        world.stop().await;
    }

    async fn g13_a_hand_in_the_database_prunes_nothing_unseen(db: TestDb) {
        let world = World::new(&db).await;
        aged(&world, 600).await;
        let (asks, _) = two(&world).await;
        let some = "DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_place WHERE position < 256)";
        assert!(plainly(&db, some).await.is_err());
        if db.engine() == Engine::Postgres {
            assert!(plainly(&db, "TRUNCATE audit_entry").await.is_err());
        }
        asked(&world, &asks).await.unwrap();
        assert!(plainly(&db, some).await.is_err(), "asked is not approved");
        // A row that says that it was approved, with no entry that does, or another.
        plainly(&db, "UPDATE audit_pruning SET state = 'approved', decided_by = (SELECT id FROM staff ORDER BY id LIMIT 1), decided_at = 1").await.unwrap();
        assert!(plainly(&db, some).await.is_err());
        assert!(matches!(pruning::go_on(&world.shared).await, Err(Trouble::Refused(Refusal::NotOpen(_)))));
        assert_eq!(found(&world).await, [Kind::Copy]);
        plainly(&db, "UPDATE audit_pruning SET entry_id = (SELECT entry_id FROM audit_place ORDER BY position DESC LIMIT 1)").await.unwrap();
        assert!(plainly(&db, some).await.is_err());
        assert!(matches!(pruning::go_on(&world.shared).await, Err(Trouble::Refused(Refusal::NotOpen(_)))));
        assert_eq!((found(&world).await, rows::count(&db, "audit_entry WHERE event = 'log_pruned'").await), (vec![Kind::Copy], 0));
        // With the triggers gone it goes, and is seen.
        by_hand(&db, &["DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_place WHERE position < 256)"]).await;
        assert_eq!(found(&world).await, [Kind::Copy, Kind::Missing]);
        world.stop().await;
    }

    async fn g13_the_database_lets_go_what_was_approved_and_nothing_else(db: TestDb) {
        let world = World::new(&db).await;
        aged(&world, 600).await;
        let (asks, mut approves) = two(&world).await;
        let id = asked(&world, &asks).await.unwrap();
        let delete = |from: u64, to: u64| {
            format!("DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_place WHERE position >= {from} AND position < {to})")
        };
        approve(&mut approves, id).await.unwrap();
        assert!(plainly(&db, &delete(0, 1)).await.is_err(), "before the log tells of it");
        ready(&world).await;
        for change in ["state = 'proposed'", "entry_id = id", "to_place = to_place + 256", "reason = 'x'"] {
            assert!(plainly(&db, &format!("UPDATE audit_pruning SET {change}")).await.is_err(), "{change}");
        }
        assert!(plainly(&db, "DELETE FROM audit_pruning").await.is_err());
        let to = rows::count(&db, "audit_place").await.unsigned_abs() / 256 * 256;
        assert!(plainly(&db, &delete(to - 1, to + 1)).await.is_err(), "one more");
        assert_eq!(done(&world).await, to);
        assert!(plainly(&db, "UPDATE audit_pruning SET state = 'approved'").await.is_err());
        assert!(plainly(&db, &delete(to, to + 1)).await.is_err());
        for table in ["audit_place", "audit_tile"] {
            assert!(plainly(&db, &format!("DELETE FROM {table}")).await.is_err(), "the hashes of {table} stay");
        }
        assert_eq!(found(&world).await, []);
        world.stop().await;
    }

    async fn g13_what_was_changed_between_asking_and_approving_is_not_approved(db: TestDb) {
        let world = World::new(&db).await;
        aged(&world, 600).await;
        let (asks, mut approves) = two(&world).await;
        let id = asked(&world, &asks).await.unwrap();
        let kept = "CREATE TABLE kept_pruning AS SELECT * FROM audit_pruning";
        by_hand(&db, &[kept]).await;
        let other = "(SELECT id FROM staff ORDER BY id LIMIT 1)";
        for change in [
            "to_place = to_place - 256".to_owned(),
            "from_place = from_place + 256".to_owned(),
            "reason = 'Twelve years are over'".to_owned(),
            format!("asked_by = {other}"),
            "before_at = before_at - 1".to_owned(),
            "head_size = head_size - 1".to_owned(),
            "expires_at = expires_at + 1".to_owned(),
            "asked_at = asked_at - 1".to_owned(),
        ] {
            by_hand(&db, &[&format!("UPDATE audit_pruning SET {change}")]).await;
            // Shown as it is now, and signed for: it is not what was asked.
            says(approve(&mut approves, id).await, "This is not what was asked");
            by_hand(&db, &["DELETE FROM audit_pruning", "INSERT INTO audit_pruning SELECT * FROM kept_pruning"]).await;
        }
        // Between the question to the passkey and its answer.
        let options = pruning::start(&world.shared, &reviewer(&approves), id).await.unwrap();
        by_hand(&db, &["UPDATE audit_pruning SET reason = 'Other'"]).await;
        let answer = serde_json::from_str(&approves.passkey.get(&options)).unwrap();
        says(refused(pruning::approve(&world.shared, &reviewer(&approves), id, &answer).await), "This is not what was asked");
        by_hand(&db, &["DELETE FROM audit_pruning", "INSERT INTO audit_pruning SELECT * FROM kept_pruning"]).await;
        // An entry that somebody changed is no more approved away, and one that is changed later is not destroyed.
        let changed = "UPDATE audit_entry SET at = at + 1 WHERE id = (SELECT entry_id FROM audit_place WHERE position = 77)";
        approve(&mut approves, id).await.unwrap();
        ready(&world).await;
        by_hand(&db, &[changed]).await;
        assert!(matches!(pruning::go_on(&world.shared).await, Err(Trouble::Refused(Refusal::NotOpen(_)))));
        by_hand(&db, &[&changed.replace('+', "-")]).await;
        let before = entries(&db).await;
        assert!(done(&world).await >= 512 && entries(&db).await < before);
        assert_eq!(found(&world).await, []);
        world.stop().await;
    }
}
