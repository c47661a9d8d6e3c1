//! The console's door: pages drawn on the server, and the server functions their forms and islands call.
//!
//! Each request gets its own ports, its own nonce and its own form key; nothing is shared between two of them.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use leptos::{nonce::Nonce, prelude::provide_context};
use leptos_axum::{generate_route_list, handle_server_fns_with_context, render_app_async_with_context};

use app::{
    backend::{FormAnswer, FormKey, Ports, SignedIn},
    desk::typed::Typed,
    error::ApiError,
    register::register_all,
    routes::App,
    shell::{Script, shell},
};
use domain::{entropy::Entropy, refusal::Refusal, secret};

use super::{
    Problem,
    device::phone_of,
    kiosk::handle_of,
    layers::{CspNonce, RequestId, headers::ORIGIN_ALONE},
    refused::TurnedAway,
    typed::{self, Again},
};
use crate::services::{
    Shared,
    accounts::{AccountsPort, CurrentSignIn},
    ports::Doors,
};

/// What the pages need beside the use cases.
#[derive(Clone)]
pub struct Console {
    shared: Shared,
}

/// The console's pages and server functions.
pub fn router(shared: &Shared) -> Router {
    register_all();
    let console = Console { shared: shared.clone() };
    let pages = generate_route_list(App);
    let mut router = Router::new().route("/api/{*function}", post(function));
    for page in pages {
        router = router.route(page.path(), get(draw));
    }
    router.fallback(not_found).with_state(console)
}

/// Whether the address holds the answer to a form, which the page would show.
fn brings_words(request: &Request) -> bool {
    request.uri().query().is_some_and(|query| query.contains("__err"))
}

/// Whether a page of ours led here. Words in an address that comes from anywhere else are not ours to say.
fn from_here(request: &Request, public_url: &str) -> bool {
    let header = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    match header(HeaderName::from_static("sec-fetch-site")) {
        Some(site) => site == "same-origin",
        None => header(header::REFERER).is_some_and(|from| from.starts_with(public_url)),
    }
}

/// Which script a page is sent: the phone's or the staff's, and none where there is nothing to wake.
fn script(uri: &Uri) -> Script {
    match uri.path() {
        path if path.starts_with("/me/put-back/") || path.starts_with("/me/not-me/") => Script::None,
        path if path.starts_with("/me/receipt/") => Script::Receipt,
        path if path.starts_with("/audit/entry/") && path.ends_with("/receipt") => Script::Receipt,
        path if path.starts_with("/p/") => Script::Prove,
        "/kiosk" => Script::Kiosk,
        path if path.starts_with("/me/register/") => Script::Register,
        path if path == "/me" || path.starts_with("/me/") => Script::Phone,
        _ => Script::Staff,
    }
}

async fn draw(State(console): State<Console>, request: Request) -> Response {
    if brings_words(&request) && !from_here(&request, &console.shared.settings.public_url) {
        return Redirect::to(request.uri().path()).into_response();
    }
    let mut found = match console.context(request.extensions().clone(), request.headers().clone()).await {
        Ok(found) => found,
        Err(problem) => return problem.into_response(),
    };
    let back = request.extensions().get::<CurrentSignIn>().cloned().filter(|_| brings_words(&request));
    if let Some(current) = back {
        let page = request.uri().path().to_owned();
        found.typed = typed::take(&current, &page).await;
    }
    let script = script(request.uri());
    let mut answer = render_app_async_with_context(move || found.provide(), move || shell(script))(request).await;
    // A customer's page may say no for other reasons, which are no business of whoever of the staff looks at it.
    if script == Script::Staff && answer.status() == StatusCode::FORBIDDEN {
        answer.extensions_mut().insert(TurnedAway);
    }
    if matches!(script, Script::Prove | Script::Register) {
        // The address is a key: not even our own files are told it.
        answer.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static(ORIGIN_ALONE));
    }
    answer
}

async fn not_found(State(console): State<Console>, request: Request) -> Response {
    let mut answer = draw(State(console), request).await;
    *answer.status_mut() = StatusCode::NOT_FOUND;
    answer
}

