//! The command line. Refuses with a sentence on standard error: status 2 for what was asked, 1 for what went wrong.

mod audit;
mod backup;
mod bench;
mod binding_code;
mod canary;
mod collect;
mod flags;
mod migrate;
mod passkey_invitation;
mod policy;
mod restore;
mod serve;
mod witness;

use std::{error::Error, io::Write, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use domain::{audit_log::key::KeyName, text::CustomerNumber};

use crate::config::{self, ConfigError, Settings};
use flags::Flags;

/// Countersign: the customer proves who they are, and sees what will change, before it does.
#[derive(Parser)]
#[command(name = "countersign", version, propagate_version = true)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server until it is told to stop
    Serve(Flags),
    /// Says whether the settings would be taken, and changes nothing
    CheckConfig(Flags),
    /// Writes the whole database into FILE while the server goes on
    Backup {
        /// Where to; nothing may be there yet
        file: PathBuf,
        #[command(flatten)]
        flags: Flags,
    },
    /// Prints a one-time code that binds a phone to a customer, good for ten minutes
    BindingCode {
        /// The customer's number
        customer: CustomerNumber,
        /// For the native app, whose phone may bring an unlock key of its own
        #[arg(long)]
        native: bool,
        #[command(flatten)]
        flags: Flags,
    },
    /// Prints a one-time link at which a customer makes a passkey on another device, good for ten minutes
    PasskeyInvitation {
        /// The customer's number
        customer: CustomerNumber,
        #[command(flatten)]
        flags: Flags,
    },
    /// Brings the database's schema up to date. On PostgreSQL it lets roles in too: run it as the schema's owner, which no server connects as
    Migrate {
        #[command(flatten)]
        roles: migrate::Roles,
        #[command(flatten)]
        flags: Flags,
    },
    /// Puts a backup into an empty data folder
    Restore {
        /// What `backup` wrote
        file: PathBuf,
        #[command(flatten)]
        flags: Flags,
    },
    /// The assurance policy
    #[command(subcommand)]
    Policy(Policy),
    /// Canary customers: fictional ones whom nobody should open
    #[command(subcommand)]
    Canary(canary::Canary),
    /// The audit log
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Runs a witness: it cosigns the checkpoints of other people's logs, and refuses forks and rollbacks
    Witness(witness::Options),
    /// Runs a collector: it keeps a copy of other people's logs, and says so when anything of it is dropped, repeated, reordered or changed
    Collect(collect::Options),
    /// Makes a witness's key in FILE, and prints what its signatures are checked with
    WitnessKey {
        /// Where to; nothing may be there yet
        file: PathBuf,
        /// The witness's name, such as witness.example.org/1
        #[arg(long)]
        name: KeyName,
    },
    /// Measures this program on this machine, on databases of its own
    Bench(bench::Options),
}

#[derive(Subcommand)]
enum Policy {
    /// Says what is wrong with FILE, line by line, and whom it leaves out
    Check {
        /// A policy
        file: PathBuf,
    },
    /// Prints a policy to begin from
    Example {
        /// The lighter one
        #[arg(long)]
        library: bool,
    },
    /// Prints the JSON Schema of the file, for editors
    Schema,
    /// Prints the policy in force
    Show(Flags),
    /// Proposes FILE; an administrator approves it in the console
    Propose {
        /// A policy
        file: PathBuf,
        /// Why, in a few words
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        flags: Flags,
    },
}

impl Policy {
    fn run(self) -> Result<(), Box<dyn Error>> {
        match self {
            Self::Check { file } => policy::check(&file),
            Self::Example { library } => policy::example(library),
            Self::Schema => policy::schema(),
            Self::Show(flags) => wait_for(policy::show(flags.settings()?)),
            Self::Propose { file, reason, flags } => {
                let settings = flags.settings()?;
                wait_for(async move { policy::propose(settings, &file, &reason).await })
            }
        }
    }
}

/// Runs the program.
pub fn run() -> ExitCode {
    match Line::parse().command.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("countersign: {error}");
            ExitCode::from(if error.is::<ConfigError>() { 2 } else { 1 })
        }
    }
}

impl Command {
    fn run(self) -> Result<(), Box<dyn Error>> {
        match self {
            Self::Serve(flags) => wait_for(serve::serve(flags.settings()?)),
            Self::CheckConfig(flags) => check_config(&flags.settings()?),
            Self::Backup { file, flags } => wait_for(backup::backup(flags.settings()?, file)),
            Self::BindingCode { customer, native, flags } => wait_for(binding_code::binding_code(flags.settings()?, customer, native)),
            Self::PasskeyInvitation { customer, flags } => wait_for(passkey_invitation::passkey_invitation(flags.settings()?, customer)),
            Self::Migrate { roles, flags } => wait_for(migrate::migrate(flags.place()?, roles)),
            Self::Restore { file, flags } => wait_for(restore::restore(flags.settings()?, file)),
            Self::Policy(policy) => policy.run(),
            Self::Canary(canary) => canary.run(),
            Self::Audit(audit) => audit.run(),
            Self::Witness(options) => wait_for(witness::witness(options)),
            Self::Collect(options) => wait_for(collect::collect(options)),
            Self::WitnessKey { file, name } => witness::witness_key(&file, &name),
            Self::Bench(options) => wait_for(bench::bench(options)),
        }
    }
}

fn check_config(settings: &Settings) -> Result<(), Box<dyn Error>> {
    let database = match &settings.database {
        config::Database::Sqlite(path) => format!("SQLite in {}", path.display()),
        config::Database::Postgres(_) => "PostgreSQL".to_owned(),
    };
    let mut out = std::io::stdout();
    writeln!(out, "The settings are good: {} on {}, {database}.", settings.public_url.origin(), settings.listen)?;
    for name in &settings.unread_variables {
        writeln!(out, "Note: nothing reads the environment variable {name}.")?;
    }
    Ok(())
}

fn wait_for(work: impl Future<Output = Result<(), Box<dyn Error>>>) -> Result<(), Box<dyn Error>> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
