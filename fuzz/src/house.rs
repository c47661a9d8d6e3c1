//! A server without its listener: a SQLite file of its own with the demo's people, settings, and a clock that stands still.

use std::{fs, path::Path, sync::Arc};

use domain::testing::{HandClock, SeededEntropy};
use server::{
    config::{self, Given},
    http::Shell,
    services::{Shared, demo, policies},
    store::{Db, Settings},
    wiring,
};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

/// The telephone system's token.
pub const TOKEN: &str = "telephone-token-of-the-fuzzer-0123456789";
const PIN_KEY: &str = "pin-key-of-the-fuzzer-0123456789-0123456789";

/// What a target stands on. Dropping it removes the file.
pub struct House {
    pub shared: Shared,
    pub shell: Shell,
    pub runtime: Runtime,
    _files: TempDir,
}

impl House {
    pub fn new() -> Self {
        let files = tempfile::tempdir().unwrap();
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let (shared, shell) = runtime.block_on(open(files.path()));
        Self { shared, shell, runtime, _files: files }
    }

    /// How many use cases were kept so far.
    pub fn kept(&self) -> u64 {
        match &self.shared.db {
            Db::Sqlite(db) => db.counts().kept,
            Db::Postgres(_) => unreachable!("it is a file"),
        }
    }
}

impl Default for House {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.runtime.block_on(self.shared.db.close());
    }
}

async fn open(files: &Path) -> (Shared, Shell) {
    let path = |name: &str| files.join(name).to_str().unwrap().to_owned();
    let file = |name: &str, text: &str| {
        fs::write(files.join(name), text).unwrap();
        path(name)
    };
    let flags = [
        ("data", path("data")),
        ("site", path("site")),
        ("demo", "true".to_owned()),
        ("telephony_file", file("telephony", &format!("ivr {TOKEN}\n"))),
        ("pin_key_file", file("pin.key", PIN_KEY)),
    ];
    let settings = config::load(&Given { flags: flags.into(), ..Given::default() }).unwrap();
    let db = Db::open(&path("countersign.db"), &Settings::default()).await.unwrap();
    db.migrate().await.unwrap();
    let shared = wiring::shared(&settings, db, Arc::new(HandClock::default()), Arc::new(SeededEntropy::new(7))).unwrap();
    let shell = Shell::new(&settings, shared.clock.clone(), shared.entropy.clone());
    demo::seed(&shared).await.unwrap();
    policies::start(&shared).await.unwrap();
    (shared, shell)
}
