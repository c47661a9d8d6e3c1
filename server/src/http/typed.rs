//! What was typed into a form that is refused. An address is no place for it, so a form of the desk is kept beside the sign-in
//! until the page that it came from, to which the answer leads back, is shown again. What people write for longer is in no
//! sign-in either, which may have ended meanwhile: its page is drawn again in the answer itself.

use app::{desk::typed::Typed, error::ApiError};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use leptos::server_fn::error::ServerFnUrlError;

use super::Problem;
use crate::services::accounts::CurrentSignIn;

/// The forms whose fields people type into.
const FORMS: &str = "/api/desk/";
/// The forms that people write longer in, or copy a code into, and the page of each.
const LONG_FORMS: [(&str, &str); 2] = [("/api/policy/propose", "/policy/new"), ("/api/kiosks/set-up", "/kiosks")];
/// Fields that a form carries by itself.
const CARRIED: [&str; 4] = ["session", "key", "challenge", "request"];
/// More than any of these forms sends; a longer one is not kept.
const MOST: usize = 4 * 1024;
/// More than a long form may send: the limit on bodies is what holds.
const MOST_OF_A_LONG_ONE: usize = 16 * 1024 * 1024;

/// A form as it was sent.
pub(super) struct Form {
    fields: Vec<(String, String)>,
    back: Back,
}

/// Where what was typed comes back.
enum Back {
    /// On the page that it came from, whoever is signed in.
    Kept(String, CurrentSignIn),
    /// On that page, in the answer.
    Drawn(&'static str),
}

/// Reads a form before its function does, and gives the request on as it came.
pub(super) async fn read(request: Request) -> Result<(Request, Option<Form>), Problem> {
    let Some((back, most)) = back(&request) else { return Ok((request, None)) };
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, most).await.map_err(|_| Problem::new(StatusCode::PAYLOAD_TOO_LARGE))?;
    let fields = url::form_urlencoded::parse(&bytes).into_owned().filter(|(name, _)| !CARRIED.contains(&name.as_str())).collect();
    Ok((Request::from_parts(parts, Body::from(bytes)), Some(Form { fields, back })))
}

/// For a form that is sent by a page of ours, and not too long: where it comes back, and how long it may be.
fn back(request: &Request) -> Option<(Back, usize)> {
    let says = |name, what| request.headers().get(name).and_then(|value| value.to_str().ok()).is_some_and(|text| text.contains(what));
    if !says(header::ACCEPT, "text/html") || !says(header::CONTENT_TYPE, "application/x-www-form-urlencoded") {
        return None;
    }
    let path = request.uri().path();
    if let Some((_, page)) = LONG_FORMS.into_iter().find(|(form, _)| *form == path) {
        return Some((Back::Drawn(page), MOST_OF_A_LONG_ONE));
    }
    let length: usize = request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()?;
    let place = page_of(request.headers()).zip(request.extensions().get::<CurrentSignIn>().cloned());
    let (page, current) = place.filter(|_| path.starts_with(FORMS) && length <= MOST)?;
    Some((Back::Kept(page, current), MOST))
}

/// The path of the page that a form was on.
fn page_of(headers: &HeaderMap) -> Option<String> {
    let from = url::Url::parse(headers.get(header::REFERER)?.to_str().ok()?).ok()?;
    Some(from.path().to_owned())
}

/// A page that is drawn again in the answer to its form.
pub(super) struct Again {
    /// Which.
    pub page: &'static str,
    /// What was typed into the form.
    pub typed: Typed,
    /// What it is answered.
    pub error: ApiError,
}

/// What an answer says is wrong with its form, if it leads back with a refusal.
pub(super) fn refused(answer: &Response) -> Option<ApiError> {
    let location = answer.headers().get(header::LOCATION)?.to_str().ok()?;
    let place = url::Url::parse("http://here").ok()?.join(location).ok()?;
    let (_, encoded) = place.query_pairs().find(|(name, _)| name == "__err")?;
    Some(ServerFnUrlError::decode_err(&encoded))
}

impl Form {
    /// Keeps what was typed, or gives it back to be drawn at once.
    pub(super) async fn came_back(self, error: ApiError) -> Option<Again> {
        match self.back {
            Back::Drawn(page) => Some(Again { page, typed: Typed(self.fields), error }),
            Back::Kept(page, current) => {
                if !self.fields.is_empty() {
                    keep(&current, &page, self.fields).await;
                }
                None
            }
        }
    }
}

async fn keep(current: &CurrentSignIn, page: &str, fields: Vec<(String, String)>) {
    if let Err(fault) = current.keep_typed(page, fields).await {
        tracing::error!(error = &fault as &dyn std::error::Error, "what was typed could not be kept");
    }
}

/// What was typed into the form of the page that is asked for.
pub(super) async fn take(current: &CurrentSignIn, page: &str) -> Typed {
    let taken = current.take_typed(page).await.unwrap_or_else(|fault| {
        tracing::error!(error = &fault as &dyn std::error::Error, "what was typed could not be read");
        Vec::new()
    });
    Typed(taken)
}
