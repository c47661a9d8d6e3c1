//! `countersign bench`: measures this program on this machine, and prints one line a figure.
//!
//! Owns the measuring: what each figure means stands in `docs/benchmarks.md`, and a new one is a name in
//! [`report::FIGURES`] and a call here. It works on databases of its own, which are gone afterwards, and refuses shortcuts:
//! phones sign with real keys, every limit holds, databases are as durable as in production.

mod approval;
mod audit;
mod authenticator;
mod challenges;
mod child;
mod conditions;
mod flows;
mod folder;
mod gate;
mod http;
mod log;
mod pages;
mod phone;
mod policy;
mod postgres;
mod push;
mod report;
mod seed;
mod start;
mod stream;
mod transfer;
mod watch;

use std::{error::Error, path::PathBuf, time::Duration};

use clap::Args;

use crate::store::Db;
use child::Server;
use folder::Folder;
use report::Report;

/// Why a measurement could not be made.
type Failure = Box<dyn Error + Send + Sync>;

#[derive(Args)]
pub(super) struct Options {
    /// The folder with the browser's files
    #[arg(long, value_name = "FOLDER", default_value = "target/site")]
    site: PathBuf,
    /// A folder for the databases, on the disk that is to be measured; what is put there is removed again
    #[arg(long, value_name = "FOLDER", default_value_os_t = std::env::temp_dir())]
    data: PathBuf,
    /// A PostgreSQL server on which a database may be made; without it nothing is measured there
    #[arg(long, value_name = "URL", env = "TEST_DATABASE_URL", hide_env_values = true)]
    postgres: Option<String>,
    /// The simulator of Apple's service (the example `apple`); without it no notification is measured
    #[arg(long, value_name = "PROGRAM")]
    apple: Option<PathBuf>,
    /// Only the verification flows: neither a server nor pages
    #[arg(long)]
    flows: bool,
    /// Only what the log costs
    #[arg(long)]
    log: bool,
    /// Only searches of the audit log, over that many entries
    #[arg(long, value_name = "SIZE")]
    audit: Vec<audit::Size>,
    /// Fewer samples: only to see that it works
    #[arg(long)]
    quick: bool,
}

/// How much of each is measured.
struct Extent {
    contacts: usize,
    approvals: usize,
    requests: usize,
    starts: usize,
    flowing: Duration,
    challenges: usize,
    decisions: usize,
    notifications: usize,
    versions: usize,
}

impl Options {
    const fn extent(&self) -> Extent {
        if self.quick {
            Extent {
                contacts: 5,
                approvals: 10,
                requests: 10,
                starts: 1,
                flowing: Duration::from_millis(500),
                challenges: 64,
                decisions: 20,
                notifications: 100,
                versions: 3,
            }
        } else {
            Extent {
                contacts: 50,
                approvals: 500,
                requests: 200,
                starts: 5,
                flowing: Duration::from_secs(8),
                challenges: 1000,
                decisions: 2000,
                notifications: 1000,
                versions: 100,
            }
        }
    }
}

/// Measures everything and prints it.
pub(super) async fn bench(options: Options) -> Result<(), Box<dyn Error>> {
    let mut report = Report::default();
    whole(&options, &mut report).await.map_err(|failure| -> Box<dyn Error> { failure })?;
    Ok(report.print()?)
}

async fn whole(options: &Options, report: &mut Report) -> Result<(), Failure> {
    let folder = Folder::new(&options.data)?;
    conditions::write(report, options).await?;
    measure(options, &folder, report).await?;
    conditions::write_load(report, "at the end");
    Ok(())
}

async fn measure(options: &Options, folder: &Folder, report: &mut Report) -> Result<(), Failure> {
    let extent = options.extent();
    if !options.audit.is_empty() {
        return audit::on_both(options, folder, report).await;
    }
    note("the log");
    the_log(options, folder, extent.flowing, report).await?;
    if options.log {
        return Ok(());
    }
    if !options.flows {
        note("starting the server");
        start::measure(options, folder, extent.starts, report).await?;
        through_the_front_door(options, folder, &extent, report).await?;
    }
    note("verification flows on SQLite");
    let file = folder.path("flows.db");
    let db = Db::open(&file.to_string_lossy(), &crate::store::Settings::default()).await?;
    flows::measure(db, folder, &extent, "sqlite", report).await?;
    match &options.postgres {
        Some(url) => {
            note("verification flows on PostgreSQL");
            let own = postgres::Own::make(url).await?;
            let measured = flows::measure(own.open().await?, folder, &extent, "postgres", report).await;
            own.remove().await?;
            measured?;
        }
        None => report.condition("nothing was measured on PostgreSQL: --postgres (or TEST_DATABASE_URL) names no server"),
    }
    note("challenges");
    challenges::measure(folder, &extent, report).await?;
    match &options.apple {
        Some(simulator) => {
            note("notifications");
            push::measure(simulator, folder, extent.notifications, report).await?;
        }
        None => report.condition("no notification was measured: --apple names no simulator"),
    }
    note("gate decisions");
    gate::measure(extent.decisions, report);
    Ok(())
}

/// What the log costs, on each database.
async fn the_log(options: &Options, folder: &Folder, span: Duration, report: &mut Report) -> Result<(), Failure> {
    let db = Db::open(&folder.path("log.db").to_string_lossy(), &crate::store::Settings::default()).await?;
    log::measure(db, folder, span, "sqlite", report).await?;
    if let Some(url) = &options.postgres {
        let own = postgres::Own::make(url).await?;
        let measured = log::measure(own.open().await?, folder, span, "postgres", report).await;
        own.remove().await?;
        measured?;
    }
    Ok(())
}

/// What is measured over HTTP, on one server in a process of its own.
async fn through_the_front_door(options: &Options, folder: &Folder, extent: &Extent, report: &mut Report) -> Result<(), Failure> {
    note("approvals");
    let data = folder.path("front");
    let people = seed::front(&data, extent.contacts).await?;
    let administrators = seed::administrators(&data).await?;
    let server = Server::start(&data, &options.site).await?;
    let mut desks = approval::Desks::open(&server, people).await?;
    approval::measure(&mut desks, extent.approvals, report).await?;
    report.figure("resident_memory_mb", server.resident_mb()?);
    note("pages");
    let places = desks.places().await?;
    pages::measure(&server, &places, extent.requests, report).await?;
    transfer::measure(&server, &places, report).await?;
    // Last: the policy is another afterwards.
    note("another policy");
    policy::measure(server.port, &mut desks, &administrators, extent.versions, report).await
}

/// Says on standard error how far it is.
fn note(what: &str) {
    eprintln!("bench: {what}…");
}
