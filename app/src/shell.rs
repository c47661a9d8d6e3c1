//! The document around every page.

use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use crate::routes::App;

/// A page's document. `versions` names each file under `/pkg` with a hash of its content, so that it can be kept for ever.
pub fn shell(options: LeptosOptions, scripted: bool) -> impl IntoView {
    let _ = use_nonce();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href="/pkg/countersign.css" />
                <link rel="icon" type="image/svg+xml" href="/pkg/icon.svg" />
                {scripted.then(|| view! { <HydrationScripts options islands=true /> })}
                <MetaTags />
            </head>
            <App />
        </html>
    }
}
