//! The document around every page.

use leptos::{config::LeptosOptions, prelude::*};
use leptos_meta::MetaTags;

use crate::routes::App;

/// A page's document. `script` names the part that wakes its islands; a page without islands is sent none.
pub fn shell(script: Option<LeptosOptions>) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href="/pkg/countersign.css" />
                <link rel="icon" type="image/svg+xml" href="/pkg/icon.svg" />
                {script.map(|options| view! { <HydrationScripts options islands=true /> })}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}
