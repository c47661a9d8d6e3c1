//! The log, verified where it is and where it was exported to: by the server, and by the program that trusts neither.

use std::{fs, path::Path, sync::Arc};

use countersign_verify::arithmetic;
use domain::{
    action::ActionKind,
    audit::{Actor, Entry, Event, Scope},
    audit_log::{
        VerifierKey,
        verify::{Kind, Place, Report, SKEW, Trust, report::Approvals},
    },
    ids::EntryId,
    testing::{HandClock, SeededEntropy},
    time::Duration,
};
use server::{
    config::{self, Given},
    log_key::Ring,
    services::{
        Shared, log,
        log_export::{self, Exported, NotExported},
        log_verify::{self, Verified},
    },
    store::{Db, Engine, audit, fetch_all, on_tx},
    wiring,
};
use sqlx::AssertSqlSafe;
use tempfile::TempDir;

use crate::{
    http::program::program,
    on_both,
    support::{
        agent::asked,
        authenticator::Authenticator,
        database::owner,
        link::Device,
        rows,
        second::{Seconder, Waiting},
        world::{MIRELA, TOMAS, World},
    },
};

const TRIGGERS_SQLITE: &str = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'";
const TABLES: [&str; 4] = ["audit_entry", "audit_place", "audit_tile", "audit_checkpoint"];

async fn run(db: &Db, statement: impl Into<String>) {
    let statement = AssertSqlSafe(statement.into());
    let mut tx = owner(db).await.write().await.unwrap();
    on_tx!(tx, conn => sqlx::raw_sql(statement).execute(conn).await.map(drop)).await.unwrap();
    tx.commit().await.unwrap();
}

/// What somebody does first who has the database's password.
async fn take_the_triggers_away(db: &Db) {
    if db.engine() == Engine::Sqlite {
        for (name,) in fetch_all!(db, (String,), TRIGGERS_SQLITE).await.unwrap() {
            run(db, format!("DROP TRIGGER {name}")).await;
        }
    } else {
        for table in TABLES {
            run(db, format!("ALTER TABLE {table} DISABLE TRIGGER USER")).await;
        }
    }
}

