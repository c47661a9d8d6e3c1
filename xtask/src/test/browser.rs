//! The browser suite.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::count::Counts;
use super::report::Outcome;
use crate::paths;
use crate::tools::cluster::Cluster;
use crate::tools::command::succeeds;
use crate::tools::node;

/// `playwright test`, told where everything is.
pub fn playwright(server: &Path, chromium: &Path, cluster: &Cluster) -> Command {
    let mut playwright = node::playwright();
    playwright
        .arg("test")
        .env("COUNTERSIGN_BIN", server)
        .env("COUNTERSIGN_SITE", paths::site())
        .env("CHROMIUM", chromium)
        .env("TEST_DATABASE_URL", cluster.url());
    playwright
}

/// Runs the suite.
pub fn run(mut playwright: Command, filter: &[String]) -> Result<Outcome> {
    let report = paths::target().join("browser-suite.json");
    // One of an earlier run must not be read as this one's.
    if report.exists() {
        fs::remove_file(&report)?;
    }
    playwright.args(["--forbid-only", "--reporter=list,json"]).env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report);
    if !filter.is_empty() {
        playwright.args(["--pass-with-no-tests", "--grep", &filter.join("|")]);
    }
    let succeeded = succeeds(&mut playwright)?;
    let text = fs::read_to_string(&report).context("Playwright left no report")?;
    let counts = Counts::of_playwright(&serde_json::from_str(&text)?);
    Ok(Outcome { succeeded: succeeded && counts.failed == 0, counts })
}
