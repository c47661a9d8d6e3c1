//! A whole server on a real port, and the people around it: `world.agent("Ana")`, `world.phone(MIRELA)`.
//!
//! Everything is what is shipped, but time is moved by hand and chance repeats. Two worlds may stand on one database, one
//! after the other or at once, as two servers do; give the second another seed, or both draw the same ids.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use domain::{
    agent::{Agent as Witness, Role, Staff, Supervisor},
    entropy,
    ids::{AgentId, CustomerId},
    secret::Hashed,
    testing::{HandClock, SeededEntropy},
    time::Duration,
};
use server::{
    config::{self, Given, Settings},
    http::{
        Shell, layers,
        serve::{Ended, Limits, Stop, serve},
    },
    services::{Shared, demo, policies},
    store::{
        Db, customer,
        sign_in::{self, New},
        staff,
    },
    wiring,
};
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};
use tower_sessions::session::Id;

use super::{agent::Agent, keys::Key, phone::Phone};

/// Customers of the demo, by number: two e-mail addresses, and one.
pub const MIRELA: &str = "44710982";
pub const TOMAS: &str = "58201147";
/// The one who is a business.
pub const SIGNE: &str = "82264730";

/// Tokens of the two systems that may tell of risks.
pub const CARRIER: &str = "carrier-token-of-the-tests-0123456789";
pub const FRAUD_DESK: &str = "fraud-desk-token-of-the-tests-0123456789";

/// The token of the telephone system.
pub const IVR: &str = "telephone-token-of-the-tests-0123456789";

/// Whom the browser thinks it talks to.
pub const ORIGIN: &str = "http://localhost:3000";

/// A staff number of their own for everybody who is invited by a test.
static NUMBERS: AtomicU32 = AtomicU32::new(5_000);

/// A server, serving.
pub struct World {
    pub shared: Shared,
    pub clock: HandClock,
    pub shell: Shell,
    pub address: SocketAddr,
    served: JoinHandle<Ended>,
    files: TempDir,
}

impl World {
    /// A server on `db`, with the demo's people in it.
    pub async fn new(db: &Db) -> Self {
        Self::beside(db, &HandClock::default(), 7).await
    }

    /// One more server on the same database, on the same clock.
    pub async fn beside(db: &Db, clock: &HandClock, seed: u64) -> Self {
        Self::with(db, clock, seed, &[]).await.0
    }

