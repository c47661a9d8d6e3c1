//! A table of the policy, in a section of its own.

use leptos::prelude::*;

/// A column's name, and whether numbers stand in it.
pub type Column = (&'static str, bool);

/// The section. The table scrolls in itself, so that the page never does sideways; `id` names the heading.
pub fn matrix(id: &'static str, title: &'static str, hint: &'static str, head: AnyView, rows: AnyView) -> AnyView {
    view! {
        <section aria-labelledby=id>
            <div class="panehead plain"><h2 id=id class="h-sec">{title}</h2><span class="ink3 xs">{hint}</span></div>
            <div class="scrollx" tabindex="0" role="group" aria-labelledby=id>
                <table class="table matrix"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        </section>
    }
    .into_any()
}

/// The heads of columns.
pub fn heads(columns: &[Column]) -> AnyView {
    let head = |&(name, number): &Column| view! { <th scope="col" class=number.then_some("num")>{name}</th> };
    columns.iter().map(head).collect_view().into_any()
}
