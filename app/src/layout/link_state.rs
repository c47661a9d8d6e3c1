//! Whether news arrives by itself, said in the top bar. The island that holds the event stream says it to this one.

use leptos::prelude::*;

use crate::browser::link::{self, Link};

/// "Live", or when it will be tried again. Without a script it says that the page stands still.
#[island]
pub fn LinkState() -> impl IntoView {
    let state = link::state();
    let shown = state.clone();
    view! {
        <span class="linkstate" role="status">
            <span class=move || if shown.get() == Link::Live { "dot" } else { "dot dot--wait" }></span>
            {move || match state.get() {
                Link::SignedOut => view! { <a href="/sign-in">"Signed out. Sign in again"</a> }.into_any(),
                state => link::words(state).into_any(),
            }}
        </span>
    }
}
