//! A database for one test: of its own, migrated, and gone afterwards.
//!
//! SQLite in a temporary file, opened as in production (in memory, every connection would have another database).
//! PostgreSQL on the server at `TEST_DATABASE_URL`, copied from a template that is migrated once per set of migrations, and opened as the role of
//! a server (D12): what a server's password does not allow takes [`owner`].

use std::{
    ops::Deref,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use server::{
    store::{
        Db, Engine, Settings, migrate,
        roles::{Let, rights},
    },
    system::SystemEntropy,
};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;

/// Any number, the same in every test process: only one makes the template.
const TEMPLATE_LOCK: i64 = 7_217_001;
/// The role that the tests' servers connect as, and its password.
pub const SERVER: &str = "countersign_test_server";

/// One body, tested on both engines: makes the tests `name::sqlite` and `name::postgres`. Another test may have it told again, by `name::body`.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($db:ident: TestDb) $body:block)+) => {$(
        $(#[$meta])*
        pub mod $name {
            use super::*;
            use $crate::support::database::TestDb;

            pub async fn body($db: TestDb) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                $crate::support::in_time(async { body(TestDb::sqlite().await).await }).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                $crate::support::in_time(async { body(TestDb::postgres().await).await }).await;
            }
        }
    )+};
}

/// A migrated database that belongs to one test. Use it as a `Db`.
pub struct TestDb {
    db: Db,
    home: Arc<Home>,
}

/// Where it lives; dropped after the last pool, and then the database is gone.
enum Home {
    File(TempDir),
    Server(String),
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl TestDb {
    /// One of that engine.
    pub async fn of(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::sqlite().await,
            Engine::Postgres => Self::postgres().await,
        }
    }

    /// The same database, for somebody who needs it for longer.
    pub fn again(&self) -> Self {
        Self { db: self.db.clone(), home: Arc::clone(&self.home) }
    }

    /// A SQLite file of its own.
    pub async fn sqlite() -> Self {
        Self::sqlite_with(&settings(8)).await
    }

    /// A SQLite file of its own, opened with `settings`.
    pub async fn sqlite_with(settings: &Settings) -> Self {
        let folder = TempDir::new().unwrap();
        let db = Db::open(file_in(folder.path()).to_str().unwrap(), settings).await.unwrap();
        db.migrate().await.unwrap();
        Self { db, home: Arc::new(Home::File(folder)) }
    }

    /// A PostgreSQL database of its own.
    pub async fn postgres() -> Self {
        let name = format!("countersign_test_{}", hex(&domain::entropy::bytes::<8>(&SystemEntropy)));
        let template = template().await;
        let mut admin = PgConnection::connect(&server_url()).await.unwrap();
        run(&mut admin, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        admin.close().await.unwrap();
        // From here on the database is dropped, whatever happens.
        let home = Arc::new(Home::Server(name.clone()));
        let db = Db::open(&url_as_server(&name), &settings(4)).await.unwrap();
        Self { db, home }
    }

    /// The place to open this database again at, as a second server would.
    pub fn place(&self) -> String {
        match &*self.home {
            Home::File(folder) => file_in(folder.path()).to_str().unwrap().to_owned(),
            Home::Server(name) => url_as_server(name),
        }
    }

    /// What it is called on PostgreSQL.
    pub fn name(&self) -> String {
        let Home::Server(name) = &*self.home else { panic!("it is a file") };
        name.clone()
    }

    /// The same for whoever can do anything with it: the owner of the schema, or whoever can write SQLite's file.
    pub fn owners_place(&self) -> String {
        match &*self.home {
            Home::File(_) => self.place(),
            Home::Server(name) => url_of(name),
        }
    }
}

/// That many connections, and the patience of somebody whose machine does other things too: a page that comes late is as good a page.
pub fn settings(connections: u32) -> Settings {
    Settings { connections, patience: Duration::from_mins(2), ..Settings::default() }
}

/// What is open, for whoever can do anything with it: the owner of the schema, or whoever can write SQLite's file.
pub async fn owner(db: &Db) -> Db {
    let Db::Postgres(pool) = db else { return db.clone() };
    let place = url_of(pool.connect_options().get_database().unwrap());
    Db::open(&place, &settings(2)).await.unwrap()
}

impl Drop for Home {
    /// On a thread of its own, because a drop cannot wait on the test's runtime, which may be unwinding.
    fn drop(&mut self) {
        let Self::Server(name) = self else { return };
        let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let mut admin = PgConnection::connect(&server_url()).await.unwrap();
                run(&mut admin, statement).await;
            });
        });
        assert!(thread.join().is_ok() || std::thread::panicking(), "the test's database could not be dropped");
    }
}

