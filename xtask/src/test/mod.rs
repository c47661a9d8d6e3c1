//! `cargo xtask test`: what the tests need, the checks, every test on both databases, and the browser suite.
//!
//! Each part is a *phase*; one that fails fails the whole, and the later ones still run. To add a phase, write a function
//! that gives an [`report::Outcome`] and name it in [`test`].

pub mod browser;
mod checks;
mod count;
mod doc_paths;
#[cfg(test)]
mod lock_files;
mod report;
mod unit;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use report::Report;

use crate::say::Steps;
use crate::tools::cluster::Cluster;
use crate::tools::{chromium, compiler, node, openssl, wasm_target};
use crate::{build, paths};

/// Which tests.
#[derive(Args)]
pub struct Options {
    /// This part only.
    #[arg(long)]
    only: Option<Part>,
    /// Tests whose name contains one of these; leaves the checks out.
    filter: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Formatting, paths in the documents, lints.
    Checks,
    /// Rust's tests, on SQLite and on PostgreSQL.
    Unit,
    /// The bank's policy as another engine runs it, and receipts of the log as another verifier reads them.
    Oracle,
    /// The simulators of other people's services, as clients that others wrote find them.
    Simulators,
    /// The browser suite.
    Browser,
}

impl Options {
    fn wants(&self, part: Part) -> bool {
        let whole = matches!(part, Part::Checks | Part::Oracle | Part::Simulators);
        self.only.map_or(!whole || self.filter.is_empty(), |only| only == part)
    }

    fn steps(&self) -> usize {
        let parts = [(Part::Checks, 5), (Part::Unit, 1), (Part::Oracle, 2), (Part::Simulators, 1), (Part::Browser, build::SITE_STEPS + 2)];
        1 + parts.iter().filter(|(part, _)| self.wants(*part)).map(|(_, steps)| steps).sum::<usize>()
    }
}

/// Runs them and says how it went.
pub fn test(options: &Options) -> Result<ExitCode> {
    let mut report = Report::new(Steps::new(options.steps()));
    report.steps.next("Setting up");
    let ready = Ready::for_parts(options)?;
    if options.wants(Part::Checks) {
        report.phase("Formatting", checks::formatting);
        report.phase("Paths in documents", doc_paths::check);
        report.phase("Types of the browser suite", checks::types_of_the_browser_suite);
        report.phase("Lints", checks::lints);
        report.phase("Lints, browser side", checks::lints_of_the_browser_side);
    }
    if options.wants(Part::Unit) {
        report.phase("Rust tests", || unit::run(&options.filter, ready.cluster()?));
    }
    if options.wants(Part::Oracle) {
        report.phase("The policy as Cedar", checks::policy_as_cedar);
        report.phase("Receipts by Sigstore's", checks::receipts_by_sigstore);
    }
    if options.wants(Part::Simulators) {
        report.phase("Simulator of Apple's service", checks::simulator_of_apple);
    }
    if options.wants(Part::Browser) {
        let built = build::site(&mut report.steps).and_then(|()| {
            report.steps.next("Building the server");
            unit::build()
        });
        report.phase("Browser suite", || {
            built?;
            let playwright = browser::playwright(&paths::server(false), ready.chromium()?, ready.cluster()?);
            browser::run(playwright, &options.filter)
        });
    }
    Ok(report.conclude())
}

/// What the tests lean on.
#[derive(Default)]
struct Ready {
    cluster: Option<Cluster>,
    chromium: Option<PathBuf>,
}

impl Ready {
    fn for_parts(options: &Options) -> Result<Self> {
        let mut ready = Self::default();
        compiler::ready()?;
        if options.wants(Part::Checks) {
            wasm_target::ready()?;
        }
        if [Part::Checks, Part::Oracle, Part::Simulators, Part::Browser].into_iter().any(|part| options.wants(part)) {
            node::ready()?;
        }
        if options.wants(Part::Browser) {
            ready.chromium = Some(chromium::ready()?);
        }
        if options.wants(Part::Unit) {
            openssl::ready()?;
        }
        if options.wants(Part::Unit) || options.wants(Part::Browser) {
            ready.cluster = Some(Cluster::start()?);
        }
        Ok(ready)
    }

    fn cluster(&self) -> Result<&Cluster> {
        self.cluster.as_ref().context("PostgreSQL was not started for this part")
    }

    fn chromium(&self) -> Result<&PathBuf> {
        self.chromium.as_ref().context("Chromium was not looked for, for this part")
    }
}
