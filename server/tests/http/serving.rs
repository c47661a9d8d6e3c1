//! Real connections: slow ones, broken ones, and stopping.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body, routing::get};
use server::http::{
    Drain, layers,
    serve::{Ended, Limits, Stop, serve},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
};

use super::Frame;

struct Served {
    address: SocketAddr,
    drain: Drain,
    stop: Stop,
    ended: JoinHandle<Ended>,
}

async fn served(router: Router, limits: Limits) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (drain, stop) = (Drain::default(), Stop::default());
    let ended = tokio::spawn(serve(listener, router, limits, drain.clone(), stop.clone()));
    Served { address, drain, stop, ended }
}

impl Served {
    async fn open(&self, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream
    }

    /// What is answered to these bytes until the server closes.
    async fn say(&self, bytes: &[u8]) -> String {
        to_end(&mut self.open(bytes).await).await
    }
}

async fn to_end(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    // A connection that is cut ends as surely as one that is closed.
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn hello() -> Router {
    Router::new().route("/", get(async || "hello").post(async |body: String| body))
}

/// A door that says it was reached and then waits to be let go.
fn waiting() -> (Router, Arc<Notify>, Arc<Notify>) {
    let (reached, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (inner_reached, inner_go) = (Arc::clone(&reached), Arc::clone(&go));
    let door = get(async move || {
        inner_reached.notify_one();
        inner_go.notified().await;
        "done"
    });
    (Router::new().route("/", door), reached, go)
}

const GET: &[u8] = b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn a_client_that_does_not_finish_its_head_is_cut() {
    let limits = Limits { header_timeout: Duration::from_millis(50), ..Limits::default() };
    let served = served(hello(), limits).await;
    let slow: [&[u8]; 4] = [b"", b"P", b"PRI * HTTP/2.0\r\n\r\nSM", b"GET / HTTP/1.1\r\nhost: localhost\r\nx-slow: "];
    for bytes in slow {
        assert!(!served.say(bytes).await.contains("200 OK"));
    }
    assert!(served.say(GET).await.ends_with("hello"), "and others are still served");
}

#[tokio::test]
async fn connections_over_the_cap_wait_and_slow_ones_make_room() {
    let limits = Limits { connections: 1, header_timeout: Duration::from_millis(50), ..Limits::default() };
    let served = served(hello(), limits).await;
    let _slow = served.open(b"GET /").await;
    assert!(served.say(GET).await.ends_with("hello"));
}

#[tokio::test]
async fn a_body_that_does_not_come_is_given_up() {
    let frame = Frame::with(&[("request_timeout", "50ms")]);
    let served = served(layers::wrap(hello(), &frame.shell), Limits::default()).await;
    let answer = served.say(b"POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 9\r\n\r\nx").await;
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
}

#[tokio::test]
async fn ambiguous_framing_is_refused_and_nothing_after_it_is_heard() {
    let frame = Frame::new();
    let served = served(layers::wrap(hello(), &frame.shell), Limits::default()).await;
    let corpus: [&[u8]; 9] = [
        b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: identity, chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: xchunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.0\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx",
        b"POST / HTTP/1.1\r\nhost: a\r\ncontent-length: +1\r\n\r\nx",
        b"GET / HTTP/1.1\r\nhost: a\r\nx-a : 1\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\nx-a: 1\r\n folded\r\n\r\n",
    ];
    for bytes in corpus {
        let answer = served.say(&[bytes, GET].concat()).await;
        let shown = String::from_utf8_lossy(bytes);
        assert!(answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.0 4"), "{shown}: {answer}");
        assert!(!answer.contains("200 OK"), "{shown}: {answer}");
    }
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let served = served(hello(), Limits::default()).await;
    let long = format!("GET / HTTP/1.1\r\nhost: a\r\nx-long: {}\r\n\r\n", "x".repeat(40_000));
    assert!(served.say(long.as_bytes()).await.starts_with("HTTP/1.1 431"));
    let many = format!("GET / HTTP/1.1\r\nhost: a\r\n{}\r\n", "x-one: 1\r\n".repeat(100));
    assert!(served.say(many.as_bytes()).await.starts_with("HTTP/1.1 431"));
}

#[tokio::test]
async fn http_2_without_tls_is_spoken_to_proxies() {
    let served = served(hello(), Limits::default()).await;
    let mut stream = served.open(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await;
    let mut frame = [0; 9];
    stream.read_exact(&mut frame).await.unwrap();
    assert_eq!(frame[3], 4, "the first frame is SETTINGS");
}

#[tokio::test]
async fn an_answer_that_nobody_takes_is_given_up() {
    let (dropped, gone) = tokio::sync::oneshot::channel::<()>();
    let dropped = Arc::new(std::sync::Mutex::new(Some(dropped)));
    let endless = get(async move || {
        let held = dropped.lock().unwrap().take();
        let chunk = vec![b'x'; 65_536];
        Body::from_stream(futures::stream::repeat_with(move || {
            let _held = &held;
            Ok::<_, std::convert::Infallible>(chunk.clone())
        }))
    });
    let limits = Limits { write_timeout: Duration::from_millis(50), ..Limits::default() };
    let served = served(Router::new().route("/", endless), limits).await;
    let _unread = served.open(GET).await;
    assert!(gone.await.is_err(), "the body was dropped without an end");
}

#[tokio::test]
async fn draining_finishes_what_is_in_work_and_takes_no_more() {
    let (router, reached, go) = waiting();
    let served = served(router, Limits::default()).await;
    let mut idle = served.open(b"").await;
    let mut stream = served.open(GET).await;
    reached.notified().await;
    served.drain.begin();
    assert_eq!(to_end(&mut idle).await, "", "a connection without work is closed");
    assert!(TcpStream::connect(served.address).await.is_err(), "the door is closed");
    go.notify_one();
    assert!(to_end(&mut stream).await.ends_with("done"));
    assert_eq!(served.ended.await.unwrap(), Ended::Drained);
}

#[tokio::test]
async fn a_stream_that_waits_on_the_drain_ends_itself() {
    let frame = Frame::new();
    let drain = frame.shell.drain.clone();
    let stream = get(async move || {
        let farewell = async move {
            drain.begun().await;
            Ok::<_, std::convert::Infallible>("event: reconnect\n\n")
        };
        let greeting = std::future::ready(Ok("event: hello\n\n"));
        Body::from_stream(futures::StreamExt::chain(futures::stream::once(greeting), futures::stream::once(farewell)))
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = layers::wrap(Router::new().route("/", stream), &frame.shell);
    let drain = frame.shell.drain.clone();
    let ended = tokio::spawn(serve(listener, router, Limits::default(), drain.clone(), Stop::default()));
    let mut client = TcpStream::connect(address).await.unwrap();
    client.write_all(GET).await.unwrap();
    let mut seen = String::new();
    while !seen.contains("hello") {
        seen.push(char::from(client.read_u8().await.unwrap()));
    }
    drain.begin();
    assert!(to_end(&mut client).await.contains("reconnect"));
    assert_eq!(ended.await.unwrap(), Ended::Drained);
}

#[tokio::test]
async fn what_does_not_finish_in_time_is_cut() {
    let (router, reached, _go) = waiting();
    let limits = Limits { drain_timeout: Duration::from_millis(50), ..Limits::default() };
    let served = served(router, limits).await;
    let mut stream = served.open(GET).await;
    reached.notified().await;
    served.drain.begin();
    assert_eq!(served.ended.await.unwrap(), Ended::Cut);
    assert_eq!(to_end(&mut stream).await, "");
}

#[tokio::test]
async fn being_asked_again_stops_at_once() {
    let (router, reached, _go) = waiting();
    let served = served(router, Limits::default()).await;
    let mut stream = served.open(GET).await;
    reached.notified().await;
    served.drain.begin();
    served.stop.ask();
    assert_eq!(served.ended.await.unwrap(), Ended::Cut);
    assert_eq!(to_end(&mut stream).await, "");
}

#[tokio::test]
async fn a_load_balancer_is_given_time_to_notice() {
    let frame = Frame::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let limits = Limits { drain_notice: Duration::from_hours(1), ..Limits::default() };
    let (drain, stop) = (frame.shell.drain.clone(), Stop::default());
    let ended = tokio::spawn(serve(listener, frame.router(), limits, drain.clone(), stop.clone()));
    drain.begin();
    let mut probe = TcpStream::connect(address).await.unwrap();
    probe.write_all(b"GET /readyz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.unwrap();
    assert!(to_end(&mut probe).await.starts_with("HTTP/1.1 503"));
    stop.ask();
    assert_eq!(ended.await.unwrap(), Ended::Cut);
}
