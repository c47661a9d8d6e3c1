//! What a supervisor answers for.

pub mod view;

/// Not drawn yet.
#[leptos::prelude::component]
pub fn FloorPage() -> impl leptos::prelude::IntoView {
    leptos::prelude::view! { <main></main> }
}
