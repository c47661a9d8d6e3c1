//! A frame with small doors behind it, and what it answers.

use std::{collections::BTreeMap, net::SocketAddr, path::Path, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Request, Response, StatusCode},
    routing::{get, post},
};
use domain::testing::{HandClock, SeededEntropy};
use http_body_util::BodyExt;
use server::{
    config::{self, Given, Settings},
    http::{Shell, layers},
};
use tempfile::TempDir;
use tower::ServiceExt;

/// A shell on folders of its own.
pub struct Frame {
    pub shell: Shell,
    pub clock: HandClock,
    pub folder: TempDir,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Frame {
    pub fn new() -> Self {
        Self::with(&[])
    }

    /// A frame for which some settings are given.
    pub fn with(settings: &[(&'static str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = settings_in(folder.path(), settings);
        let clock = HandClock::default();
        let shell = Shell::new(&settings, Arc::new(clock.clone()), Arc::new(SeededEntropy::new(7)));
        Self { shell, clock, folder }
    }

    /// Some doors of each kind: a page, a change, one that panics, one that never answers, one that reads all.
    pub fn router(&self) -> Router {
        let doors = Router::new()
            .route("/page", get(async || ([("content-type", "text/html")], "<h1>Hello</h1>")))
            .route("/changes/{token}", post(async |body: String| body))
            .route("/panics", get(async || -> String { panic!("out of paper for Ms Ray") }))
            .route("/never", get(std::future::pending::<()>));
        layers::wrap(doors, &self.shell)
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        send(self.router(), request).await
    }
}

pub async fn send(router: Router, mut request: Request<Body>) -> Answer {
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([203, 0, 113, 9], 4711))));
    Answer::read(router.oneshot(request).await.unwrap()).await
}

impl Answer {
    async fn read(answer: Response<Body>) -> Self {
        let (head, body) = answer.into_parts();
        let body = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
        Self { status: head.status, headers: head.headers, body }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("{name} is missing")).to_str().unwrap()
    }

    pub fn json(&self) -> serde_json::Value {
        assert_eq!(self.header("content-type"), "application/problem+json");
        serde_json::from_str(&self.body).unwrap()
    }
}

pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header("host", "localhost:3000");
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).body(body.into()).unwrap()
}

pub fn settings_in(folder: &Path, settings: &[(&'static str, &str)]) -> Settings {
    let mut flags: BTreeMap<_, _> = settings.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
    flags.insert("data", folder.join("var").to_str().unwrap().to_owned());
    flags.insert("site", folder.join("site").to_str().unwrap().to_owned());
    config::load(&Given { flags, ..Given::default() }).unwrap()
}
