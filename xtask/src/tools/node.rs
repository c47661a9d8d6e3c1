//! Node, and what `end2end/package-lock.json` names.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::command::{answer, command, run};
use crate::{paths, say};

/// The oldest Node that every package in the lock file takes.
const OLDEST: u32 = 20;

/// Makes sure Node is there, and that `node_modules` is what the lock file says.
pub fn ready() -> Result<()> {
    match answer(command("node").arg("--version")).as_deref().and_then(major) {
        Some(version) if version >= OLDEST => {}
        Some(version) => bail!("Node {OLDEST} or newer is needed, this is Node {version}: https://nodejs.org"),
        None => bail!("Node {OLDEST} or newer is needed: https://nodejs.org, or your system's package `nodejs` and `npm`"),
    }
    let lock = fs::read(paths::end2end().join("package-lock.json")).context("end2end/package-lock.json")?;
    let installed = paths::end2end().join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|was| was == lock) {
        return Ok(());
    }
    say::note("      installing what end2end/package-lock.json names");
    run(command("npm")
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .current_dir(paths::end2end()))?;
    fs::write(installed, lock)?;
    Ok(())
}

/// Playwright, in `end2end`.
pub fn playwright() -> Command {
    let mut playwright = command("npx");
    playwright.args(["--no-install", "playwright"]).current_dir(paths::end2end());
    playwright
}

/// TypeScript's compiler, told to look at the types in `end2end` and write nothing.
pub fn tsc() -> Command {
    let mut tsc = command("npx");
    tsc.args(["--no-install", "tsc", "--noEmit"]).current_dir(paths::end2end());
    tsc
}

/// A script of `end2end`.
pub fn script(path: &str) -> Command {
    let mut node = command("node");
    node.arg(path).current_dir(paths::end2end());
    node
}

/// `wasm-opt` from npm's `binaryen`; what distributions package is too old.
pub fn wasm_opt() -> PathBuf {
    paths::end2end().join("node_modules/.bin/wasm-opt")
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_major_version_is_what_counts() {
        assert_eq!(super::major("v20.20.2"), Some(20));
        assert_eq!(super::major("command not found"), None);
    }
}
