//! `cargo xtask`: everything between a clean clone and a running, tested Countersign, in one place.
//!
//! Owns: building both sides, running, testing, measuring. Refuses: any rule of the product itself.
//! To add a step to a command, write it as a function that takes what it needs and call it between two
//! [`say::Steps::next`]; to add a tool that must be on the machine, see [`tools`].

mod bench;
mod build;
mod dev;
mod fuzz;
mod paths;
mod run;
mod say;
mod screens;
mod test;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, runs and tests Countersign.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the browser side and the server.
    Build {
        /// Optimise the server as for production.
        #[arg(long)]
        release: bool,
    },
    /// Build, then serve.
    Run(run::Options),
    /// Build and serve, again at every change, until Ctrl-C.
    Dev(run::Options),
    /// Set up what the tests need, check the code, and run every test on both databases and in a browser.
    Test(test::Options),
    /// Measure the release build.
    Bench {
        /// Ask policy engines that others wrote the same as the gate, and nothing else.
        #[arg(long)]
        rivals: bool,
        /// Verify an export of a million entries offline, and nothing else.
        #[arg(long)]
        offline: bool,
        /// Passed on to `countersign bench`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Try what reads a stranger's bytes first, under libFuzzer.
    Fuzz(fuzz::Options),
    /// Take the screenshots.
    Screens {
        /// Passed on to Playwright.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
}

fn main() -> ExitCode {
    let done = tools::interrupt::install().and_then(|()| match Cli::parse().command {
        Command::Build { release } => build::all(release).map(|_server| ExitCode::SUCCESS),
        Command::Run(options) => run::run(&options),
        Command::Dev(options) => dev::dev(&options),
        Command::Test(options) => test::test(&options),
        Command::Bench { rivals: true, .. } => bench::rivals(),
        Command::Bench { offline: true, .. } => bench::offline(),
        Command::Bench { args, .. } => bench::bench(&args),
        Command::Fuzz(options) => fuzz::fuzz(&options),
        Command::Screens { args } => screens::screens(&args),
    });
    done.unwrap_or_else(|error| {
        say::error(&error);
        ExitCode::FAILURE
    })
}
