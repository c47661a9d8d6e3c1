//! What a form was answered, when it came back without a script: the server function puts it into the page's address.

use leptos::{prelude::*, server_fn::error::ServerFnUrlError};
use leptos_router::hooks::use_query_map;

use crate::{
    error::ApiError,
    ui::{Tone, note},
};

/// The answer in this page's address, if there is one. Must be called while the page is put together, not later.
#[must_use]
pub fn form_error() -> Option<ApiError> {
    let encoded = use_query_map().with_untracked(|query| query.get("__err"))?;
    Some(ServerFnUrlError::<ApiError>::decode_err(&encoded))
}

/// The note that says it; nothing when all is well.
#[component]
pub fn FormError() -> impl IntoView {
    form_error().map(|error| note(Tone::Warn, "alert", "That did not go through".to_owned(), error.to_string(), true))
}
