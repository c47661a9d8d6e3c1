//! A challenge that ended without a change: what happened, that nothing was changed, and how to ask again.

use leptos::prelude::*;

use domain::challenge::ExpiredBecause;

use super::{
    fill_in::{fill_in, way_of},
    page::{Page, Panel},
    steps::back,
};
use crate::{
    desk::{parts::button_form, typed::Typed},
    ui::{Tone, icon, level, note},
};

/// Ran out of time or of tries, or was taken back. What was filled in is kept.
pub fn over(page: &Page<'_>) -> AnyView {
    let (tone, name, head, body) = words(page.panel);
    let truth = page.truth;
    let Some(request) = truth.asked.as_ref().and_then(|asked| asked.request.as_ref()) else {
        let again =
            view! { <button type="submit" class="btn btn--primary" id="next" aria-keyshortcuts="p">"Ask again "<kbd>"P"</kbd></button> };
        return view! {
            <section class="stack" aria-label="Raise the level by push">
                <div class="row row--wrap">{back(truth.session.id)}<h2 class="h-page">"Raise the level by push"</h2></div>
                {note(tone, name, head.to_owned(), body.to_owned(), false)}
                {button_form("/api/desk/raise", truth.session.id, vec![], again.into_any())}
            </section>
        }
        .into_any();
    };
    // Without a way the form itself says what is missing.
    let again = way_of(truth, request.kind()).map(|_| {
        view! { <button type="submit" class="btn btn--primary" id="next" form="again" aria-keyshortcuts="p">"Ask again "<kbd>"P"</kbd></button> }
    });
    view! {
        <div class=if tone == Tone::Warn { "note note--warn" } else { "note" }>
            {icon(name, "i")}
            <p class="grow"><b>{head}</b><br />{body}</p>
            {again}
        </div>
        {fill_in(page, request.kind(), &Typed::from(request))}
    }
    .into_any()
}

/// What is said of each end.
#[must_use]
pub fn words(panel: Panel) -> (Tone, &'static str, &'static str, &'static str) {
    match panel {
        Panel::Expired(ExpiredBecause::Tries) => (
            Tone::Warn,
            "push",
            "They typed other digits too often",
            "Nothing was changed; what you filled in is kept. Make sure who you talk to before you ask again.",
        ),
        Panel::Expired(ExpiredBecause::Time) => (
            Tone::Warn,
            "clock",
            "This challenge has run out of time",
            "No answer in 2 minutes. Nothing was changed; what you filled in is kept.",
        ),
        _ => (Tone::Plain, "edit", "Withdrawn. Nothing was changed", "What you filled in is kept."),
    }
}

/// Approved, and it was only to raise the level.
pub fn raised(page: &Page<'_>) -> AnyView {
    let truth = page.truth;
    let home = ["/desk/", &truth.session.id.to_string()].concat();
    let head = ["The session is now ", level::name(truth.assurance.level)].concat();
    view! {
            <section class="stack" aria-labelledby="panel-h">
                <div class="row row--wrap">{back(truth.session.id)}<h2 id="panel-h" class="h-page" tabindex="-1">"Approved by the customer"</h2></div>
                {note(Tone::Good, "check", head, "Nothing else was changed.".to_owned(), false)}
                <div class="row"><a class="btn btn--primary btn--lg" href=home aria-keyshortcuts="Enter Escape">"Back to actions "<kbd>"↵"</kbd></a></div>
            </section>
        }
        .into_any()
}
