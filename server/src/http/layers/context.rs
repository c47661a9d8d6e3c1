//! What belongs to one request: its id, its nonce, who asks, its log span.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    body::Body,
    extract::{ConnectInfo, MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::entropy;
use tracing::Instrument;
use uuid::{Builder, Uuid};

use super::{errors, headers};
use crate::http::{Shell, metrics::known, problem::wants_page};

/// The header that tells the asker the request's id.
pub const REQUEST_ID: &str = "x-request-id";

/// The id to quote when asking about a request. A UUID of version 7; never taken from the asker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(pub Uuid);

impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

/// Lets the scripts of this one answer run: 128 random bits in base64.
#[derive(Clone)]
pub struct CspNonce(String);

impl CspNonce {
    /// As it stands in the `nonce` attribute.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who asks, as far as configured hops can be believed. For throttling, not for logs.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

/// Puts a [`RequestId`], a [`CspNonce`] and a [`ClientAddress`] into the request, and the headers onto the answer.
pub(super) async fn surround(State(shell): State<Shell>, mut request: Request, next: Next) -> Response {
    let began = shell.clock.now();
    let millis = u64::try_from(began.millis()).unwrap_or(0);
    let random = entropy::bytes(shell.entropy.as_ref());
    let id = RequestId(Builder::from_unix_timestamp_millis(millis, &random).into_uuid());
    let nonce = CspNonce(STANDARD.encode(entropy::bytes::<16>(shell.entropy.as_ref())));
    let client = client(&shell, &request);
    let method = request.method().clone();
    let wants_page = wants_page(request.headers());
    let route = route(&request);
    let span = tracing::info_span!("request", %id, method = known(&method), route);
    request.extensions_mut().insert(id);
    request.extensions_mut().insert(nonce.clone());
    request.extensions_mut().insert(client);

    let mut answer = next.run(request).instrument(span.clone()).await;
    errors::put_in_words(&mut answer, id, wants_page);
    if method == Method::HEAD {
        *answer.body_mut() = Body::empty();
    }
    headers::put(answer.headers_mut(), &nonce);
    answer.headers_mut().insert(REQUEST_ID, text(&id.to_string()));

    let took = shell.clock.now().since(began);
    let status = answer.status();
    shell.metrics.answered(&route, &method, status, took);
    let micros = i64::try_from(took.whole_microseconds()).unwrap_or(i64::MAX);
    span.in_scope(|| tracing::info!(status = status.as_u16(), micros, "answered"));
    answer
}

/// The pattern, never the path: a path can hold a token.
fn route(request: &Request) -> String {
    request.extensions().get::<MatchedPath>().map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned())
}

fn client(shell: &Shell, request: &Request) -> ClientAddress {
    let nobody = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(nobody, |ConnectInfo(peer)| *peer);
    ClientAddress(shell.trusted_hops.client(peer, &forwarded(request.headers())))
}

fn forwarded(headers: &HeaderMap) -> Vec<&str> {
    // A line that is not text counts as a hop that said nothing usable, so that the others keep their places.
    headers.get_all("x-forwarded-for").iter().map(|line| line.to_str().unwrap_or_default()).collect()
}

/// For texts made here, which are ASCII.
pub(super) fn text(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}
