//! The one connection to Apple that everybody's notifications go over.
//!
//! It is opened when it is first needed, and by one of those who need it; the others wait for that. It is left when Apple says
//! goodbye, when it breaks, when an answer does not come, and after some idle minutes, in which whatever stands between may
//! have forgotten it. Whoever still waits for an answer on one that was left goes on waiting there.

use std::{
    io,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use http::{Request, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    body::Bytes,
    client::conn::http2::{self, SendRequest},
};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use rustls::pki_types::ServerName;
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::TlsConnector;

use domain::time::{Clock, Duration, Timestamp};

use super::Patience;
use crate::{config::apns::Endpoint, fault::Fault, push::tls};

type Sender = SendRequest<Full<Bytes>>;

/// How long an idle connection is trusted.
const IDLE: Duration = Duration::minutes(5);
/// Apple's reasons are far shorter.
const LONGEST_BODY: usize = 16 * 1024;

/// The connection, open or not.
pub(super) struct Connection {
    host: String,
    port: u16,
    name: ServerName<'static>,
    tls: TlsConnector,
    clock: Arc<dyn Clock>,
    patience: Patience,
    open: Mutex<Option<Open>>,
    opening: tokio::sync::Mutex<()>,
    /// How many were opened, or could not be: which one it is, and whether somebody tried while one waited.
    tried: AtomicU64,
}

struct Open {
    number: u64,
    sender: Sender,
    used_at: Timestamp,
}

impl Connection {
    pub(super) fn to(endpoint: &Endpoint, clock: Arc<dyn Clock>, patience: Patience) -> Result<Self, Fault> {
        let name = ServerName::try_from(endpoint.host.clone());
        let mut config = tls::config("apns_root_file", endpoint.roots.as_deref())?;
        // HTTP/2 or nothing.
        config.alpn_protocols = vec![b"h2".to_vec()];
        Ok(Self {
            host: endpoint.host.clone(),
            port: endpoint.port,
            name: name.map_err(|_| Fault::config("apns_endpoint", "has a host that no certificate can name"))?,
            tls: Arc::new(config).into(),
            clock,
            patience,
            open: Mutex::default(),
            opening: tokio::sync::Mutex::default(),
            tried: AtomicU64::new(0),
        })
    }

    /// Sends a request and reads its answer; `None` when there is none. If this is dropped before, the connection is left.
    pub(super) async fn send(&self, request: Request<Full<Bytes>>) -> Option<(StatusCode, Bytes)> {
        // Goodbye may have been said before this was sent at all. Then it costs nothing to say it again elsewhere, once.
        match self.send_on(self.sender().await?, request.clone()).await {
            Err(error) if error.is_canceled() => self.send_on(self.sender().await?, request).await.ok()?,
            other => other.ok()?,
        }
    }

    async fn send_on(
        &self,
        (number, mut sender): (u64, Sender),
        request: Request<Full<Bytes>>,
    ) -> hyper::Result<Option<(StatusCode, Bytes)>> {
        let doubt = Doubt { connection: self, number };
        let answer = sender.send_request(request).await?;
        let status = answer.status();
        let Ok(body) = Limited::new(answer.into_body(), LONGEST_BODY).collect().await else { return Ok(None) };
        std::mem::forget(doubt);
        Ok(Some((status, body.to_bytes())))
    }

    /// The open connection, or a new one.
    async fn sender(&self) -> Option<(u64, Sender)> {
        let tried = self.tried.load(Ordering::Acquire);
        if let Some(open) = self.usable() {
            return Some(open);
        }
        let _mine = self.opening.lock().await;
        if let Some(open) = self.usable() {
            return Some(open);
        }
        // Who waited while another found nobody there need not find out again.
        if self.tried.load(Ordering::Acquire) != tried {
            return None;
        }
        let opened = timeout(self.patience.connect, self.connect()).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
        let number = self.tried.fetch_add(1, Ordering::AcqRel) + 1;
        match opened {
            Ok(sender) => {
                let open = Open { number, sender: sender.clone(), used_at: self.clock.now() };
                *self.slot() = Some(open);
                Some((number, sender))
            }
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "Apple's push service cannot be reached");
                None
            }
        }
    }

    fn usable(&self) -> Option<(u64, Sender)> {
        let (mut slot, now) = (self.slot(), self.clock.now());
        let open = slot.as_mut().filter(|open| !open.sender.is_closed() && now.since(open.used_at) < IDLE)?;
        open.used_at = now;
        Some((open.number, open.sender.clone()))
    }

    async fn connect(&self) -> io::Result<Sender> {
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await?;
        stream.set_nodelay(true)?;
        let stream = self.tls.connect(self.name.clone(), stream).await?;
        if stream.get_ref().1.alpn_protocol() != Some(b"h2") {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "the service does not speak HTTP/2"));
        }
        let mut builder = http2::Builder::new(TokioExecutor::new());
        builder
            .timer(TokioTimer::new())
            .keep_alive_interval(self.patience.ping_after)
            .keep_alive_timeout(self.patience.ping_answer)
            .keep_alive_while_idle(false)
            // Until it says how many it takes, it takes one.
            .initial_max_send_streams(1);
        let (sender, connection) = builder.handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
        // It ends when nobody sends on it any more. How it ended is told to each who waits for an answer.
        tokio::spawn(async move { drop(connection.await) });
        Ok(sender)
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Option<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Leaves the connection, unless an answer came.
struct Doubt<'a> {
    connection: &'a Connection,
    number: u64,
}

impl Drop for Doubt<'_> {
    fn drop(&mut self) {
        let mut slot = self.connection.slot();
        if slot.as_ref().is_some_and(|open| open.number == self.number) {
            *slot = None;
        }
    }
}
