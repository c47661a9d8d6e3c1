//! What is shown when a page could not be: what happened, what still works, what to do next, and a short reference. The
//! answer's status says the same to whoever reads no page.

use leptos::{prelude::*, server_fn::axum_export::http::StatusCode};
use leptos_axum::ResponseOptions;
use leptos_meta::Title;

use domain::refusal::Refusal;

use crate::{error::ApiError, ui::icon};

/// Why something is not there, as a block inside a page.
#[component]
pub fn Trouble(
    /// What came instead.
    error: ApiError,
) -> impl IntoView {
    say_status(&error);
    let (name, head, body, reference) = match error {
        ApiError::Refused(Refusal::NotFound) => ("search", "There is nothing here for you", Refusal::NotFound.to_string(), None),
        ApiError::Refused(Refusal::NotSignedIn) => ("lock", "You are signed out", Refusal::NotSignedIn.to_string(), None),
        ApiError::Refused(refusal @ Refusal::NotYourRole) => ("lock", "This is not part of your role", refusal.to_string(), None),
        ApiError::Refused(refusal) => ("alert", "This did not go", refusal.to_string(), None),
        ApiError::Internal { reference } => (
            "alert",
            "This page did not load",
            "Nothing was changed, and sessions and challenges go on. It is our fault, not yours.".to_owned(),
            Some(reference),
        ),
    };
    let signed_out = name == "lock" && head == "You are signed out";
    view! {
        <div class="empty" role="alert">
            {icon(name, "i")}
            <h1 class="h-sec">{head}</h1>
            <p>{body}</p>
            {reference.map(|reference| view! { <p class="hint">"Reference "<code>{reference}</code></p> })}
            <div class="row">
                {if signed_out {
                    view! { <a class="btn btn--primary" href="/sign-in">"Sign in"</a> }.into_any()
                } else {
                    view! {
                        <a class="btn btn--primary" href="">"Try again"</a>
                        <a class="btn" href="/desk">"Back to the desk"</a>
                    }
                        .into_any()
                }}
            </div>
        </div>
    }
}

/// Gives the answer the status of what came instead; who is signed out is led to the sign-in page.
fn say_status(error: &ApiError) {
    let status = match error {
        ApiError::Refused(Refusal::NotSignedIn) => return leptos_axum::redirect("/sign-in"),
        ApiError::Refused(refusal) => refusal.status(),
        ApiError::Internal { .. } => 500,
    };
    if let (Some(answer), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        answer.set_status(status);
    }
}

/// The same as a whole page, for when there is no frame to put it in.
#[component]
pub fn TroublePage(
    /// What came instead.
    error: ApiError,
) -> impl IntoView {
    view! {
        <Title text="Not shown · Countersign" />
        <main class="gate" id="main"><div class="card"><Trouble error /></div></main>
    }
}

/// The page for an address that leads nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <Title text="Nothing here · Countersign" />
        <main class="gate" id="main">
            <div class="card">
                <div class="empty">
                    {icon("search", "i")}
                    <h1 class="h-sec">"There is nothing here"</h1>
                    <p>"The address may be old or mistyped. Nothing is lost."</p>
                    <a class="btn btn--primary" href="/">"Go to the start"</a>
                </div>
            </div>
        </main>
    }
}
