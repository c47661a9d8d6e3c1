//! `cargo xtask screens`: the pictures of every screen.

use std::process::ExitCode;

use anyhow::Result;

use crate::say::Steps;
use crate::test::browser;
use crate::tools::chromium;
use crate::tools::command::run;
use crate::{build, tools};

/// Builds, then takes them with `end2end/screens.config.ts`.
pub fn screens(args: &[String]) -> Result<ExitCode> {
    let mut steps = Steps::new(build::SITE_STEPS + 3);
    let server = build::with(&mut steps, false)?;
    steps.next("Starting PostgreSQL");
    let chromium = chromium::ready()?;
    let cluster = tools::cluster::Cluster::start()?;
    steps.next("Taking the pictures");
    let mut playwright = browser::playwright(&server, &chromium, &cluster);
    run(playwright.args(["--config", "screens.config.ts"]).args(args))?;
    steps.end();
    Ok(ExitCode::SUCCESS)
}
