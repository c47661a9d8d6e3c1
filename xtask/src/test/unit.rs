//! Rust's tests. They find PostgreSQL by `TEST_DATABASE_URL`; none of them may do without it.

use std::env::var_os;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::count::Counts;
use super::report::Outcome;
use crate::say;
use crate::tools::cluster::Cluster;
use crate::tools::command::{cargo, lines, run as run_command};

/// What the lints and the tests build with: the same for both, so that neither builds again what the other has.
pub const FEATURES: &str = "server/testing,app/ssr";

/// How long the tests may say nothing. None of them takes as long, nor does building this tool's own; but for a log that somebody asks to be
/// changed so many times (`docs/audit-log.md`), which takes an hour.
fn quiet() -> Duration {
    if var_os("COUNTERSIGN_TEST_MUTATIONS").is_some() { Duration::from_hours(12) } else { Duration::from_mins(10) }
}

/// Builds the tests, and with them the server that the browser suite starts.
pub fn build() -> Result<()> {
    run_command(product().arg("--no-run"))
}

/// Runs the product's tests and this tool's own.
pub fn run(filter: &[String], cluster: &Cluster) -> Result<Outcome> {
    let mut outcome = Outcome { succeeded: true, counts: Counts::default() };
    let mut own = cargo();
    own.args(["test", "--package", "xtask"]);
    build()?;
    for mut tests in [own, product()] {
        tests.args(["--no-fail-fast", "--"]).args(filter).env("TEST_DATABASE_URL", cluster.url());
        let mut counts = Counts::default();
        outcome.succeeded &= lines(&mut tests, quiet(), |line| {
            counts.read(line);
            say::result(line);
        })?;
        outcome.counts = outcome.counts.plus(counts);
    }
    Ok(outcome)
}

fn product() -> Command {
    let mut cargo = cargo();
    cargo.args(["test", "--package", "domain", "--package", "app", "--package", "server", "--package", "countersign-verify"]);
    cargo.args(["--features", FEATURES]);
    cargo
}
