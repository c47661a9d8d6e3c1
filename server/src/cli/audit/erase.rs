//! `countersign audit erase`, and what belongs to it.

use std::{error::Error, io::Write, sync::Arc};

use domain::text::{CustomerNumber, ShownText};

use crate::{
    cli::serve,
    config::Settings,
    services::{Shared, erasure},
    store::{erasure as store, scrub::Scrub},
    system::{SystemClock, SystemEntropy},
    wiring,
};

/// How often a scrub is tried while others read.
const TRIES: u32 = 5;

async fn opened(settings: &Settings) -> Result<Shared, Box<dyn Error>> {
    let db = serve::open(settings).await?;
    db.migrate().await?;
    Ok(wiring::shared(settings, db, Arc::new(SystemClock), Arc::new(SystemEntropy))?)
}

pub(super) async fn erase(settings: Settings, number: &CustomerNumber, reason: &str, yes: bool) -> Result<(), Box<dyn Error>> {
    let reason: ShownText = reason.parse()?;
    let shared = opened(&settings).await?;
    let customer = erasure::found(&shared, number).await?;
    let mut out = std::io::stdout();
    for group in erasure::plan(&shared, customer).await? {
        writeln!(out, "{:>6} × {} ({}), from {} to {}", group.pieces, group.name, group.retention, group.first, group.last)?;
    }
    if !yes {
        writeln!(
            out,
            "Nothing was erased. The same with --yes erases this, and the copies of it in challenges, approvals, changes and their mails."
        )?;
        shared.db.close().await;
        return Ok(());
    }
    let erased = erasure::erase(&shared, customer, &reason).await?;
    writeln!(
        out,
        "Erased beside {} entries, which stay. The customer’s own record is not part of the log, and stays too.",
        erased.entries
    )?;
    whole(&shared).await?;
    writeln!(out, "Backups and exports from before still hold it: see “Erasing” in docs/operations.md.")?;
    shared.db.close().await;
    Ok(())
}

pub(super) async fn scrub(settings: Settings) -> Result<(), Box<dyn Error>> {
    let shared = opened(&settings).await?;
    whole(&shared).await?;
    shared.db.close().await;
    Ok(())
}

/// Scrubs, and says how that went.
async fn whole(shared: &Shared) -> Result<(), Box<dyn Error>> {
    for _ in 0..TRIES {
        if erasure::scrub(shared, Scrub::Whole).await? {
            writeln!(std::io::stdout(), "The database’s files were written anew.")?;
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    let left = store::unscrubbed(&shared.db).await?;
    Err(format!(
        "others were reading or in the middle of a transaction, and {left} erasures are not scrubbed: try `countersign audit scrub` again"
    )
    .into())
}

pub(super) async fn hold(settings: Settings, number: &CustomerNumber, reason: &str, begins: bool) -> Result<(), Box<dyn Error>> {
    let reason: ShownText = reason.parse()?;
    let shared = opened(&settings).await?;
    let customer = erasure::found(&shared, number).await?;
    if begins {
        erasure::begin_hold(&shared, customer, &reason).await?;
    } else {
        erasure::end_hold(&shared, customer, &reason).await?;
    }
    writeln!(std::io::stdout(), "{}", if begins { "Nothing of this customer is erased from now on." } else { "It can be erased again." })?;
    shared.db.close().await;
    Ok(())
}
