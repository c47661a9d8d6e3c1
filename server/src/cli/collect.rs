//! `countersign collect`: keeping a copy of somebody else's log.

use std::{error::Error, net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use clap::Args;
use tokio::net::TcpListener;

use domain::{
    audit_log::{VerifierKey, key::Kind},
    secret::Hashed,
};

use crate::{
    collector::{Collector, numbers, router},
    config::{LogFormat, secret_file, time_span},
    http::serve::{self, Drain, Limits, Stop},
    key_file::long_enough,
    system::SystemClock,
    telemetry,
};

/// A few servers send; nobody else has a reason to ask.
const CONNECTIONS: usize = 256;
/// How often it is looked whether a log is silent.
const LOOK: Duration = Duration::from_secs(1);

#[derive(Args)]
pub(super) struct Options {
    /// The address and port to listen on, behind a proxy that speaks TLS
    #[arg(long, value_name = "ADDRESS")]
    listen: SocketAddr,
    /// The address and port that only your own machines reach, for numbers
    #[arg(long, value_name = "ADDRESS")]
    private_listen: Option<SocketAddr>,
    /// The file whose one line is the token of those who may send, 32 to 200 characters
    #[arg(long, value_name = "FILE")]
    token_file: PathBuf,
    /// The key of a log that is collected, as name+id+key; once for each, and for each new epoch of one
    #[arg(long = "log", value_name = "VKEY", required = true)]
    logs: Vec<VerifierKey>,
    /// The folder that the entries are kept in
    #[arg(long, value_name = "FOLDER")]
    store: PathBuf,
    /// How long a log may say nothing before that is trouble
    #[arg(long, value_name = "TIME", default_value = "5m", value_parser = time_span)]
    silence: Duration,
    /// Log lines as JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn collect(options: Options) -> Result<(), Box<dyn Error>> {
    telemetry::write("info", if options.json { LogFormat::Json } else { LogFormat::Text }, false);
    if let Some(log) = options.logs.iter().find(|log| log.kind != Kind::Note) {
        return Err(format!("`--log {log}`: this is the key of a witness; write that of a log").into());
    }
    if let Some((at, log)) =
        options.logs.iter().enumerate().find(|(at, log)| options.logs[..*at].iter().any(|other| other.name == log.name))
    {
        return Err(format!("`--log {log}`: number {} has the origin of another one", at + 1).into());
    }
    let token = secret_file(&options.token_file).and_then(long_enough).map_err(|wrong| format!("`--token-file` {wrong}"))?;
    let (token, clock, silence) = (Hashed::of(token.expose()), Arc::new(SystemClock), options.silence.try_into()?);
    let (logs, store) = (options.logs, options.store);
    // It reads all that was kept.
    let open = move || Collector::open(token, &logs, &store, clock, silence);
    let collector = Arc::new(tokio::task::spawn_blocking(open).await?.map_err(|wrong| format!("`--store` {wrong}"))?);
    let listener = bind("listen", options.listen).await?;
    let (drain, stop) = (Drain::default(), Stop::default());
    serve::obey_signals(drain.clone(), stop.clone());
    let limits = Limits { connections: CONNECTIONS, ..Limits::default() };
    if let Some(address) = options.private_listen {
        let private = bind("private-listen", address).await?;
        tokio::spawn(serve::serve(private, numbers(collector.counts().clone()), limits, Drain::default(), stop.clone()));
    }
    let watching = tokio::spawn(watch(Arc::clone(&collector)));
    serve::serve(listener, router(collector), limits, drain, stop).await;
    watching.abort();
    Ok(())
}

async fn watch(collector: Arc<Collector>) {
    let mut turn = tokio::time::interval(LOOK);
    loop {
        turn.tick().await;
        collector.look();
    }
}

async fn bind(key: &'static str, address: SocketAddr) -> Result<TcpListener, String> {
    let named = |error| format!("`--{key}` {address}: {error}");
    let listener = TcpListener::bind(address).await.map_err(named)?;
    let address = listener.local_addr().map_err(named)?;
    tracing::info!(key, %address, "listening");
    Ok(listener)
}
