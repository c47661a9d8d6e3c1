//! Under what conditions the figures were measured: without them they mean nothing.

use std::{fs, thread};

use domain::time::Clock;
use sqlx::{Connection, PgConnection, SqliteConnection};

use super::{Failure, Options, report::Report};
use crate::system::SystemClock;

pub(super) async fn write(report: &mut Report, options: &Options) -> Result<(), Failure> {
    report.condition(format!("countersign {} bench, {}", env!("CARGO_PKG_VERSION"), SystemClock.now()));
    let cpus = thread::available_parallelism().map_or(0, usize::from);
    report.condition(format!("{cpus} CPUs{}, shared by the server, the database and this program", model()));
    report.condition(format!("{} {}, {}", std::env::consts::OS, kernel(), std::env::consts::ARCH));
    let profile = if cfg!(debug_assertions) { "dev: not optimised, compare with nothing" } else { "release" };
    report.condition(format!("profile {profile}{}", if options.quick { "; --quick: too few samples to mean anything" } else { "" }));
    report.condition(format!("SQLite {}, WAL, synchronous=FULL, in a file", sqlite().await?));
    if let Some(url) = &options.postgres {
        report.condition(format!("PostgreSQL {}", postgres(url).await?));
    }
    report.condition("the machine is not quiet unless the loads below say so: other work makes every figure worse");
    write_load(report, "at the start");
    Ok(())
}

/// How busy the machine is, whoever keeps it so.
pub(super) fn write_load(report: &mut Report, when: &str) {
    if let Ok(load) = fs::read_to_string("/proc/loadavg") {
        let averages: Vec<_> = load.split_whitespace().take(3).collect();
        report.condition(format!("load {when}: {} (1, 5, 15 minutes)", averages.join(" ")));
    }
}

fn kernel() -> String {
    fs::read_to_string("/proc/sys/kernel/osrelease").map(|release| release.trim().to_owned()).unwrap_or_default()
}

fn model() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    name.map(|(_, name)| format!(" ({name})")).unwrap_or_default()
}

async fn sqlite() -> Result<String, Failure> {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await?;
    Ok(sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut connection).await?)
}

async fn postgres(url: &str) -> Result<String, Failure> {
    let mut connection = PgConnection::connect(url).await?;
    let mut answers = Vec::new();
    for ask in ["SHOW server_version", "SHOW fsync", "SHOW synchronous_commit"] {
        answers.push(sqlx::query_scalar::<_, String>(ask).fetch_one(&mut connection).await?);
    }
    Ok(format!("{}, fsync={}, synchronous_commit={}", answers[0], answers[1], answers[2]))
}
