//! G13: the log's oldest entries are pruned by two people; what somebody holds of them, and what is left, is as true as before.

use std::{path::Path, process::Command};

use countersign_verify::{arithmetic, receipt as verifier};
use domain::{
    agent::{Administrator, Reviewer, Role},
    audit_log::{
        Checkpoint, Hash,
        proof::{verify_consistency, verify_inclusion},
        receipt::Receipt,
        verify::{SKEW, Trust},
    },
    ids::PruningId,
    refusal::Refusal,
    testing::HandClock,
    time::Duration,
};
use reqwest::Method;
use serde_json::Value;
use server::{
    log_key::Ring,
    services::{Outcome, Shared, Trouble, audit_search::index, erasure, log as service, log_verify, pruning},
    store::{Db, log, log_proof},
};

use super::{approved, erasure::verified, plainly, receipts::receipt};
use crate::{
    http::program::PROGRAM,
    on_both,
    support::{
        agent::Answered,
        database::settings,
        log::{ready, search, seed},
        phone::Phone,
        rows,
        second::Seconder,
        world::{World, surroundings},
    },
};

/// Longer than anything is kept.
pub const AGES: Duration = Duration::days(3_700);
const REASON: &str = "Ten years are over";

/// Writes that many entries, signs them, and lets the ages pass after which nothing but entries is left.
pub async fn aged(world: &World, entries: i64) {
    seed(&world.shared.db, entries, world.shared.now().millis() - entries).await;
    ready(world).await;
    world.clock.advance(AGES);
    while erasure::over(&world.shared).await.unwrap() > 0 {}
    ready(world).await;
}

/// An administrator who asks, and a supervisor who may approve.
pub async fn two(world: &World) -> (Administrator, Seconder) {
    let now = world.shared.now();
    let asks = Seconder::new(world, format!("asks at {now}").as_bytes(), &[Role::Administrator]).await;
    (asks.staff.try_into().unwrap(), Seconder::new(world, format!("approves at {now}").as_bytes(), &[Role::Supervisor]).await)
}

pub fn reviewer(who: &Seconder) -> Reviewer {
    who.staff.clone().try_into().unwrap()
}

/// Asks for all that was kept for long enough, and lets the log tell of it.
pub async fn asked(world: &World, by: &Administrator) -> Result<PruningId, Refusal> {
    let before = world.shared.settings.keep_entries.ends(world.shared.now());
    let id = refused(pruning::ask(&world.shared, by, before, REASON.parse().unwrap()).await)?;
    ready(world).await;
    Ok(id)
}

/// What it was refused with.
pub fn refused<T>(outcome: Outcome<T>) -> Result<T, Refusal> {
    match outcome {
        Ok(done) => Ok(done),
        Err(Trouble::Refused(refusal)) => Err(refusal),
        Err(Trouble::Fault(fault)) => panic!("{fault:?}"),
    }
}

/// Approves it as a browser does.
pub async fn approve(who: &mut Seconder, id: PruningId) -> Result<(), Refusal> {
    let options: String = who.browser.call("pruning/start", &[("pruning", &id.to_string())]).await?;
    let answer = who.passkey.get(&options);
    who.browser.call("pruning/approve", &[("pruning", &id.to_string()), ("credential", &answer)]).await
}

/// Goes on with it until nothing is left to do, with the log keeping up.
pub async fn done(world: &World) -> u64 {
    let mut all = 0;
    loop {
        ready(world).await;
        match pruning::go_on(&world.shared).await.unwrap() {
            0 => return all,
            entries => all += entries,
        }
    }
}

