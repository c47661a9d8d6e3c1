//! From a request being asked for until Apple's service has its notification: through the outbox, the worker, TLS and HTTP/2, to the tests'
//! simulator in a process of its own. In this process, SQLite, 64 at a time.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use domain::{
    agent::Agent,
    ids::{ChallengeId, SessionId},
    notification::{Handing, PushService},
    secret::Secret,
    time::Clock,
};
use serde_json::Value;
use tokio::task::JoinSet;

use super::{
    Failure,
    flows::contact,
    folder::Folder,
    phone::Keys,
    report::{Report, ms, percentile},
    seed,
    watch::Watch,
};
use crate::{
    config::{self, Given},
    http::Drain,
    live::Change,
    push::{Patience, worker},
    services::{Shared, ask, sessions},
    store::{
        Db, Settings as Pool, outgoing_push,
        push_address::{self, Address},
    },
    system::{SystemClock, SystemEntropy},
    wiring,
};

const AT_ONCE: usize = 64;
/// Each agent opens this many sessions, which is as many as they may in an hour.
const EACH: usize = 40;

/// Asks `count` customers, and measures until the service has each notification.
pub(super) async fn measure(simulator: &Path, folder: &Folder, count: usize, report: &mut Report) -> Result<(), Failure> {
    let apple = Apple::start(simulator, &folder.path("apple"))?;
    let settings = config::load(&Given { flags: apple.flags.clone(), ..Given::default() })?;
    let db = Db::open(&folder.path("push.db").to_string_lossy(), &Pool::default()).await?;
    db.migrate().await?;
    let shared = wiring::shared(&settings, db, Arc::new(SystemClock), Arc::new(SystemEntropy))?;
    let services = wiring::push_services(&settings, &shared.clock, Patience::default())?;
    let contacts = contacts(&shared, count).await?;
    let drain = Drain::default();
    let sending = tokio::spawn(worker::run(shared.clone(), Arc::new(services), drain.clone(), worker::LOOK));
    let mut took = ask_all(&shared, contacts).await?;
    drain.begin();
    sending.await?;
    report.figure("push_enqueue_to_sent_p99_ms", ms(percentile(&mut took, 99)));
    report.condition(format!("push: {} notifications, {AT_ONCE} at a time, the simulator in a process of its own, SQLite", took.len()));
    shared.db.close().await;
    Ok(())
}

/// So many agents, each in sessions with customers whose phones have an address.
async fn contacts(shared: &Shared, count: usize) -> Result<Vec<(Agent, SessionId)>, Failure> {
    let (keys, now) = (Keys::make()?, SystemClock.now());
    let (mut agents, mut numbers) = (Vec::new(), Vec::new());
    let mut tx = shared.db.write().await?;
    for index in 0..count {
        if index % EACH == 0 {
            agents.push(seed::agent(&mut tx, index / EACH, now).await?);
        }
        let customer = seed::customer(&mut tx, index, now).await?;
        let phone = seed::phone(&mut tx, &customer, &keys, now).await?;
        let address = Address { service: PushService::Apns, address: Secret::new(format!("{index:064x}")) };
        push_address::keep(&mut tx, phone.id, &address, now).await?;
        numbers.push(customer.number.to_string());
    }
    tx.commit().await?;
    let mut contacts = Vec::new();
    for (index, number) in numbers.iter().enumerate() {
        let agent = Agent::try_from(agents[index / EACH].clone())?;
        let session = sessions::open(shared, &agent, contact(number)?).await?;
        contacts.push((agent, session));
    }
    Ok(contacts)
}

async fn ask_all(shared: &Shared, contacts: Vec<(Agent, SessionId)>) -> Result<Vec<Duration>, Failure> {
    let (mut took, mut tasks) = (Vec::new(), JoinSet::new());
    for (agent, session) in contacts {
        if tasks.len() == AT_ONCE {
            took.extend(tasks.join_next().await.transpose()?.transpose()?);
        }
        let shared = shared.clone();
        tasks.spawn(async move {
            let mut live = shared.live.listen();
            let challenge = ask::raise(&shared, &agent, session, None).await?;
            let asked = Watch::start();
            while !handed(&shared, challenge).await? {
                // A word that was missed is as good as one that was heard: it looks again.
                while let Ok(Change::Session { session: other, .. }) = live.recv().await
                    && other != session
                {}
            }
            Ok::<_, Failure>(asked.elapsed())
        });
    }
    while let Some(finished) = tasks.join_next().await {
        took.push(finished??);
    }
    Ok(took)
}

async fn handed(shared: &Shared, challenge: ChallengeId) -> Result<bool, Failure> {
    match outgoing_push::of_challenge(&shared.db, challenge).await?.map(|row| row.handing) {
        Some(Handing::Handed) => Ok(true),
        Some(Handing::Queued | Handing::Again(_)) => Ok(false),
        other => Err(format!("a notification was not handed over: {other:?}").into()),
    }
}

/// The simulator; dropping it ends it.
struct Apple {
    process: Child,
    flags: BTreeMap<&'static str, String>,
}

impl Apple {
    fn start(program: &Path, folder: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(folder)?;
        let mut process = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.take().ok_or("the simulator says nothing")?).read_line(&mut line)?;
        let said: Value = serde_json::from_str(&line)?;
        let text = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
        let file = |name: &str, key: &str| -> Result<String, Failure> {
            let path = folder.join(name);
            fs::write(&path, text(key))?;
            Ok(path.to_string_lossy().into_owned())
        };
        let flags = [
            ("data", folder.join("data").to_string_lossy().into_owned()),
            ("demo", "true".to_owned()),
            ("apns_key_file", file("key.p8", "key")?),
            ("apns_root_file", file("root.pem", "root")?),
            ("apns_key_id", text("keyId")),
            ("apns_team_id", text("teamId")),
            ("apns_topic", text("topic")),
            ("apns_endpoint", format!("https://localhost:{}", said["port"])),
            ("apns_custom_endpoint_allowed", "true".to_owned()),
        ];
        Ok(Self { process, flags: flags.into() })
    }
}

impl Drop for Apple {
    fn drop(&mut self) {
        // It ends by itself when nobody writes to it any more.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
