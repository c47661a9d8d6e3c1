//! Ctrl-C and SIGTERM: what we started is stopped and what we made is removed before we go.

use std::process::{Command, exit};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};

use super::cluster;

static CHILDREN: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// From here on, being told to stop cleans up first.
pub fn install() -> Result<()> {
    ctrlc::set_handler(|| {
        // Held to the end: whoever waits for a child that we stop here comes no further than `forget`.
        let mut children = CHILDREN.lock().unwrap_or_else(PoisonError::into_inner);
        children.drain(..).for_each(end);
        cluster::stop();
        exit(130);
    })
    .context("cannot listen for Ctrl-C")
}

/// A child that has to go when we go.
pub fn remember(child: u32) {
    CHILDREN.lock().unwrap_or_else(PoisonError::into_inner).push(child);
}

/// It has ended by itself.
pub fn forget(child: u32) {
    CHILDREN.lock().unwrap_or_else(PoisonError::into_inner).retain(|&id| id != child);
}

/// Asks a child, and what it has started, to end. They may have gone already: then there is nothing to do or say.
pub fn end(child: u32) {
    let _gone = Command::new("kill").args(["-s", "TERM", "--", &format!("-{child}")]).output();
}

/// Gives a child a process group of its own, so that what it starts is in reach of [`end`].
#[cfg(unix)]
pub fn in_own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
pub fn in_own_group(_command: &mut Command) {}
