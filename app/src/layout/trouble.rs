//! What is shown when a page could not be: what happened, what still works, what to do next, and a short reference.

use leptos::prelude::*;
use leptos_meta::Title;

use domain::refusal::Refusal;

use crate::{error::ApiError, ui::icon};

/// Why something is not there, as a block inside a page.
#[component]
pub fn Trouble(
    /// What came instead.
    error: ApiError,
) -> impl IntoView {
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
