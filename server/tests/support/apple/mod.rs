//! A simulator of Apple's Push Notification service: HTTP/2 over TLS with a throw-away certificate. It checks what Apple
//! checks, keeps what a phone would show, and answers as a script says. A client that we did not write proves it honest
//! (`end2end/push/apns.mjs`).

mod certificate;
mod check;
mod script;
mod serve;

use std::{
    collections::VecDeque,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use domain::time::{Clock, Timestamp};
use http::HeaderMap;
use rcgen::KeyPair;
use serde_json::Value;
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};
use tokio_rustls::TlsAcceptor;

pub use script::Say;

pub const KEY_ID: &str = "ABC123DEFG";
pub const TEAM_ID: &str = "DEF123GHIJ";
pub const TOPIC: &str = "example.acme.help";

/// One request, as it came.
#[derive(Clone, Debug)]
pub struct Request {
    /// On which connection, from one.
    pub connection: usize,
    /// When.
    pub at: Timestamp,
    /// The phone's address.
    pub token: String,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Request {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// What is the same on every connection.
struct State {
    clock: Arc<dyn Clock>,
    /// The public half of the provider's key.
    key: Vec<u8>,
    script: Mutex<VecDeque<Say>>,
    /// What is said when the script is at its end.
    otherwise: Mutex<Say>,
    requests: Mutex<Vec<Request>>,
    taken: Mutex<Vec<Request>>,
    arrived: watch::Sender<usize>,
    connections: AtomicUsize,
    ended: watch::Sender<usize>,
}

/// The service.
pub struct Simulator {
    pub port: u16,
    /// The certificate that vouches for it, in PEM.
    pub root: String,
    /// The provider's `.p8` file.
    pub p8: String,
    acceptor: TlsAcceptor,
    state: Arc<State>,
    listening: Option<JoinHandle<()>>,
}

impl Simulator {
    /// A service on a port of its own that tells time by `clock`.
    pub async fn start(clock: Arc<dyn Clock>) -> Self {
        let key = KeyPair::generate().unwrap();
        let (root, acceptor) = certificate::made();
        let state = Arc::new(State {
            clock,
            key: key.public_key_raw().to_vec(),
            script: Mutex::default(),
            otherwise: Mutex::new(Say::Takes),
            requests: Mutex::default(),
            taken: Mutex::default(),
            arrived: watch::Sender::new(0),
            connections: AtomicUsize::new(0),
            ended: watch::Sender::new(0),
        });
        let mut simulator = Self { port: 0, root, p8: key.serialize_pem(), acceptor, state, listening: None };
        simulator.open().await;
        simulator
    }

    /// Listens, where it did before.
    pub async fn open(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.unwrap();
        self.port = listener.local_addr().unwrap().port();
        self.listening = Some(tokio::spawn(serve::serve(listener, self.acceptor.clone(), Arc::clone(&self.state))));
    }

    /// Listens no more, and breaks every connection.
    pub async fn close(&mut self) {
        let listening = self.listening.take().unwrap();
        listening.abort();
        assert!(listening.await.unwrap_err().is_cancelled());
    }

    /// The settings that lead a server here; their files are written to `folder`.
    pub fn settings(&self, folder: &Path) -> Vec<(&'static str, String)> {
        let file = |name: &str, text: &str| {
            let path = folder.join(name);
            std::fs::write(&path, text).unwrap();
            path.to_str().unwrap().to_owned()
        };
        vec![
            ("apns_key_file", file("key.p8", &self.p8)),
            ("apns_key_id", KEY_ID.to_owned()),
            ("apns_team_id", TEAM_ID.to_owned()),
            ("apns_topic", TOPIC.to_owned()),
            ("apns_endpoint", format!("https://localhost:{}", self.port)),
            ("apns_root_file", file("root.pem", &self.root)),
            ("apns_custom_endpoint_allowed", "true".to_owned()),
        ]
    }

    /// Says this to the next good request that nothing is said to yet.
    pub fn next(&self, say: Say) {
        self.state.script.lock().unwrap().push_back(say);
    }

    /// Says this to every good request that the script has nothing for.
    pub fn always(&self, say: Say) {
        *self.state.otherwise.lock().unwrap() = say;
    }

    /// Every request, good or not.
    pub fn requests(&self) -> Vec<Request> {
        self.state.requests.lock().unwrap().clone()
    }

    /// How many connections were opened.
    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }

    /// Waits until so many requests have come.
    pub async fn arrived(&self, count: usize) {
        self.state.arrived.subscribe().wait_for(|arrived| *arrived >= count).await.unwrap();
    }

    /// Waits until so many connections have ended: what was said in parting was heard by then.
    pub async fn ended(&self, count: usize) {
        self.state.ended.subscribe().wait_for(|ended| *ended >= count).await.unwrap();
    }

    /// What the phone with that address shows: of those with one id or one collapse id, the last.
    pub fn inbox(&self, token: &str) -> Vec<Request> {
        let mut shown: Vec<Request> = Vec::new();
        for request in self.state.taken.lock().unwrap().iter().filter(|request| request.token == token) {
            let same = |name| move |shown: &Request| !request.header(name).is_empty() && shown.header(name) == request.header(name);
            shown.retain(|shown| !same("apns-id")(shown) && !same("apns-collapse-id")(shown));
            shown.push(request.clone());
        }
        shown
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        if let Some(listening) = &self.listening {
            listening.abort();
        }
    }
}
