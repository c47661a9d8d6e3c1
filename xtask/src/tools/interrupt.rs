//! Ctrl-C and SIGTERM: what we started is stopped and what we made is removed before we go.

use std::process::{Command, exit};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};

use super::cluster;

static CHILDREN: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// From here on, being told to stop cleans up first.
pub fn install() -> Result<()> {
    ctrlc::set_handler(|| {
        for child in CHILDREN.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            end(child);
        }
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

/// Asks a process to end. It may have gone already: then there is nothing to do, and nothing to say.
pub fn end(child: u32) {
    let _gone = Command::new("kill").arg(child.to_string()).output();
}
