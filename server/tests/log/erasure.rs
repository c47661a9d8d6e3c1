//! F08: what stands beside entries is erased, on request and by time; the log verifies as before, here and elsewhere.

use std::{path::Path, process::Command};

use countersign_verify::{arithmetic, receipt as verifier};
use domain::{
    action::ActionKind,
    agent::Role,
    audit::{Actor, Entry, ErasedBecause, Event, Scope},
    audit_log::{
        personal::{Personal, Salt},
        receipt::Receipt,
        retention::Retention,
        verify::{P256, Report, SKEW, Trust},
    },
    ids::{CustomerId, EntryId, SessionId},
    refusal::Refusal,
    time::Duration,
};
use server::{
    log_key::Ring,
    services::{Shared, Trouble, erasure, log_export, log_verify},
    store::{Engine, audit, fetch_all},
};

use super::{approved, receipts::receipt, round};
use crate::{
    http::program::PROGRAM,
    on_both,
    support::{
        agent::asked,
        rows,
        world::{MIRELA, TOMAS, World, surroundings},
    },
};

const REASON: &str = "Asked for by letter";
const EVENTS: &str = "SELECT detail FROM audit_entry WHERE event = 'erased' ORDER BY at, id";

/// Mirela approved another address, the contact is over, and nothing can be put back any more.
async fn settled(world: &World) -> SessionId {
    let (_, session, _) = approved(world).await;
    end(world, session).await;
    world.clock.advance(Duration::days(60));
    session
}

async fn end(world: &World, session: SessionId) {
    world.agent("Ana").await.end(session).await.unwrap();
}

async fn erase(world: &World, number: &str) -> Result<u32, Refusal> {
    let customer = world.customer(number).await;
    match erasure::erase(&world.shared, customer, &REASON.parse().unwrap()).await {
        Ok(erased) => Ok(erased.entries),
        Err(Trouble::Refused(refusal)) => Err(refusal),
        Err(Trouble::Fault(fault)) => panic!("{fault:?}"),
    }
}

fn trust<'a>(logs: &'a [domain::audit_log::VerifierKey], p256: &'a (dyn P256 + Sync)) -> Trust<'a> {
    Trust { logs, witnesses: &[], quorum: 0, skew: SKEW, ed25519: &Ring, p256 }
}

/// What the verification of the log finds where it is, and where it was exported to.
pub async fn verified(shared: &Shared, dir: &Path) -> [Report; 2] {
    while round(shared).await.is_ok() && rows::count(&shared.db, "audit_waiting").await > 0 {}
    let logs = log_verify::keys(shared, &[]).await.unwrap();
    let here = log_verify::verify(&shared.db, &trust(&logs, &Ring), &mut |_, _| {}).await.unwrap().report;
    log_export::export(&shared.db, dir, &mut |_, _| {}).await.unwrap();
    let there = countersign_verify::log::verify(dir, &trust(&logs, &arithmetic::Ring), &mut |_, _| {}).unwrap().report;
    [here, there]
}

async fn told(shared: &Shared) -> Vec<Event> {
    let rows = fetch_all!(shared.db, (String,), EVENTS).await.unwrap();
    rows.into_iter().map(|(detail,)| serde_json::from_str(&detail).unwrap()).collect()
}

/// That many entries of nobody's session that commit to something of `class`, a second apart.
async fn seed(world: &World, customer: CustomerId, class: Retention, count: usize) {
    for _ in 0..count {
        world.clock.advance(Duration::SECOND);
        let (shared, now) = (&world.shared, world.shared.now());
        let scope = Scope { customer: Some(customer), ..Scope::default() };
        let id = EntryId::new(now, &*shared.entropy);
        let entry = Entry { id, at: now, actor: Actor::System, scope, event: Event::LinkOpened };
        let piece = Personal { name: "prompt", salt: Salt::new(&*shared.entropy), data: "x".to_owned(), retention: class };
        let mut tx = shared.db.write().await.unwrap();
        audit::append_with(&mut tx, &entry, &[piece]).await.unwrap();
        tx.commit().await.unwrap();
    }
}

