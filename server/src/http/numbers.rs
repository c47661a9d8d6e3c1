//! The numbers as a file. They are of nobody, so that no reason is asked for.

use axum::{
    Extension, Router,
    extract::{Query, State},
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;

use domain::{
    agent::LogReader,
    numbers::{self, Numbers, Span},
    refusal::Refusal,
};

use super::refused::Refused;
use crate::{
    fault::Fault,
    services::{Shared, accounts::CurrentSignIn, numbers::numbers as read},
};

/// The files' routes.
pub fn router(shared: &Shared) -> Router {
    Router::new().route("/export/numbers.csv", get(csv)).route("/export/numbers.jsonl", get(json_lines)).with_state(shared.clone())
}

/// Over which time.
#[derive(Deserialize)]
struct Over {
    #[serde(default)]
    span: String,
}

async fn csv(shared: State<Shared>, current: Extension<CurrentSignIn>, over: Query<Over>) -> Result<Response, Refused> {
    let numbers = of(shared, current, over).await?;
    Ok(file(&numbers, "text/csv; charset=utf-8; header=present", "csv", numbers::csv(&numbers)))
}

async fn json_lines(shared: State<Shared>, current: Extension<CurrentSignIn>, over: Query<Over>) -> Result<Response, Refused> {
    let numbers = of(shared, current, over).await?;
    let text = numbers::json_lines(&numbers).map_err(|error| Fault::other("writing numbers", error))?;
    Ok(file(&numbers, "application/jsonl; charset=utf-8", "jsonl", text))
}

async fn of(
    State(shared): State<Shared>,
    Extension(current): Extension<CurrentSignIn>,
    Query(Over { span }): Query<Over>,
) -> Result<Numbers, Refused> {
    let _reader: LogReader = current.staff().cloned().ok_or(Refusal::NotSignedIn)?.try_into()?;
    Ok(read(&shared, Span::from_key(&span)).await?)
}

fn file(numbers: &Numbers, kind: &'static str, ending: &str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"numbers-{}.{ending}\"", numbers.span.words().0);
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], text).into_response()
}
