//! `countersign audit`: what an operator does with the log.

mod new_epoch;

use std::error::Error;

use clap::Subcommand;

use super::{flags::Flags, wait_for};

/// The log that nobody can rewrite
#[derive(Subcommand)]
pub(super) enum Audit {
    /// Declares that the database was put back to an earlier state on purpose, and that the log goes on from there
    NewEpoch {
        /// Why, in a few words; it stands in the log
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        flags: Flags,
    },
}

impl Audit {
    pub(super) fn run(self) -> Result<(), Box<dyn Error>> {
        match self {
            Self::NewEpoch { reason, flags } => {
                let settings = flags.settings()?;
                wait_for(async move { new_epoch::new_epoch(settings, &reason).await })
            }
        }
    }
}
