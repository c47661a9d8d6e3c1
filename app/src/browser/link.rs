//! Whether news arrives by itself: one value for the whole page, which the event stream sets and the top bar shows.

use leptos::prelude::*;

/// The state of the event stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Nothing arrives by itself: the page is as it was loaded.
    Still,
    /// News arrives.
    Live,
    /// It broke; it is tried again in so many seconds.
    Waiting(u32),
    /// The sign-in is over.
    SignedOut,
}

/// What the top bar says.
#[must_use]
pub fn words(link: Link) -> String {
    match link {
        Link::Still => "As loaded".to_owned(),
        Link::Live => "Live".to_owned(),
        Link::Waiting(0) => "Not connected. Trying now".to_owned(),
        Link::Waiting(seconds) => ["Not connected. Trying again in ", &seconds.to_string(), " s"].concat(),
        Link::SignedOut => "Signed out".to_owned(),
    }
}

/// The page's link state.
#[cfg(feature = "hydrate")]
#[must_use]
pub fn state() -> ArcRwSignal<Link> {
    thread_local! {
        static STATE: ArcRwSignal<Link> = ArcRwSignal::new(Link::Still);
    }
    STATE.with(Clone::clone)
}

/// On the server every drawing has its own, so that no request sees another's.
#[cfg(not(feature = "hydrate"))]
#[must_use]
pub fn state() -> ArcRwSignal<Link> {
    ArcRwSignal::new(Link::Still)
}
