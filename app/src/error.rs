//! What crosses the wire when something does not go: a refusal as it is, or a reference to what the server logged.

use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::codec::JsonEncoding,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use domain::refusal::Refusal;

/// An answer to a person who could not be given what they asked for. It cannot hold a fault: only its reference.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiError {
    /// Expected: say it as it is.
    #[error("{0}")]
    Refused(Refusal),
    /// Unexpected: it is in the log under this reference.
    #[error("Something did not work on our side. Nothing was changed. Try again; reference {reference}.")]
    Internal {
        /// The request's id, in the log and on the screen.
        reference: String,
    },
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(text) | ServerFnErrorErr::MissingArg(text) => Self::Refused(Refusal::bad_input(text)),
            ServerFnErrorErr::Request(_) => Self::Refused(Refusal::bad_input("We could not reach the server. Nothing is lost; try again.")),
            other => Self::Internal { reference: format!("server function: {}", kind(&other)) },
        }
    }
}

/// The kind of a transport error without its text, which may quote what was sent.
const fn kind(error: &ServerFnErrorErr) -> &'static str {
    match error {
        ServerFnErrorErr::Registration(_) => "registration",
        ServerFnErrorErr::Response(_) => "response",
        ServerFnErrorErr::ServerError(_) => "server",
        ServerFnErrorErr::Serialization(_) => "serialization",
        ServerFnErrorErr::Deserialization(_) => "deserialization",
        _ => "transport",
    }
}
