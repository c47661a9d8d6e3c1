//! Icons from the one sprite, `/pkg/icons.svg`. An icon never stands alone: words beside it or a label say the same.

use leptos::prelude::*;

/// The icon `name` of the sprite, hidden from screen readers.
#[component]
pub fn Icon(
    /// Its id in the sprite.
    name: &'static str,
    /// Its size: `i`, `i i--sm`, `i i--lg` or `i i--xl`.
    #[prop(default = "i")]
    class: &'static str,
) -> impl IntoView {
    icon(name, class)
}

/// The same as a function, for code that chooses among many: each call of it is small in the browser.
pub fn icon(name: &'static str, class: &'static str) -> AnyView {
    let href = ["/pkg/icons.svg#", name].concat();
    view! { <svg class=class aria-hidden="true"><use href=href></use></svg> }.into_any()
}
