//! A small house behind the sign-in layer, and browsers that keep its cookie.

use std::sync::Arc;

use axum::{
    Extension, Router,
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, Request, Response, StatusCode, request},
    routing::{get, post},
};
use domain::{
    agent::{Role, Staff},
    ids::AgentId,
    testing::{HandClock, SeededEntropy},
};
use http_body_util::BodyExt;
use server::{
    config::PublicUrl,
    http::layers::sign_in,
    live::Live,
    log_key::LogKey,
    passkeys::Passkeys,
    services::{
        Installation, Outcome, Shared, Trouble,
        accounts::{self, CurrentSignIn},
        log::Log,
        policies::Policies,
    },
    store::Db,
};
use tower::ServiceExt;

use crate::support::authenticator::Authenticator;

pub struct House {
    pub shared: Shared,
    pub clock: HandClock,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl House {
    pub fn new(db: &Db) -> Self {
        Self::with(db, false)
    }

    /// A house where the demo's staff may be entered as, and are there.
    pub async fn demo(db: &Db) -> Self {
        let house = Self::with(db, true);
        let mut tx = db.write().await.unwrap();
        accounts::seed_demo_staff(&mut tx, &*house.shared.entropy, house.shared.now()).await.unwrap();
        tx.commit().await.unwrap();
        house
    }

    fn with(db: &Db, demo: bool) -> Self {
        let (clock, folder) = (HandClock::default(), tempfile::tempdir().unwrap());
        let public_url = PublicUrl::parse("http://localhost:3000").unwrap();
        let settings = Installation {
            organisation: "Acme".to_owned(),
            hotline: "0800 555 0100".to_owned(),
            public_url: "http://localhost:3000".to_owned(),
            demo,
            signal_sources: vec![],
            telephony: vec![],
            seasoning: None,
            retention: domain::audit_log::retention::Periods::default(),
            keep_entries: domain::pruning::Keep::default(),
        };
        let shared = Shared {
            db: db.clone(),
            clock: Arc::new(clock.clone()),
            demo_clock: None,
            entropy: Arc::new(SeededEntropy::new(7)),
            live: Live::default(),
            passkeys: Passkeys::new(&public_url, "Acme").unwrap(),
            pins: None,
            seeds: None,
            policies: Policies::before_start(true).unwrap(),
            log: Log::new(LogKey::of(folder.path()).unwrap(), "localhost".to_owned(), folder.path()),
            witnesses: None,
            collectors: None,
            links: None,
            push: server::push::Queue::default(),
            settings: Arc::new(settings),
        };
        Self { shared, clock }
    }

    pub fn browser(&self) -> Browser {
        let doors = Router::new()
            .route("/desk", get(async |Extension(current): Extension<CurrentSignIn>| name(&current)))
            .route("/live/desk", get(async |Extension(current): Extension<CurrentSignIn>| name(&current)))
            .route("/who", get(async |Extension(current): Extension<CurrentSignIn>| name(&current)))
            .route("/start", post(start))
            .route("/finish", post(finish))
            .route("/register/{token}", post(register))
            .route("/enter/{staff}", post(enter))
            .route("/out", post(out))
            .route("/everywhere", post(everywhere))
            .with_state(self.shared.clone());
        Browser { doors: sign_in::wrap(doors, &self.shared), cookie: None }
    }

    /// The token of the first administrator's link.
    pub async fn first_token(&self) -> String {
        accounts::first_link(&self.shared).await.unwrap().unwrap().expose().clone()
    }

    /// Registers through the front door.
    pub async fn register(&self, browser: &mut Browser, authenticator: &mut Authenticator, token: &str) -> Answer {
        let options = accounts::start_registration(&self.shared, token).await.unwrap();
        browser.post(&format!("/register/{token}"), authenticator.create(&options)).await
    }

    pub async fn demo_id(&self, number: u32) -> AgentId {
        server::store::staff::by_number(&self.shared.db, number).await.unwrap().unwrap().id
    }
}

/// What stands after `#`.
pub fn token(link: &str) -> String {
    link.strip_prefix("http://localhost:3000/setup#").unwrap().to_owned()
}

pub fn administrator(staff: Staff) -> domain::agent::Administrator {
    assert!(staff.is(Role::Administrator));
    staff.try_into().unwrap()
}

/// A browser with one cookie, if it has been given one.
pub struct Browser {
    doors: Router,
    pub cookie: Option<String>,
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    pub async fn post(&mut self, path: &str, body: impl Into<Body>) -> Answer {
        self.send(Request::post(path), body.into()).await
    }

    /// Who the server says is signed in.
    pub async fn who(&mut self) -> String {
        self.get("/who").await.body
    }

    async fn send(&mut self, request: request::Builder, body: Body) -> Answer {
        let request = match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        };
        let request = request.header("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        let answer = read(self.doors.clone().oneshot(request.body(body).unwrap()).await.unwrap()).await;
        if let Some(set) = answer.headers.get("set-cookie") {
            let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
            self.cookie = (!pair.ends_with('=')).then_some(pair);
        }
        answer
    }
}

async fn read(answer: Response<Body>) -> Answer {
    let (head, body) = answer.into_parts();
    let body = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    Answer { status: head.status, headers: head.headers, body }
}

fn name(current: &CurrentSignIn) -> String {
    current.staff().map_or_else(|| "nobody".to_owned(), |staff| staff.name.to_string())
}

type Said = (StatusCode, String);

fn said<T: std::fmt::Debug>(outcome: Outcome<T>, words: impl FnOnce(T) -> String) -> Said {
    match outcome {
        Ok(value) => (StatusCode::OK, words(value)),
        Err(Trouble::Refused(refusal)) => (StatusCode::from_u16(refusal.status()).unwrap(), refusal.code().to_owned()),
        Err(Trouble::Fault(fault)) => panic!("{fault:?}"),
    }
}

async fn start(State(shared): State<Shared>, Extension(current): Extension<CurrentSignIn>) -> Said {
    said(accounts::start_sign_in(&shared, &current).await, |options| options)
}

async fn finish(State(shared): State<Shared>, Extension(current): Extension<CurrentSignIn>, body: String) -> Said {
    said(accounts::finish_sign_in(&shared, &current, &body).await, |staff| staff.name.to_string())
}

async fn register(
    State(shared): State<Shared>,
    Extension(current): Extension<CurrentSignIn>,
    Path(token): Path<String>,
    body: String,
) -> Said {
    said(accounts::finish_registration(&shared, &current, &token, &body).await, |staff| staff.name.to_string())
}

async fn enter(State(shared): State<Shared>, Extension(current): Extension<CurrentSignIn>, Path(staff): Path<AgentId>) -> Said {
    said(accounts::enter_as(&shared, &current, staff).await, |staff| staff.name.to_string())
}

async fn out(State(shared): State<Shared>, Extension(current): Extension<CurrentSignIn>) -> Said {
    let staff = current.staff().cloned().unwrap();
    said(accounts::sign_out(&shared, &current, &staff).await, |()| String::new())
}

async fn everywhere(State(shared): State<Shared>, Extension(current): Extension<CurrentSignIn>) -> Said {
    let staff = current.staff().cloned().unwrap();
    said(accounts::sign_out_everywhere(&shared, &current, &staff).await, |()| String::new())
}
