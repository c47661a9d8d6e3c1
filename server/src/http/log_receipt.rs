//! A receipt as a file: a form's answer, because making one is written down.
//!
//! Two doors: one for who reads the log, and one for customers, known by their phone's handle. The second says the same to everybody whom
//! it gives nothing: whether there is such an entry, and whose it is, is nobody else's business.

use axum::{
    Extension, Form, Router,
    extract::{DefaultBodyLimit, FromRequest, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use serde::Deserialize;

use domain::{agent::LogReader, audit_log::receipt::Receipt, refusal::Refusal};

use super::{Problem, device::phone_of, refused::Refused};
use crate::services::{Shared, accounts::CurrentSignIn, log_receipt};

/// More than a number has.
const BODY_LIMIT: usize = 256;

/// The receipts' route.
pub fn router(shared: &Shared) -> Router {
    Router::new()
        .route("/audit/receipt", post(receipt))
        .route("/me/receipt", post(for_phone))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(shared.clone())
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
    Ok(file(&log_receipt::receipt(&shared, &reader, number).await?))
}

async fn for_phone(State(shared): State<Shared>, request: Request) -> Result<Response, Refused> {
    let phone = phone_of(&shared, request.headers()).await?;
    let Ok(Form(Which { number })) = Form::<Which>::from_request(request, &()).await else {
        return Err(Refusal::NotFound.into());
    };
    Ok(file(&log_receipt::for_phone(&shared, phone.as_ref(), number).await?))
}

fn file(receipt: &Receipt) -> Response {
    let number = receipt.index;
    let disposition = format!("attachment; filename=\"entry-{number}.tlog-proof\"");
    let head = [(header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (head, receipt.to_string()).into_response()
}
