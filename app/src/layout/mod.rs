//! Frames around pages: the staff shell with its top bar, the customer's page, and the page for what is not there.

use leptos::prelude::*;

/// The page for an address that leads nowhere.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <main><h1>"There is nothing here"</h1></main> }
}
