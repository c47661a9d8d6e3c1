//! `countersign witness` and `countersign witness-key`: seeing that somebody else's log only ever grows.

use std::{error::Error, io::Write, net::SocketAddr, path::PathBuf, sync::Arc};

use clap::Args;
use tokio::net::TcpListener;

use domain::audit_log::{
    VerifierKey,
    key::{KeyName, Kind},
};

use crate::{
    config::LogFormat,
    http::serve::{self, Drain, Limits, Stop},
    log_key::LogKey,
    system::SystemClock,
    telemetry,
    witness::{Heads, Witness, router, verifier},
};

/// Logs ask once a second each; nobody else has a reason to.
const CONNECTIONS: usize = 256;

#[derive(Args)]
pub(super) struct Options {
    /// The address and port to listen on, behind a proxy that speaks TLS
    #[arg(long, value_name = "ADDRESS")]
    listen: SocketAddr,
    /// The witness's name, such as witness.example.org/1
    #[arg(long)]
    name: KeyName,
    /// The file that `witness-key` made
    #[arg(long, value_name = "FILE")]
    key_file: PathBuf,
    /// The key of a log that is witnessed, as name+id+key; once for each, and for each new epoch of one
    #[arg(long = "log", value_name = "VKEY", required = true)]
    logs: Vec<VerifierKey>,
    /// The file that the last head of each log is kept in
    #[arg(long, value_name = "FILE")]
    store: PathBuf,
    /// Log lines as JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn witness(options: Options) -> Result<(), Box<dyn Error>> {
    telemetry::write("info", if options.json { LogFormat::Json } else { LogFormat::Text }, false);
    if let Some(log) = options.logs.iter().find(|log| log.kind != Kind::Note) {
        return Err(format!("`--log {log}`: this is the key of a witness; write that of a log").into());
    }
    let key = LogKey::read(&options.key_file).map_err(|wrong| format!("`--key-file` {wrong}"))?;
    let heads = Heads::open(&options.store.to_string_lossy()).await?;
    let witness = Witness::new(options.name, key, options.logs, heads.clone(), Arc::new(SystemClock));
    writeln!(std::io::stdout(), "{}", witness.verifier())?;
    let named = |error| format!("`--listen` {}: {error}", options.listen);
    let listener = TcpListener::bind(options.listen).await.map_err(named)?;
    let address = listener.local_addr()?;
    tracing::info!(%address, "listening");
    let (drain, stop) = (Drain::default(), Stop::default());
    serve::obey_signals(drain.clone(), stop.clone());
    let limits = Limits { connections: CONNECTIONS, ..Limits::default() };
    serve::serve(listener, router(Arc::new(witness)), limits, drain, stop).await;
    heads.close().await;
    Ok(())
}

/// Makes a key, and prints what its signatures are checked with.
pub(super) fn witness_key(file: &std::path::Path, name: &KeyName) -> Result<(), Box<dyn Error>> {
    LogKey::make(file)?;
    let key = LogKey::read(file)?;
    Ok(writeln!(std::io::stdout(), "{}", verifier(name, &key))?)
}
