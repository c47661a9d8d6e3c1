//! `cargo xtask run`: build, then be the server.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::Result;
use clap::Args;

use crate::say::Steps;
use crate::{build, paths};

/// How to serve.
#[derive(Args)]
pub struct Options {
    /// With invented customers, agents and keys, to try things out.
    #[arg(long)]
    pub demo: bool,
    /// Where the data is kept.
    #[arg(long, default_value = "./var")]
    pub data: PathBuf,
    /// Optimise the server as for production.
    #[arg(long)]
    pub release: bool,
    /// Passed on to `countersign serve`.
    #[arg(last = true)]
    pub args: Vec<String>,
}

impl Options {
    /// The server, as these options start it.
    pub fn serve(&self, server: PathBuf) -> Command {
        let mut serve = Command::new(server);
        serve.arg("serve").arg("--data").arg(&self.data).arg("--site").arg(paths::site());
        if self.demo {
            serve.arg("--demo");
        }
        serve.args(&self.args);
        serve
    }
}

/// Builds and serves.
pub fn run(options: &Options) -> Result<ExitCode> {
    let mut steps = Steps::new(build::SITE_STEPS + 2);
    let server = build::with(&mut steps, options.release)?;
    steps.next("Serving");
    become_it(options.serve(server))
}

/// Becomes the server, so that signals and the exit code are its own.
#[cfg(unix)]
fn become_it(mut serve: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(serve.exec().into())
}

#[cfg(not(unix))]
fn become_it(mut serve: Command) -> Result<ExitCode> {
    let status = serve.status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
