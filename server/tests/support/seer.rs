//! A witness, serving, whose answers can be spoilt: it is the real one behind a door that does as it is told.

use std::{
    net::SocketAddr,
    path::Path,
    sync::{Arc, Mutex},
};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use domain::{
    audit_log::{VerifierKey, note::Note, witness::AddCheckpoint},
    time::Clock,
};
use http::{StatusCode, header};
use server::{
    http::serve::{Drain, Limits, Stop, serve},
    log_key::LogKey,
    witness::{Heads, Witness, router, verifier},
};
use tokio::net::TcpListener;

use super::keys::ed25519;

/// What it does with a question.
#[derive(Clone, Debug)]
pub enum Mode {
    /// Answers.
    Good,
    /// Says that, whatever it is asked; a `Location` leads to a witness that is good.
    Says(StatusCode, &'static str, String),
    /// Hears it, and never says anything.
    Silent,
    /// Answers, below more than anybody reads.
    Buries,
    /// Answers with signatures that are worth nothing: by another key of its name, by a stranger, by its own key over another text, and
    /// one that is broken.
    Forges,
}

#[derive(Clone)]
struct Gate {
    mode: Arc<Mutex<Mode>>,
    asked: Arc<Mutex<Vec<String>>>,
    key: LogKey,
    verifier: VerifierKey,
}

pub struct Seer {
    pub address: SocketAddr,
    pub verifier: VerifierKey,
    pub heads: Heads,
    gate: Gate,
    drain: Drain,
}

impl Seer {
    /// One of that name that knows those logs and keeps their heads in that file.
    pub async fn start(name: &str, logs: &[VerifierKey], store: &Path, clock: Arc<dyn Clock>) -> Self {
        Self::with(name, ed25519(), logs, store, clock).await
    }

    pub async fn with(name: &str, key: LogKey, logs: &[VerifierKey], store: &Path, clock: Arc<dyn Clock>) -> Self {
        let heads = Heads::open(store.to_str().unwrap()).await.unwrap();
        let verifier = verifier(&name.parse().unwrap(), &key);
        let witness = Witness::new(verifier.name.clone(), key.clone(), logs.to_vec(), heads.clone(), clock);
        let gate = Gate { mode: Arc::new(Mutex::new(Mode::Good)), asked: Arc::default(), key, verifier: verifier.clone() };
        let doors = router(Arc::new(witness)).layer(middleware::from_fn_with_state(gate.clone(), through));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let drain = Drain::default();
        tokio::spawn(serve(listener, doors, Limits::default(), drain.clone(), Stop::default()));
        Self { address, verifier, heads, gate, drain }
    }

    /// From now on.
    pub fn be(&self, mode: Mode) {
        *self.gate.mode.lock().unwrap() = mode;
    }

    /// Every question it heard, as it came.
    pub fn asked(&self) -> Vec<String> {
        self.gate.asked.lock().unwrap().clone()
    }

    /// Its line of a policy.
    pub fn line(&self) -> String {
        format!("witness {} http://{}/\n", self.verifier, self.address)
    }

    /// Asks it as a log does: the status, the kind of text, and the text.
    pub async fn ask(&self, body: impl Into<reqwest::Body>) -> (u16, String, String) {
        ask(self.address, body).await
    }
}

impl Drop for Seer {
    fn drop(&mut self) {
        self.drain.begin();
    }
}

pub async fn ask(address: SocketAddr, body: impl Into<reqwest::Body>) -> (u16, String, String) {
    let answer = reqwest::Client::new().post(format!("http://{address}/add-checkpoint")).body(body).send().await.unwrap();
    let kind = answer.headers().get("content-type").map_or("", |kind| kind.to_str().unwrap()).to_owned();
    (answer.status().as_u16(), kind, answer.text().await.unwrap())
}

async fn through(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let mode = gate.mode.lock().unwrap().clone();
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, 1 << 20).await else { return StatusCode::PAYLOAD_TOO_LARGE.into_response() };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    gate.asked.lock().unwrap().push(text.clone());
    match mode {
        Mode::Good => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Mode::Says(status, kind, body) => {
            (status, [(header::CONTENT_TYPE, kind), (header::LOCATION, "/add-checkpoint")], body).into_response()
        }
        Mode::Buries => {
            let answer = next.run(Request::from_parts(parts, Body::from(bytes))).await;
            let good = to_bytes(answer.into_body(), 1 << 20).await.unwrap_or_default();
            [&b"nothing\n".repeat(8_192)[..], &good].concat().into_response()
        }
        Mode::Silent => std::future::pending().await,
        Mode::Forges => forged(&gate, &text).into_response(),
    }
}

fn forged(gate: &Gate, request: &str) -> String {
    let request: AddCheckpoint = request.parse().unwrap();
    let cosigned = |text: &str, name: &str, key: &LogKey| {
        let mut note = Note::unsigned(text.to_owned());
        note.cosign(name.parse().unwrap(), key, 1_796_000_000);
        note.signatures()[0].to_string()
    };
    let (text, name) = (request.note.text(), gate.verifier.name.as_str());
    let mut broken = cosigned(text, name, &gate.key).into_bytes();
    let at = broken.len() - 20;
    broken[at] = if broken[at] == b'A' { b'B' } else { b'A' };
    [
        cosigned(text, name, &ed25519()),
        cosigned(text, "stranger.example", &ed25519()),
        cosigned(&text.replacen('\n', "x\n", 1), name, &gate.key),
        String::from_utf8(broken).unwrap(),
        "not a signature\n".to_owned(),
    ]
    .concat()
}
