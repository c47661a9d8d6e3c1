//! `countersign audit prune`: what could be pruned. Nobody is signed in on a command line, so nobody can be one of the two people there.

use std::{error::Error, io::Write, sync::Arc};

use domain::pruning::day;

use crate::{
    cli::serve,
    config::Settings,
    services::pruning,
    system::{SystemClock, SystemEntropy},
    wiring,
};

pub(super) async fn plan(settings: Settings, before: Option<&str>) -> Result<(), Box<dyn Error>> {
    let db = serve::open(&settings).await?;
    db.migrate().await?;
    let shared = wiring::shared(&settings, db.clone(), Arc::new(SystemClock), Arc::new(SystemEntropy))?;
    let latest = shared.settings.keep_entries.ends(shared.now());
    let before = before.map(day).transpose()?.unwrap_or(latest);
    let plan = pruning::plan(&shared, before).await;
    db.close().await;
    let plan = plan?;
    let mut out = std::io::stdout();
    let (range, entries) = (plan.range, plan.range.entries());
    writeln!(out, "Entries {range} could be pruned: {entries}, all from before {}.", plan.before)?;
    writeln!(out, "They lie under the checkpoint of {}, root {}.", plan.head, plan.root)?;
    if let Some((place, why)) = plan.stops {
        writeln!(out, "It stops before entry {place}: {}", why.in_words())?;
    }
    writeln!(out, "Nothing was pruned. An administrator asks for it at {}/audit/pruning, and", shared.settings.public_url)?;
    writeln!(out, "another one, or a supervisor, approves it there with their passkey.")?;
    Ok(())
}
