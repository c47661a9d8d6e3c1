//! The document around every page.

use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use crate::routes::App;

/// The part of the browser's side that a page is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// There is nothing to wake.
    None,
    /// The islands of the staff's pages.
    Staff,
    /// What keeps the phone's page true, and signs.
    Phone,
    /// What keeps a kiosk's page true, and hides what it shows in time. One small file: a kiosk may be an old tablet.
    Kiosk,
    /// What asks a passkey behind a link: one small file and no wasm, for it comes to devices that never saw us.
    Prove,
    /// What makes a passkey behind an invitation: the same.
    Register,
    /// What shows a receipt's button that prints: the same.
    Receipt,
}

/// A page's document.
pub fn shell(script: Script) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href="/pkg/countersign.css" />
                <link rel="icon" type="image/svg+xml" href="/pkg/icon.svg" />
                {scripts(script)}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

fn scripts(script: Script) -> AnyView {
    match script {
        Script::None => ().into_any(),
        Script::Staff => {
            let options = LeptosOptions::builder().output_name("staff").site_pkg_dir("pkg").build();
            view! { <HydrationScripts options islands=true /> }.into_any()
        }
        Script::Kiosk => view! {
            <noscript><meta http-equiv="refresh" content="5" /></noscript>
            {small("/pkg/kiosk.js")}
        }
        .into_any(),
        Script::Prove => small("/pkg/prove.js"),
        Script::Receipt => small("/pkg/receipt.js"),
        Script::Register => small("/pkg/register.js"),
        Script::Phone => view! {
            <link rel="modulepreload" href="/pkg/phone.js" />
            <link rel="preload" href="/pkg/phone_bg.wasm" r#as="fetch" r#type="application/wasm" crossorigin />
            <script type="module" nonce=use_nonce()>
                "import load, { wake } from '/pkg/phone.js'; await load({ module_or_path: '/pkg/phone_bg.wasm' }); wake();"
            </script>
        }
        .into_any(),
    }
}

/// A script of one file.
fn small(src: &'static str) -> AnyView {
    view! { <script type="module" src=src nonce=use_nonce()></script> }.into_any()
}
