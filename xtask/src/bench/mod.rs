//! `cargo xtask bench`: measure the release build.

mod offline;

use std::process::ExitCode;

use anyhow::Result;

use crate::say::Steps;
use crate::tools::cluster::Cluster;
use crate::tools::command::{cargo, command, run, succeeds};
use crate::{build, paths};

pub use offline::offline;

/// Runs the server's own measurements, on SQLite and on a PostgreSQL of our own. `docs/benchmarks.md` says what they mean.
pub fn bench(args: &[String]) -> Result<ExitCode> {
    let mut steps = Steps::new(build::SITE_STEPS + 4);
    let server = build::with(&mut steps, true)?;
    steps.next("Building the simulator of Apple's service");
    run(cargo().args(["build", "--release", "--package", "server", "--example", "apple"]))?;
    steps.next("Starting PostgreSQL");
    let cluster = Cluster::start()?;
    steps.next("Measuring");
    let mut bench = command(server);
    bench
        .arg("bench")
        .arg("--site")
        .arg(paths::site())
        .arg("--apple")
        .arg(paths::example("apple", true))
        .args(args)
        .env("TEST_DATABASE_URL", cluster.url());
    let measured = succeeds(&mut bench)?;
    steps.end();
    Ok(if measured { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds the crate that stands outside the workspace for it, in release, and runs it. `docs/benchmarks.md` says what the figures mean.
pub fn rivals() -> Result<ExitCode> {
    let mut steps = Steps::new(1);
    steps.next("Asking the gate and the engines of others");
    let manifest = paths::root().join("bench").join("rivals").join("Cargo.toml");
    let mut run = cargo();
    run.args(["run", "--release", "--locked", "--manifest-path"]).arg(manifest).arg("--target-dir").arg(paths::target().join("rivals"));
    let measured = succeeds(&mut run)?;
    steps.end();
    Ok(if measured { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
