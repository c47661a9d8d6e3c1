//! One connection, from its first byte to its last.

use std::{convert::Infallible, net::SocketAddr, pin::pin};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request, response::Response};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::Watcher},
};
use tokio::{net::TcpStream, sync::watch, time::sleep};
use tower::ServiceExt;

use super::{
    Limits,
    in_flight::{InFlight, Work},
    slow_reader::Impatient,
};

/// Requests at once on one HTTP/2 connection.
const STREAMS: u32 = 100;
/// All headers of a request together.
const HEADER_BYTES: usize = 32 * 1024;
const HEADERS: usize = 64;

pub(super) async fn serve(stream: TcpStream, peer: SocketAddr, router: Router, limits: Limits, watcher: Watcher) {
    // Small answers leave at once. If the option cannot be set the connection is on its way out anyway.
    let _ = stream.set_nodelay(true);
    let work = watch::Sender::new(Work::default());
    let mut changes = work.subscribe();
    let service = hyper::service::service_fn(move |request| answer(router.clone(), request, peer, &work));
    let builder = builder(limits);
    let io = TokioIo::new(Impatient::new(stream, limits.write_timeout));
    let connection = builder.serve_connection(io, service);
    let mut connection = pin!(watcher.watch(connection));
    loop {
        let work = *changes.borrow_and_update();
        let patience = if work.ever { limits.idle_timeout } else { limits.header_timeout };
        tokio::select! {
            // How it ended is the client's business: cut lines and bad bytes are everyday.
            _ = &mut connection => return,
            // hyper's own timer starts only once it knows the version, so a client that sends nothing is cut here.
            () = sleep(patience), if work.now == 0 => return,
            more = changes.changed() => if more.is_err() {
                let _ = connection.await;
                return;
            },
        }
    }
}

fn answer(
    router: Router,
    request: Request<Incoming>,
    peer: SocketAddr,
    work: &watch::Sender<Work>,
) -> impl Future<Output = Result<Response, Infallible>> + use<> {
    let in_flight = InFlight::begin(work);
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    async move {
        let answer = router.oneshot(request).await?;
        Ok(answer.map(|body| in_flight.until_sent(body)))
    }
}

fn builder(limits: Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.header_timeout).max_headers(HEADERS).max_buf_size(HEADER_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(limits.header_timeout)
        .keep_alive_timeout(limits.header_timeout)
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(32 * 1024);
    builder
}
