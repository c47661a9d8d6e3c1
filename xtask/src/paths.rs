//! Where things are in the checkout and in the target folder.

use std::env::var_os;
use std::path::{Path, PathBuf};

/// The top of the checkout.
pub fn root() -> PathBuf {
    // Cargo says at run time where this crate is; the path at compile time serves a binary started by hand.
    let xtask = var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask.parent().map_or_else(|| xtask.clone(), Path::to_path_buf)
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// The target folder of the browser side: its own, so that neither side's build waits for or invalidates the other's.
pub fn wasm_target() -> PathBuf {
    target().join("wasm")
}

/// What the server serves as it is.
pub fn site() -> PathBuf {
    target().join("site")
}

/// The Node project: the browser suite, and the tools the build takes from npm.
pub fn end2end() -> PathBuf {
    root().join("end2end")
}

/// An example, as `cargo build` and the tests' build leave it.
pub fn example(name: &str, release: bool) -> PathBuf {
    let profile = if release { "release" } else { "debug" };
    target().join(profile).join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The server that `cargo build` leaves.
pub fn server(release: bool) -> PathBuf {
    let profile = if release { "release" } else { "debug" };
    target().join(profile).join(if cfg!(windows) { "countersign.exe" } else { "countersign" })
}

/// The offline verifier that `cargo build` leaves.
pub fn verifier(release: bool) -> PathBuf {
    let profile = if release { "release" } else { "debug" };
    target().join(profile).join(format!("countersign-verify{}", std::env::consts::EXE_SUFFIX))
}
