//! Entries of the log that were approved to be taken, as a file: a form's answer, written while it is read.

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

use domain::{agent::LogReader, audit::ExportFormat, export::MOST, ids::ExportId, refusal::Refusal};

use super::{Problem, refused::Refused};
use crate::services::{Shared, accounts::CurrentSignIn, audit_search::export::Export, exports::take};

/// More than an id has.
const BODY_LIMIT: usize = 1024;

/// The exports' route.
pub fn router(shared: &Shared) -> Router {
    Router::new().route("/audit/exports/file", post(export)).layer(DefaultBodyLimit::max(BODY_LIMIT)).with_state(shared.clone())
}

#[derive(Deserialize)]
struct What {
    request: ExportId,
}

async fn export(State(shared): State<Shared>, Extension(current): Extension<CurrentSignIn>, request: Request) -> Result<Response, Refused> {
    let reader: LogReader = current.staff().cloned().ok_or(Refusal::NotSignedIn)?.try_into()?;
    let Ok(Form(What { request })) = Form::<What>::from_request(request, &()).await else {
        return Ok(Problem::new(StatusCode::UNPROCESSABLE_ENTITY).detail("Say which export.").into_response());
    };
    Ok(file(take(&shared, &reader, request).await?))
}

/// The file. Its name says when there would have been more.
fn file(export: Export) -> Response {
    let (kind, ending) = match export.format() {
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
