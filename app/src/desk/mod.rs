//! The agent's desk: the rail of sessions, one session's workspace, and what is done in it.

pub mod view;

/// Not drawn yet.
#[leptos::prelude::component]
pub fn DeskPage() -> impl leptos::prelude::IntoView {
    leptos::prelude::view! { <main></main> }
}

/// Not drawn yet.
#[leptos::prelude::component]
pub fn NewSessionPage() -> impl leptos::prelude::IntoView {
    leptos::prelude::view! { <main></main> }
}

/// Not drawn yet.
#[leptos::prelude::component]
pub fn OverviewPage() -> impl leptos::prelude::IntoView {
    leptos::prelude::view! { <main></main> }
}

/// Not drawn yet.
#[leptos::prelude::component]
pub fn FillInPage() -> impl leptos::prelude::IntoView {
    leptos::prelude::view! { <main></main> }
}

/// Not drawn yet.
#[leptos::prelude::component]
pub fn AskedPage() -> impl leptos::prelude::IntoView {
    leptos::prelude::view! { <main></main> }
}

/// Not drawn yet.
#[leptos::prelude::component]
pub fn RanPage() -> impl leptos::prelude::IntoView {
    leptos::prelude::view! { <main></main> }
}
