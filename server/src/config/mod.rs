//! What the operator decides: one TOML file, then the environment, then the command line, each over the one before.
//!
//! Owns reading and checking. Refuses a key nobody reads, a value that cannot be meant, and a secret written in the
//! file itself: secrets are named by the path of the file that holds them. Every refusal names the key and says what to
//! write instead.
//!
//! To add a setting: a row in [`keys::KEYS`], a field in [`Settings`], a line in [`resolve`], and a row in the table of
//! `docs/operations.md` (a test compares them).

pub mod apns;
mod collector_policy;
pub mod database;
pub mod hops;
pub mod keys;
mod public_url;
mod signing_key;
mod sources;
mod systems;
mod values;
mod web_push;
mod witness_policy;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

pub use apns::Apns;
pub use collector_policy::{CollectorPolicy, Recipient};
pub use database::Database;
pub use hops::TrustedHops;
pub use public_url::PublicUrl;
pub use sources::{Given, environment};
pub use systems::System;
pub use values::LogFormat;
pub(crate) use values::span as time_span;
pub use web_push::WebPush;
pub use witness_policy::{Cosigner, WitnessPolicy};

use crate::{log_key::LogKey, pins::Pins, push::web::Origins, seeds::Seeds};
use domain::{
    audit_log::retention::{Periods, Retention},
    pruning::Keep,
    secret::Secret,
};
use sources::Layered;

/// Everything that was decided, checked.
pub struct Settings {
    /// The folder that holds the SQLite file and the keys.
    pub data: PathBuf,
    /// The folder that `cargo xtask build` wrote the browser's files to.
    pub site: PathBuf,
    /// Where people and phones connect.
    pub listen: SocketAddr,
    /// Where only the operator's own machines connect: metrics. Off when `None`.
    pub private_listen: Option<SocketAddr>,
    /// What stands in the browser's address bar; passkeys are bound to it.
    pub public_url: PublicUrl,
    /// Where the data lives.
    pub database: Database,
    /// Who may tell of risks.
    pub signal_sources: Vec<System>,
    /// The telephone systems that may post what was typed on a keypad.
    pub telephony: Vec<System>,
    /// What PINs are hashed with; without it there are none.
    pub pins: Option<Pins>,
    /// What seeds of authenticator apps are sealed with; without it there are none.
    pub seeds: Option<Seeds>,
    /// What signs the log's heads; without it there is one in the data folder.
    pub log_key: Option<LogKey>,
    /// How notifications reach iPhones; `None`: they do not.
    pub apns: Option<Apns>,
    /// Who we are to browsers' push services; `None`: no browser is told of anything.
    pub web_push: Option<WebPush>,
    /// The browsers' push services that are called.
    pub web_push_services: Origins,
    /// Who else must see the record's heads; `None`: nobody has to.
    pub witness_policy: Option<WitnessPolicy>,
    /// Who keeps a copy of the record; `None`: nobody does.
    pub collector_policy: Option<CollectorPolicy>,
    /// How long what stands beside entries of the log is kept.
    pub retention: Periods,
    /// How long entries themselves are kept before they can be pruned.
    pub keep_entries: Keep,
    /// Who the customer thinks they are talking to.
    pub organisation: String,
    /// The number a customer can ring when something looks wrong.
    pub hotline: Option<String>,
    /// Who may say on whose behalf they connect.
    pub trusted_hops: TrustedHops,
    /// How log lines are written.
    pub log_format: LogFormat,
    /// Which log lines are written.
    pub log: String,
    /// The largest request body, in bytes.
    pub body_limit: usize,
    /// How many connections may be open at once.
    pub connection_limit: usize,
    /// How many requests may be in work at once; more are told to come back.
    pub request_limit: usize,
    /// How long the head of a request may take to arrive.
    pub header_timeout: Duration,
    /// How long a request may take until its answer begins.
    pub request_timeout: Duration,
    /// How long to go on accepting after saying "not ready", so that a load balancer notices.
    pub drain_notice: Duration,
    /// How long to wait for requests in work when stopping.
    pub drain_timeout: Duration,
    /// Everything invented, nothing asked for: for trying out on one's own machine.
    pub demo: bool,
    /// Variables of ours in the environment that nothing reads; worth a warning.
    pub unread_variables: Vec<String>,
}

/// What stands in the address bar. On this machine alone it follows the port that was chosen.
fn public_url(from: &Layered, listen: SocketAddr) -> Result<PublicUrl, ConfigError> {
    match from.optional("public_url", PublicUrl::parse)? {
        Some(url) => Ok(url),
        None if listen.ip().is_loopback() && listen.port() != 0 => {
            PublicUrl::parse(&format!("http://localhost:{}", listen.port())).map_err(|wrong| from.wrong("public_url", wrong))
        }
        None => from.parsed("public_url", PublicUrl::parse),
    }
}

