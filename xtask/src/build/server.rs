//! The server's binary.

use std::path::PathBuf;

use anyhow::Result;

use crate::paths;
use crate::tools::command::{cargo, run};

/// Builds it. Gives its path.
pub fn build(release: bool) -> Result<PathBuf> {
    let mut cargo = cargo();
    cargo.args(["build", "--package", "server", "--bin", "countersign"]);
    if release {
        cargo.arg("--release");
    }
    run(&mut cargo)?;
    Ok(paths::server(release))
}
