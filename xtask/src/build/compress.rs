//! Brotli and gzip beside each file that browsers ask for, so that the server never compresses one.
//!
//! Node does it: it is here anyway, and its brotli is compiled for speed, which a development build of ours is not.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::fingerprint::walk;
use crate::tools::command::{command, run};

/// What a compressed copy's name ends with.
pub const SUFFIXES: [&str; 2] = [".br", ".gz"];
const COMPRESSIBLE: [&str; 6] = ["css", "html", "js", "svg", "wasm", "webmanifest"];

/// Compresses what has no copy, or one older than itself.
pub fn all(site: &Path) -> Result<()> {
    let stale: Vec<PathBuf> = walk(site)?.into_iter().filter(|file| compressible(file) && stale(file)).collect();
    if stale.is_empty() {
        return Ok(());
    }
    run(command("node").args(["--input-type=module", "--eval", include_str!("compress.mjs"), "--"]).args(stale))
}

fn compressible(file: &Path) -> bool {
    file.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| COMPRESSIBLE.contains(&extension))
}

fn stale(file: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    SUFFIXES.iter().any(|suffix| changed(Path::new(&format!("{}{suffix}", file.display()))) < changed(file))
}
