//! `countersign canary`: which customers nobody should open.
//!
//! They are customers like the others, so that nobody can tell: whoever imports customers imports some whom they made up, and says here
//! which. Nothing in the console lists them; a supervisor sees those that were met.

use std::{
    error::Error,
    io::{self, Write},
    sync::Arc,
};

use clap::Subcommand;
use domain::text::CustomerNumber;

use super::{flags::Flags, serve, wait_for};
use crate::{
    config::Settings,
    services::{Shared, canaries},
    store::Db,
    system, wiring,
};

/// Canary customers: fictional ones whom nobody should open
#[derive(Subcommand)]
pub(super) enum Canary {
    /// Tells a supervisor from now on of whoever opens one of these customers or looks one up
    Add {
        /// The customers' numbers
        #[arg(required = true)]
        numbers: Vec<CustomerNumber>,
        #[command(flatten)]
        flags: Flags,
    },
    /// Takes them away again
    Remove {
        /// The customers' numbers
        #[arg(required = true)]
        numbers: Vec<CustomerNumber>,
        #[command(flatten)]
        flags: Flags,
    },
    /// Prints their numbers, and since when they are
    List(Flags),
}

impl Canary {
    pub(super) fn run(self) -> Result<(), Box<dyn Error>> {
        match self {
            Self::Add { numbers, flags } => wait_for(add(flags.settings()?, numbers)),
            Self::Remove { numbers, flags } => wait_for(remove(flags.settings()?, numbers)),
            Self::List(flags) => wait_for(list(flags.settings()?)),
        }
    }
}

async fn open(settings: &Settings) -> Result<(Db, Shared), Box<dyn Error>> {
    let db = serve::open(settings).await?;
    db.migrate().await?;
    let shared = wiring::shared(settings, db.clone(), Arc::new(system::SystemClock), Arc::new(system::SystemEntropy))?;
    Ok((db, shared))
}

async fn add(settings: Settings, numbers: Vec<CustomerNumber>) -> Result<(), Box<dyn Error>> {
    let (db, shared) = open(&settings).await?;
    let planted = canaries::plant(&shared, &numbers).await?;
    writeln!(io::stdout(), "{planted} planted, {} were already.", numbers.len() - planted as usize)?;
    db.close().await;
    Ok(())
}

async fn remove(settings: Settings, numbers: Vec<CustomerNumber>) -> Result<(), Box<dyn Error>> {
    let (db, shared) = open(&settings).await?;
    let removed = canaries::remove(&shared, &numbers).await?;
    writeln!(io::stdout(), "{removed} taken away, {} were none.", numbers.len() - removed as usize)?;
    db.close().await;
    Ok(())
}

async fn list(settings: Settings) -> Result<(), Box<dyn Error>> {
    let (db, shared) = open(&settings).await?;
    for (number, since) in canaries::all(&shared).await? {
        writeln!(io::stdout(), "{number} since {}", since.utc().date())?;
    }
    db.close().await;
    Ok(())
}