/// The name of a database with every migration, made by whoever comes first. It gets its name only when it is ready, so
/// one that was left half made is not mistaken for it.
async fn template() -> String {
    let name = format!("countersign_template_{}", hex(&fingerprint()[..8]));
    let mut admin = PgConnection::connect(&server_url()).await.unwrap();
    sqlx::query("SELECT pg_advisory_lock($1)").bind(TEMPLATE_LOCK).execute(&mut admin).await.unwrap();
    let made = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1").bind(&name);
    if made.fetch_optional(&mut admin).await.unwrap().is_none() {
        let draft = format!("{name}_draft");
        run(&mut admin, format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)")).await;
        run(&mut admin, format!("CREATE DATABASE {draft} TEMPLATE template0")).await;
        let db = Db::open(&url_of(&draft), &Settings::default()).await.unwrap();
        db.migrate().await.unwrap();
        with_role(&mut admin, SERVER).await;
        db.let_in(&SERVER.parse().unwrap(), Let::Serve).await.unwrap();
        db.close().await;
        run(&mut admin, format!("ALTER DATABASE {draft} RENAME TO {name}")).await;
    }
    // Closing the connection gives the lock back.
    admin.close().await.unwrap();
    name
}

async fn with_role(admin: &mut PgConnection, name: &str) {
    if sqlx::query("SELECT 1 FROM pg_roles WHERE rolname = $1").bind(name).fetch_optional(&mut *admin).await.unwrap().is_none() {
        run(admin, format!("CREATE ROLE {name} LOGIN PASSWORD '{name}'")).await;
    }
}

/// Makes a role that may do nothing yet, if it is not there; its password is its name.
pub async fn role(name: &str) {
    let mut admin = PgConnection::connect(&server_url()).await.unwrap();
    sqlx::query("SELECT pg_advisory_lock($1)").bind(TEMPLATE_LOCK).execute(&mut admin).await.unwrap();
    with_role(&mut admin, name).await;
    admin.close().await.unwrap();
}

/// What the template is made of: the migrations, and what the server's role may.
fn fingerprint() -> Vec<u8> {
    Sha256::new().chain_update(migrate::fingerprint(Engine::Postgres)).chain_update(format!("{:?}", rights::SERVER)).finalize().to_vec()
}

async fn run(admin: &mut PgConnection, statement: String) {
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(admin).await.unwrap();
}

fn file_in(folder: &Path) -> PathBuf {
    folder.join("countersign.db")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[expect(clippy::disallowed_methods, reason = "tests have no settings but this one")]
pub fn server_url() -> String {
    std::env::var("TEST_DATABASE_URL").expect(
        "TEST_DATABASE_URL is not set: run the tests with `cargo xtask test`, which starts a PostgreSQL for them, or \
         point it at one where databases and roles may be made",
    )
}

/// The URL of another database on the same server.
pub fn url_of(name: &str) -> String {
    let mut url = url::Url::parse(&server_url()).unwrap();
    url.set_path(name);
    url.into()
}

fn url_as_server(name: &str) -> String {
    url_as(name, SERVER, SERVER)
}

/// The same, for another role.
pub fn url_as(name: &str, role: &str, password: &str) -> String {
    let mut url = url::Url::parse(&url_of(name)).unwrap();
    url.set_username(role).unwrap();
    url.set_password(Some(password)).unwrap();
    url.into()
}
