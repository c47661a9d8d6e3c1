//! What a use case refused, or failed at, as a door for programs answers it.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use domain::refusal::Refusal;

use super::Problem;
use crate::services::Trouble;

/// Marks an answer with which somebody was turned away because of their role: [`super::layers::sign_in`] writes it down.
#[derive(Clone, Copy)]
pub(super) struct TurnedAway;

/// A refusal or a fault as a problem (RFC 9457).
pub struct Refused(Trouble);

impl<E: Into<Trouble>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self.0 {
            Trouble::Refused(refusal) => {
                let mut answer = problem(&refusal).into_response();
                if refusal == Refusal::NotYourRole {
                    answer.extensions_mut().insert(TurnedAway);
                }
                answer
            }
            Trouble::Fault(fault) => {
                tracing::error!(error = &fault as &dyn std::error::Error, "a request failed");
                Problem::new(StatusCode::INTERNAL_SERVER_ERROR).into_response()
            }
        }
    }
}

/// A refusal as a problem: its code as the type, its sentence as the detail, its numbers as members.
#[must_use]
pub fn problem(refusal: &Refusal) -> Problem {
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::FORBIDDEN);
    let problem = Problem::new(status)
        .of_type("about:blank", status.canonical_reason().unwrap_or("Refused"))
        .detail(refusal.to_string())
        .with("code", refusal.code());
    match refusal {
        Refusal::OtherDigits { tries_left } => problem.with("tries_left", *tries_left),
        Refusal::WrongEntry { tries_left } => problem.with("tries_left", *tries_left),
        Refusal::StepUp { needed, current } => problem.with("needed", needed.to_string()).with("current", current.to_string()),
        _ => problem,
    }
}