on_both! {
    async fn f08_what_was_erased_on_request_is_gone_and_the_log_is_true_here_and_elsewhere(db: TestDb) {
        let world = World::new(&db).await;
        let session = settled(&world).await;
        let folder = tempfile::tempdir().unwrap();
        for report in verified(&world.shared, folder.path()).await {
            assert_eq!((report.wrong(), report.opened, report.erased), (0, 2, 0), "{report:?}");
        }
        let supervisor = world.with_roles(&[Role::Supervisor]).await;
        let shown = supervisor.get(&format!("/audit/session/{session}")).await.body;
        assert!(shown.contains("to mirela.k@post.example") && !shown.contains("Erased on"), "{shown}");

        assert_eq!(erase(&world, MIRELA).await, Ok(2));
        assert_eq!(rows::count(&db, "audit_personal").await, 0);
        assert_eq!(told(&world.shared).await, [Event::Erased { entries: 2, because: ErasedBecause::Request { reason: REASON.to_owned() } }]);
        for copy in ["challenge WHERE prompt LIKE", "challenge WHERE request LIKE", "approval WHERE request LIKE", "run WHERE request LIKE", "message WHERE body LIKE", "audit_term WHERE term LIKE"] {
            assert_eq!(rows::count(&db, &format!("{copy} '%mirela.k%'")).await, 0, "{copy}");
        }
        assert_eq!(rows::count(&db, "approval WHERE signed_answer <> ''").await, 0);
        for report in verified(&world.shared, folder.path()).await {
            assert_eq!((report.wrong(), report.opened, report.erased), (0, 0, 2), "{report:?}");
        }

        // Its pages say so, and nothing of theirs fails.
        let story = supervisor.get(&format!("/audit/session/{session}")).await;
        assert_eq!(story.status, 200);
        assert!(story.body.contains("Erased on 11 May 2026") && !story.body.contains("mirela.k@"), "{}", story.body);
        let phone = world.phone(MIRELA).await;
        assert_eq!(phone.home().await.recent_changes[0].in_words, "(erased)");

        // A receipt of it is true, and says what is not in it.
        let logs = log_verify::keys(&world.shared, &[]).await.unwrap();
        let mut seen = 0;
        for number in 0..u64::try_from(rows::count(&db, "audit_place").await).unwrap() {
            let file: Receipt = receipt(&supervisor, number).await.body.parse().unwrap();
            let says = verifier::verify(&file, &trust(&logs, &arithmetic::Ring)).unwrap();
            for (event, name) in [("asked", "prompt"), ("approved", "proof")] {
                if says.contains(&format!("  what       {event}\n")) {
                    seen += 1;
                    assert!(says.contains(&format!("  {name:<10} erased, or not in this receipt")), "{says}");
                    let page = supervisor.get(&format!("/audit/entry/{number}")).await.body;
                    assert!(page.contains("Erased on 11 May 2026"), "{page}");
                }
            }
        }
        assert_eq!(seen, 2);
        // Twice is the same as once.
        assert_eq!(erase(&world, MIRELA).await, Ok(0));
        assert_eq!(told(&world.shared).await.len(), 1);
        world.stop().await;
    }

    async fn f08_only_that_customers_data_goes(db: TestDb) {
        let world = World::new(&db).await;
        settled(&world).await;
        let tomas = world.phone(TOMAS).await;
        let mut ana = world.agent("Ana").await;
        let session = ana.open(TOMAS, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "tomas.new@post.example").await.unwrap());
        tomas.approve(&ana.digits(session, challenge).await).await.unwrap();
        assert_eq!(erase(&world, MIRELA).await, Ok(2));
        assert_eq!(rows::count(&db, "audit_personal WHERE data LIKE '%tomas.new@post.example%'").await, 1);
        assert_eq!(rows::count(&db, "challenge WHERE prompt LIKE '%tomas.new@post.example%'").await, 1);
        assert_eq!(rows::count(&db, "audit_personal").await, 2);
        world.stop().await;
    }

    async fn f08_nothing_is_erased_that_is_still_needed(db: TestDb) {
        let world = World::new(&db).await;
        let customer = world.customer(MIRELA).await;
        let before = rows::count(&db, "audit_personal").await;
        let refused = async |words: &str| {
            let said = erase(&world, MIRELA).await.unwrap_err().to_string();
            assert!(said.contains(words), "{said}");
        };
        let (phone, session, _) = approved(&world).await;
        refused("a session that is not over").await;
        end(&world, session).await;
        refused("can be put back until").await;
        erasure::begin_hold(&world.shared, customer, &"Claim 7".parse().unwrap()).await.unwrap();
        world.clock.advance(Duration::days(60));
        refused("A legal hold keeps").await;
        // Nor by time.
        world.clock.advance(Duration::days(4_000));
        assert_eq!(erasure::over(&world.shared).await.unwrap(), 0);
        assert!(erasure::begin_hold(&world.shared, customer, &"Twice".parse().unwrap()).await.is_err());
        erasure::end_hold(&world.shared, customer, &"Claim 7 is settled".parse().unwrap()).await.unwrap();
        assert!(erasure::end_hold(&world.shared, customer, &"Twice".parse().unwrap()).await.is_err());
        // What is frozen may be evidence.
        assert_eq!(phone.not_mine().await.status, 204);
        refused("account is frozen").await;
        assert_eq!(erasure::over(&world.shared).await.unwrap(), 0);
        assert_eq!(rows::count(&db, "audit_personal").await, before + 2);
        assert_eq!(rows::count(&db, "audit_erasure").await, 0, "what was refused left nothing");
        let (supervisor, alert) = (world.supervisor().await, rows::stopped(&db).await);
        server::services::freeze::end_freeze(&world.shared, &supervisor, alert, domain::alert::AlertOutcome::FalseAlarm, "").await.unwrap();
        assert_eq!(erase(&world, MIRELA).await, Ok(2));
        world.stop().await;
    }

    async fn f08_of_many_who_erase_at_once_one_does_and_whoever_asks_meanwhile_loses_nothing(db: TestDb) {
        let world = World::new(&db).await;
        settled(&world).await;
        let other = surroundings(&db, &world.clock, 99, world.files()).1;
        let (customer, reason) = (world.customer(MIRELA).await, REASON.parse().unwrap());
        let phone = world.phone(MIRELA).await;
        let mut ana = world.agent("Ana").await;
        let contact = async {
            let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
            asked(ana.change_email(session, "meanwhile@post.example").await.unwrap());
            session
        };
        let (one, two, three, session) = tokio::join!(
            erasure::erase(&world.shared, customer, &reason),
            erasure::erase(&other, customer, &reason),
            erasure::erase(&world.shared, customer, &reason),
            contact,
        );
        let erased: u32 = [&one, &two, &three].iter().filter_map(|done| done.as_ref().ok()).map(|done| done.entries).sum();
        assert!(erased == 2 || erased == 0, "{one:?} {two:?} {three:?}");
        assert_eq!(told(&world.shared).await.len(), usize::from(erased == 2));
        // The contact that began meanwhile has its words, in the log and on the phone.
        assert_eq!(rows::count(&db, "audit_personal WHERE data LIKE '%meanwhile@post.example%'").await, 1);
        assert!(phone.prompt().await.shown_text.contains("meanwhile@post.example"));
        ana.end(session).await.unwrap();
        other.db.close().await;
    }

    async fn f08_by_time_each_class_goes_at_its_own_in_bounded_steps_also_after_the_server_was_down(db: TestDb) {
        let world = World::new(&db).await;
        settled(&world).await;
        let mut ana = world.agent("Ana").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = ana.raise(session).await.unwrap();
        ana.withdraw(session, challenge).await.unwrap();
        ana.end(session).await.unwrap();
        assert_eq!(rows::count(&db, "audit_personal WHERE retention = 'contact'").await, 1);
        assert_eq!(erasure::over(&world.shared).await.unwrap(), 0, "nothing is past its time");
        let tomas = world.customer(TOMAS).await;
        seed(&world, tomas, Retention::Contact, erasure::BATCH as usize + 20).await;

        // Two years later nobody had looked: the showing goes, the change stays.
        world.clock.advance(Duration::days(732));
        assert_eq!(erasure::over(&world.shared).await.unwrap(), erasure::BATCH);
        let other = surroundings(&db, &world.clock, 99, world.files()).1;
        let (one, two) = tokio::join!(erasure::over(&world.shared), erasure::over(&other));
        assert_eq!(one.unwrap() + two.unwrap(), 21, "each piece once");
        assert_eq!(erasure::over(&world.shared).await.unwrap(), 0);
        let by_time: Vec<u32> = told(&world.shared).await.into_iter().map(|event| match event {
            Event::Erased { entries, because: ErasedBecause::Retention { class: Retention::Contact } } => entries,
            other => panic!("{other:?}"),
        }).collect();
        assert_eq!(by_time.iter().sum::<u32>(), erasure::BATCH + 21);
        assert!(by_time.iter().all(|entries| (1..=erasure::BATCH).contains(entries)), "{by_time:?}");
        assert_eq!(rows::count(&db, "audit_personal WHERE data LIKE '%mirela.k@post.example%'").await, 1);
        assert_eq!(rows::count(&db, "challenge WHERE prompt LIKE '%mirela.k@post.example%'").await, 1);
        assert_eq!(rows::count(&db, "challenge WHERE prompt LIKE '%Nothing changes by this%'").await, 0);

        world.clock.advance(Duration::days(2_600));
        assert_eq!(erasure::over(&world.shared).await.unwrap(), 2);
        assert_eq!(rows::count(&db, "audit_personal").await, 0);
        let folder = tempfile::tempdir().unwrap();
        for report in verified(&world.shared, folder.path()).await {
            assert_eq!((report.wrong(), report.opened), (0, 0), "{report:?}");
        }
        other.db.close().await;
        world.stop().await;
    }

    async fn f08_the_command_says_what_would_go_and_does_it_only_when_told_to(db: TestDb) {
        let world = World::new(&db).await;
        settled(&world).await;
        // The program's clock is the system's.
        rows::set(&db, "run SET revert_until = 1").await;
        let run_as = |place: &str, more: &[&str]| {
            let mut program = Command::new(PROGRAM);
            program.args(["audit", "erase", "--customer", MIRELA, "--reason", REASON, "--demo", "--data"]);
            match db.engine() {
                Engine::Sqlite => program.arg(Path::new(&db.place()).parent().unwrap()),
                Engine::Postgres => program.arg(world.files()).env("DATABASE_URL", place),
            };
            let output = program.args(more).output().unwrap();
            let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
            (output.status.success(), text)
        };
        let run = |more: &[&str]| run_as(&db.owners_place(), more);
        let (good, text) = run(&[]);
        assert!(good && text.contains("1 × prompt (proof)") && text.contains("Nothing was erased"), "{text}");
        assert_eq!(rows::count(&db, "audit_personal").await, 2);
        let (good, text) = run(&["--yes"]);
        assert!(good && text.contains("Erased beside 2 entries") && text.contains("written anew"), "{text}");
        assert_eq!((rows::count(&db, "audit_personal").await, rows::count(&db, "audit_erasure WHERE scrubbed_at IS NULL").await), (0, 0));
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'erased' AND actor_kind = 'system'").await, 1);
        world.stop().await;
    }
}