async fn function(State(console): State<Console>, request: Request) -> Response {
    let found = match console.context(request.extensions().clone(), request.headers().clone()).await {
        Ok(found) => found,
        Err(problem) => return problem.into_response(),
    };
    let (request, form) = match typed::read(request).await {
        Ok(read) => read,
        Err(problem) => return problem.into_response(),
    };
    let (headers, extensions) = (request.headers().clone(), request.extensions().clone());
    let context = found.clone();
    let answer = handle_server_fns_with_context(move || context.provide(), request).await.into_response();
    let refused = typed::refused(&answer);
    let turned_away = matches!(refused, Some(ApiError::Refused(Refusal::NotYourRole)));
    let back = match refused.zip(form) {
        Some((error, form)) => form.came_back(error).await,
        None => None,
    };
    let mut answer = match back {
        Some(again) => draw_again(found, again, headers, extensions).await,
        None if answer.status() == StatusCode::INTERNAL_SERVER_ERROR => with_its_status(answer).await,
        None => answer,
    };
    if turned_away {
        answer.extensions_mut().insert(TurnedAway);
    }
    answer
}

/// Draws a form's page in the answer to the form, with what was typed, what it was answered, and the status of that.
async fn draw_again(found: Context, again: Again, headers: HeaderMap, extensions: Extensions) -> Response {
    let status = match &again.error {
        ApiError::Refused(refusal) => StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY),
        ApiError::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let mut request = Request::new(Body::empty());
    (*request.uri_mut(), *request.headers_mut(), *request.extensions_mut()) = (Uri::from_static(again.page), headers, extensions);
    let found = Context { typed: again.typed, form_answer: FormAnswer(Some(again.error)), ..found };
    let script = script(request.uri());
    let mut answer = render_app_async_with_context(move || found.provide(), move || shell(script))(request).await;
    *answer.status_mut() = status;
    answer
}

/// The framework answers every error of a function with 500. A refusal is none of ours: it gets the status it has.
async fn with_its_status(answer: Response) -> Response {
    let (mut parts, body) = answer.into_parts();
    let Ok(bytes) = to_bytes(body, ERROR_LIMIT).await else { return Problem::new(parts.status).into_response() };
    if let Ok(ApiError::Refused(refusal)) = serde_json::from_slice(&bytes) {
        parts.status = StatusCode::from_u16(refusal.status()).unwrap_or(parts.status);
        if refusal == Refusal::NotYourRole {
            parts.extensions.insert(TurnedAway);
        }
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// More than any error of ours says.
const ERROR_LIMIT: usize = 16 * 1024;

/// What one request's pages and functions find in their context.
#[derive(Clone)]
struct Context {
    ports: Ports,
    signed_in: SignedIn,
    nonce: Nonce,
    form_key: FormKey,
    typed: Typed,
    form_answer: FormAnswer,
}

impl Context {
    fn provide(&self) {
        provide_context(self.ports.clone());
        provide_context(self.signed_in.clone());
        provide_context(self.nonce.clone());
        provide_context(self.form_key.clone());
        provide_context(self.typed.clone());
        provide_context(self.form_answer.clone());
    }
}

impl Console {
    async fn context(&self, extensions: Extensions, headers: HeaderMap) -> Result<Context, Problem> {
        let broken = || Problem::new(StatusCode::INTERNAL_SERVER_ERROR);
        let reference = extensions.get::<RequestId>().map(ToString::to_string).unwrap_or_default();
        let signed_in = extensions.get::<SignedIn>().cloned().ok_or_else(broken)?;
        let current = extensions.get::<CurrentSignIn>().cloned().ok_or_else(broken)?;
        let nonce = extensions.get::<CspNonce>().ok_or_else(broken)?.as_str().to_owned();
        let phone = phone_of(&self.shared, &headers).await.map_err(|fault| {
            tracing::error!(error = &fault as &dyn std::error::Error, "the phone could not be read");
            broken()
        })?;
        let shared = self.shared.of_sign_in(current.presented().as_ref().filter(|_| current.staff().is_some()));
        let doors = Arc::new(Doors { shared, reference: reference.clone(), phone, kiosk: handle_of(&headers) });
        let ports = Ports {
            desk: doors.clone(),
            access: doors.clone(),
            accounts: Arc::new(AccountsPort::new(self.shared.clone(), current, reference)),
            oversight: doors.clone(),
            log: doors.clone(),
            prunings: doors.clone(),
            policies: doors.clone(),
            phone: doors.clone(),
            second_persons: doors.clone(),
            exports: doors.clone(),
            kiosks: doors,
        };
        let form_key = FormKey(form_key(&*self.shared.entropy));
        let (typed, form_answer) = (Typed::default(), FormAnswer::default());
        Ok(Context { ports, signed_in, nonce: Nonce::from_value(nonce), form_key, typed, form_answer })
    }
}

fn form_key(entropy: &dyn Entropy) -> String {
    secret::token(entropy).expose().clone()
}
