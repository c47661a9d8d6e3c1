//! Pages that a customer opens by a link, without signing in: the link of a notice, or an agent's.

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::ui::icon;

/// How much of such a page's address another page of ours may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// All of it, so that the answer to its form can lead back.
    ToOurs,
    /// Only where it is from.
    Origin,
}

/// The frame of one: its address is a key, so it must not be kept in a search engine, nor told to where a link leads.
pub fn behind_link(told: Told, page: impl Future<Output = AnyView> + Send + 'static) -> impl IntoView {
    let referrer = match told {
        Told::ToOurs => "same-origin",
        Told::Origin => "strict-origin",
    };
    view! {
        <Meta name="robots" content="noindex" />
        <Meta name="referrer" content=referrer />
        <Suspense>{Suspend::new(page)}</Suspense>
    }
}

/// What came of it: a sign and a heading, and what there is to know or do now.
pub fn outcome(class: &'static str, name: &'static str, head: &'static str, text: String, rows: Vec<AnyView>) -> AnyView {
    view! {
        <section class="stack stack--lg">
            <div class=class role="status">{icon(name, "i")}<h1 tabindex="-1">{head}</h1><p class="ink2">{text}</p></div>
            <ul class="group">{rows}</ul>
        </section>
    }
    .into_any()
}

/// A line of a group.
pub fn row(name: &'static str, head: String, body: String) -> AnyView {
    view! { <li>{icon(name, "i i--lg")}<p class="grow"><b>{head}</b>{body}</p></li> }.into_any()
}
