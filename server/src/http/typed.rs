//! What was typed into a form of the desk that is refused: kept beside the sign-in until the page that it came from is shown
//! again. The answer to a refused form leads back to that page, and an address is no place for what people type.

use app::desk::typed::Typed;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};

use super::Problem;
use crate::services::accounts::CurrentSignIn;

/// The forms whose fields people type into.
const FORMS: &str = "/api/desk/";
/// Fields that a form carries by itself.
const CARRIED: [&str; 4] = ["session", "key", "challenge", "request"];
/// More than any of these forms sends; a longer one is not kept.
const MOST: usize = 4 * 1024;

/// A form as it was sent.
pub(super) struct Form {
    page: String,
    fields: Vec<(String, String)>,
    current: CurrentSignIn,
}

/// Reads a form before its function does, and gives the request on as it came.
pub(super) async fn read(request: Request) -> Result<(Request, Option<Form>), Problem> {
    let place = page_of(request.headers()).zip(request.extensions().get::<CurrentSignIn>().cloned());
    let Some((page, current)) = place.filter(|_| is_typed(&request)) else { return Ok((request, None)) };
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, MOST).await.map_err(|_| Problem::new(StatusCode::PAYLOAD_TOO_LARGE))?;
    let fields = url::form_urlencoded::parse(&bytes).into_owned().filter(|(name, _)| !CARRIED.contains(&name.as_str())).collect();
    Ok((Request::from_parts(parts, Body::from(bytes)), Some(Form { page, fields, current })))
}

/// A form that is sent by a page of ours, and small enough to be kept.
fn is_typed(request: &Request) -> bool {
    let says = |name, what| request.headers().get(name).and_then(|value| value.to_str().ok()).is_some_and(|text| text.contains(what));
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    request.uri().path().starts_with(FORMS)
        && says(header::ACCEPT, "text/html")
        && says(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        && length.is_some_and(|length: usize| length <= MOST)
}

/// The path of the page that a form was on.
fn page_of(headers: &HeaderMap) -> Option<String> {
    let from = url::Url::parse(headers.get(header::REFERER)?.to_str().ok()?).ok()?;
    Some(from.path().to_owned())
}

impl Form {
    /// Whether the answer leads back to its page with a refusal, and there is something to keep.
    pub(super) fn came_back(&self, answer: &Response) -> bool {
        let location = answer.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
        !self.fields.is_empty() && location.is_some_and(|location| location.contains("__err="))
    }

    /// Keeps it.
    pub(super) async fn keep(self) {
        if let Err(fault) = self.current.keep_typed(&self.page, self.fields).await {
            tracing::error!(error = &fault as &dyn std::error::Error, "what was typed could not be kept");
        }
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
