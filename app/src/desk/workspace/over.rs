//! A challenge that ended without a change: what happened, that nothing was changed, and how to ask again.

use leptos::prelude::*;

use domain::{assurance::Method, challenge::ExpiredBecause};

use super::{
    fill_in::{fill_in, way_of},
    page::{Page, Panel},
    pending::title,
    steps::back,
};
use crate::{
    desk::{parts::button_form, typed::Typed},
    ui::{Tone, icon, level, note},
};

/// Ran out of time or of tries, or was taken back. What was filled in is kept.
pub fn over(page: &Page<'_>) -> AnyView {
    let truth = page.truth;
    let typed = is_typed(page);
    let (tone, name, head, body) = words(page);
    let Some(request) = truth.asked.as_ref().and_then(|asked| asked.request.as_ref()) else {
        let heading = truth.asked.as_ref().map_or("", title);
        let again = again(page, typed);
        return view! {
            <section class="stack" aria-label=heading>
                <div class="row row--wrap">{back(truth.session.id)}<h2 class="h-page">{heading}</h2></div>
                {note(tone, name, head.to_owned(), body.to_owned(), false)}
                {again}
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

/// Asks again by the same method; what was typed wrong too often leads back to the other ways.
fn again(page: &Page<'_>, typed: bool) -> AnyView {
    let session = page.truth.session.id;
    if typed && page.panel == Panel::Expired(ExpiredBecause::Tries) {
        let home = ["/desk/", &session.to_string()].concat();
        let link =
            view! { <a class="btn btn--primary" id="next" href=home aria-keyshortcuts="Enter Escape">"Other ways "<kbd>"↵"</kbd></a> };
        return view! { <div class="row">{link}</div> }.into_any();
    }
    let button =
        view! { <button type="submit" class="btn btn--primary" id="next" aria-keyshortcuts="p">"Ask again "<kbd>"P"</kbd></button> };
    let asked = page.truth.asked.as_ref().filter(|asked| asked.method != Method::Push);
    let method = asked.map(|asked| ("method", asked.method.key().to_owned()));
    let typed = asked.and_then(|asked| asked.typed).map(|at| ("typed", at.key().to_owned()));
    let method = method.into_iter().chain(typed).collect();
    button_form("/api/desk/raise", session, method, button.into_any())
}

/// Whether what was asked for is typed: a PIN, or a code.
fn is_typed(page: &Page<'_>) -> bool {
    page.truth.asked.as_ref().is_some_and(|asked| asked.typed.is_some())
}

fn is_totp(page: &Page<'_>) -> bool {
    page.truth.asked.as_ref().is_some_and(|asked| asked.method == Method::Totp)
}

const fn of_totp(panel: Panel) -> (Tone, &'static str, &'static str, &'static str) {
    match panel {
        Panel::Expired(ExpiredBecause::Tries) => (
            Tone::Warn,
            "lock",
            "Codes were wrong too often",
            "Nothing was changed. Make sure who you talk to before you ask again, or ask another way.",
        ),
        Panel::Expired(ExpiredBecause::Time) => {
            (Tone::Warn, "clock", "This challenge has run out of time", "No code in 2 minutes. Nothing was changed.")
        }
        _ => (Tone::Plain, "edit", "Withdrawn. Nothing was changed", "No code was typed."),
    }
}

const fn of_pin(panel: Panel) -> (Tone, &'static str, &'static str, &'static str) {
    match panel {
        Panel::Expired(ExpiredBecause::Tries) => (
            Tone::Warn,
            "lock",
            "The PIN is locked",
            "It was wrong five times in a row. Nothing was changed, and they are told at every address. Only choosing a new one, on their phone, opens it.",
        ),
        Panel::Expired(ExpiredBecause::Time) => {
            (Tone::Warn, "clock", "This challenge has run out of time", "No PIN in 2 minutes. Nothing was changed.")
        }
        _ => (Tone::Plain, "edit", "Withdrawn. Nothing was changed", "No PIN was typed."),
    }
}

/// What is said of each end.
#[must_use]
pub fn words(page: &Page<'_>) -> (Tone, &'static str, &'static str, &'static str) {
    match () {
        () if is_totp(page) => of_totp(page.panel),
        () if is_typed(page) => of_pin(page.panel),
        () => of_push(page.panel),
    }
}

const fn of_push(panel: Panel) -> (Tone, &'static str, &'static str, &'static str) {
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

/// What the customer did that raised it.
pub fn accepted(page: &Page<'_>) -> &'static str {
    match () {
        () if is_totp(page) => "Code accepted",
        () if is_typed(page) => "PIN accepted",
        () => "Approved by the customer",
    }
}

/// Approved, and it was only to raise the level.
pub fn raised(page: &Page<'_>) -> AnyView {
    let truth = page.truth;
    let home = ["/desk/", &truth.session.id.to_string()].concat();
    let head = ["The session is now ", level::name(truth.assurance.level)].concat();
    let shown = accepted(page);
    view! {
            <section class="stack" aria-labelledby="panel-h">
                <div class="row row--wrap">{back(truth.session.id)}<h2 id="panel-h" class="h-page" tabindex="-1">{shown}</h2></div>
                {note(Tone::Good, "check", head, "Nothing else was changed.".to_owned(), false)}
                <div class="row"><a class="btn btn--primary btn--lg" href=home aria-keyshortcuts="Enter Escape">"Back to actions "<kbd>"↵"</kbd></a></div>
            </section>
        }
        .into_any()
}
