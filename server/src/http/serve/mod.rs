//! Connections: HTTP/1.1 and HTTP/2 without TLS (that is the proxy's), with a limit on each thing a client can hold.
//!
//! Draining: the first signal makes [`Drain`] begin. The server says "not ready", goes on accepting for
//! [`Limits::drain_notice`], then closes the door and lets what is in work finish for [`Limits::drain_timeout`]. The
//! second signal ends it at once.

mod connection;
mod drain;
mod in_flight;
mod slow_reader;

use std::{sync::Arc, time::Duration};

use axum::Router;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::{
    net::TcpListener,
    sync::Semaphore,
    task::JoinSet,
    time::{sleep, timeout},
};

pub use drain::{Drain, Stop, obey_signals};

use crate::config::Settings;

/// How long to wait after a connection could not be accepted: no file descriptors, most often.
const BREATHER: Duration = Duration::from_millis(50);

/// What one client, and all of them together, can hold.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once; more wait in the system's queue.
    pub connections: usize,
    /// Until the head of a request is there; also how long an idle HTTP/1 connection is kept.
    pub header_timeout: Duration,
    /// How long an HTTP/2 connection without requests is kept.
    pub idle_timeout: Duration,
    /// How long a client may take none of an answer that is waiting for it.
    pub write_timeout: Duration,
    /// How long to go on accepting after draining began.
    pub drain_notice: Duration,
    /// How long to wait for what is in work.
    pub drain_timeout: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4096,
            header_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(75),
            write_timeout: Duration::from_secs(30),
            drain_notice: Duration::ZERO,
            drain_timeout: Duration::from_mins(1),
        }
    }
}

impl Limits {
    /// As the operator decided.
    pub fn of(settings: &Settings) -> Self {
        Self {
            connections: settings.connection_limit,
            header_timeout: settings.header_timeout,
            drain_notice: settings.drain_notice,
            drain_timeout: settings.drain_timeout,
            ..Self::default()
        }
    }
}

/// How serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Everything in work was finished.
    Drained,
    /// Some connections were cut: the time was over, or a second signal came.
    Cut,
}

/// Serves `router` on `listener` until `drain` begins and all is done, or until `stop`.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, drain: Drain, stop: Stop) -> Ended {
    let mut connections = JoinSet::new();
    let graceful = GracefulShutdown::new();
    let accepting = accept(listener, &router, limits, &graceful, &mut connections);
    let closing = async {
        drain.begun().await;
        sleep(limits.drain_notice).await;
    };
    tokio::select! {
        // Stopping comes first: under load there is always one more to accept.
        biased;
        () = stop.asked() => return cut(connections.len()),
        () = closing => {}
        never = accepting => match never {},
    }
    let open = connections.len();
    tracing::info!(open, "draining");
    tokio::select! {
        () = stop.asked() => cut(connections.len()),
        finished = timeout(limits.drain_timeout, graceful.shutdown()) => match finished {
            Ok(()) => {
                tracing::info!("drained");
                Ended::Drained
            }
            Err(_) => cut(connections.len()),
        },
    }
}

fn cut(open: usize) -> Ended {
    tracing::warn!(open, "stopped with connections open");
    Ended::Cut
}

async fn accept(
    listener: TcpListener,
    router: &Router,
    limits: Limits,
    graceful: &GracefulShutdown,
    connections: &mut JoinSet<()>,
) -> std::convert::Infallible {
    let places = Arc::new(Semaphore::new(limits.connections));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { std::future::pending().await };
        match listener.accept().await {
            Ok((stream, peer)) => {
                let served = connection::serve(stream, peer, router.clone(), limits, graceful.watcher());
                connections.spawn(async move {
                    served.await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "could not accept a connection");
                sleep(BREATHER).await;
            }
        }
        while connections.try_join_next().is_some() {}
    }
}
