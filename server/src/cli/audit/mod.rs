//! `countersign audit`: what an operator does with the log.

mod erase;
mod export;
mod new_epoch;
mod prune;
mod verify;

use std::{error::Error, path::PathBuf};

use clap::Subcommand;
use domain::text::CustomerNumber;

use super::{flags::Flags, wait_for};

/// The log that nobody can rewrite
#[derive(Subcommand)]
pub(super) enum Audit {
    /// Writes the log into DIR, as files that can be verified anywhere; goes on with an export that was cut
    Export {
        /// Where to: an empty folder, or one of an earlier export
        dir: PathBuf,
        #[command(flatten)]
        flags: Flags,
    },
    /// Verifies the log in the database, from its first entry to its last
    Verify {
        #[command(flatten)]
        keys: verify::Keys,
        #[command(flatten)]
        flags: Flags,
    },
    /// Prints the keys that the log is verified with: one for each epoch
    Key(Flags),
    /// Erases what stands beside a customer's entries: what they were shown and signed. Only says what, unless --yes is given
    Erase {
        /// The customer's number
        #[arg(long)]
        customer: CustomerNumber,
        /// Why, in a few words without personal data; it stands in the log for good
        #[arg(long)]
        reason: String,
        /// Does it
        #[arg(long)]
        yes: bool,
        #[command(flatten)]
        flags: Flags,
    },
    /// Writes the database's files anew, so that nothing that was erased is left in them; who writes waits meanwhile
    Scrub(Flags),
    /// Begins a legal hold: nothing of that customer is erased, whoever asks and however old it is
    Hold(Held),
    /// Ends a legal hold
    Release(Held),
    /// Says which entries could be pruned. It destroys nothing: an administrator asks for that at /audit/pruning, and somebody else approves it there
    Prune {
        /// Entries from before this day, such as 2016-03-31; without it, all that were kept for long enough
        #[arg(long)]
        before: Option<String>,
        #[command(flatten)]
        flags: Flags,
    },
    /// Declares that the database was put back to an earlier state on purpose, and that the log goes on from there
    NewEpoch {
        /// Why, in a few words; it stands in the log
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        flags: Flags,
    },
}

/// Whose hold, and why.
#[derive(clap::Args)]
pub(super) struct Held {
    /// The customer's number
    #[arg(long)]
    customer: CustomerNumber,
    /// Why, in a few words without personal data; it stands in the log for good
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    flags: Flags,
}

impl Held {
    fn run(self, begins: bool) -> Result<(), Box<dyn Error>> {
        let settings = self.flags.settings()?;
        wait_for(async move { erase::hold(settings, &self.customer, &self.reason, begins).await })
    }
}

impl Audit {
    pub(super) fn run(self) -> Result<(), Box<dyn Error>> {
        match self {
            Self::Export { dir, flags } => {
                let settings = flags.settings()?;
                wait_for(async move { export::export(settings, &dir).await })
            }
            Self::Verify { keys, flags } => wait_for(verify::verify(flags.settings()?, keys)),
            Self::Key(flags) => wait_for(verify::key(flags.settings()?)),
            Self::Erase { customer, reason, yes, flags } => {
                let settings = flags.settings()?;
                wait_for(async move { erase::erase(settings, &customer, &reason, yes).await })
            }
            Self::Scrub(flags) => wait_for(erase::scrub(flags.settings()?)),
            Self::Hold(held) => held.run(true),
            Self::Release(held) => held.run(false),
            Self::Prune { before, flags } => {
                let settings = flags.settings()?;
                wait_for(async move { prune::plan(settings, before.as_deref()).await })
            }
            Self::NewEpoch { reason, flags } => {
                let settings = flags.settings()?;
                wait_for(async move { new_epoch::new_epoch(settings, &reason).await })
            }
        }
    }
}

/// How many entries go by between two words of progress.
const STEP: u64 = 1 << 16;

/// Says on standard error how far it is.
fn progress() -> impl FnMut(u64, u64) + Send {
    let mut told = 0;
    move |so_far, size| {
        if so_far - told >= STEP {
            told = so_far;
            eprintln!("{so_far} of {size} entries");
        }
    }
}
