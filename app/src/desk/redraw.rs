//! The island of a session's page: invisible, and all it does is keep the page true.

use leptos::prelude::*;

/// Starts what keeps the page true.
#[island]
pub fn Redraw() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    Effect::new(|_| crate::browser::redraw::start());
}
