//! The record of an access review as a file: a form's answer.

use axum::{
    Extension, Form, Router,
    extract::{DefaultBodyLimit, FromRequest, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use serde::Deserialize;

use domain::{agent::Overseer, audit::ExportFormat, ids::AccessReviewId, refusal::Refusal};

use super::{Problem, refused::Refused};
use crate::services::{Shared, access::export::export, accounts::CurrentSignIn};

/// More than an id has.
const BODY_LIMIT: usize = 1024;

/// The exports' routes.
pub fn router(shared: &Shared) -> Router {
    Router::new()
        .route("/access/export.csv", post(csv))
        .route("/access/export.jsonl", post(jsonl))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(shared.clone())
}

#[derive(Deserialize)]
struct What {
    review: AccessReviewId,
}

async fn csv(shared: State<Shared>, current: Extension<CurrentSignIn>, request: Request) -> Result<Response, Refused> {
    file(shared, current, request, ExportFormat::Csv).await
}

async fn jsonl(shared: State<Shared>, current: Extension<CurrentSignIn>, request: Request) -> Result<Response, Refused> {
    file(shared, current, request, ExportFormat::Jsonl).await
}

async fn file(
    State(shared): State<Shared>,
    Extension(current): Extension<CurrentSignIn>,
    request: Request,
    format: ExportFormat,
) -> Result<Response, Refused> {
    let reader: Overseer = current.staff().cloned().ok_or(Refusal::NotSignedIn)?.try_into()?;
    let Ok(Form(What { review })) = Form::<What>::from_request(request, &()).await else {
        return Ok(Problem::new(StatusCode::UNPROCESSABLE_ENTITY).detail("Say which review.").into_response());
    };
    let text = export(&shared, &reader, review, format).await?;
    let (kind, ending) = match format {
        ExportFormat::Csv => ("text/csv; charset=utf-8; header=present", "csv"),
        ExportFormat::Jsonl => ("application/jsonl; charset=utf-8", "jsonl"),
    };
    let disposition = format!("attachment; filename=\"access-review.{ending}\"");
    Ok(([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], text).into_response())
}