/// What the program says of an export.
pub async fn program(world: &World, dir: &Path) -> String {
    let key = log_verify::keys(&world.shared, &[]).await.unwrap().remove(0);
    let verify = Path::new(PROGRAM).with_file_name("countersign-verify");
    let output = Command::new(verify).arg("log").arg(dir).args(["--key", &key.to_string()]).output().unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

/// Approves it, if that is still to be done, and goes on until nothing is left, as a server of its own does.
pub async fn all_of_it(shared: &Shared, by: &Reviewer, id: PruningId, answer: Option<&Value>) {
    if let Some(answer) = answer {
        pruning::approve(shared, by, id, answer).await.unwrap();
    }
    while service::round(shared).await.unwrap() > 0 {}
    while index::catch_up(shared).await.unwrap() > 0 {}
    while pruning::go_on(shared).await.unwrap() > 0 {}
}

async fn their_receipt(phone: &Phone, number: u64) -> Answered {
    let request = phone.request(Method::POST, "/me/receipt").header("sec-fetch-site", "same-origin").header("accept", "text/html");
    Answered::read(request.form(&[("number", number.to_string())])).await
}

/// Receipts of the customer's own and of a supervisor's taking.
async fn receipts(world: &World, phone: &Phone) -> Vec<Receipt> {
    let supervisor = world.with_roles(&[Role::Supervisor]).await;
    let mut all = Vec::new();
    for number in 0..u64::try_from(rows::count(&world.shared.db, "audit_place").await).unwrap().min(40) {
        all.push(receipt(&supervisor, number).await.body.parse::<Receipt>().unwrap());
        let theirs = their_receipt(phone, number).await;
        if theirs.status == 200 {
            all.push(theirs.body.parse().unwrap());
        }
    }
    all
}

/// That each is true by itself, and that its entry and its head are in the newest head, by proofs that are made now.
async fn are_true(world: &World, receipts: &[Receipt]) {
    let db = &world.shared.db;
    let logs = log_verify::keys(&world.shared, &[]).await.unwrap();
    let arithmetic = arithmetic::Ring;
    let trust = Trust { logs: &logs, witnesses: &[], quorum: 0, skew: SKEW, ed25519: &arithmetic, p256: &arithmetic };
    let newest = log::last(db, 1).await.unwrap().unwrap();
    let head = Checkpoint::of(&newest.note.parse().unwrap()).unwrap();
    for file in receipts {
        let says = verifier::verify(file, &trust);
        assert!(says.is_ok(), "{says:?}");
        let old = Checkpoint::of(&file.checkpoint).unwrap();
        let proof = log_proof::consistency(db, old.size, head.size).await.unwrap();
        assert_eq!(verify_consistency(old.size, old.root, head.size, head.root, &proof), Ok(()), "from {} to {}", old.size, head.size);
        let proof = log_proof::inclusion(db, file.index, head.size).await.unwrap();
        let leaf = Hash::leaf(file.told.entry.as_bytes());
        assert_eq!(verify_inclusion(leaf, file.index, head.size, &proof, head.root), Ok(()), "entry {}", file.index);
    }
}

on_both! {
    async fn g13_what_two_people_pruned_is_gone_and_every_proof_of_it_is_as_true_as_before(db: TestDb) {
        let world = World::new(&db).await;
        let (phone, session, _) = approved(&world).await;
        world.agent("Ana").await.end(session).await.unwrap();
        ready(&world).await;
        let old = receipts(&world, &phone).await;
        assert!(old.iter().any(|file| file.told.entry.contains("\"event\":\"approved\"")) && old.len() > 10);
        aged(&world, 700).await;
        let (before, after) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for report in verified(&world.shared, before.path()).await {
            assert_eq!((report.findings(), report.pruned), (&[][..], 0));
        }

        let (asks, mut approves) = two(&world).await;
        let id = asked(&world, &asks).await.unwrap();
        let page = approves.browser.get("/audit/pruning").await.body;
        for said in ["Prune entries 0 to", "Because: Ten years are over", "Waits for a second person", &format!("data-approve=\"{id}\"")] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert_eq!(rows::count(&db, "audit_entry").await, rows::count(&db, "audit_place").await, "asking takes nothing");
        let log = approves.browser.get("/audit").await.body;
        assert!(log.contains("A pruning of the log") && log.contains("waits for you"), "whoever may approve is told: {log}");
        approve(&mut approves, id).await.unwrap();
        assert_eq!(pruning::go_on(&world.shared).await.unwrap(), 0, "nothing goes before the log tells of it");
        let gone = done(&world).await;
        assert!(gone >= 512 && gone % 256 == 0, "{gone}");
        let left = rows::count(&db, "audit_place").await - rows::count(&db, "audit_entry").await;
        assert_eq!((left.unsigned_abs(), rows::count(&db, "audit_pruning WHERE state = 'done'").await), (gone, 1));

        // Where it is, in an export that goes on from before, in a new one, and by the program that trusts nobody.
        for folder in [before.path(), after.path()] {
            let [here, there] = verified(&world.shared, folder).await;
            assert_eq!((here.findings(), here.pruned), (&[][..], gone));
            assert_eq!((there.findings(), there.pruned), (&[][..], if folder == before.path() { 0 } else { gone }));
            assert_eq!((here.prunings.len(), here.prunings[0].asked_by, here.prunings[0].approved_by), (1, asks.id().uuid(), approves.staff.id.uuid()));
            let said = program(&world, folder).await;
            assert!(said.contains("Nothing is wrong.") && said.contains(&format!("asked by {}, approved by {}", asks.id(), approves.staff.id)), "{said}");
        }
        are_true(&world, &old).await;

        // The index holds nothing of it, and neither does it when it is made again.
        let only = search(&world, &[("when", "ever"), ("session", &session.to_string())]).await;
        assert_eq!((only.rows.len(), only.total), (0, 0));
        assert_eq!(rows::count(&db, &format!("audit_term WHERE term = 'session:{session}'")).await, 0);
        let all = search(&world, &[("when", "ever")]).await;
        assert!(all.total > 0 && all.rows.iter().all(|row| row.number.unwrap() >= gone), "{all:?}");
        for table in ["audit_term", "audit_block"] {
            plainly(&db, &format!("DELETE FROM {table}")).await.unwrap();
        }
        rows::set(&db, "audit_indexed SET upto = 0").await;
        ready(&world).await;
        let again = search(&world, &[("when", "ever")]).await;
        assert!(again.total >= all.total && again.rows.iter().all(|row| row.number.unwrap() >= gone), "{again:?}");
        world.stop().await;
    }

    async fn g13_a_verification_that_a_pruning_overtakes_finds_nothing_wrong(db: TestDb) {
        let world = World::new(&db).await;
        aged(&world, 2_500).await;
        let (asks, mut approves) = two(&world).await;
        let id = asked(&world, &asks).await.unwrap();
        let by = reviewer(&approves);
        let options = pruning::start(&world.shared, &by, id).await.unwrap();
        let answer: Value = serde_json::from_str(&approves.passkey.get(&options)).unwrap();
        let (place, files, now) = (db.place(), world.files().to_owned(), world.shared.now());
        // Another server does all of it while the verification has read some of the entries.
        let overtake = || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let db = Db::open(&place, &settings(2)).await.unwrap();
                let shared = surroundings(&db, &HandClock::at(now), 99, &files).1;
                service::start(&shared).await.unwrap();
                all_of_it(&shared, &by, id, Some(&answer)).await;
                db.close().await;
            });
        };
        let logs = log_verify::keys(&world.shared, &[]).await.unwrap();
        let trust = Trust { logs: &logs, witnesses: &[], quorum: 0, skew: SKEW, ed25519: &Ring, p256: &Ring };
        let (mut met, before) = (0, rows::count(&db, "audit_entry").await);
        let mut progress = |so_far: u64, size: u64| {
            met += 1;
            if met == 1 {
                assert!(so_far < size);
                std::thread::scope(|scope| scope.spawn(overtake).join().unwrap());
            }
        };
        let report = log_verify::verify(&db, &trust, &mut progress).await.unwrap().report;
        assert!(rows::count(&db, "audit_entry").await < before && report.pruned > 0, "{report:?}");
        assert_eq!(report.findings(), []);
        world.stop().await;
    }

    async fn g13_pages_say_what_was_pruned_and_by_whom(db: TestDb) {
        let world = World::new(&db).await;
        let (_, session, _) = approved(&world).await;
        world.agent("Ana").await.end(session).await.unwrap();
        ready(&world).await;
        aged(&world, 300).await;
        let (asks, mut approves) = two(&world).await;
        let id = asked(&world, &asks).await.unwrap();
        approve(&mut approves, id).await.unwrap();
        let gone = done(&world).await;
        rows::set(&db, &format!("staff SET name = 'Nia Roe' WHERE number = {}", asks.staff().number)).await;
        let both = "asked for by Nia Roe and approved by Sam Doe on ";
        for (path, said) in [
            ("/audit/entry/3".to_owned(), [both, "This entry was pruned"]),
            (format!("/audit/session/{session}"), [both, "Its first entries were pruned"]),
            ("/audit?when=ever&q=nobody".to_owned(), [both, "Entries up to 255 were pruned"]),
            ("/audit/pruning".to_owned(), ["Asked for by Nia Roe on ", "Approved by Sam Doe on "]),
        ] {
            let page = approves.browser.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            for said in said {
                assert!(page.body.contains(said), "{path} does not say {said}: {}", page.body);
            }
        }
        assert_eq!(receipt(&approves.browser, 3).await.status, 403);
        assert_eq!(approves.browser.get(&format!("/audit/entry/{gone}")).await.status, 200);
        assert_eq!(approves.browser.get("/audit/entry/99999").await.status, 404);
        world.stop().await;
    }

    async fn g13_a_pruning_goes_on_where_the_last_one_ended(db: TestDb) {
        let world = World::new(&db).await;
        aged(&world, 300).await;
        let (asks, mut approves) = two(&world).await;
        let id = asked(&world, &asks).await.unwrap();
        approve(&mut approves, id).await.unwrap();
        let first = done(&world).await;
        aged(&world, 600).await;
        let (asks, mut approves) = two(&world).await;
        let id = asked(&world, &asks).await.unwrap();
        approve(&mut approves, id).await.unwrap();
        let second = done(&world).await;
        assert!(first >= 256 && second >= 512, "{first} and {second}");
        let folder = tempfile::tempdir().unwrap();
        for report in verified(&world.shared, folder.path()).await {
            // The entry that told of the first is among what the second took.
            assert_eq!((report.findings(), report.pruned, report.prunings.len()), (&[][..], first + second, 1));
        }
        assert!(service::round(&world.shared).await.is_ok());
        world.stop().await;
    }
}
