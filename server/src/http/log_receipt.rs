//! A receipt as a file: a form's answer, because making one is written down.

use axum::{
    Extension, Form, Router,
    extract::{DefaultBodyLimit, FromRequest, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use serde::Deserialize;

use domain::{agent::LogReader, refusal::Refusal};

use super::{Problem, refused::Refused};
use crate::services::{Shared, accounts::CurrentSignIn, log_receipt};

/// More than a number has.
const BODY_LIMIT: usize = 256;

/// The receipts' route.
pub fn router(shared: &Shared) -> Router {
    Router::new().route("/audit/receipt", post(receipt)).layer(DefaultBodyLimit::max(BODY_LIMIT)).with_state(shared.clone())
}

#[derive(Deserialize)]
struct Which {
    number: u64,
}

async fn receipt(
    State(shared): State<Shared>,
    Extension(current): Extension<CurrentSignIn>,
    request: Request,
) -> Result<Response, Refused> {
    let reader: LogReader = current.staff().cloned().ok_or(Refusal::NotSignedIn)?.try_into()?;
    let Ok(Form(Which { number })) = Form::<Which>::from_request(request, &()).await else {
        return Ok(Problem::new(StatusCode::UNPROCESSABLE_ENTITY).detail("Say of which entry, by its number.").into_response());
    };
    let receipt = log_receipt::receipt(&shared, &reader, number).await?;
    let disposition = format!("attachment; filename=\"entry-{number}.tlog-proof\"");
    let head = [(header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((head, receipt.to_string()).into_response())
}
