//! Who asks: the sign-in cookie, read fresh on every request, and the door before staff pages.
//!
//! The cookie is `SameSite=Lax` and not `Strict`: with `Strict`, who follows a link to the desk from a mail or a ticket
//! would seem signed out. `Lax` sends it on such a GET only, a GET here changes nothing, and a change from another site is
//! refused by [`super::cross_site`] whatever cookies it brings. It carries no end of its own: the server decides that.

use app::backend::SignedIn;
use axum::{
    Extension, Router,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn_with_state, map_response},
    response::{IntoResponse, Redirect, Response},
};
use tower_sessions::{Expiry, Session, SessionManagerLayer, cookie::SameSite};

use domain::refusal::Refusal;

use crate::{
    http::{
        Problem,
        refused::{TurnedAway, problem},
    },
    services::{
        Shared,
        accounts::{CurrentSignIn, SignInStore},
        turned_away,
    },
};

/// The cookie's name: a browser takes it only with `Secure`, `Path=/` and no domain (RFC 6265bis section 4.1.3.2).
pub const COOKIE: &str = "__Host-sign-in";

/// Puts [`SignedIn`] and [`CurrentSignIn`] into every request of `doors`, and turns strangers away from staff pages.
pub fn wrap(doors: Router, shared: &Shared) -> Router {
    let cookie = SessionManagerLayer::new(SignInStore::new(shared.clone()))
        .with_name(COOKIE)
        .with_secure(true)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnSessionEnd);
    doors.layer(from_fn_with_state(shared.clone(), resolve)).layer(cookie).layer(map_response(secure_removal))
}

/// Whether a page asks for its own drawing again, whatever else stands in its address.
fn redraws(query: &str) -> bool {
    query.split('&').any(|part| part == "redraw")
}

async fn resolve(State(shared): State<Shared>, Extension(session): Extension<Session>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let counts = !in_folder(path, "/live") && !request.uri().query().is_some_and(redraws);
    let current = match CurrentSignIn::read(&shared, session, browser(request.headers()), counts).await {
        Ok(current) => current,
        Err(fault) => {
            tracing::error!(error = &fault as &dyn std::error::Error, "the sign-in could not be read");
            return Problem::new(StatusCode::INTERNAL_SERVER_ERROR).into_response();
        }
    };
    // An open page whose stream is refused asks why; the others are led to the sign-in page, which says it.
    if in_folder(path, "/live") && current.ended_by().is_some() {
        return problem(&Refusal::SignInEnded).into_response();
    }
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        match (path, current.staff()) {
            ("/", Some(_)) => return Redirect::to("/desk").into_response(),
            (path, None) if for_staff(path) => return Redirect::to("/sign-in").into_response(),
            _ => {}
        }
    }
    let who = current.staff().map(|staff| staff.id);
    let door = door(&request);
    request.extensions_mut().insert(SignedIn(current.staff().cloned()));
    request.extensions_mut().insert(current);
    let answer = next.run(request).await;
    if let Some(who) = who.filter(|_| answer.extensions().get::<TurnedAway>().is_some())
        && let Err(fault) = turned_away::door(&shared, who, &door).await
    {
        // They are turned away all the same.
        tracing::error!(error = &fault as &dyn std::error::Error, "that somebody was turned away could not be written down");
    }
    answer
}

/// Which page or function it is: a function by its name, a page by its pattern, whose values are nobody's business here.
fn door(request: &Request) -> String {
    let path = request.uri().path();
    let pattern = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    if pattern.starts_with("/api/") { path } else { pattern }.to_owned()
}

/// The pages that nobody sees without a sign-in. Server functions ask for a witness instead.
fn for_staff(path: &str) -> bool {
    path == "/"
        || ["/desk", "/floor", "/audit", "/policy", "/access", "/account", "/staff", "/kiosks"]
            .into_iter()
            .any(|folder| in_folder(path, folder))
}

fn in_folder(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn browser(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default()
}

/// The library takes a cookie away without `Secure`, and then a browser does not listen: the name begins with `__Host-`.
async fn secure_removal(mut answer: Response) -> Response {
    let removal = format!("{COOKIE}=;");
    for cookie in answer.headers_mut().iter_mut().filter(|(name, _)| **name == header::SET_COOKIE).map(|(_, value)| value) {
        let secured = cookie.to_str().ok().filter(|text| text.starts_with(&removal) && !text.contains("Secure"));
        if let Some(value) = secured.and_then(|text| HeaderValue::from_str(&format!("{text}; Secure; HttpOnly; SameSite=Lax")).ok()) {
            *cookie = value;
        }
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_pages_are_those_folders_and_no_others() {
        for path in [
            "/",
            "/desk",
            "/desk/new",
            "/floor",
            "/audit",
            "/audit/entry/5",
            "/policy",
            "/policy/new",
            "/access",
            "/access/staff",
            "/account",
            "/staff",
            "/kiosks",
        ] {
            assert!(for_staff(path), "{path}");
        }
        for path in ["/sign-in", "/setup", "/me", "/desktop", "/pkg/icons.svg", "/api/desk/open"] {
            assert!(!for_staff(path), "{path}");
        }
    }
}
