//! `countersign audit export DIR`.

use std::{error::Error, io::Write, path::Path};

use crate::{cli::serve, config::Settings, services::log_export};

pub(super) async fn export(settings: Settings, dir: &Path) -> Result<(), Box<dyn Error>> {
    let db = serve::open(&settings).await?;
    let exported = log_export::export(&db, dir, &mut super::progress()).await;
    db.close().await;
    let done = exported?;
    let (entries, heads) = (done.entries, done.heads);
    let mut out = std::io::stdout();
    writeln!(out, "{entries} entries and {heads} checkpoints: {} files written, {} were there already.", done.written, done.kept)?;
    writeln!(out, "Give it to whoever verifies it, with the keys that `countersign audit key` prints: not by the same way.")?;
    Ok(())
}
