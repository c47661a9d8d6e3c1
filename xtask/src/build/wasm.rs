//! The browser side's wasm file and its JavaScript: rustc, wasm-bindgen (as a library, so that the two cannot differ in
//! version), wasm-opt. Left out while nothing it is made of has changed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::fingerprint;
use crate::tools::command::{cargo, command, run};
use crate::tools::{node, wasm_target};
use crate::{paths, say};

const INPUTS: [&str; 8] =
    ["app", "domain", "xtask", "Cargo.toml", "Cargo.lock", ".cargo", "rust-toolchain.toml", "end2end/package-lock.json"];

/// The features of `app` that are a wasm file each, and the files' names: what staff load, and what a customer's phone does.
pub const PARTS: [&str; 2] = ["staff", "phone"];

/// What rustc may emit for this target, and every browser of the last years has.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Builds it, unless the last build was of the same inputs. Gives the folder to serve as `/pkg`.
pub fn build() -> Result<PathBuf> {
    let pkg = paths::wasm_target().join("pkg");
    let stamp = paths::wasm_target().join("fingerprint");
    let now = fingerprint::of(&INPUTS)?;
    if pkg.is_dir() && fs::read_to_string(&stamp).is_ok_and(|was| was == now) {
        say::note("      nothing changed since the last time");
        return Ok(pkg);
    }
    if pkg.is_dir() {
        fs::remove_dir_all(&pkg)?;
    }
    for part in PARTS {
        compile(part)?;
        bind(&pkg, part)?;
        optimise(&pkg.join([part, "_bg.wasm"].concat()))?;
    }
    fs::write(stamp, now)?;
    Ok(pkg)
}

fn compile(part: &str) -> Result<()> {
    run(cargo()
        .args(["build", "--package", "app", "--lib", "--features", part, "--profile", "wasm-release"])
        .args(["--target", wasm_target::NAME, "--target-dir"])
        .arg(paths::wasm_target()))
}

fn bind(pkg: &Path, part: &str) -> Result<()> {
    let module = paths::wasm_target().join(wasm_target::NAME).join("wasm-release/app.wasm");
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name(part).typescript(false);
    // Who names no wasm file gets the one beside the JavaScript.
    bindgen.web(true)?.omit_default_module_path(false).remove_name_section(true).remove_producers_section(true);
    bindgen.generate(pkg).context("wasm-bindgen")
}

fn optimise(module: &Path) -> Result<()> {
    let smaller = module.with_extension("small");
    run(command(node::wasm_opt()).args(["-Oz", "--strip-debug"]).args(FEATURES).arg(module).arg("-o").arg(&smaller))?;
    Ok(fs::rename(smaller, module)?)
}
