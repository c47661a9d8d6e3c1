//! `countersign audit new-epoch`.

use std::{error::Error, io::Write, sync::Arc};

use domain::text::ShownText;

use crate::{
    cli::serve,
    config::Settings,
    services::log::epoch,
    system::{SystemClock, SystemEntropy},
    wiring,
};

pub(super) async fn new_epoch(settings: Settings, reason: &str) -> Result<(), Box<dyn Error>> {
    let reason: ShownText = reason.parse()?;
    let db = serve::open(&settings).await?;
    db.migrate().await?;
    let shared = wiring::shared(&settings, db.clone(), Arc::new(SystemClock), Arc::new(SystemEntropy))?;
    let declared = epoch::declare(&shared, &reason).await?;
    let mut out = std::io::stdout();
    writeln!(out, "Epoch {} begins with the {} entries that the database has.", declared.epoch, declared.has)?;
    if let Some(had) = declared.had.filter(|had| *had > declared.has) {
        let lost = had - declared.has;
        writeln!(out, "This server had signed for {had}: {lost} are missing. The log says so, and so do the heads that others kept.")?;
    }
    writeln!(out, "Tell witnesses and whoever verifies: the log is now {}.", shared.log.origin(declared.epoch)?)?;
    db.close().await;
    Ok(())
}
