//! Whole verification flows through the use cases, over a durable database: open a session, ask the customer to approve
//! exactly one change, take the signed answer, which runs it, and end the session. In this process, without HTTP.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use app::{
    desk::view::{Acted, Draft, Identifier, IdentifierKind, NewSession},
    phone::api::AnswerResult,
};
use domain::{
    action::ActionKind,
    agent::Agent,
    challenge::{Answer, Challenge, Claims, UserVerification},
    channel::{Channel, StartedBy},
    time::Clock,
};
use tokio::task::JoinSet;

use super::{
    Extent, Failure,
    folder::Folder,
    phone::Keys,
    report::{Report, ms, percentile},
    seed,
    watch::Watch,
};
use crate::{
    config::{self, Given},
    http::Drain,
    services::{Shared, answer, ask, sessions},
    store::{Db, challenge, device::Device},
    system::{SystemClock, SystemEntropy},
    wiring, workers,
};

/// So many that nobody looks more than sixty customers up in an hour, which is all that an agent may.
const AGENTS: usize = 1_000;
const CUSTOMERS: usize = 4_000;
const AT_ONCE: usize = 32;

/// An installation full of people.
struct World {
    shared: Shared,
    keys: Keys,
    agents: Vec<Agent>,
    customers: Vec<(String, Device)>,
    turn: AtomicUsize,
}

/// Measures on one database: many at a time, then alone.
pub(super) async fn measure(db: Db, folder: &Folder, extent: &Extent, engine: &str, report: &mut Report) -> Result<(), Failure> {
    let world = Arc::new(World::make(db, folder, engine).await?);
    // As in a server: what happens gets its place and is signed beside it.
    let drain = Drain::default();
    let sequencer = tokio::spawn(workers::sequence(world.shared.clone(), drain.clone()));
    let warm = extent.flowing / 8;
    run(&world, AT_ONCE, warm).await?;
    let before = commits(&world);
    let mut many = run(&world, AT_ONCE, extent.flowing).await?;
    let after = commits(&world);
    let mut alone = run(&world, 1, extent.flowing / 2).await?;
    report.figure(&format!("verification_flows_per_second_{engine}"), many.per_second());
    report.figure(&format!("verification_flow_p99_ms_{engine}"), ms(percentile(&mut many.took, 99)));
    let median = ms(percentile(&mut alone.took, 50));
    match engine {
        "sqlite" => report.figure("verification_flow_alone_p50_ms", median),
        _ => report.figure(&format!("verification_flow_alone_p50_ms_{engine}"), median),
    }
    let seconds = many.lasted.as_secs_f64();
    report.condition(format!(
        "flows on {engine}: {} in {seconds:.1} s, {AT_ONCE} at a time, in this process, no HTTP{}",
        many.took.len(),
        shared_commits(before, after)
    ));
    drain.begin();
    sequencer.await?;
    world.shared.db.close().await;
    Ok(())
}

struct Run {
    took: Vec<Duration>,
    lasted: Duration,
}

impl Run {
    #[expect(clippy::cast_precision_loss, reason = "no run has that many flows")]
    fn per_second(&self) -> f64 {
        self.took.len() as f64 / self.lasted.as_secs_f64()
    }
}

/// Keeps `at_once` flows going for that long; those begun before its end are finished and counted, with the time they took.
async fn run(world: &Arc<World>, at_once: usize, span: Duration) -> Result<Run, Failure> {
    let watch = Watch::start();
    let mut tasks = JoinSet::new();
    for _ in 0..at_once {
        let world = Arc::clone(world);
        tasks.spawn(async move {
            let mut took = Vec::new();
            while watch.elapsed() < span {
                let one = Watch::start();
                world.flow().await?;
                took.push(one.elapsed());
            }
            Ok::<_, Failure>(took)
        });
    }
    let mut took = Vec::new();
    while let Some(finished) = tasks.join_next().await {
        took.extend(finished??);
    }
    Ok(Run { took, lasted: watch.elapsed() })
}

