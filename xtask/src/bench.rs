//! `cargo xtask bench`: measure the release build.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::say::Steps;
use crate::tools::cluster::Cluster;
use crate::tools::command::{command, succeeds};
use crate::{build, paths, say};

/// Runs the server's own measurements on both databases, and weighs the wasm file.
pub fn bench(args: &[String]) -> Result<ExitCode> {
    let mut steps = Steps::new(build::SITE_STEPS + 3);
    let server = build::with(&mut steps, true)?;
    steps.next("Starting PostgreSQL");
    let cluster = Cluster::start()?;
    steps.next("Measuring");
    let measured = succeeds(command(server).arg("bench").args(args).env("TEST_DATABASE_URL", cluster.url()))?;
    let wasm = paths::site().join("pkg/countersign_bg.wasm.br");
    let bytes = fs::metadata(&wasm).with_context(|| wasm.display().to_string())?.len();
    say::result(&format!("wasm_brotli_bytes {bytes}"));
    steps.end();
    Ok(if measured { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
