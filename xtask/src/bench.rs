//! `cargo xtask bench`: measure the release build.

use std::process::ExitCode;

use anyhow::Result;

use crate::say::Steps;
use crate::tools::cluster::Cluster;
use crate::tools::command::{command, succeeds};
use crate::{build, paths};

/// Runs the server's own measurements, on SQLite and on a PostgreSQL of our own. `docs/benchmarks.md` says what they mean.
pub fn bench(args: &[String]) -> Result<ExitCode> {
    let mut steps = Steps::new(build::SITE_STEPS + 3);
    let server = build::with(&mut steps, true)?;
    steps.next("Starting PostgreSQL");
    let cluster = Cluster::start()?;
    steps.next("Measuring");
    let mut bench = command(server);
    bench.arg("bench").arg("--site").arg(paths::site()).args(args).env("TEST_DATABASE_URL", cluster.url());
    let measured = succeeds(&mut bench)?;
    steps.end();
    Ok(if measured { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
