//! `countersign audit verify`, and the keys.

use std::{error::Error, io::Write, sync::Arc};

use domain::{
    audit_log::{
        VerifierKey,
        verify::{Trust, words},
    },
    time::Duration,
};

use crate::{
    cli::serve,
    config::Settings,
    log_key::Ring,
    services::{log, log_verify},
    system::{SystemClock, SystemEntropy},
    wiring,
};

/// Whom to believe besides this server's own key.
#[derive(clap::Args)]
pub(in crate::cli) struct Keys {
    /// A key of the log that is not this server's any more; again for each
    #[arg(long, value_name = "VKEY")]
    key: Vec<VerifierKey>,
    /// A witness's key; again for each
    #[arg(long, value_name = "VKEY")]
    witness: Vec<VerifierKey>,
    /// How many of the witnesses have to have seen a checkpoint
    #[arg(long, default_value_t = 0)]
    quorum: usize,
    /// How many seconds an entry's time may lie outside those of the checkpoints around it
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(..=86_400))]
    skew: u32,
}

pub(super) async fn verify(settings: Settings, keys: Keys) -> Result<(), Box<dyn Error>> {
    let db = serve::open(&settings).await?;
    let shared = wiring::shared(&settings, db.clone(), Arc::new(SystemClock), Arc::new(SystemEntropy))?;
    let logs = log_verify::keys(&shared, &keys.key).await?;
    let skew = Duration::seconds(i64::from(keys.skew));
    let trust = Trust { logs: &logs, witnesses: &keys.witness, quorum: keys.quorum, skew, ed25519: &Ring, p256: &Ring };
    trust.check()?;
    // What the database cannot tell of itself: that it was put back to before what this server signed.
    let begun = log::start(&shared).await;
    let verified = log_verify::verify(&db, &trust, &mut super::progress()).await;
    db.close().await;
    let verified = verified?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", words::report(&verified.report, &trust))?;
    if verified.waiting > 0 {
        writeln!(out, "Note: {} entries wait for their place.", verified.waiting)?;
    }
    if let Err(trouble) = &begun {
        writeln!(out, "{trouble}")?;
    }
    match verified.report.wrong() + u64::from(begun.is_err()) {
        0 => Ok(()),
        wrong => Err(format!("{wrong} things are wrong with the log").into()),
    }
}

/// Prints what the log is verified with: a line for each epoch.
pub(super) async fn key(settings: Settings) -> Result<(), Box<dyn Error>> {
    let db = serve::open(&settings).await?;
    let shared = wiring::shared(&settings, db.clone(), Arc::new(SystemClock), Arc::new(SystemEntropy))?;
    let keys = log_verify::keys(&shared, &[]).await;
    db.close().await;
    let mut out = std::io::stdout();
    keys?.iter().try_for_each(|key| writeln!(out, "{key}"))?;
    Ok(())
}
