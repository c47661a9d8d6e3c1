//! Witnesses: that one is never lied to, and what follows for a record that nobody sees.

mod door;
pub mod grace;
mod killed;
mod program;
mod proofs;
mod race;
mod record;
mod rolled_back;

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
    cosigners::{Cosigners, Patience, round::round},
    log_key::LogKey,
    services::log,
    store::Db,
    wiring,
};
use tempfile::TempDir;

use crate::support::{
    keys::ed25519,
    seer::Seer,
    world::{SIGNE, TOMAS, World},
};

/// Short where a witness is to be given up on; long enough on a busy machine for one that answers.
const PATIENCE: Patience = Patience { connect: Real::from_secs(5), answer: Real::from_secs(5) };

/// How long it goes on without witnesses.
const GRACE: Duration = Duration::seconds(30);

/// A server whose record two witnesses have to see, and everything on one clock that is moved by hand.
struct House {
    world: World,
    seers: Vec<Seer>,
    cosigners: Cosigners,
    log: VerifierKey,
    key_file: PathBuf,
    files: TempDir,
}

impl House {
    async fn new(db: &Db) -> Self {
        Self::with(db, 2, PATIENCE).await
    }

    async fn with(db: &Db, quorum: usize, patience: Patience) -> Self {
        let (clock, files) = (HandClock::default(), tempfile::tempdir().unwrap());
        let key_file = files.path().join("log.key");
        LogKey::make(&key_file).unwrap();
        let key = LogKey::read(&key_file).unwrap();
        let log = verifier(&key, 1);
        let mut seers = Vec::new();
        for name in ["one.example/w", "two.example/w"] {
            let store = files.path().join(name.replace('/', "-"));
            seers.push(Seer::with(name, ed25519(), std::slice::from_ref(&log), &store, Arc::new(clock.clone())).await);
        }
        let lines: String = seers.iter().map(Seer::line).collect();
        let policy = files.path().join("policy");
        std::fs::write(&policy, format!("{lines}quorum {quorum}\ngrace {}s\n", GRACE.whole_seconds())).unwrap();
        let named = |path: &PathBuf| path.to_str().unwrap().to_owned();
        let settings = [("witness_policy_file", named(&policy)), ("log_key_file", named(&key_file))];
        let (world, _) = World::with(db, &clock, 7, &settings).await;
        // Something to put on record.
        let mut bram = world.agent("Bram").await;
        for number in [SIGNE, TOMAS] {
            world.phone(number).await;
            bram.open(number, ActionKind::Refund).await;
        }
        let cosigners = wiring::cosigners(&world.shared, &world.shell, patience).unwrap().unwrap();
        Self { world, seers, cosigners, log, key_file, files }
    }

    /// Everything that happened gets its place, and the head is signed.
    async fn sign(&self) {
        log::round(&self.world.shared).await.unwrap();
    }

    /// One round; how many cosigned.
    async fn round(&self) -> usize {
        round(&self.world.shared, &self.cosigners).await.unwrap()
    }

    /// How many entries the newest signed head has.
    async fn size(&self) -> u64 {
        server::store::log::last(&self.world.shared.db, 1).await.unwrap().unwrap().size
    }

    /// How many of the witnesses agree, as the log's pages say it.
    async fn agree(&self) -> Option<(u32, u32)> {
        log::shown(&self.world.shared).await.unwrap().unwrap().witnesses
    }

    async fn metrics(&self) -> String {
        let metrics = server::http::metrics::router(self.world.shell.metrics.clone());
        let request = http::Request::get("/metrics").body(axum::body::Body::empty()).unwrap();
        let answer = tower::ServiceExt::oneshot(metrics, request).await.unwrap();
        String::from_utf8(axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap().into()).unwrap()
    }
}

/// What checks the heads of that epoch of the test's server.
fn verifier(key: &LogKey, epoch: u32) -> VerifierKey {
    let name = format!("localhost/audit/{epoch}").parse().unwrap();
    VerifierKey { name, kind: Kind::Note, public: key.public() }
}
