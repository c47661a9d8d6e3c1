//! Errors as RFC 9457 has them: `application/problem+json`.
//!
//! A [`Problem`] travels in the answer's extensions too, so that the outermost layer can add the request's id, or show a
//! person's browser a plain page instead.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value};

/// The media type.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// One answer that is not what was asked for. Holds only what the asker may know.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    kind: &'static str,
    title: String,
    detail: Option<String>,
    request_id: Option<String>,
    extra: Map<String, Value>,
}

impl Problem {
    /// A problem that says no more than its status.
    pub fn new(status: StatusCode) -> Self {
        let title = status.canonical_reason().unwrap_or("Error").to_owned();
        Self { status, kind: "about:blank", title, detail: None, request_id: None, extra: Map::new() }
    }

    /// With a type of its own (a URI reference) and that type's title.
    #[must_use]
    pub fn of_type(mut self, kind: &'static str, title: impl Into<String>) -> Self {
        self.kind = kind;
        self.title = title.into();
        self
    }

    /// With a sentence about this occurrence, for a person.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// With one more member. A member that the RFC names is not replaced.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(name.to_owned(), value.into());
        self
    }

    /// With the id to quote when asking about it; the outermost layer does this for all.
    #[must_use]
    pub fn request_id(mut self, id: impl Into<String>) -> Self {
        self.request_id = Some(id.into());
        self
    }

    /// The status it is answered with.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    fn json(&self) -> String {
        let mut members = self.extra.clone();
        members.insert("type".to_owned(), self.kind.into());
        members.insert("title".to_owned(), self.title.clone().into());
        members.insert("status".to_owned(), self.status.as_u16().into());
        for (name, value) in [("detail", &self.detail), ("request_id", &self.request_id)] {
            if let Some(value) = value {
                members.insert(name.to_owned(), value.clone().into());
            }
        }
        Value::Object(members).to_string()
    }

    /// The same as a page without style or script: it must work when nothing else does.
    fn page(&self) -> String {
        let paragraph = |text: &Option<String>, before: &str| {
            text.as_ref().map_or_else(String::new, |text| format!("<p>{before}{}</p>\n", escaped(text)))
        };
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n</head>\n<body>\n<main>\n\
             <h1>{title}</h1>\n{detail}{reference}<p><a href=\"/\">Back to the start</a></p>\n</main>\n</body>\n</html>\n",
            title = escaped(&self.title),
            detail = paragraph(&self.detail, ""),
            reference = paragraph(&self.request_id, "Reference: "),
        )
    }

    /// Writes the problem anew into `answer`, as a page if that is what the asker reads. Headers stay.
    pub(super) fn rewrite(&self, answer: &mut Response, wants_page: bool) {
        let (kind, text) = if wants_page { ("text/html; charset=utf-8", self.page()) } else { (MEDIA_TYPE, self.json()) };
        answer.headers_mut().remove(header::CONTENT_LENGTH);
        answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        *answer.body_mut() = Body::from(text);
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut answer = self.status.into_response();
        self.rewrite(&mut answer, false);
        answer.extensions_mut().insert(self);
        answer
    }
}

/// Whether a person's browser asks for a page.
pub(super) fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.split(',').any(|kind| kind.trim().starts_with("text/html"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
