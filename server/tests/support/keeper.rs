//! A collector, serving, behind a line that does to what comes over it as it is told: the collector is the real one.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use domain::{
    audit_log::{VerifierKey, collector::Batch},
    secret::Hashed,
    time::{Clock, Duration},
};
use http::{StatusCode, header};
use server::{
    collector::{Collector, Folder, Standing, router},
    http::serve::{Drain, Limits, Stop, serve},
};
use tokio::{net::TcpListener, sync::Notify};

/// What its senders have.
pub const TOKEN: &str = "collector-token-of-the-tests-0123456789";

/// How long a log may say nothing.
pub const SILENCE: Duration = Duration::minutes(5);

/// What the line does with a request.
#[derive(Clone)]
pub enum Mode {
    /// Lets it through.
    Good,
    /// Answers that, and lets nothing through; a `Location` leads to the collector itself.
    Says(StatusCode, &'static str, String),
    /// Hears it, and never says anything.
    Silent,
    /// Lets it through and loses the answer.
    LosesAnswers,
    /// Takes it away and answers as if it had been taken.
    Swallows,
    /// Changes each batch that has entries.
    Edits(fn(&mut Batch)),
    /// Keeps each request until the next one has been let through, and answers that it was taken: so they come in another order.
    Swaps,
}

#[derive(Clone)]
struct Gate {
    mode: Arc<Mutex<Mode>>,
    asked: Arc<Mutex<Vec<String>>>,
    held: Arc<Mutex<Option<String>>>,
    said: Arc<Mutex<Vec<u16>>>,
    news: Arc<Notify>,
}

pub struct Keeper {
    pub address: SocketAddr,
    pub collector: Arc<Collector>,
    pub store: PathBuf,
    gate: Gate,
    drain: Drain,
}

impl Keeper {
    /// One that knows those logs and keeps them there.
    pub async fn start(logs: &[VerifierKey], store: &Path, clock: Arc<dyn Clock>) -> Self {
        let collector = Arc::new(Collector::open(Hashed::of(TOKEN), logs, store, clock, SILENCE).unwrap());
        let gate = Gate {
            mode: Arc::new(Mutex::new(Mode::Good)),
            asked: Arc::default(),
            held: Arc::default(),
            said: Arc::default(),
            news: Arc::default(),
        };
        let doors = router(Arc::clone(&collector)).layer(middleware::from_fn_with_state(gate.clone(), through));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let drain = Drain::default();
        tokio::spawn(serve(listener, doors, Limits::default(), drain.clone(), Stop::default()));
        Self { address, collector, store: store.to_owned(), gate, drain }
    }

    /// From now on.
    pub fn be(&self, mode: Mode) {
        *self.gate.mode.lock().unwrap() = mode;
    }

    /// Every request the line heard, as it came.
    pub fn asked(&self) -> Vec<String> {
        self.gate.asked.lock().unwrap().clone()
    }

    /// What the collector answered, by status.
    pub fn said(&self) -> Vec<u16> {
        self.gate.said.lock().unwrap().clone()
    }

    /// How it stands with its first log.
    pub fn standing(&self) -> Standing {
        self.collector.standing().remove(0)
    }

    /// The entries that it has on disk of that log, a line each.
    pub fn entries(&self, log: &VerifierKey) -> Vec<String> {
        let text = std::fs::read_to_string(Folder::of(&self.store, log).join("entries.jsonl")).unwrap();
        text.lines().map(ToOwned::to_owned).collect()
    }

    /// Waits until it has that many entries of its first log, at least.
    pub async fn has(&self, entries: u64) {
        while self.standing().entries < entries {
            self.gate.news.notified().await;
        }
    }

    /// Its health, as anybody may ask it.
    pub async fn health(&self) -> u16 {
        reqwest::get(format!("http://{}/healthz", self.address)).await.unwrap().status().as_u16()
    }

    /// Sends it something as a log does: the status, and what it says.
    pub async fn ask(&self, body: impl Into<reqwest::Body>) -> (u16, serde_json::Value) {
        ask(self.address, body).await
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.drain.begin();
    }
}

pub async fn ask(address: SocketAddr, body: impl Into<reqwest::Body>) -> (u16, serde_json::Value) {
    let request = reqwest::Client::new().post(format!("http://{address}/collect/v1/entries")).bearer_auth(TOKEN).body(body);
    let answer = request.send().await.unwrap();
    let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
    assert_eq!(kind == "application/problem+json", !answer.status().is_success(), "{kind}");
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn through(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    if request.uri().path() != "/collect/v1/entries" {
        return next.run(request).await;
    }
    let mode = gate.mode.lock().unwrap().clone();
    let (parts, body) = request.into_parts();
    let again = |body: String| {
        let mut request = Request::builder().method(parts.method.clone()).uri(parts.uri.clone());
        request.headers_mut().unwrap().extend(parts.headers.clone());
        request.body(Body::from(body)).unwrap()
    };
    let Ok(bytes) = to_bytes(body, 16 << 20).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    gate.asked.lock().unwrap().push(text.clone());
    let answer = match mode {
        Mode::Good => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Mode::Says(status, kind, body) => {
            let said = [(header::CONTENT_TYPE, kind), (header::LOCATION, "/collect/v1/entries")];
            return (status, said, body).into_response();
        }
        Mode::Silent => std::future::pending().await,
        Mode::LosesAnswers => {
            next.run(again(text)).await;
            return StatusCode::BAD_GATEWAY.into_response();
        }
        Mode::Swallows => return taken(&text),
        Mode::Edits(change) => {
            let mut batch: Batch = text.parse().unwrap();
            if !batch.entries.is_empty() {
                change(&mut batch);
            }
            next.run(again(batch.to_string())).await
        }
        Mode::Swaps => {
            let held = gate.held.lock().unwrap().take();
            let Some(held) = held else {
                let answer = taken(&text);
                *gate.held.lock().unwrap() = Some(text);
                return answer;
            };
            let first = next.clone().run(again(text)).await;
            let second = next.run(again(held)).await;
            gate.said.lock().unwrap().extend([first.status().as_u16(), second.status().as_u16()]);
            return first;
        }
    };
    gate.said.lock().unwrap().push(answer.status().as_u16());
    gate.news.notify_one();
    answer
}

/// What a collector says that has taken it all.
fn taken(text: &str) -> Response {
    let batch: Batch = text.parse().unwrap();
    axum::Json(serde_json::json!({ "next": batch.to, "again": 0 })).into_response()
}
