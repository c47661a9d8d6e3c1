//! Starting other programs: from the top of the checkout, stopped when we are stopped, with an error that names them.

use std::env::{var_os, vars_os};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::interrupt;
use crate::paths;

/// A program, to be run from the top of the checkout.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(paths::root());
    command
}

/// Cargo, as a person would start it: without what `cargo run` set for us. Build scripts watch some of those variables
/// and would build again at each change between the two.
pub fn cargo() -> Command {
    let mut command = command(var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in vars_os() {
        let own = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_")
                || ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_BIN_NAME", "CARGO_CRATE_NAME"].contains(&name)
        });
        if own {
            command.env_remove(&name);
        }
    }
    // Set at compile time it makes Leptos ask for a wasm file of another name than ours.
    command.env_remove("LEPTOS_OUTPUT_NAME");
    command
}

/// Runs it to its end and says whether it was content.
pub fn succeeds(command: &mut Command) -> Result<bool> {
    Ok(wait(spawn(command)?)?.success())
}

/// Runs it to its end; anything but success is an error.
pub fn run(command: &mut Command) -> Result<()> {
    if !succeeds(command)? {
        bail!("`{}` failed", shown(command));
    }
    Ok(())
}

/// Runs it to its end and hands each line it prints to `line`. One that prints nothing for as long as `quiet` is stopped: it waits for what
/// does not come, and nobody would ever hear of what it has not said yet.
pub fn lines(command: &mut Command, quiet: Duration, mut line: impl FnMut(&str)) -> Result<bool> {
    let mut child = spawn(command.stdout(Stdio::piped()))?;
    let stdout = child.stdout.take().context("its output was asked for")?;
    let (said, heard) = mpsc::channel();
    thread::spawn(move || BufReader::new(stdout).lines().try_for_each(|text| said.send(text)));
    loop {
        match heard.recv_timeout(quiet) {
            Ok(text) => line(&text?),
            Err(RecvTimeoutError::Disconnected) => return Ok(wait(child)?.success()),
            Err(RecvTimeoutError::Timeout) => {
                interrupt::end(child.id());
                wait(child)?;
                bail!("`{}` was stopped: it had said nothing for {} minutes", shown(command), quiet.as_secs() / 60);
            }
        }
    }
}

/// What it prints, if it can be started and succeeds: for asking a program about itself.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Starts it, and remembers it for [`interrupt`].
pub fn spawn(command: &mut Command) -> Result<Child> {
    interrupt::in_own_group(command);
    let child = command.spawn().with_context(|| format!("cannot start `{}`", shown(command)))?;
    interrupt::remember(child.id());
    Ok(child)
}

fn wait(mut child: Child) -> Result<ExitStatus> {
    let id = child.id();
    let status = child.wait()?;
    interrupt::forget(id);
    Ok(status)
}

fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(OsStr::to_string_lossy));
    words.join(" ")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn said(script: &str, quiet: Duration) -> (Result<bool>, Vec<String>) {
        let mut heard = Vec::new();
        let ended = lines(command("sh").args(["-c", script]), quiet, |line| heard.push(line.to_owned()));
        (ended, heard)
    }

    #[test]
    fn what_is_printed_is_handed_on_and_how_it_ended() {
        let (ended, heard) = said("echo one; echo two; exit 3", Duration::from_mins(5));
        assert_eq!((ended.unwrap(), heard), (false, vec!["one".to_owned(), "two".to_owned()]));
        assert!(said("echo one", Duration::from_mins(5)).0.unwrap());
    }

    #[test]
    fn what_says_nothing_more_is_stopped() {
        let (ended, _) = said("echo one; exec tail -f /dev/null", Duration::from_millis(200));
        assert!(ended.unwrap_err().to_string().contains("had said nothing"));
    }
}
