//! F08: a marked text goes through every door that leaves something beside an entry. After an erasure the raw bytes of the database hold
//! it nowhere: not in its tables, its free pages, its write-ahead log, nor in a backup made later.

use std::{fs, path::Path};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{action::ActionKind, customer::Field, time::Duration};
use server::{
    services::{Shared, erasure},
    store::{Db, Engine, fetch_all, fetch_one, on_tx, scrub::Scrub},
};
use sqlx::{AssertSqlSafe, Connection as _};

use super::erasure::verified;
use crate::{
    on_both,
    support::{
        agent::asked,
        authenticator::Authenticator,
        database::{TestDb, owner},
        link::Device,
        second::{Seconder, second_of},
        world::{TOMAS, World, surroundings},
    },
};

const CANARY: &str = "Qanary7Zebra5Kiwi";
const RELATIONS: &str = "SELECT relname::text, pg_relation_filepath(oid::regclass) FROM pg_class WHERE relkind IN ('r', 't', 'i') \
     AND pg_relation_filepath(oid::regclass) IS NOT NULL AND (oid >= 16384 OR relname IN ('pg_statistic', 'pg_toast_2619'))";

/// How it may stand there: as it is, and within a JWS, at each of the three places of base64.
fn needles() -> Vec<Vec<u8>> {
    let shifted = (0..3).map(|shift| {
        let text = [&"x".repeat(shift), CANARY].concat();
        let encoded = URL_SAFE_NO_PAD.encode(text);
        // The first letters depend on what stands before, the last on what comes after.
        encoded.as_bytes()[4..encoded.len() - 3].to_vec()
    });
    std::iter::once(CANARY.as_bytes().to_vec()).chain(shifted).collect()
}

fn holds(bytes: &[u8]) -> bool {
    needles().iter().any(|needle| bytes.windows(needle.len()).any(|window| window == needle))
}

/// Every file of the database that holds it.
async fn found(db: &TestDb) -> Vec<String> {
    match db.engine() {
        Engine::Sqlite => {
            let folder = fs::read_dir(Path::new(&db.place()).parent().unwrap()).unwrap();
            let files = folder.map(|file| file.unwrap().path()).filter(|file| file.is_file());
            files
                .filter(|file| holds(&fs::read(file).unwrap()))
                .map(|file| file.file_name().unwrap().to_string_lossy().into_owned())
                .collect()
        }
        Engine::Postgres => {
            let db = &owner(db).await;
            run(db, "CHECKPOINT").await;
            let mut found = Vec::new();
            for (name, path) in fetch_all!(db, (String, String), RELATIONS).await.unwrap() {
                let read = AssertSqlSafe(format!("SELECT pg_read_binary_file('{path}')"));
                if holds(&fetch_one!(db, (Vec<u8>,), read).await.unwrap().0) {
                    found.push(name);
                }
            }
            found
        }
    }
}

/// Outside a transaction.
async fn run(db: &Db, statement: &'static str) {
    on_tx!(db, conn => sqlx::raw_sql(statement).execute(conn).await.map(drop)).await.unwrap();
}

/// Everything a customer can leave: approved by push, unlocked and by passkey, withdrawn, run out of time.
async fn leave(world: &World) {
    let tomas = world.phone(TOMAS).await;
    let mut passkey = Authenticator::new(b"passkey-of-tomas");
    assert_eq!(tomas.make_passkey(&mut passkey).await.status, 204);
    let mut ana = world.agent("Ana").await;
    let session = ana.open(TOMAS, ActionKind::Refund).await;
    let address = format!("{CANARY}@post.example");
    let by_passkey = ana.email_by_passkey(session, &address, "canary").await;
    Device::at(world, &ana.link(session, by_passkey).await).page().await;
    ana.withdraw(session, by_passkey).await.unwrap();
    world.clock.advance(Duration::minutes(3));
    let refund = asked(ana.refund(session, "20.00", CANARY).await.unwrap());
    ana.withdraw(session, refund).await.unwrap();
    world.clock.advance(Duration::minutes(3));
    let refund = asked(ana.refund(session, "25.00", CANARY).await.unwrap());
    tomas.approve(&ana.digits(session, refund).await).await.unwrap();
    world.clock.advance(Duration::minutes(3));
    let large = asked(ana.refund(session, "340", CANARY).await.unwrap());
    tomas.approve(&ana.digits(session, large).await).await.unwrap();
    let waits = second_of(&ana, session, large).await.unwrap().id;
    let mut jonas = Seconder::at(world, world.agent("Jonas").await, b"jonas").await;
    jonas.deny(waits, CANARY).await.unwrap();
    ana.reveal_because(session, Field::Email, &[("because", "other"), ("words", CANARY)]).await.unwrap();
    world.clock.advance(Duration::minutes(10));
    asked(ana.refund(session, "30.00", CANARY).await.unwrap());
    world.clock.advance(Duration::minutes(3));
    server::services::expire::expire_overdue(&world.shared).await.unwrap();
    ana.end(session).await.unwrap();
    world.clock.advance(Duration::days(60));
}