/// That many entries more, a second between one and the next.
async fn write(shared: &Shared, clock: &HandClock, count: u64) {
    for _ in 0..count {
        clock.advance(Duration::SECOND);
        let (at, event) = (shared.now(), Event::SignedOut { everywhere: false });
        let entry = Entry { id: EntryId::new(at, &*shared.entropy), at, actor: Actor::System, scope: Scope::default(), event };
        let mut tx = shared.db.write().await.unwrap();
        audit::append(&mut tx, &entry).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// A log of 600 entries, signed after each fifty.
async fn long(world: &World) {
    for _ in 0..12 {
        write(&world.shared, &world.clock, 50).await;
        log::round(&world.shared).await.unwrap();
    }
}

async fn live(shared: &Shared) -> Verified {
    let logs = log_verify::keys(shared, &[]).await.unwrap();
    let trust = Trust { logs: &logs, witnesses: &[], quorum: 0, skew: SKEW, ed25519: &Ring, p256: &Ring };
    log_verify::verify(&shared.db, &trust, &mut |_, _| {}).await.unwrap()
}

fn offline(dir: &Path, logs: &[VerifierKey]) -> (Report, Vec<String>) {
    let (ed25519, p256) = (&arithmetic::Ring, &arithmetic::Ring);
    let trust = Trust { logs, witnesses: &[], quorum: 0, skew: SKEW, ed25519, p256 };
    let verified = countersign_verify::log::verify(dir, &trust, &mut |_, _| {}).unwrap();
    (verified.report, verified.others)
}

async fn export(shared: &Shared, dir: &Path) -> Result<Exported, NotExported> {
    log_export::export(&shared.db, dir, &mut |_, _| {}).await
}

/// The first thing that is wrong where it is.
async fn wrong(shared: &Shared) -> (Place, Kind) {
    let verified = live(shared).await;
    let first = verified.report.first().unwrap_or_else(|| panic!("nothing is wrong: {verified:?}"));
    (first.place, first.kind)
}

fn edit(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

on_both! {
    async fn g03_a_story_is_verified_where_it_is_and_where_it_was_exported_to(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        let mut ana = world.agent("Ana").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        log::round(&world.shared).await.unwrap();
        let challenge = asked(ana.change_email(session, "mirela.k@post.example").await.unwrap());
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        let tomas = world.plain_phone(TOMAS).await;
        let mut passkey = Authenticator::new(b"passkey-of-tomas");
        assert_eq!(tomas.make_passkey(&mut passkey).await.status, 204);
        let session = ana.open(TOMAS, ActionKind::ChangeEmail).await;
        let challenge = ana.ask_passkey(session).await.unwrap();
        Device::at(&world, &ana.link(session, challenge).await).approve(&mut passkey).await.unwrap();
        assert!(live(&world.shared).await.waiting > 0);
        world.clock.advance(Duration::SECOND);
        log::round(&world.shared).await.unwrap();

        let verified = live(&world.shared).await;
        assert_eq!(verified.report.findings(), []);
        let entries = u64::try_from(rows::count(&db, "audit_entry").await).unwrap();
        assert_eq!((verified.report.entries, verified.report.sealed, verified.waiting), (entries, entries, 0));
        assert_eq!(verified.report.heads, 2);
        let approvals = verified.report.approvals;
        assert_eq!((approvals.signed, approvals), (2, Approvals { signed: 2, ..Approvals::default() }), "by phone and by passkey");
        assert_eq!((verified.report.opened, verified.report.erased), (4, 0));

        let dir = tempfile::tempdir().unwrap();
        let exported = export(&world.shared, dir.path()).await.unwrap();
        assert_eq!((exported.entries, exported.heads, exported.kept), (entries, 2, 0));
        let logs = log_verify::keys(&world.shared, &[]).await.unwrap();
        let (report, others) = offline(dir.path(), &logs);
        assert_eq!((report, others), (verified.report, vec![]), "both say the same");
    }

    async fn d05_a_second_persons_signature_is_verified_where_it_is_and_where_it_was_exported_to(db: TestDb) {
        let world = World::new(&db).await;
        let waiting = Waiting::of(&world, "340").await;
        let mut jonas = Seconder::at(&world, world.agent("Jonas").await, b"jonas").await;
        jonas.approve(waiting.request).await.unwrap();
        world.clock.advance(Duration::SECOND);
        log::round(&world.shared).await.unwrap();
        let verified = live(&world.shared).await;
        assert_eq!(verified.report.findings(), []);
        assert_eq!(verified.report.approvals, Approvals { signed: 2, ..Approvals::default() }, "the customer's and the second person's");
        let dir = tempfile::tempdir().unwrap();
        export(&world.shared, dir.path()).await.unwrap();
        let logs = log_verify::keys(&world.shared, &[]).await.unwrap();
        assert_eq!(offline(dir.path(), &logs), (verified.report, vec![]), "both say the same");

        // Whoever has the database's password puts another name to it.
        take_the_triggers_away(&db).await;
        let other = world.staff("Bram").await.id.uuid();
        let literal = db.engine().pick("x'{}'", "'{}'").replace("{}", &if db.engine() == Engine::Sqlite { other.simple().to_string() } else { other.to_string() });
        run(&db, format!("UPDATE audit_entry SET actor_id = {literal} WHERE event = 'second_person_approved'")).await;
        let found = live(&world.shared).await;
        assert!(found.report.findings().iter().any(|finding| finding.kind == Kind::BadProof), "{:?}", found.report.findings());
    }

    async fn an_export_that_was_cut_goes_on_and_trusts_no_file_that_is_there(db: TestDb) {
        let world = World::new(&db).await;
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(export(&world.shared, dir.path()).await, Err(NotExported::NothingSigned)));
        long(&world).await;
        let whole = export(&world.shared, dir.path()).await.unwrap();
        // Three bundles with their tiles, one tile above, the heads.
        assert_eq!((whole.heads, whole.written, whole.kept), (12, 9, 0));
        let again = export(&world.shared, dir.path()).await.unwrap();
        assert_eq!((again.written, again.kept), (0, 9));

        // It was cut: some files are not there, one is half written, one is another of the same length.
        let file = |name: &str| dir.path().join(name);
        for name in ["checkpoint", "checkpoints.jsonl", "tile/entries/001"] {
            fs::remove_file(file(name)).unwrap();
        }
        fs::write(file("tile/0/001.new"), "half").unwrap();
        edit(&file("tile/entries/000"), |bytes| bytes[300] ^= 1);
        write(&world.shared, &world.clock, 50).await;
        log::round(&world.shared).await.unwrap();
        let rest = export(&world.shared, dir.path()).await.unwrap();
        // Two bundles anew, and with more entries another partial one and its tile; the one above is the same.
        assert_eq!((rest.written, rest.kept), (6, 3));
        let logs = log_verify::keys(&world.shared, &[]).await.unwrap();
        let (report, others) = offline(dir.path(), &logs);
        assert_eq!((report.findings(), report.entries), (&[][..], rest.entries));
        assert!(others.is_empty(), "what was half written is gone, and the tiles of a smaller log: {others:?}");
        fs::write(file("notes.txt"), "mine").unwrap();
        assert!(matches!(export(&world.shared, dir.path()).await, Err(NotExported::OtherFile(_))));
    }

    async fn a_new_epoch_is_verified_with_a_key_of_its_own(db: TestDb) {
        let world = World::new(&db).await;
        write(&world.shared, &world.clock, 20).await;
        log::round(&world.shared).await.unwrap();
        log::epoch::declare(&world.shared, &"restored".parse().unwrap()).await.unwrap();
        log::round(&world.shared).await.unwrap();
        let verified = live(&world.shared).await;
        assert_eq!(verified.report.findings(), []);
        let dir = tempfile::tempdir().unwrap();
        export(&world.shared, dir.path()).await.unwrap();
        let keys = log_verify::keys(&world.shared, &[]).await.unwrap();
        let (report, _) = offline(dir.path(), &keys);
        assert_eq!((report.epochs.len(), report), (2, verified.report));
        let (report, _) = offline(dir.path(), &keys[..1]);
        assert_eq!(report.first().map(|found| found.kind), Some(Kind::OtherLog));
    }

    async fn g07_what_somebody_with_the_password_does_is_found_and_named(db: TestDb) {
        let world = World::new(&db).await;
        long(&world).await;
        take_the_triggers_away(&db).await;
        let at = |position: u64| format!("(SELECT entry_id FROM audit_place WHERE position = {position})");
        assert_eq!(live(&world.shared).await.report.findings(), []);

        run(&db, format!("UPDATE audit_entry SET at = at + 1 WHERE id = {}", at(300))).await;
        assert_eq!(wrong(&world.shared).await, (Place::Entry(300), Kind::OtherHash));
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(export(&world.shared, dir.path()).await, Err(NotExported::Another(300))));
        run(&db, format!("UPDATE audit_entry SET detail = '{{}}' WHERE id = {}", at(299))).await;
        assert_eq!(wrong(&world.shared).await, (Place::Entry(299), Kind::Malformed));
        run(&db, format!("DELETE FROM audit_entry WHERE id = {}", at(250))).await;
        assert_eq!(wrong(&world.shared).await, (Place::Entry(250), Kind::Missing));
        run(&db, "UPDATE audit_place SET leaf = (SELECT leaf FROM audit_place WHERE position = 2) WHERE position = 200").await;
        assert_eq!(wrong(&world.shared).await, (Place::Entry(200), Kind::OtherHash));
        run(&db, "DELETE FROM audit_place WHERE position = 150").await;
        assert_eq!(wrong(&world.shared).await, (Place::Entry(150), Kind::Missing));
    }

    async fn g07_what_is_beside_the_entries_is_compared_too(db: TestDb) {
        let world = World::new(&db).await;
        long(&world).await;
        take_the_triggers_away(&db).await;
        let size = live(&world.shared).await.report.entries;
        let tile = "INSERT INTO audit_tile (level, number, hashes) SELECT 0, 99, hashes FROM audit_tile WHERE level = 0 AND number = 0";
        run(&db, tile).await;
        assert_eq!(wrong(&world.shared).await, (Place::Log, Kind::Copy));
        run(&db, "DELETE FROM audit_tile WHERE number = 99").await;
        let behind = size + 10;
        let place = "(SELECT id FROM staff LIMIT 1), leaf FROM audit_place WHERE position = 1";
        run(&db, format!("INSERT INTO audit_place (position, entry_id, leaf) SELECT {behind}, {place}")).await;
        assert_eq!(wrong(&world.shared).await, (Place::Entry(behind), Kind::Copy));
        run(&db, format!("DELETE FROM audit_place WHERE position = {behind}")).await;
        run(&db, "UPDATE audit_head SET root = (SELECT leaf FROM audit_place WHERE position = 2)").await;
        assert_eq!(wrong(&world.shared).await, (Place::Head(size), Kind::Copy));
        run(&db, "DELETE FROM audit_tile WHERE level = 0 AND number = 1").await;
        assert_eq!(wrong(&world.shared).await, (Place::Between(256, 512), Kind::Copy));
        run(&db, format!("DELETE FROM audit_checkpoint WHERE size = {size}")).await;
        run(&db, "DELETE FROM audit_head").await;
        assert_eq!(wrong(&world.shared).await, (Place::Between(256, 512), Kind::Copy));
        assert!(live(&world.shared).await.report.findings().iter().any(|found| found.why.contains("how far the log goes is not there")));
    }

    async fn g07_an_entry_that_nobody_placed_and_a_tail_that_was_cut_are_found(db: TestDb) {
        let world = World::new(&db).await;
        long(&world).await;
        take_the_triggers_away(&db).await;
        write(&world.shared, &world.clock, 1).await;
        assert_eq!((live(&world.shared).await.report.wrong(), live(&world.shared).await.waiting), (0, 1));
        run(&db, "UPDATE audit_entry SET detail = '[]' WHERE id IN (SELECT entry_id FROM audit_waiting)").await;
        assert_eq!(wrong(&world.shared).await, (Place::Log, Kind::NeverPlaced));
        run(&db, "DELETE FROM audit_waiting").await;
        assert_eq!(wrong(&world.shared).await, (Place::Log, Kind::NeverPlaced));
        run(&db, "DELETE FROM audit_entry WHERE id NOT IN (SELECT entry_id FROM audit_place)").await;
        assert_eq!(live(&world.shared).await.report.wrong(), 0);

        let size = live(&world.shared).await.report.entries;
        let cut = size - 20;
        run(&db, format!("DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_place WHERE position >= {cut})")).await;
        run(&db, format!("DELETE FROM audit_place WHERE position >= {cut}")).await;
        run(&db, format!("UPDATE audit_head SET size = {cut}")).await;
        assert_eq!(wrong(&world.shared).await, (Place::Between(cut, size), Kind::Cut));
    }
}

/// As an operator does it: three commands, and the keys by another way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_commands_export_verify_and_print_the_key_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("var");
    fs::create_dir(&data).unwrap();
    let clock = HandClock::default();
    let settings = config::load(&Given { flags: [("data", data.to_str().unwrap().to_owned())].into(), ..Given::default() }).unwrap();
    let db = Db::open(data.join("countersign.db").to_str().unwrap(), &server::store::Settings::default()).await.unwrap();
    db.migrate().await.unwrap();
    let shared = wiring::shared(&settings, db.clone(), Arc::new(clock.clone()), Arc::new(SeededEntropy::new(7))).unwrap();
    write(&shared, &clock, 20).await;
    log::round(&shared).await.unwrap();

    let said = |folder: &TempDir, arguments: &[&str]| {
        let output = program(folder, arguments).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), said)
    };
    let (status, key) = said(&folder, &["audit", "key"]);
    assert!(status == 0 && key.starts_with("localhost/audit/1+"), "{key}");
    let (status, told) = said(&folder, &["audit", "verify"]);
    assert!(status == 0 && told.contains("Nothing is wrong."), "{told}");
    let (status, told) = said(&folder, &["audit", "export", "exported"]);
    assert!(status == 0 && told.contains("20 entries and 1 checkpoints: 4 files written"), "{told}");
    let (report, others) = offline(&folder.path().join("exported"), &[key.trim().parse().unwrap()]);
    assert_eq!((report.wrong(), report.entries, others), (0, 20, vec![]));

    take_the_triggers_away(&db).await;
    run(&db, "UPDATE audit_entry SET ordinal = 7 WHERE id = (SELECT entry_id FROM audit_place WHERE position = 11)").await;
    let (status, told) = said(&folder, &["audit", "verify"]);
    assert!(status == 1 && told.contains("WRONG        entry 11: other-hash"), "{told}");
    let (status, told) = said(&folder, &["audit", "export", "exported"]);
    assert!(status == 0, "what was exported before is what was signed: {told}");
    let (status, told) = said(&folder, &["audit", "export", "another"]);
    assert!(status == 1 && told.contains("entry 11 is not the one that was given this place"), "{told}");
    db.close().await;
}
