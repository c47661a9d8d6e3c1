//! A message in the page: an icon and words, and a tone that says the same in colour.

use leptos::prelude::*;

use super::icon::icon;

/// How a note is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// For information.
    Plain,
    /// All is well.
    Good,
    /// Take care.
    Warn,
    /// It stopped.
    Bad,
}

/// A note with a bold first line. `live` notes are announced when they appear: politely unless they warn.
pub fn note(tone: Tone, name: &'static str, head: impl IntoAny, body: impl IntoAny, live: bool) -> AnyView {
    let (class, role) = match tone {
        Tone::Plain => ("note", "status"),
        Tone::Good => ("note note--good", "status"),
        Tone::Warn => ("note note--warn", "alert"),
        Tone::Bad => ("note note--bad", "alert"),
    };
    view! {
        <div class=class role=live.then_some(role)>
            {icon(name, "i")}
            <p class="grow"><b>{head.into_any()}</b><br />{body.into_any()}</p>
        </div>
    }
    .into_any()
}