/// Whoever runs the command, as the schema's owner.
async fn operator(world: &World) -> Shared {
    surroundings(&owner(&world.shared.db).await, &world.clock, 77, world.files()).1
}

on_both! {
    async fn f08_the_canary_is_gone_from_every_file_and_the_log_is_true(db: TestDb) {
        let world = World::new(&db).await;
        leave(&world).await;
        let folder = tempfile::tempdir().unwrap();
        for report in verified(&world.shared, folder.path()).await {
            assert_eq!((report.wrong(), report.erased), (0, 0), "{report:?}");
        }
        if db.engine() == Engine::Postgres {
            run(&owner(&db).await, "ANALYZE").await;
        }
        assert!(!found(&db).await.is_empty(), "it is not seen where it is");
        let exported = |name: &str| holds(&fs::read(folder.path().join(name)).unwrap_or_default());
        assert!(exported("personal/0.jsonl"), "it is in the export");

        let customer = world.customer(TOMAS).await;
        let erased = erasure::erase(&world.shared, customer, &"By letter".parse().unwrap()).await.unwrap();
        assert!(erased.entries >= 5, "{erased:?}");
        assert!(erasure::scrub(&operator(&world).await, Scrub::Whole).await.unwrap());
        assert_eq!(found(&db).await, Vec::<String>::new());
        for report in verified(&world.shared, folder.path()).await {
            assert_eq!((report.wrong(), report.opened), (0, 0), "{report:?}");
            assert!(report.erased >= 5);
        }
        assert!(!exported("personal/0.jsonl"), "exporting again takes it away there too");
        if db.engine() == Engine::Sqlite {
            let backup = folder.path().join("backup.db");
            let file = AssertSqlSafe(format!("VACUUM INTO '{}'", backup.display()));
            let mut own = sqlx::SqliteConnection::connect(&db.place()).await.unwrap();
            sqlx::raw_sql(file).execute(&mut own).await.unwrap();
            assert!(!holds(&fs::read(&backup).unwrap()));
        }
        world.stop().await;
    }
}

/// Somebody who still reads as of before an erasure is waited for: until then PostgreSQL copies what was erased.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f08_on_postgres_scrubbing_waits_for_who_still_sees_what_was_erased() {
    let db = TestDb::postgres().await;
    let world = World::new(&db).await;
    leave(&world).await;
    let mut reader = sqlx::PgConnection::connect(&db.place()).await.unwrap();
    sqlx::raw_sql("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM challenge").execute(&mut reader).await.unwrap();
    erasure::erase(&world.shared, world.customer(TOMAS).await, &"By letter".parse().unwrap()).await.unwrap();
    let shared = operator(&world).await;
    let scrub = tokio::spawn(async move { erasure::scrub(&shared, Scrub::Whole).await.unwrap() });
    let watches = owner(&db).await;
    let waits = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT pg_snapshot_xmin%' \
         AND pid <> pg_backend_pid())";
    while !fetch_one!(watches, (bool,), waits).await.unwrap().0 {
        tokio::task::yield_now().await;
    }
    assert!(!found(&db).await.is_empty(), "nothing is written anew while somebody reads");
    sqlx::raw_sql("COMMIT").execute(&mut reader).await.unwrap();
    assert!(scrub.await.unwrap());
    assert_eq!(found(&db).await, Vec::<String>::new());
    world.stop().await;
}

/// What is deleted is overwritten at once, without anybody writing the file anew: only the write-ahead log is emptied.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f08_on_sqlite_what_is_erased_by_time_is_overwritten_while_others_work() {
    let db = TestDb::sqlite().await;
    let world = World::new(&db).await;
    leave(&world).await;
    world.clock.advance(Duration::days(2_600));
    while erasure::over(&world.shared).await.unwrap() > 0 {}
    assert!(erasure::scrub(&world.shared, Scrub::Lightly).await.unwrap());
    assert_eq!(found(&db).await, Vec::<String>::new());
    world.stop().await;
}
