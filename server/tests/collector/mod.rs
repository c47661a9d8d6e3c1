//! Collectors: that nothing comes to one unseen, whatever the line does; and what follows for a record whose copy is not whole.

mod disk;
mod door;
mod fake;
mod killed;
mod line;
mod program;
mod pruning;
mod record;

use std::{path::PathBuf, sync::Arc, time::Duration as Real};

use domain::{
    action::ActionKind,
    audit_log::{
        VerifierKey,
        key::{Kind, Signer},
    },
    testing::HandClock,
    time::Duration,
};
use server::{
    collectors::{Collectors, Known, Patience, round::round},
    log_key::LogKey,
    services::{alarms, log},
    store::Db,
    wiring,
};
use tempfile::TempDir;

use crate::support::{
    keeper::{Keeper, TOKEN},
    rows,
    world::{SIGNE, TOMAS, World},
};

/// Short where a collector is to be given up on; long enough on a busy machine for one that answers.
const PATIENCE: Patience = Patience { connect: Real::from_secs(5), answer: Real::from_secs(5) };

/// How long the copy may be behind.
const BEHIND: Duration = Duration::minutes(2);

/// A server whose record is collected, and everything on one clock that is moved by hand.
struct House {
    world: World,
    keeper: Keeper,
    collectors: Collectors,
    log: VerifierKey,
    files: TempDir,
}

impl House {
    async fn new(db: &Db) -> Self {
        Self::with(db, PATIENCE).await
    }

    async fn with(db: &Db, patience: Patience) -> Self {
        let (clock, files) = (HandClock::default(), tempfile::tempdir().unwrap());
        LogKey::make(&files.path().join("log.key")).unwrap();
        let log = verifier(&LogKey::read(&files.path().join("log.key")).unwrap(), 1);
        let keeper = Keeper::start(std::slice::from_ref(&log), &files.path().join("copy"), Arc::new(clock.clone())).await;
        let settings = settings(&files, &keeper, TOKEN);
        let (world, _) = World::with(db, &clock, 7, &settings).await;
        // Something to put on record.
        let mut bram = world.agent("Bram").await;
        for number in [SIGNE, TOMAS] {
            world.phone(number).await;
            bram.open(number, ActionKind::Refund).await;
        }
        let collectors = wiring::collectors(&world.shared, &world.shell, patience).unwrap().unwrap();
        Self { world, keeper, collectors, log, files }
    }

    /// Everything that happened gets its place, and the head is signed.
    async fn sign(&self) {
        log::round(&self.world.shared).await.unwrap();
    }

    /// Something happens, and is signed.
    async fn happens(&self) {
        self.world.agent("Ana").await;
        self.sign().await;
    }

    /// One round; how many entries were taken.
    async fn round(&self) -> u64 {
        round(&self.world.shared, &self.collectors).await.unwrap()
    }

    /// The same when whoever gave nothing is asked again.
    async fn later(&self) -> u64 {
        self.world.clock.advance(Duration::seconds(31));
        self.round().await
    }

    /// How many entries the newest signed head has.
    async fn size(&self) -> u64 {
        server::store::log::last(&self.world.shared.db, 1).await.unwrap().unwrap().size
    }

    /// What the server knows of its collector.
    fn known(&self) -> Known {
        self.world.shared.collectors.as_ref().unwrap().all().remove(0)
    }

    /// Looks for what there is to alert of; how many alerts of the copy were raised so far, and how many of them are over.
    async fn alerts(&self, watch: &mut alarms::Watch) -> (i64, i64) {
        alarms::look(&self.world.shared, watch).await.unwrap();
        let of = async |more: &str| rows::count(&self.world.shared.db, &format!("alert WHERE because = 'log_not_collected'{more}")).await;
        (of("").await, of(" AND over_at IS NOT NULL").await)
    }

    /// Whether the copy on disk is, entry by entry, what the log has places for.
    async fn is_whole(&self) {
        let size = self.size().await;
        let there: Vec<_> = self.keeper.entries(&self.log).iter().map(|entry| domain::audit_log::Hash::leaf(entry.as_bytes())).collect();
        assert_eq!(there, server::store::log::leaves(&self.world.shared.db, 0, size).await.unwrap());
    }

    /// The key that its log is signed with.
    fn key(&self) -> LogKey {
        LogKey::read(&self.files.path().join("log.key")).unwrap()
    }

    async fn metrics(&self) -> String {
        let metrics = server::http::metrics::router(self.world.shell.metrics.clone());
        let request = http::Request::get("/metrics").body(axum::body::Body::empty()).unwrap();
        let answer = tower::ServiceExt::oneshot(metrics, request).await.unwrap();
        String::from_utf8(axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap().into()).unwrap()
    }
}

/// What a server is told that sends to that collector, with that token.
fn settings(files: &TempDir, keeper: &Keeper, token: &str) -> [(&'static str, String); 2] {
    let named = |name: &str| files.path().join(name);
    let text = |path: PathBuf| path.to_str().unwrap().to_owned();
    std::fs::write(named("token"), token).unwrap();
    let policy = format!("collector http://{}/ {}\nbehind {}s\n", keeper.address, text(named("token")), BEHIND.whole_seconds());
    std::fs::write(named("policy"), policy).unwrap();
    [("collector_policy_file", text(named("policy"))), ("log_key_file", text(named("log.key")))]
}

/// What checks the heads of that epoch of the test's server.
fn verifier(key: &LogKey, epoch: u32) -> VerifierKey {
    let name = format!("localhost/audit/{epoch}").parse().unwrap();
    VerifierKey { name, kind: Kind::Note, public: key.public() }
}
