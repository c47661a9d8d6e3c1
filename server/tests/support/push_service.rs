//! A browser's push service, and the browser (RFC 8030): it checks who sends (RFC 8292), reads what only the browser can
//! (RFC 8291), keeps what came, and answers as a script says. A service that we did not write is asked the same in the browser
//! suite (`end2end/tests/push.hydrate.spec.ts`).

use std::{
    collections::VecDeque,
    path::Path,
    sync::{Arc, Mutex},
};

use axum::{Router, body::Bytes, extract::State, http::HeaderMap, response::IntoResponse};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::time::{Clock, Timestamp};
use http::{StatusCode, Uri, header};
use rcgen::KeyPair;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};
use web_push_native::{Auth, decrypt, p256::SecretKey};

pub const CONTACT: &str = "mailto:desk@acme.example";

/// The browser of RFC 8291 appendix A: its private key, its public one, and its secret.
const PRIVATE: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
pub const P256DH: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
pub const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

/// One request, as it came.
#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    pub headers: HeaderMap,
    /// What the browser reads in it.
    pub plain: Value,
}

impl Request {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

struct Inner {
    clock: Arc<dyn Clock>,
    origin: String,
    script: Mutex<VecDeque<StatusCode>>,
    requests: Mutex<Vec<Request>>,
}

/// The service.
pub struct PushService {
    pub port: u16,
    inner: Arc<Inner>,
    serving: JoinHandle<()>,
}

impl PushService {
    /// One on a port of its own that tells time by `clock`.
    pub async fn start(clock: Arc<dyn Clock>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let origin = format!("http://localhost:{port}");
        let inner = Arc::new(Inner { clock, origin, script: Mutex::default(), requests: Mutex::default() });
        let router = Router::new().fallback(take).with_state(Arc::clone(&inner));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { port, inner, serving }
    }

    /// Nobody is there any more.
    pub async fn close(&mut self) {
        self.serving.abort();
        assert!((&mut self.serving).await.unwrap_err().is_cancelled());
    }

    /// The settings that lead a server here; the key is written to `folder`.
    pub fn settings(&self, folder: &Path) -> Vec<(&'static str, String)> {
        let key = folder.join("web-push.pem");
        std::fs::write(&key, KeyPair::generate().unwrap().serialize_pem()).unwrap();
        vec![
            ("web_push_key_file", key.to_str().unwrap().to_owned()),
            ("web_push_contact", CONTACT.to_owned()),
            ("web_push_services", format!("push.example.com, http://localhost:{}", self.port)),
        ]
    }

    /// What the browser with that name sends to the device API.
    pub fn address(&self, browser: &str) -> Value {
        let endpoint = format!("http://localhost:{}/p/{browser}", self.port);
        json!({ "service": "web_push", "endpoint": endpoint, "keys": { "p256dh": P256DH, "auth": AUTH } })
    }

    /// Says this to the next good request that nothing is said to yet.
    pub fn next(&self, status: StatusCode) {
        self.inner.script.lock().unwrap().push_back(status);
    }

    /// Every good request.
    pub fn requests(&self) -> Vec<Request> {
        self.inner.requests.lock().unwrap().clone()
    }
}

impl Drop for PushService {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn take(State(service): State<Arc<Inner>>, uri: Uri, headers: HeaderMap, body: Bytes) -> impl IntoResponse {
    let status = match check(&service, &headers, &body) {
        Err(status) => status,
        Ok(plain) => {
            service.requests.lock().unwrap().push(Request { path: uri.path().to_owned(), headers, plain });
            service.script.lock().unwrap().pop_front().unwrap_or(StatusCode::CREATED)
        }
    };
    // Whoever follows this asks for a path that no browser has.
    (status, [(header::LOCATION, format!("{}/elsewhere", service.origin))])
}

/// What a service, and then the browser, would refuse.
fn check(service: &Inner, headers: &HeaderMap, body: &Bytes) -> Result<Value, StatusCode> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).ok_or(StatusCode::BAD_REQUEST);
    let short = text("topic")?.len() <= 32 && text("topic")?.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let known = ["very-low", "low", "normal", "high"].contains(&text("urgency")?) && text("ttl")?.parse::<u32>().is_ok();
    if !short || !known || text("content-encoding")? != "aes128gcm" || body.len() > 4096 {
        return Err(StatusCode::BAD_REQUEST);
    }
    vapid(service, text("authorization")?).ok_or(StatusCode::FORBIDDEN)?;
    let private = SecretKey::from_slice(&URL_SAFE_NO_PAD.decode(PRIVATE).unwrap()).unwrap();
    let auth: [u8; 16] = URL_SAFE_NO_PAD.decode(AUTH).unwrap().try_into().unwrap();
    let plain = decrypt(body.to_vec(), &private, &Auth::from(auth)).map_err(|_| StatusCode::BAD_REQUEST)?;
    serde_json::from_slice(&plain).map_err(|_| StatusCode::BAD_REQUEST)
}

fn vapid(service: &Inner, value: &str) -> Option<()> {
    let (token, key) = value.strip_prefix("vapid t=")?.split_once(", k=")?;
    let (signed, signature) = token.rsplit_once('.')?;
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, bytes(key)?).verify(signed.as_bytes(), &bytes(signature)?).ok()?;
    let claims: Value = serde_json::from_slice(&bytes(signed.split_once('.')?.1)?).ok()?;
    let until = Timestamp::from_micros(claims["exp"].as_i64()? * 1_000_000);
    let left = until.since(service.clock.now()).whole_seconds();
    (claims["aud"] == service.origin && claims["sub"] == CONTACT && (1..=86_400).contains(&left)).then_some(())
}
