//! `cargo xtask dev`: build and serve, again at every change.

use std::process::{Child, ExitCode};
use std::thread;
use std::time::Duration;

use anyhow::Result;

use crate::run::Options;
use crate::say::{self, Steps};
use crate::tools::command;
use crate::tools::interrupt;
use crate::{build, paths};

const WATCHED: [&str; 7] = ["app", "domain", "server", "style", "migrations", "Cargo.toml", "Cargo.lock"];
const EVERY: Duration = Duration::from_millis(500);

/// Serves until Ctrl-C. What does not build is said, and the server before it stays.
pub fn dev(options: &Options) -> Result<ExitCode> {
    let mut serving: Option<Child> = None;
    loop {
        let seen = build::fingerprint(&WATCHED)?;
        let mut steps = Steps::new(build::SITE_STEPS + 1);
        match build::with(&mut steps, options.release) {
            Ok(server) => {
                steps.end();
                if let Some(before) = serving.take() {
                    stop(before)?;
                }
                serving = Some(command::spawn(options.serve(server).current_dir(paths::root()))?);
            }
            Err(error) => say::error(&error),
        }
        while build::fingerprint(&WATCHED)? == seen {
            thread::sleep(EVERY);
        }
    }
}

fn stop(mut server: Child) -> Result<()> {
    interrupt::end(server.id());
    server.wait()?;
    interrupt::forget(server.id());
    Ok(())
}
