//! Rust's wasm target.

use std::path::Path;

use anyhow::{Context, Result};

use super::command::{answer, command, run};

/// The target's name.
pub const NAME: &str = "wasm32-unknown-unknown";

/// Adds it to the toolchain if it is missing.
pub fn ready() -> Result<()> {
    let sysroot = answer(command("rustc").args(["--print", "sysroot"])).context("`rustc` does not answer")?;
    if Path::new(&sysroot).join("lib/rustlib").join(NAME).join("lib").is_dir() {
        return Ok(());
    }
    run(command("rustup").args(["target", "add", NAME]))
        .with_context(|| format!("this Rust has no {NAME}; install Rust with https://rustup.rs, or add that target"))
}
