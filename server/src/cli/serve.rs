//! `countersign serve`.

use std::{error::Error, fs::DirBuilder, os::unix::fs::DirBuilderExt, path::Path, sync::Arc};

use axum::Router;

use crate::{
    config::Settings,
    http::{self, Shell},
    system, telemetry,
};

pub(super) async fn serve(settings: Settings) -> Result<(), Box<dyn Error>> {
    telemetry::start(&settings);
    for name in &settings.unread_variables {
        tracing::warn!(name, "nothing reads this environment variable");
    }
    make_private_folder(&settings.data)?;
    let shell = Shell::new(&settings, Arc::new(system::SystemClock), Arc::new(system::SystemEntropy));
    let doors = Router::new();
    http::run(&settings, &shell, doors).await?;
    Ok(())
}

/// The folder holds keys: nobody else on the machine may look in.
pub(super) fn make_private_folder(folder: &Path) -> Result<(), String> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| format!("`data` = {}: {error}", folder.display()))
}
