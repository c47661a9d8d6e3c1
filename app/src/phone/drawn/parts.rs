//! The small parts of more than one screen.

use leptos::prelude::*;

use crate::ui::{Tone, icon, note};

/// A row of a group: an icon, a heading and what is to be said of it.
pub fn row(name: &'static str, head: impl IntoAny, body: impl IntoAny) -> AnyView {
    view! { <li>{icon(name, "i i--lg")}<p class="grow"><b>{head.into_any()}</b>{body.into_any()}</p></li> }.into_any()
}

/// A button: `does` is what the script does when it is pressed, `of` to what.
pub fn button(class: &'static str, label: impl IntoAny, does: &'static str, of: impl Into<String>) -> AnyView {
    view! { <button type="button" class=class data-press=does data-of=of.into()>{label.into_any()}</button> }.into_any()
}

/// A part that is drawn again when it differs.
pub fn live(id: &'static str, part: AnyView) -> AnyView {
    view! { <div class="live" id=id data-live>{part}</div> }.into_any()
}

/// What did not go; the script fills in why.
pub fn trouble() -> AnyView {
    note(Tone::Warn, "alert", "That did not go through", view! { <span data-why></span> }, true)
}

/// What was wrong with what was typed; the script fills in why.
pub fn error() -> AnyView {
    view! { <span class="err fine" role="alert">{icon("alert", "i i--sm")}<span data-why></span></span> }.into_any()
}
