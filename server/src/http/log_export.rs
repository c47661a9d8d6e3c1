//! Entries of the log as a file: a form's answer, written while it is read.

use axum::{
    Extension, Form, Router,
    body::Body,
    extract::{DefaultBodyLimit, FromRequest, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use futures::stream::{self, StreamExt};
use serde::Deserialize;
use url::form_urlencoded;

use domain::{agent::LogReader, audit::ExportFormat, audit_search::Search, refusal::Refusal, text::ShownText};

use super::{Problem, refused::Refused};
use crate::services::{
    Shared,
    accounts::CurrentSignIn,
    audit_search::export::{self, Export, MOST},
};

/// More than a reason has.
const BODY_LIMIT: usize = 4096;

/// The exports' routes.
pub fn router(shared: &Shared) -> Router {
    Router::new()
        .route("/audit/export.csv", post(csv))
        .route("/audit/export.jsonl", post(jsonl))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(shared.clone())
}

/// What the form says besides the search, which stands in the address.
#[derive(Deserialize)]
struct What {
    reason: String,
}

async fn csv(shared: State<Shared>, current: Extension<CurrentSignIn>, request: Request) -> Result<Response, Refused> {
    export(shared, current, request, ExportFormat::Csv).await
}

async fn jsonl(shared: State<Shared>, current: Extension<CurrentSignIn>, request: Request) -> Result<Response, Refused> {
    export(shared, current, request, ExportFormat::Jsonl).await
}

async fn export(
    State(shared): State<Shared>,
    Extension(current): Extension<CurrentSignIn>,
    request: Request,
    format: ExportFormat,
) -> Result<Response, Refused> {
    let reader: LogReader = current.staff().cloned().ok_or(Refusal::NotSignedIn)?.try_into()?;
    let query = request.uri().query().unwrap_or_default().to_owned();
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let search = Search::from_pairs(pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref())));
    let Ok(Form(What { reason })) = Form::<What>::from_request(request, &()).await else {
        return Ok(Problem::new(StatusCode::UNPROCESSABLE_ENTITY).detail("Say what the export is for.").into_response());
    };
    let reason: ShownText = reason.parse()?;
    Ok(file(export::begin(&shared, &reader, &search, format, &reason).await?, format))
}

/// The file. Its name says when there would have been more.
fn file(export: Export, format: ExportFormat) -> Response {
    let (kind, ending) = match format {
        ExportFormat::Csv => ("text/csv; charset=utf-8; header=present", "csv"),
        ExportFormat::Jsonl => ("application/jsonl; charset=utf-8", "jsonl"),
    };
    let name = if export.cut { format!("audit-log-newest-{MOST}.{ending}") } else { format!("audit-log.{ending}") };
    let head = stream::once(std::future::ready(Ok(export.head().to_owned())));
    let parts = stream::try_unfold(export, |mut export| async move { Ok(export.part().await?.map(|part| (part, export))) });
    let body = Body::from_stream(head.chain(parts).map(|part: Result<String, crate::fault::Fault>| {
        part.inspect_err(|fault| tracing::error!(error = fault as &dyn std::error::Error, "an export ended early"))
    }));
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body).into_response()
}
