//! The customer's phone: whether we are talking, prompts as they come, and what was changed.

pub mod api;
pub mod view;

/// Not drawn yet.
#[leptos::prelude::component]
pub fn HomePage() -> impl leptos::prelude::IntoView {
    leptos::prelude::view! { <main></main> }
}

/// Not drawn yet.
#[leptos::prelude::component]
pub fn PutBackPage() -> impl leptos::prelude::IntoView {
    leptos::prelude::view! { <main></main> }
}
