//! The program. Status 0: nothing is wrong; 1: something is; 2: it could not be looked at.

use std::{
    io::{IsTerminal, Write, stderr, stdout},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use countersign_verify::{keys::Keys, log, receipt};
use domain::audit_log::verify::words;

/// How many entries go by between two words of progress.
const STEP: u64 = 1 << 16;
/// Files that are named; the others are counted.
const SHOWN: usize = 5;

/// Verifies Countersign's audit log offline, trusting nothing but the keys it is given.
#[derive(Parser)]
#[command(name = "countersign-verify", version)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Verifies what `countersign audit export` wrote
    Log {
        /// The folder
        dir: PathBuf,
        #[command(flatten)]
        keys: Keys,
    },
    /// Verifies a receipt, and says what it shows
    Receipt {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        keys: Keys,
    },
}

fn main() -> ExitCode {
    let done = match Line::parse().command {
        Command::Log { dir, keys } => verify_log(&dir, &keys),
        Command::Receipt { file, keys } => verify_receipt(&file, &keys),
    };
    done.unwrap_or_else(|why| {
        eprintln!("countersign-verify: {why}");
        ExitCode::from(2)
    })
}

fn verify_log(dir: &Path, keys: &Keys) -> Result<ExitCode, String> {
    let trust = keys.trust().map_err(|error| error.to_string())?;
    let (mut told, end) = (0, if stderr().is_terminal() { "\r" } else { "\n" });
    let verified = log::verify(dir, &trust, &mut |so_far, size| {
        if so_far - told >= STEP {
            told = so_far;
            eprint!("{so_far} of {size} entries{end}");
        }
    })?;
    let mut lines = words::report(&verified.report, &trust);
    if !verified.others.is_empty() {
        let named = verified.others.iter().take(SHOWN).map(words::plain).collect::<Vec<_>>().join(", ");
        lines = format!("{lines}\nNote: {} files were not read, because no log has them: {named}", verified.others.len());
    }
    print(&lines)?;
    Ok(if verified.report.wrong() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn verify_receipt(file: &Path, keys: &Keys) -> Result<ExitCode, String> {
    let trust = keys.trust().map_err(|error| error.to_string())?;
    match receipt::verify(&receipt::read(file)?, &trust) {
        Ok(shown) => print(&shown).map(|()| ExitCode::SUCCESS),
        Err(why) => print(&format!("This shows nothing: {why}")).map(|()| ExitCode::FAILURE),
    }
}

fn print(text: &str) -> Result<(), String> {
    writeln!(stdout(), "{text}").map_err(|error| error.to_string())
}
