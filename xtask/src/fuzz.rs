//! `cargo xtask fuzz`: what reads a stranger's bytes first, under libFuzzer. `docs/fuzzing.md` says what is tried and what came of it.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::paths;
use crate::say::{self, Steps};
use crate::tools::command::{cargo, command, run, succeeds};

/// More bytes than any door here reads with a purpose.
const LONGEST: usize = 4096;

#[derive(Args)]
pub struct Options {
    /// One of them, instead of all
    target: Option<Target>,
    /// How long each is tried; 0: only what is kept in fuzz/corpus
    #[arg(long, default_value_t = 10)]
    minutes: u32,
    /// Add to fuzz/corpus, afterwards, what was found to reach more of the program
    #[arg(long)]
    keep: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Target {
    Jws,
    Webauthn,
    Telephony,
    Note,
    Receipt,
    Bundle,
    Witness,
}

impl Target {
    const fn name(self) -> &'static str {
        match self {
            Self::Jws => "jws",
            Self::Webauthn => "webauthn",
            Self::Telephony => "telephony",
            Self::Note => "note",
            Self::Receipt => "receipt",
            Self::Bundle => "bundle",
            Self::Witness => "witness",
        }
    }

    /// The crate that stands outside the workspace for it.
    fn file(self, kind: &str) -> PathBuf {
        folder().join(kind).join(self.name())
    }

    fn program(self) -> PathBuf {
        built().join("release").join(self.name())
    }

    /// What a run finds; it grows from run to run.
    fn found(self) -> PathBuf {
        built().join("found").join(self.name())
    }
}

fn folder() -> PathBuf {
    paths::root().join("fuzz")
}

fn built() -> PathBuf {
    paths::target().join("fuzz")
}

/// Builds the targets with libFuzzer's counters, by the same compiler as everything else, and runs them one after the other.
pub fn fuzz(options: &Options) -> Result<ExitCode> {
    let targets = options.target.map_or_else(|| Target::value_variants().to_vec(), |one| vec![one]);
    let mut steps = Steps::new(1 + targets.len());
    steps.next("Building the targets");
    let mut build = cargo();
    build.args(["build", "--release", "--locked", "--manifest-path"]).arg(folder().join("Cargo.toml")).arg("--target-dir").arg(built());
    run(build.env("RUSTC_WRAPPER", folder().join("rustc.sh")))?;
    let mut content = true;
    for target in targets {
        steps.next(&format!("Trying {} for {} min", target.name(), options.minutes));
        content &= try_one(target, options.minutes)?;
        if options.keep && content {
            keep(target)?;
        }
    }
    steps.end();
    Ok(if content { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn try_one(target: Target, minutes: u32) -> Result<bool> {
    let (log, temporary) = (built().join(format!("{}.log", target.name())), built().join(format!("{}.temporary", target.name())));
    for folder in [target.found(), target.file("corpus"), temporary.clone()] {
        fs::create_dir_all(folder)?;
    }
    let mut fuzzer = command(target.program());
    fuzzer.arg(target.found()).arg(target.file("corpus"));
    fuzzer.arg(format!("-dict={}", target.file("dict").display()));
    fuzzer.arg(format!("-artifact_prefix={}/crash-{}-", built().display(), target.name()));
    fuzzer.args([format!("-max_len={LONGEST}"), "-timeout=20".to_owned(), "-print_final_stats=1".to_owned()]);
    fuzzer.arg(if minutes == 0 { "-runs=0".to_owned() } else { format!("-max_total_time={}", minutes * 60) });
    let content = succeeds(fuzzer.env("TMPDIR", &temporary).stderr(File::create(&log)?))?;
    fs::remove_dir_all(temporary)?;
    tell(target, &fs::read_to_string(&log)?, content);
    Ok(content)
}

/// One line of figures; what it died of, if it did.
fn tell(target: Target, log: &str, content: bool) {
    let runs = log.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:")).map_or("?", str::trim);
    let after = |line: &str, name: &str| Some(line.split_once(name)?.1.split_whitespace().next()?.to_owned());
    let reached = |name: &str| log.lines().rev().find_map(|line| after(line, name)).unwrap_or_else(|| "?".to_owned());
    let crashes = u8::from(!content);
    let (edges, kept) = (reached(" cov: "), reached(" corp: "));
    say::result(&format!("{}: {runs} executions, {edges} edges reached, {kept} inputs that differ, {crashes} crashes", target.name()));
    if !content {
        let died = log.lines().skip_while(|line| !line.contains("panicked at") && !line.contains("ERROR: libFuzzer"));
        died.take(40).for_each(|line| say::note(&format!("    {line}")));
    }
}

/// The fewest inputs that reach everything that was reached, beside those that are kept already.
fn keep(target: Target) -> Result<()> {
    let mut merge = command(target.program());
    merge.args(["-set_cover_merge=1"]).arg(format!("-max_len={LONGEST}")).arg(target.file("corpus")).arg(target.found());
    run(merge.stderr(File::create(built().join("merge.log"))?))
}
