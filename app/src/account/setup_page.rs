//! The page behind a one-time link. The link's token stands after `#`, so the server does not know it until the island
//! sends it.

use leptos::prelude::*;
use leptos_meta::Title;

use super::Setup;
use crate::ui::{
    icon,
    note::{Tone, note},
};

/// Becoming a member of staff.
#[component]
pub fn SetupPage() -> impl IntoView {
    let scriptless = note(
        Tone::Plain,
        "passkey",
        "A passkey needs JavaScript".to_owned(),
        "Switch it on for this site, then open your link again. It has not been used up.".to_owned(),
        false,
    );
    view! {
        <Title text="Set up · Countersign" />
        <main class="gate" id="main">
            <div class="card stack stack--lg">
                <span class="brand"><span class="brand__mark">{icon("mark", "i")}</span>"Countersign"</span>
                <noscript>{scriptless}</noscript>
                <Setup />
            </div>
        </main>
    }
}
