//! Signing in and out, invitations, and a person's own sign-ins.

pub mod view;

/// Not drawn yet.
#[leptos::prelude::component]
pub fn SignInPage() -> impl leptos::prelude::IntoView {
    leptos::prelude::view! { <main></main> }
}

/// Not drawn yet.
#[leptos::prelude::component]
pub fn SetupPage() -> impl leptos::prelude::IntoView {
    leptos::prelude::view! { <main></main> }
}

/// Not drawn yet.
#[leptos::prelude::component]
pub fn OwnSignInsPage() -> impl leptos::prelude::IntoView {
    leptos::prelude::view! { <main></main> }
}

/// Not drawn yet.
#[leptos::prelude::component]
pub fn StaffPage() -> impl leptos::prelude::IntoView {
    leptos::prelude::view! { <main></main> }
}
