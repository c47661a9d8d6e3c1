//! `countersign policy`: what is wrong with a file, and proposing it.

use std::{error::Error, fs, io::Write, path::Path};

use domain::{
    policy::{BANK, LIBRARY, coverage::coverage, diff::diff, file},
    text::ShownText,
};

use crate::{
    config::Settings,
    services::policies,
    store,
    system::{SystemClock, SystemEntropy},
    wiring,
};

/// Says what is wrong with a file, line by line, and whom it leaves out. Needs no database.
pub(super) fn check(path: &Path) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let (policy, findings) = policies::checked(&text)
        .map_err(|unusable| format!("{} cannot be used:\n{}", path.display(), unusable.in_file(&path.to_string_lossy())))?;
    let mut out = std::io::stdout();
    if findings.iter().next().is_some() {
        writeln!(out, "{}", findings.in_file(&path.to_string_lossy()))?;
    }
    writeln!(out, "\nWhat people reach:")?;
    for reach in coverage(&policy) {
        let who = reach.without.map_or_else(|| "everybody".to_owned(), |need| format!("without {}", need.key()));
        let why = reach.exception.map(|why| format!(" ({why})")).unwrap_or_default();
        writeln!(out, "  {:<10} {who:<20} {}{why}", reach.channel, reach.level)?;
    }
    writeln!(out, "\n{}: {} actions, {} channels. It can be used.", path.display(), policy.actions().len(), policy.channels().count())?;
    Ok(())
}

/// Writes one of the policies that come along, to begin from.
pub(super) fn example(library: bool) -> Result<(), Box<dyn Error>> {
    std::io::stdout().write_all(if library { LIBRARY } else { BANK }.as_bytes())?;
    Ok(())
}

/// Writes the JSON Schema of the file.
pub(super) fn schema() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout();
    serde_json::to_writer_pretty(&mut out, &file::schema())?;
    Ok(writeln!(out)?)
}

/// Writes the policy in force.
pub(super) async fn show(settings: Settings) -> Result<(), Box<dyn Error>> {
    let db = super::serve::open(&settings).await?;
    if store::policy::in_force(&db).await?.is_none() {
        return Err("no policy is in force yet; start the server once".into());
    }
    // As a server would take it over: what is not what was approved is not shown as if it were.
    let shared = wiring::shared(&settings, db.clone(), std::sync::Arc::new(SystemClock), std::sync::Arc::new(SystemEntropy))?;
    policies::start(&shared).await?;
    std::io::stdout().write_all(shared.policies.now().text.as_bytes())?;
    db.close().await;
    Ok(())
}

/// Proposes a file. An administrator has to approve it in the console.
pub(super) async fn propose(settings: Settings, path: &Path, reason: &str) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let reason: ShownText = reason.parse()?;
    let db = super::serve::open(&settings).await?;
    let shared = wiring::shared(&settings, db.clone(), std::sync::Arc::new(SystemClock), std::sync::Arc::new(SystemEntropy))?;
    policies::start(&shared).await?;
    let before = shared.policies.now();
    let proposed = policies::propose_as_operator(&shared, &text, &reason).await;
    let version = proposed.map_err(|trouble| format!("{} was not proposed:\n{trouble}", path.display()))?;
    let mut out = std::io::stdout();
    for difference in diff(&before.text, &text) {
        writeln!(out, "  {difference}")?;
    }
    writeln!(out, "v{version} waits for an administrator: {}/policy/{version}", settings.public_url.origin())?;
    db.close().await;
    Ok(())
}
