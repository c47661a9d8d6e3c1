//! Building: the browser side into `target/site`, then the server.
//!
//! `target/site` is made of the wasm file with its JavaScript (`wasm`), the stylesheet (`style`) and what lies in
//! `app/public` (`files`), each precompressed beside itself (`compress`). What none of them made any more is removed.

mod compress;
mod files;
mod fingerprint;
mod server;
mod style;
mod wasm;

use std::path::PathBuf;

use anyhow::Result;

pub use fingerprint::of as fingerprint;

use crate::say::Steps;
use crate::tools::{compiler, node, wasm_target};
use crate::{paths, say};

/// How many steps [`site`] says it takes.
pub const SITE_STEPS: usize = 3;

/// Both sides. Gives the server's path.
pub fn all(release: bool) -> Result<PathBuf> {
    let mut steps = Steps::new(SITE_STEPS + 1);
    let server = with(&mut steps, release)?;
    steps.end();
    say::note(&format!("Built {} and {}", server.display(), paths::site().display()));
    Ok(server)
}

/// Both sides, as part of a command with more steps than these.
pub fn with(steps: &mut Steps, release: bool) -> Result<PathBuf> {
    site(steps)?;
    steps.next("Building the server");
    server::build(release)
}

/// The browser side: everything in `target/site`.
pub fn site(steps: &mut Steps) -> Result<()> {
    steps.next("Checking the tools");
    compiler::ready()?;
    wasm_target::ready()?;
    node::ready()?;
    steps.next("Building the browser side");
    let pkg = wasm::build()?;
    steps.next("Putting the site together");
    let mut site = files::Site::open(paths::site());
    site.copy(&pkg, "pkg")?;
    site.write("pkg/countersign.css", style::bundle(&paths::root().join("style/main.css"))?.as_bytes())?;
    let public = paths::root().join("app/public");
    if public.is_dir() {
        site.copy(&public, "")?;
    }
    compress::all(site.root())?;
    site.sweep()
}
