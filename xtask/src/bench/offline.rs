//! `cargo xtask bench --offline`: the program that trusts nothing, over an export of a million entries.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::paths;
use crate::say::{self, Steps, Watch};
use crate::tools::command::{cargo, command, lines, run};

/// One in twenty-five is an approval with its signature.
const ENTRIES: u32 = 1_000_000;
/// A checkpoint after so many.
const EVERY: u32 = 1_000;
/// Its median is what counts.
const ROUNDS: usize = 3;
/// The entries are written in less, on any machine.
const LONG: Duration = Duration::from_hours(1);

/// Builds the verifier in release, has a log made that never was, and verifies it again and again. `docs/benchmarks.md` says what the figures mean.
pub fn offline() -> Result<ExitCode> {
    let mut steps = Steps::new(3);
    steps.next("Building the verifier");
    run(cargo().args(["build", "--release", "--locked", "--package", "countersign-verify", "--bins", "--examples"]))?;
    steps.next("Writing a million entries");
    let dir = paths::target().join("bench-offline");
    let made = measured(&mut steps, &dir);
    // Whatever came of it: it is large.
    fs::remove_dir_all(&dir).with_context(|| format!("{} stays", dir.display()))?;
    steps.end();
    made
}

fn measured(steps: &mut Steps, dir: &Path) -> Result<ExitCode> {
    fs::create_dir_all(dir)?;
    let mut key = String::new();
    let mut make = command(paths::example("made", true));
    make.arg("export").arg(dir).args([ENTRIES.to_string(), EVERY.to_string()]);
    if !lines(&mut make, LONG, |line| line.clone_into(&mut key))? {
        bail!("no log was made in {}", dir.display());
    }
    steps.next("Verifying it");
    let mut took = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let watch = Watch::start();
        run(command(paths::verifier(true)).arg("log").arg(dir).args(["--key", &key]))?;
        took.push(watch.elapsed());
    }
    took.sort_unstable();
    let seconds = took[ROUNDS / 2].as_secs_f64();
    say::result(&format!("audit_verify_entries_per_second {:.0} entries/s", f64::from(ENTRIES) / seconds));
    say::result(&format!("audit_verify_million_seconds {seconds:.2} s"));
    say::result(&format!("audit_export_bytes_per_entry {:.0} bytes", bytes(dir)? / f64::from(ENTRIES)));
    Ok(ExitCode::SUCCESS)
}

/// How many bytes the files in a folder and below have.
fn bytes(dir: &Path) -> Result<f64> {
    let mut sum = 0.0;
    for entry in fs::read_dir(dir)? {
        let (path, data) = entry.map(|entry| (entry.path(), entry.metadata()))?;
        let data = data?;
        #[expect(clippy::cast_precision_loss, reason = "no file is that long")]
        let own = data.len() as f64;
        sum += if data.is_dir() { bytes(&path)? } else { own };
    }
    Ok(sum)
}
