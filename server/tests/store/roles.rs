//! Whose password can rewrite the record: SQL as each role (D12).

use std::{collections::BTreeSet, process::Command};

use server::{
    services::log,
    store::{
        Db, Engine, exec, fetch_all, fetch_one,
        roles::{
            Let,
            rights::{Right, SERVER},
        },
    },
};
use sqlx::AssertSqlSafe;

use super::schema::sources;
use crate::{
    on_both,
    support::{
        database::{TestDb, owner, role, settings, url_as},
        rows,
        world::{MIRELA, World},
    },
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_countersign");
const READER: &str = "countersign_test_reader";

/// What would rewrite the record, and has to be refused to whoever has a server's password.
const REWRITES: [&str; 13] = [
    "UPDATE audit_entry SET detail = '{}'",
    "DELETE FROM audit_entry",
    "UPDATE audit_place SET position = position + 1",
    "DELETE FROM audit_place",
    "UPDATE audit_tile SET number = number + 1",
    "DELETE FROM audit_tile",
    "UPDATE audit_checkpoint SET note = ''",
    "DELETE FROM audit_checkpoint",
    "DELETE FROM audit_cosignature",
    "UPDATE audit_personal SET data = ''",
    "DELETE FROM audit_erased",
    "DELETE FROM audit_pruning",
    "DELETE FROM policy_version",
];
/// What would take away what keeps it; only PostgreSQL can say who may.
const TAKES_GUARDS: [&str; 13] = [
    "TRUNCATE audit_entry",
    "TRUNCATE audit_place CASCADE",
    "DROP TABLE audit_entry",
    "DROP TRIGGER audit_entry_no_change ON audit_entry",
    "ALTER TABLE audit_entry DISABLE TRIGGER USER",
    "ALTER TABLE audit_entry OWNER TO CURRENT_USER",
    "ALTER TABLE audit_entry RENAME TO other",
    "CREATE OR REPLACE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
    "CREATE TABLE other (id BIGINT)",
    "CREATE TRIGGER other BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_stays()",
    "CREATE RULE other AS ON INSERT TO audit_entry DO INSTEAD NOTHING",
    "SET session_replication_role = replica",
    "UPDATE migration SET checksum = ''",
];

/// Whether it was for want of the right, or for a trigger, and not for a slip in what was tried.
fn refused(fault: &server::fault::Fault) -> bool {
    fault.is_not_allowed() || ["append-only", "is not changed"].iter().any(|said| format!("{fault:?}").contains(said))
}

async fn tried(db: &Db, statement: &str) -> Result<u64, server::fault::Fault> {
    let mut tx = db.write().await.unwrap();
    let done = exec!(tx, AssertSqlSafe(statement.to_owned())).await?;
    tx.commit().await?;
    Ok(done)
}

/// A record with everything in it that those statements name a row of.
async fn recorded(db: &Db) -> World {
    let world = World::new(db).await;
    let (phone, mut ana) = (world.phone(MIRELA).await, world.agent("Ana").await);
    let session = ana.open(MIRELA, domain::action::ActionKind::ChangeEmail).await;
    let proof = ana.raise(session).await.unwrap();
    phone.approve(&ana.digits(session, proof).await).await.unwrap();
    log::round(&world.shared).await.unwrap();
    world
}

on_both! {
    async fn d12_whoever_has_a_servers_password_cannot_rewrite_the_record(db: TestDb) {
        let world = recorded(&db).await;
        let before = rows::counts(&db).await;
        let guards = if db.engine() == Engine::Postgres { &TAKES_GUARDS[..] } else { &[] };
        if db.engine() == Engine::Postgres {
            // Of what somebody may not grant, PostgreSQL only warns.
            tried(&db, "GRANT ALL ON audit_entry, audit_place TO CURRENT_USER").await.unwrap();
        }
        for statement in REWRITES.iter().chain(guards) {
            match tried(&db, statement).await {
                Err(fault) => assert!(refused(&fault), "{statement}: {fault:?}"),
                // Where there is no row, a trigger is asked nothing.
                Ok(changed) => assert_eq!((changed, db.engine()), (0, Engine::Sqlite), "{statement}"),
            }
        }
        assert_eq!(rows::counts(&db).await, before);
        log::round(&world.shared).await.unwrap();
        world.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d12_the_readers_role_reads_the_log_and_nothing_else() {
    let db = TestDb::postgres().await;
    let world = recorded(&db).await;
    role(READER).await;
    let owner = owner(&db).await;
    owner.let_in(&READER.parse().unwrap(), Let::ReadTheLog).await.unwrap();
    let reader = Db::open(&url_as(&db.name(), READER, READER), &settings(1)).await.unwrap();
    for (table, _) in SERVER {
        let read = fetch_all!(reader, (i64,), AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"))).await;
        assert_eq!(read.is_ok(), table.starts_with("audit_") || *table == "migration", "{table}");
        for statement in [format!("DELETE FROM {table}"), format!("TRUNCATE {table} CASCADE"), format!("LOCK TABLE {table}")] {
            assert!(refused(&tried(&reader, &statement).await.unwrap_err()), "{statement}");
        }
    }
    for statement in REWRITES.iter().chain(&TAKES_GUARDS) {
        assert!(refused(&tried(&reader, statement).await.unwrap_err()), "{statement}");
    }
    assert!(reader.migrate().await.unwrap_err().to_string().contains("--server-role"), "it cannot serve");
    let folder = tempfile::tempdir().unwrap();
    let mut export = Command::new(PROGRAM);
    export.args(["audit", "export"]).arg(folder.path().join("out")).arg("--data").arg(folder.path().join("var"));
    export.env("COUNTERSIGN_LOG_KEY_FILE", world.files().join("var/audit-log.key")).env("DATABASE_URL", url_as(&db.name(), READER, READER));
    let output = export.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8(output.stderr).unwrap());
    // What somebody granted past the command is taken away by it.
    tried(&owner, &format!("GRANT ALL ON audit_entry, staff TO {READER}")).await.unwrap();
    assert!(tried(&reader, "SELECT 1 FROM staff").await.is_ok());
    owner.let_in(&READER.parse().unwrap(), Let::ReadTheLog).await.unwrap();
    assert!(tried(&reader, "SELECT 1 FROM staff").await.is_err());
    reader.close().await;
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d12_a_server_that_lacks_a_right_or_a_migration_says_what_the_owner_has_to_run() {
    let db = TestDb::postgres().await;
    let owner = owner(&db).await;
    assert_eq!(db.migrate().await.unwrap(), 0, "the server's role is let in");
    tried(&owner, "REVOKE INSERT ON audit_tile FROM countersign_test_server").await.unwrap();
    let said = db.migrate().await.unwrap_err().to_string();
    assert!(said.contains("may not INSERT on audit_tile: as the owner, run `countersign migrate`"), "{said}");
    tried(&owner, "DELETE FROM migration WHERE name = (SELECT MAX(name) FROM migration)").await.unwrap();
    let said = db.migrate().await.unwrap_err().to_string();
    assert!(said.contains("has not had migration") && said.contains("as its owner, run `countersign migrate` first"), "{said}");
    tried(&owner, "REVOKE SELECT ON migration FROM countersign_test_server").await.unwrap();
    assert!(db.migrate().await.unwrap_err().to_string().contains("another role's"));
    assert!(TestDb::sqlite().await.let_in(&"somebody".parse().unwrap(), Let::Serve).await.is_err());
}

/// Whatever such a role is granted, it could take more.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d12_a_role_that_cannot_be_held_to_its_rights_is_not_let_in() {
    let db = TestDb::postgres().await;
    let owner = owner(&db).await;
    for (name, made, why) in [
        ("countersign_test_member", "GRANT pg_write_all_data TO countersign_test_member", "is a member of another role"),
        (
            "countersign_test_taker",
            "ALTER ROLE countersign_test_taker NOINHERIT; GRANT countersign_test_member TO countersign_test_taker",
            "is a member",
        ),
        ("countersign_test_maker", "ALTER ROLE countersign_test_maker CREATEROLE", "may make roles"),
        ("countersign_test_super", "ALTER ROLE countersign_test_super SUPERUSER", "is a superuser"),
        ("countersign_test_owner", "ALTER TABLE migration OWNER TO countersign_test_owner", "owns the schema"),
        ("public", "SELECT 1", "is not there"),
        ("current_user", "SELECT 1", "is not there"),
    ] {
        if name.starts_with("countersign") {
            role(name).await;
        }
        for statement in made.split(';') {
            tried(&owner, statement).await.unwrap();
        }
        let said = owner.let_in(&name.parse().unwrap(), Let::Serve).await.unwrap_err().to_string();
        assert!(said.contains(name) && said.contains(why), "{said}");
        let may: (bool,) = fetch_one!(
            owner,
            (bool,),
            "SELECT COALESCE(BOOL_OR(grantee <> 'countersign_test_server'), FALSE) \
            FROM information_schema.role_table_grants WHERE table_name = 'session' AND grantee <> grantor"
        )
        .await
        .unwrap();
        assert!(!may.0, "nothing was granted to {name}");
    }
}

#[test]
fn d12_the_server_may_do_what_its_statements_do_and_nothing_more() {
    let sources = sources();
    let sources: Vec<_> = sources.iter().map(|source| source.split("#[cfg(test)]").next().unwrap().replace("\\\n", " ")).collect();
    let mut used = BTreeSet::new();
    for text in &sources {
        let words: Vec<_> = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '{').filter(|word| !word.is_empty()).collect();
        let mut into = "";
        for at in 0..words.len().saturating_sub(3) {
            match (words[at], words[at + 1], words[at + 2]) {
                ("INSERT", "INTO", table) => {
                    into = table;
                    used.insert((table, Right::Insert));
                }
                ("DELETE", "FROM", table) => drop(used.insert((table, Right::Delete))),
                ("DO", "UPDATE", "SET") => drop(used.insert((into, Right::Update))),
                ("UPDATE", table, "SET" | "AS") if table != "DELETE" => drop(used.insert((table, Right::Update))),
                _ => {}
            }
        }
    }
    // The owner's, who migrates.
    used.remove(&("migration", Right::Insert));
    let granted: BTreeSet<_> = SERVER.iter().flat_map(|(table, rights)| rights.iter().map(|right| (*table, *right))).collect();
    assert_eq!(granted.difference(&used).collect::<Vec<_>>(), Vec::<&_>::new(), "granted, and no statement needs it");
    assert_eq!(used.difference(&granted).collect::<Vec<_>>(), Vec::<&_>::new(), "needed, and not granted");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d12_every_table_has_its_rights() {
    let db = TestDb::postgres().await;
    let tables: BTreeSet<_> = rows::counts(&db).await.into_iter().map(|(table, _)| table).collect();
    assert_eq!(tables, SERVER.iter().map(|(table, _)| (*table).to_owned()).collect());
}
