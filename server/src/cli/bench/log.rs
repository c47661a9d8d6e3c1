//! The log: entries a second with it, until all have their places and a head that was signed, beside the same rows without it in the same
//! run; and from a COMMIT until a signed head has the entry.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use domain::{
    audit::{Actor, Entry, Event, Scope},
    ids::{AgentId, EntryId},
};
use tokio::task::JoinSet;

use super::{
    Failure,
    folder::Folder,
    report::{Report, ms, percentile},
    watch::Watch,
};
use crate::{
    config::{self, Given},
    http::Drain,
    services::{self, Shared},
    store::{Db, audit, exec, log},
    system::{SystemClock, SystemEntropy},
    wiring, workers,
};

/// The same row as [`audit::append`] writes, which nothing in the product may do without its place in the queue.
const UNLOGGED: &str = "INSERT INTO audit_entry (id, at, ordinal, actor_kind, actor_id, event, detail) \
     VALUES ($1, $2, (SELECT COUNT(*) FROM audit_entry WHERE session_id = NULL AND at = $2), 'staff', $3, 'looked_up', $4)";
/// Use cases that write at once.
const WRITERS: usize = 32;
/// How often a writer asks whether its entry is in a signed head; the resolution of that figure.
const LOOK: Duration = Duration::from_millis(5);

/// Measures on one database, in turns, so that a noisy minute meets both.
pub(super) async fn measure(db: Db, folder: &Folder, span: Duration, engine: &str, report: &mut Report) -> Result<(), Failure> {
    let shared = surroundings(db, folder, engine).await?;
    let (mut with, mut without) = (0.0, 0.0);
    let mut integrated = Vec::new();
    for _ in 0..3 {
        let watch = Watch::start();
        without += per_second(writers(&shared, span / 3, false).await?, &watch);
        let drain = Drain::default();
        let sequencer = tokio::spawn(workers::sequence(shared.clone(), drain.clone()));
        let probe = tokio::spawn(probe(shared.clone(), span / 3));
        let watch = Watch::start();
        let written = writers(&shared, span / 3, true).await?;
        // What still waits belongs to the work.
        services::log::round(&shared).await?;
        with += per_second(written, &watch);
        integrated.extend(probe.await??);
        drain.begin();
        sequencer.await?;
    }
    let waiting = log::waiting(&shared.db, 1).await?.len();
    report.figure(&format!("audit_entries_per_second_{engine}"), with / 3.0);
    report.figure(&format!("audit_entries_per_second_without_{engine}"), without / 3.0);
    report.figure(&format!("audit_overhead_ratio_{engine}"), with / without);
    let name = if engine == "sqlite" { "audit_integration_p99_ms".to_owned() } else { format!("audit_integration_p99_ms_{engine}") };
    report.figure(&name, ms(percentile(&mut integrated, 99)));
    report.condition(format!(
        "log on {engine}: {WRITERS} writers, an entry each in its own transaction, {:.1} s with the log and as long without it, in turns; {} entries \
         watched until a signed head had them; {waiting} left waiting",
        span.as_secs_f64(),
        integrated.len()
    ));
    shared.db.close().await;
    Ok(())
}

async fn surroundings(db: Db, folder: &Folder, engine: &str) -> Result<Shared, Failure> {
    db.migrate().await?;
    let data = folder.path(&format!("log-{engine}")).to_string_lossy().into_owned();
    let flags = [("data", data), ("demo", "true".to_owned())].into();
    let settings = config::load(&Given { flags, ..Given::default() })?;
    Ok(wiring::shared(&settings, db, Arc::new(SystemClock), Arc::new(SystemEntropy))?)
}

#[expect(clippy::cast_precision_loss, reason = "no run has that many entries")]
fn per_second(written: u64, watch: &Watch) -> f64 {
    written as f64 / watch.elapsed().as_secs_f64()
}

/// How many entries all writers write in that time.
async fn writers(shared: &Shared, span: Duration, logged: bool) -> Result<u64, Failure> {
    let (watch, written, over) = (Watch::start(), Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    let mut tasks = JoinSet::new();
    for _ in 0..WRITERS {
        let (shared, written, over) = (shared.clone(), Arc::clone(&written), Arc::clone(&over));
        tasks.spawn(async move {
            while !over.load(Ordering::Relaxed) {
                write(&shared, logged).await?;
                written.fetch_add(1, Ordering::Relaxed);
                over.fetch_or(watch.elapsed() >= span, Ordering::Relaxed);
            }
            Ok::<_, Failure>(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(written.load(Ordering::Relaxed))
}

/// One entry, as a use case writes it, or the same row without its place in the queue.
async fn write(shared: &Shared, logged: bool) -> Result<EntryId, Failure> {
    let now = shared.now();
    let id = EntryId::new(now, &*shared.entropy);
    let agent = AgentId::new(now, &*shared.entropy);
    let event = Event::LookedUp { by: "customer_number".to_owned(), matches: 1 };
    let entry = Entry { id, at: now, actor: Actor::Staff(agent), scope: Scope::default(), event };
    let mut tx = shared.db.write().await?;
    if logged {
        audit::append(&mut tx, &entry).await?;
    } else {
        let detail = serde_json::to_string(&entry.event)?;
        exec!(tx, UNLOGGED, id.uuid(), now.micros(), agent.uuid(), detail).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// From the COMMIT of an entry until a signed head has it, again and again beside the writers.
async fn probe(shared: Shared, span: Duration) -> Result<Vec<Duration>, Failure> {
    let (whole, mut took) = (Watch::start(), Vec::new());
    while whole.elapsed() < span {
        let id = write(&shared, true).await?;
        let one = Watch::start();
        loop {
            tokio::time::sleep(LOOK).await;
            let place = log::place_of(&shared.db, id).await?;
            if place.zip(shared.log.state().signed).is_some_and(|(place, signed)| place < signed.size) {
                break;
            }
        }
        took.push(one.elapsed());
    }
    Ok(took)
}
