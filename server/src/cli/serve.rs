//! `countersign serve`.

use std::{
    error::Error,
    fs::DirBuilder,
    io::{self, Write},
    os::unix::fs::DirBuilderExt,
    path::Path,
    sync::Arc,
    time::Duration,
};

use crate::{
    collectors,
    config::{Database, Settings},
    cosigners,
    http::{self, Shell, health::Readiness},
    push::{self, Patience},
    relay,
    services::{Shared, access, accounts, demo, log, policies},
    store::{Db, Engine, Settings as Pool, roles::Standing},
    system, telemetry, wiring, workers,
};

/// How long the log's last round may take when everything else has stopped.
const LAST_ROUND: Duration = Duration::from_secs(5);
/// How long notifications that are under way may take when everything else has stopped.
const LAST_NOTIFICATIONS: Duration = Duration::from_secs(5);

pub(super) async fn serve(settings: Settings) -> Result<(), Box<dyn Error>> {
    telemetry::start(&settings);
    for name in &settings.unread_variables {
        tracing::warn!(name, "nothing reads this environment variable");
    }
    make_private_folder(&settings.data)?;
    let (clock, entropy) = (Arc::new(system::SystemClock), Arc::new(system::SystemEntropy));
    let db = open(&settings).await?;
    db.migrate().await?;
    if db.engine() == Engine::Postgres && db.standing().await? == Standing::Owner {
        tracing::warn!(
            "this program connects as the owner of its schema, who can rewrite the record: give it a role of its own (docs/operations.md)"
        );
    }
    let shared = wiring::shared(&settings, db.clone(), clock.clone(), entropy.clone())?;
    let beating = db.clone();
    let readiness = Readiness::when(move || {
        let db = beating.clone();
        async move { db.hold().await.is_ok() }
    });
    let shell = Shell::new(&settings, clock, entropy).ready_when(readiness);
    policies::start(&shared).await?;
    welcome(&settings, &shared).await?;
    let cosigners = wiring::cosigners(&shared, &shell, cosigners::Patience::default())?.map(Arc::new);
    if let Some(cosigners) = &cosigners {
        // Before anything is signed: whether the witnesses know a later head than this database has.
        cosigners::worker::logged(&shared, cosigners).await;
    }
    log::start(&shared).await?;
    let cosigning = cosigners
        .map(|cosigners| tokio::spawn(cosigners::worker::run(shared.clone(), cosigners, shell.drain.clone(), cosigners::worker::LOOK)));
    let collectors = wiring::collectors(&shared, &shell, collectors::Patience::default())?.map(Arc::new);
    let collecting = collectors
        .map(|collectors| tokio::spawn(collectors::worker::run(shared.clone(), collectors, shell.drain.clone(), collectors::worker::LOOK)));
    // Before anybody is let in: what lapsed while nobody served.
    access::lapse_due(&shared).await?;
    let relaying = relay::start(&shared, shell.drain.clone()).await?;
    let work = tokio::spawn(workers::run(shared.clone(), shell.drain.clone()));
    let sequencing = tokio::spawn(workers::sequence(shared.clone(), shell.drain.clone()));
    let indexing = tokio::spawn(workers::index(shared.clone(), shell.drain.clone()));
    let watching = tokio::spawn(workers::watch(shared.clone(), shell.drain.clone()));
    let erasing = tokio::spawn(workers::erase(shared.clone(), shell.drain.clone()));
    let pruning = tokio::spawn(workers::prune(shared.clone(), shell.drain.clone()));
    let services = wiring::push_services(&settings, &shared.clock, Patience::default())?;
    let sending = push::worker::run(shared.clone(), Arc::new(services), shell.drain.clone(), push::worker::LOOK);
    let mut sending = shared.push.is_open().then(|| tokio::spawn(sending));
    let doors = wiring::doors(&shared, &shell);
    http::run(&settings, &shell, doors).await?;
    work.abort();
    if let Some(relaying) = relaying {
        relaying.abort();
    }
    // One step is one COMMIT: what is cut off is done again.
    indexing.abort();
    watching.abort();
    erasing.abort();
    pruning.abort();
    // What is not placed or signed by then, whoever starts next places and signs.
    let _ = tokio::time::timeout(LAST_ROUND, sequencing).await;
    if let Some(cosigning) = cosigning {
        // A head that nobody has seen by now is shown by whoever starts next.
        cosigning.abort();
    }
    if let Some(collecting) = collecting {
        // What is not there by now is sent by whoever starts next.
        collecting.abort();
    }
    if let Some(sending) = &mut sending {
        // What is not finished by then is sent again by whoever starts next.
        let _ = tokio::time::timeout(LAST_NOTIFICATIONS, &mut *sending).await;
        sending.abort();
    }
    db.close().await;
    Ok(())
}

/// The database that the settings name, open.
pub(super) async fn open(settings: &Settings) -> Result<Db, Box<dyn Error>> {
    open_at(&settings.database).await
}

/// That database, open.
pub(super) async fn open_at(database: &Database) -> Result<Db, Box<dyn Error>> {
    Ok(match database {
        Database::Sqlite(path) => Db::open(&path.to_string_lossy(), &Pool::default()).await?,
        Database::Postgres(url) => Db::open(url.expose(), &Pool::default()).await?,
    })
}

/// Says where to go next: the demo's addresses, or the first administrator's link.
async fn welcome(settings: &Settings, shared: &Shared) -> Result<(), Box<dyn Error>> {
    let url = settings.public_url.origin();
    let mut out = io::stdout();
    if settings.demo {
        demo::seed(shared).await?;
        access::seed_demo(shared).await?;
        writeln!(out, "\n  Countersign, with invented people\n")?;
        writeln!(out, "  Console          {url}/sign-in")?;
        for (number, name) in demo::people().take(3) {
            writeln!(out, "  Phone            {url}/demo/phone/{number}  ({name})")?;
        }
        writeln!(out, "  Demo keypad      {url}/demo/keypad")?;
        writeln!(out, "  Demo mailbox     {url}/demo/mailbox\n")?;
    } else if let Some(token) = accounts::first_link(shared).await? {
        // Standard output, not the log: this is the one place that may hold it.
        writeln!(out, "\n  Register the first administrator's passkey here, within 30 minutes; the link works once:\n")?;
        writeln!(out, "  {url}/setup#{}\n", token.expose())?;
    } else {
        writeln!(out, "\n  Console          {url}/sign-in\n")?;
    }
    Ok(out.flush()?)
}

/// The folder holds keys: nobody else on the machine may look in.
pub(super) fn make_private_folder(folder: &Path) -> Result<(), String> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| format!("`data` = {}: {error}", folder.display()))
}