    /// The same with more settings.
    pub async fn with(db: &Db, clock: &HandClock, seed: u64, more: &[(&'static str, String)]) -> (Self, Settings) {
        let files = tempfile::tempdir().unwrap();
        let (settings, shared) = surroundings_with(db, clock, seed, files.path(), more);
        let shell = Shell::new(&settings, shared.clock.clone(), shared.entropy.clone());
        demo::seed(&shared).await.unwrap();
        policies::start(&shared).await.unwrap();
        // Nobody does anything in the very microsecond in which the first addresses were written.
        clock.advance(Duration::SECOND);
        let doors = layers::wrap(wiring::doors(&shared, &shell), &shell);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        // A connection is not closed on a browser that did nothing for a while because its machine did nothing for it.
        let limits = Limits { header_timeout: std::time::Duration::from_mins(2), ..Limits::default() };
        let served = tokio::spawn(serve(listener, doors, limits, shell.drain.clone(), Stop::default()));
        (Self { shared, clock: clock.clone(), shell, address, served, files }, settings)
    }

    /// Stops it as an operator would: what is in work is finished.
    pub async fn stop(self) {
        self.shell.drain.begin();
        assert_eq!(self.served.await.unwrap(), Ended::Drained);
    }

    /// Where it keeps its settings and its data folder.
    pub fn files(&self) -> &Path {
        self.files.path()
    }

    /// A browser of somebody who has just signed in, by first name.
    pub async fn agent(&self, first_name: &str) -> Agent {
        Agent::enter(self, self.staff(first_name).await.id).await
    }

    /// A browser in which nobody has signed in.
    pub fn stranger(&self) -> Agent {
        Agent::nobody(self)
    }

    /// A browser of somebody who has these roles and no others, as if they had just used their passkey.
    pub async fn with_roles(&self, roles: &[Role]) -> Agent {
        let (now, entropy, db) = (self.shared.now(), &*self.shared.entropy, &self.shared.db);
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        let member = Staff { id: AgentId::new(now, entropy), name: "Sam Doe".parse().unwrap(), number, roles: roles.to_vec() };
        let id = Id(i128::from_le_bytes(entropy::bytes(entropy))).to_string();
        let soon = now.after(Duration::MINUTE);
        let mut tx = db.write().await.unwrap();
        staff::insert(&mut tx, &member, now).await.unwrap();
        let new = New { staff: Some(member.id), now, expires_at: soon, ends_at: soon, browser: "" };
        sign_in::insert(&mut tx, &Hashed::of(&id), &new).await.unwrap();
        tx.commit().await.unwrap();
        Agent { cookie: Some(format!("__Host-sign-in={id}")), ..self.stranger() }
    }

    /// A phone that has just been bound, with a key that it releases only after unlock.
    pub async fn phone(&self, customer_number: &str) -> Phone {
        Phone::bind(self, customer_number, Some(Key::new())).await
    }

    /// The same without that second key: it reaches Substantial.
    pub async fn plain_phone(&self, customer_number: &str) -> Phone {
        Phone::bind(self, customer_number, None).await
    }

    /// A member of the demo's staff, by first name.
    pub async fn staff(&self, first_name: &str) -> Staff {
        let number = match first_name {
            "Ana" => 2207,
            "Bram" => 2214,
            "Jonas" => 2101,
            "Ingrid" => 2001,
            "Freja" => 2002,
            other => panic!("nobody in the demo is called {other}"),
        };
        staff::by_number(&self.shared.db, number).await.unwrap().unwrap()
    }

    /// Their right to serve customers, for calling a use case directly.
    pub async fn witness(&self, first_name: &str) -> Witness {
        self.staff(first_name).await.try_into().unwrap()
    }

    /// Jonas's right to supervise.
    pub async fn supervisor(&self) -> Supervisor {
        self.staff("Jonas").await.try_into().unwrap()
    }

    /// A customer's id, by number.
    pub async fn customer(&self, number: &str) -> CustomerId {
        let mut tx = self.shared.db.write().await.unwrap();
        customer::by_number(&mut tx, number).await.unwrap().unwrap().id
    }
}

/// What use cases need, without a server.
pub fn surroundings(db: &Db, clock: &HandClock, seed: u64, files: &Path) -> (Settings, Shared) {
    surroundings_with(db, clock, seed, files, &[])
}

fn surroundings_with(db: &Db, clock: &HandClock, seed: u64, files: &Path, more: &[(&'static str, String)]) -> (Settings, Shared) {
    let folder = |name: &str| files.join(name).to_str().unwrap().to_owned();
    let sources = files.join("sources");
    std::fs::write(&sources, format!("carrier {CARRIER}\nfraud-desk {FRAUD_DESK}\n")).unwrap();
    let sources = ("signal_sources_file", sources.to_str().unwrap().to_owned());
    let written = |name: &str, text: &str| {
        let path = files.join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let telephony = ("telephony_file", written("telephony", &format!("ivr {IVR}\n")));
    let pins = ("pin_key_file", written("pin.key", "pin-key-of-the-tests-0123456789-0123456789\n"));
    let seeds = ("totp_key_file", written("totp.key", "totp-key-of-the-tests-0123456789-0123456789\n"));
    let (data, site) = (("data", folder("var")), ("site", folder("site")));
    let mut flags = BTreeMap::from([data, site, ("demo", "true".to_owned()), sources, telephony, pins, seeds]);
    flags.extend(more.iter().cloned());
    let settings = config::load(&Given { flags, ..Given::default() }).unwrap();
    let entropy = Arc::new(SeededEntropy::new(seed));
    let shared = wiring::shared(&settings, db.clone(), Arc::new(clock.clone()), entropy).unwrap();
    (settings, shared)
}