impl World {
    async fn make(db: Db, folder: &Folder, engine: &str) -> Result<Self, Failure> {
        db.migrate().await?;
        let data = folder.path(&format!("flows-{engine}")).to_string_lossy().into_owned();
        let flags = [("data", data), ("demo", "true".to_owned())].into();
        let settings = config::load(&Given { flags, ..Given::default() })?;
        let shared = wiring::shared(&settings, db, Arc::new(SystemClock), Arc::new(SystemEntropy))?;
        let (keys, now) = (Keys::make()?, SystemClock.now());
        let (mut agents, mut customers) = (Vec::new(), Vec::new());
        let mut tx = shared.db.write().await?;
        for index in 0..AGENTS {
            agents.push(Agent::try_from(seed::agent(&mut tx, index, now).await?)?);
        }
        for index in 0..CUSTOMERS {
            let customer = seed::customer(&mut tx, index, now).await?;
            let phone = seed::phone(&mut tx, &customer, &keys, now).await?;
            customers.push((customer.number.to_string(), phone));
        }
        tx.commit().await?;
        Ok(Self { shared, keys, agents, customers, turn: AtomicUsize::new(0) })
    }

    /// One flow, with the next agent and the next customer.
    async fn flow(&self) -> Result<(), Failure> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let (shared, agent) = (&self.shared, &self.agents[turn % AGENTS]);
        let (number, phone) = &self.customers[turn % CUSTOMERS];
        let session = sessions::open(shared, agent, contact(number)?).await?;
        let to = seed::address(turn % CUSTOMERS, turn / CUSTOMERS + 1).parse()?;
        let Acted::Asked(asked) = ask::act(shared, agent, session, Draft::ChangeEmail { to }, &turn.to_string()).await? else {
            return Err("it ran without being approved".into());
        };
        // What the agent's screen and the phone read.
        let shown = challenge::read(&shared.db, asked).await?.ok_or("the challenge is gone")?.challenge;
        let signed = self.keys.sign(phone.id, &approval(&shown))?;
        let AnswerResult::Done { .. } = answer::answer(shared, phone, asked, &signed).await? else {
            return Err("it was approved and did not run".into());
        };
        Ok(sessions::end(shared, agent, session).await?)
    }
}

/// What an agent opens a session with.
pub(super) fn contact(number: &str) -> Result<NewSession, Failure> {
    Ok(NewSession {
        channel: Channel::from_key("phone").ok_or("there is no telephone")?,
        started_by: StartedBy::Customer,
        identifier: Identifier { kind: IdentifierKind::CustomerNumber, value: number.to_owned() },
        reason: ActionKind::ChangeEmail,
        case: None,
    })
}

/// What the customer signs: yes, with the digits that were asked for.
pub(super) fn approval(asked: &Challenge) -> Claims {
    Claims {
        challenge_id: asked.id,
        session_id: asked.session,
        action_hash: asked.action_hash.to_string(),
        shown_text: asked.shown_text.clone(),
        code: asked.push().map(|push| push.code.expose().to_owned()).unwrap_or_default(),
        decision: Answer::Approve,
        contacted_us: true,
        user_verification: UserVerification::Unlock,
        answered_at_ms: SystemClock.now().millis(),
    }
}

/// Use cases kept and COMMITs so far, where the writer counts them.
fn commits(world: &World) -> Option<(u64, u64)> {
    match &world.shared.db {
        Db::Sqlite(db) => Some((db.counts().kept, db.counts().commits)),
        Db::Postgres(_) => None,
    }
}

fn shared_commits(before: Option<(u64, u64)>, after: Option<(u64, u64)>) -> String {
    let Some(((kept, commits), (kept_after, commits_after))) = before.zip(after) else { return String::new() };
    format!("; {} use cases in {} COMMITs", kept_after - kept, commits_after - commits)
}
