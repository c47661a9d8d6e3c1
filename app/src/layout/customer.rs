//! The frame of a customer's page: one column, the organisation's name on top.

use leptos::prelude::*;
use leptos_meta::Title;

/// A customer's page. Its children are what stands under the bar.
#[component]
#[expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]
pub fn CustomerShell(
    /// The organisation's name.
    #[prop(into)]
    organisation: String,
    /// The page's title, without the organisation's name.
    #[prop(into)]
    title: String,
    /// The page.
    children: Children,
) -> impl IntoView {
    let initial: String = organisation.chars().take(1).collect();
    view! {
        <Title text=[title.as_str(), " · ", &organisation].concat() />
        <div class="phone">
            <main id="main">
                <div class="cbar"><span class="cbrand" aria-hidden="true">{initial}</span>{organisation}</div>
                {children()}
            </main>
            <div id="say" class="vh" aria-live="polite"></div>
            <div id="say-now" class="vh" aria-live="assertive"></div>
        </div>
    }
}
