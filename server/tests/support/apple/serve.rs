//! Connections and what is said on them.

use std::{
    convert::Infallible,
    future::pending,
    pin::pin,
    sync::{Arc, atomic::Ordering},
};

use http::{Response, request::Parts};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::{Bytes, Incoming},
    server::conn::http2,
    service::service_fn,
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::json;
use tokio::{net::TcpListener, sync::mpsc, task::JoinSet};
use tokio_rustls::TlsAcceptor;

use super::{Request, Say, State, check};

/// What happens to a connection because of something that was said on it.
enum Then {
    Leave,
    Break,
    Freeze,
}

/// Takes connections until it is aborted, and they with it.
pub(super) async fn serve(listener: TcpListener, acceptor: TlsAcceptor, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (acceptor, state) = (acceptor.clone(), Arc::clone(&state));
        connections.spawn(async move {
            // Whoever does not believe our certificate leaves here.
            let Ok(stream) = acceptor.accept(stream).await else { return };
            let number = state.connections.fetch_add(1, Ordering::SeqCst) + 1;
            let (then, mut to_do) = mpsc::unbounded_channel();
            let ours = Arc::clone(&state);
            let service = service_fn(move |request| answer(Arc::clone(&ours), number, then.clone(), request));
            let mut connection = pin!(http2::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service));
            loop {
                tokio::select! {
                    _ = connection.as_mut() => break,
                    Some(then) = to_do.recv() => match then {
                        Then::Leave => connection.as_mut().graceful_shutdown(),
                        Then::Break => break,
                        Then::Freeze => pending().await,
                    },
                }
            }
            state.ended.send_modify(|ended| *ended += 1);
        });
    }
}

async fn answer(
    state: Arc<State>,
    connection: usize,
    then: mpsc::UnboundedSender<Then>,
    request: http::Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let id = parts.headers.get("apns-id").cloned();
    let (status, reason) = match good(&state, connection, &parts, &body) {
        Err((status, reason)) => (status, json!({ "reason": reason })),
        Ok(request) => {
            let next = state.script.lock().unwrap().pop_front();
            let say = next.unwrap_or_else(|| state.otherwise.lock().unwrap().clone());
            state.arrived.send_modify(|arrived| *arrived += 1);
            if let Say::TakesWhen(told) = &say {
                told.notified().await;
            }
            if say.takes() {
                state.taken.lock().unwrap().push(request);
            }
            said(say, &then).await
        }
    };
    let body = if status == 200 { Bytes::new() } else { reason.to_string().into() };
    let mut answer = Response::builder().status(status);
    if let Some(id) = id {
        answer = answer.header("apns-id", id);
    }
    Ok(answer.body(Full::new(body)).unwrap())
}

async fn said(say: Say, then: &mpsc::UnboundedSender<Then>) -> (u16, serde_json::Value) {
    let reason = |reason: &str| json!({ "reason": reason });
    match say {
        Say::Takes | Say::TakesWhen(_) => {}
        Say::Refuses(status, word) => return (status, reason(&word)),
        Say::Gone(millis) => return (410, json!({ "reason": "Unregistered", "timestamp": millis })),
        Say::Nothing => pending().await,
        Say::TakesAndLeaves => then.send(Then::Leave).unwrap(),
        Say::TakesAndBreaks => {
            then.send(Then::Break).unwrap();
            pending::<()>().await;
        }
        Say::Freezes => {
            then.send(Then::Freeze).unwrap();
            pending::<()>().await;
        }
    }
    (200, serde_json::Value::Null)
}

fn good(state: &State, connection: usize, parts: &Parts, body: &[u8]) -> Result<Request, check::Wrong> {
    let now = state.clock.now();
    let path = parts.uri.path();
    let request = Request {
        connection,
        at: now,
        token: path.trim_start_matches("/3/device/").to_owned(),
        headers: parts.headers.clone(),
        body: serde_json::from_slice(body).unwrap_or_default(),
    };
    state.requests.lock().unwrap().push(request.clone());
    check::token(&parts.method, path)?;
    check::provider(&parts.headers, &state.key, now)?;
    check::headers(&parts.headers)?;
    check::payload(body)?;
    Ok(request)
}