/// What signs the log, if one is named. Servers that share a PostgreSQL share none of their folders, where there would be another key in each.
fn log_key(from: &Layered, database: &Database, demo: bool) -> Result<Option<LogKey>, ConfigError> {
    let key = from.optional("log_key_file", |path| LogKey::read(Path::new(path)))?;
    if key.is_none() && !demo && matches!(database, Database::Postgres(_)) {
        return Err(from.wrong("log_key_file", "is not given, and all servers of a PostgreSQL must sign the log with the same key"));
    }
    Ok(key)
}

/// Why the settings were refused: which key, and what to write.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Nothing reads this key.
    #[error("{place}: `{key}` is not a setting{}", suggestion.map(|key| format!("; did you mean `{key}`?")).unwrap_or_default())]
    Unknown {
        /// The key as it was written.
        key: String,
        /// Where it was written.
        place: String,
        /// The nearest key there is.
        suggestion: Option<&'static str>,
    },
    /// The value cannot be meant.
    #[error("{place}: `{key}` {wrong}; write {instead}")]
    Value {
        /// The key.
        key: &'static str,
        /// Where it was written.
        place: String,
        /// What is wrong, never repeating a secret.
        wrong: String,
        /// What to write.
        instead: &'static str,
    },
    /// The file cannot be read, or is not TOML.
    #[error("configuration file {}: {message}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
}

/// Reads all the places and checks what they say.
///
/// # Errors
/// On the first key or value that is refused.
pub fn load(given: &Given) -> Result<Settings, ConfigError> {
    resolve(&Layered::read(given)?)
}

/// Reads where the data lives and nothing else: whoever migrates need not have the keys that a server has.
///
/// # Errors
/// On the first key or value that is refused.
pub fn place(given: &Given) -> Result<(PathBuf, Database), ConfigError> {
    let from = Layered::read(given)?;
    let data = from.path("data")?;
    let database = Database::read(&from, &data)?;
    Ok((data, database))
}

fn resolve(from: &Layered) -> Result<Settings, ConfigError> {
    let data = from.path("data")?;
    let listen: SocketAddr = from.parsed("listen", values::address)?;
    let demo = from.parsed("demo", values::switch)?;
    if demo && !listen.ip().is_loopback() {
        return Err(from.wrong("demo", "lets anybody in, so it is refused unless `listen` is a loopback address"));
    }
    let organisation = from.optional("organisation", values::line)?;
    let database = Database::read(from, &data)?;
    Ok(Settings {
        site: from.path("site")?,
        listen,
        private_listen: from.optional("private_listen", values::address)?,
        public_url: public_url(from, listen)?,
        log_key: log_key(from, &database, demo)?,
        database,
        signal_sources: from.optional("signal_sources_file", systems::named)?.unwrap_or_default(),
        telephony: from.optional("telephony_file", systems::named)?.unwrap_or_default(),
        pins: from.optional("pin_key_file", |path| Pins::new(secret_file(Path::new(path))?))?,
        seeds: from.optional("totp_key_file", |path| Seeds::new(secret_file(Path::new(path))?))?,
        apns: apns::read(from)?,
        web_push: web_push::read(from)?,
        web_push_services: from.parsed("web_push_services", Origins::parse)?,
        witness_policy: from.optional("witness_policy_file", |path| witness_policy::read(Path::new(path)))?,
        collector_policy: from.optional("collector_policy_file", |path| collector_policy::read(Path::new(path)))?,
        retention: Periods {
            proof: from.parsed("keep_proof_days", |text| values::days(text, Retention::Proof))?,
            contact: from.parsed("keep_contact_days", |text| values::days(text, Retention::Contact))?,
        },
        keep_entries: from.parsed("keep_entries_days", values::entry_days)?,
        organisation: organisation.unwrap_or_else(|| if demo { "Acme" } else { "Your company" }.to_owned()),
        hotline: from.optional("hotline", values::line)?,
        trusted_hops: from.parsed("trusted_hops", TrustedHops::parse)?,
        log_format: from.parsed("log_format", LogFormat::parse)?,
        log: from.parsed("log", values::log_filter)?,
        body_limit: from.parsed("body_limit", values::bytes)?,
        connection_limit: from.parsed("connection_limit", values::count)?,
        request_limit: from.parsed("request_limit", values::count)?,
        header_timeout: from.parsed("header_timeout", values::span)?,
        request_timeout: from.parsed("request_timeout", values::span)?,
        drain_notice: from.parsed("drain_notice", values::span_or_none)?,
        drain_timeout: from.parsed("drain_timeout", values::span)?,
        unread_variables: from.unread_variables.clone(),
        demo,
        data,
    })
}

/// The one line of a file that holds a secret, without the line break at its end.
///
/// # Errors
/// With a text for the operator when the file cannot be read or holds nothing.
pub fn secret_file(path: &Path) -> Result<Secret<String>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("names {}, which cannot be read ({error})", path.display()))?;
    match text.trim_end_matches(['\r', '\n']) {
        "" => Err(format!("names {}, which is empty", path.display())),
        secret => Ok(Secret::new(secret.to_owned())),
    }
}
