//! The roles as the manual makes them (D12).

use std::process::Command;

use server::log_key::LogKey;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::support::database::{server_url, url_as, url_of};

const PROGRAM: &str = env!("CARGO_BIN_EXE_countersign");
const MANUAL: &str = include_str!("../../../docs/operations.md");

async fn typed(admin: &mut PgConnection, lines: &str) {
    for line in lines.lines() {
        sqlx::raw_sql(AssertSqlSafe(line.to_owned())).execute(&mut *admin).await.unwrap_or_else(|error| panic!("{line}: {error}"));
    }
}

/// What the manual says to type, typed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d12_the_manuals_lines_make_the_roles() {
    let own = format!("countersign_t{}", std::process::id());
    let mut blocks = MANUAL.split("```sql\n").skip(1).map(|block| {
        let lines = block.split_once("```").unwrap().0.replace("countersign_", &format!("{own}_"));
        lines.replace("DATABASE countersign", &format!("DATABASE {own}"))
    });
    let mut admin = PgConnection::connect(&server_url()).await.unwrap();
    typed(&mut admin, &blocks.next().unwrap()).await;
    let mut inside = PgConnection::connect(&url_of(&own)).await.unwrap();
    let again = blocks.next().unwrap();
    typed(&mut inside, &again).await;
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("audit-log.key");
    LogKey::make(&key).unwrap();
    let run = |role: &str, password: &str, words: &[&str]| {
        let mut program = Command::new(PROGRAM);
        if words[0] != "migrate" {
            program.env("COUNTERSIGN_LOG_KEY_FILE", &key);
        }
        program
            .args(words)
            .arg("--data")
            .arg(folder.path().join("var"))
            .env("DATABASE_URL", url_as(&own, &format!("{own}_{role}"), password));
        let output = program.output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap())
    };
    let (server, reader) = (format!("{own}_server"), format!("{own}_reader"));
    let migrate = ["migrate", "--server-role", &server, "--reader-role", &reader];

    let (good, said) = run("server", "two", &["canary", "list"]);
    assert!(!good && said.contains("as the owner, run `countersign migrate`"), "nothing is there yet: {said}");
    let (good, said) = run("owner", "one", &migrate);
    assert!(good && said.contains(&format!("{server} may serve, and nothing else.")), "{said}");
    assert!(said.contains(&format!("{reader} may read the log, and nothing else.")), "{said}");
    let (good, said) = run("server", "two", &["canary", "list"]);
    assert!(good, "{said}");
    let (good, said) = run("owner", "one", &["migrate", "--server-role", &server, "--reader-role", &server]);
    assert!(!good && said.contains("have to be two"), "{said}");
    // What everybody may and its owner cannot take away: as public schemas were before PostgreSQL 15.
    typed(&mut inside, "ALTER SCHEMA public OWNER TO CURRENT_USER\nGRANT ALL ON SCHEMA public TO PUBLIC").await;
    let (good, said) = run("owner", "one", &migrate);
    assert!(!good && said.contains("may still CREATE on the schema"), "{said}");
    typed(&mut inside, &again).await;
    let (good, said) = run("owner", "one", &migrate);
    assert!(good && said.starts_with("0 migrations were new"), "{said}");
    let (good, said) = run("server", "two", &migrate);
    assert!(!good && said.contains("does not own the schema"), "{said}");
    let (good, said) = run("server", "two", &["audit", "scrub"]);
    assert!(!good && said.contains("only its owner can write tables anew"), "{said}");
    let (good, said) = run("owner", "one", &["audit", "scrub"]);
    assert!(good && said.contains("written anew"), "{said}");
    // Without what the manual grants, it would not see who reads.
    let mut reads = PgConnection::connect(&url_as(&own, &reader, "three")).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(format!("REVOKE pg_read_all_stats FROM {own}_owner"))).execute(&mut admin).await.unwrap();
    let (good, said) = run("owner", "one", &["audit", "scrub"]);
    assert!(!good && said.contains("GRANT pg_read_all_stats"), "{said}");
    let log: (String,) = sqlx::query_as("SELECT current_setting('log_statement')").fetch_one(&mut reads).await.unwrap();
    assert_eq!(log.0, "all", "what it reads is logged");
    reads.close().await.unwrap();

    inside.close().await.unwrap();
    let names = ["owner", "server", "reader"].map(|role| format!("{own}_{role}")).join(", ");
    for line in [format!("DROP DATABASE {own} WITH (FORCE)"), format!("DROP ROLE {names}")] {
        sqlx::raw_sql(AssertSqlSafe(line)).execute(&mut admin).await.unwrap();
    }
}
