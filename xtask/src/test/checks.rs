//! The checks that are not tests.

use anyhow::Result;

use super::report::Outcome;
use super::unit::{self, FEATURES};
use crate::paths;
use crate::tools::command::{cargo, succeeds};
use crate::tools::{node, wasm_target};

const DENY: [&str; 3] = ["--", "-D", "warnings"];

pub fn formatting() -> Result<Outcome> {
    Ok(Outcome::of_check(succeeds(cargo().args(["fmt", "--all", "--check"]))?))
}

pub fn lints() -> Result<Outcome> {
    let mut clippy = cargo();
    clippy.args(["clippy", "--workspace", "--all-targets", "--features", FEATURES]).args(DENY);
    Ok(Outcome::of_check(succeeds(&mut clippy)?))
}

/// The browser suite is TypeScript, which Playwright runs without looking at its types.
pub fn types_of_the_browser_suite() -> Result<Outcome> {
    Ok(Outcome::of_check(succeeds(&mut node::tsc())?))
}

/// Every decision of the bank's policy, asked of Cedar too: an engine that was written by others, and a policy that was.
pub fn policy_as_cedar() -> Result<Outcome> {
    Ok(Outcome::of_check(succeeds(&mut node::script("policy/cedar.mjs"))?))
}

/// A client that others wrote talks to the simulator that our own client is tested against.
pub fn simulator_of_apple() -> Result<Outcome> {
    unit::build()?;
    let mut client = node::script("push/apns.mjs");
    client.arg(paths::example("apple", false));
    Ok(Outcome::of_check(succeeds(&mut client)?))
}

/// A verifier that others wrote, of another transparency log, reads receipts of ours.
pub fn receipts_by_sigstore() -> Result<Outcome> {
    unit::build()?;
    let mut verifier = node::script("audit/sigstore.mjs");
    verifier.arg(paths::example("made", false));
    Ok(Outcome::of_check(succeeds(&mut verifier)?))
}

/// What only the browser runs is compiled for no other target, so the lints above never see it.
pub fn lints_of_the_browser_side() -> Result<Outcome> {
    let mut clippy = cargo();
    clippy.args(["clippy", "--package", "app", "--lib", "--features", "staff,phone", "--target", wasm_target::NAME]);
    clippy.arg("--target-dir").arg(paths::wasm_target()).args(DENY);
    Ok(Outcome::of_check(succeeds(&mut clippy)?))
}
