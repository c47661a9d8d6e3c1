//! What a form was answered, when it came back without a script: the server function puts it into the page's address, or the
//! page is drawn again in the answer itself.

use leptos::{prelude::*, server_fn::error::ServerFnUrlError};
use leptos_router::hooks::use_query_map;

use crate::{
    backend::FormAnswer,
    error::ApiError,
    ui::{Tone, note},
};

/// The answer to this page's form, if there is one. Must be called while the page is put together, not later.
#[must_use]
pub fn form_error() -> Option<ApiError> {
    if let Some(FormAnswer(Some(error))) = use_context() {
        return Some(error);
    }
    let encoded = use_query_map().with_untracked(|query| query.get("__err"))?;
    Some(ServerFnUrlError::<ApiError>::decode_err(&encoded))
}

/// The note that says it, line by line; nothing when all is well.
#[component]
pub fn FormError() -> impl IntoView {
    form_error().map(|error| {
        let words = error.to_string();
        let lines: Vec<_> = words.lines().map(|line| view! { <span class="line">{line.to_owned()}</span> }).collect();
        note(Tone::Warn, "alert", "That did not go through".to_owned(), lines, true)
    })
}
