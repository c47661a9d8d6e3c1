//! What the phases gave, and the summary at the end.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;

use super::count::Counts;
use crate::say::{self, Steps, Watch};

/// How a phase went.
pub struct Outcome {
    pub succeeded: bool,
    pub counts: Counts,
}

impl Outcome {
    /// Of a phase that is one question with one answer.
    pub fn of_check(succeeded: bool) -> Self {
        let counts = Counts { passed: u32::from(succeeded), failed: u32::from(!succeeded), ..Counts::default() };
        Self { succeeded, counts }
    }
}

struct Phase {
    name: &'static str,
    counts: Counts,
    took: Duration,
}

/// Every phase so far.
pub struct Report {
    pub steps: Steps,
    phases: Vec<Phase>,
}

impl Report {
    pub fn new(steps: Steps) -> Self {
        Self { steps, phases: Vec::new() }
    }

    /// Runs a phase. Whatever stops it fails it.
    pub fn phase(&mut self, name: &'static str, run: impl FnOnce() -> Result<Outcome>) {
        self.steps.next(name);
        let watch = Watch::start();
        let Outcome { succeeded, mut counts } = run().unwrap_or_else(|error| {
            say::error(&error);
            Outcome::of_check(false)
        });
        // What does not compile fails without a single test saying so.
        if !succeeded && counts.failed == 0 {
            counts.failed = 1;
        }
        self.phases.push(Phase { name, counts, took: watch.elapsed() });
    }

    /// Prints the summary.
    pub fn conclude(mut self) -> ExitCode {
        self.steps.end();
        let sum = self.phases.iter().map(|phase| phase.counts).fold(Counts::default(), Counts::plus);
        say::result(&format!("\n{:<22}{:>8}{:>8}{:>9}{:>9}", "", "passed", "failed", "skipped", "minutes"));
        for Phase { name, counts, took } in &self.phases {
            let minutes = took.as_secs_f64() / 60.0;
            let Counts { passed, failed, skipped, .. } = counts;
            say::result(&format!("{name:<22}{passed:>8}{failed:>8}{skipped:>9}{minutes:>9.1}"));
        }
        let Counts { sqlite, postgres, browser, .. } = sum;
        say::result(&format!("\nPassed on SQLite {sqlite}, on PostgreSQL {postgres}, in the browser {browser}."));
        say::result(&format!("{} passed, {} failed", sum.passed, sum.failed));
        if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
