//! The customer's ways to prove more, fastest first.

use leptos::prelude::*;

use domain::{action::ActionKind, assurance::Method, channel::Conveyed, gate::Way, session::SessionState};

use super::page::Page;
use crate::{
    desk::{
        parts::button_form,
        view::{Theirs, Workspace},
    },
    ui::{Tone, icon, level, level_chip, note},
};

/// "Raise assurance".
pub fn raise(page: &Page<'_>) -> AnyView {
    let truth = page.truth;
    if !matches!(truth.session.state, SessionState::Open) {
        return ().into_any();
    }
    let reached = truth.assurance.level >= truth.assurance.goal;
    let note = if reached { "Goal reached." } else { "The fastest way is first." };
    view! {
        <section aria-labelledby="raise-h">
            <div class="sec__head">
                <h2 id="raise-h">"Raise assurance"</h2>
                <span class="ink3 xs">{note}</span>
                <span class="xs ink3 end">"Goal"</span>
                {level_chip(truth.assurance.goal, false)}
            </div>
            {ways(truth)}
        </section>
    }
    .into_any()
}

fn ways(truth: &Workspace) -> AnyView {
    let Some((first, others)) = truth.ways.split_first() else {
        let body = if truth.theirs == Theirs::NoPhone {
            "They have no phone enrolled. Nothing can be proved in this session until they have."
        } else {
            "None of the ways they have counts now."
        };
        return note(Tone::Plain, "push", "This customer has no way to prove more yet".to_owned(), body.to_owned(), false);
    };
    let session = truth.session.id;
    let consent = truth.session.reason.rule().consent;
    let can_raise = first.reaches > truth.assurance.level;
    let only_raise = (consent && can_raise).then(|| {
        let button = view! {
            <button type="submit" class="method">
                <span class="method__name">{icon("shieldok", "i")}"No change to make?"</span>
                <span class="xs ink2">"Send a push that only raises the level. Nothing changes by it."</span>
                <span class="method__meta">{level_chip(first.reaches, false)}{about(first)}</span>
            </button>
        };
        view! { <li class="wide">{button_form("/api/desk/raise", session, vec![], button.into_any())}</li> }
    });
    view! {
        <ul class="methods">
            {recommended(truth, first, consent)}
            {only_raise}
            {others.iter().map(other).collect_view()}
        </ul>
    }
    .into_any()
}

fn recommended(truth: &Workspace, way: &Way, consent: bool) -> AnyView {
    let session = truth.session.id;
    let digits = match truth.session.channel.rule().conveyed {
        Conveyed::Aloud => "they type six digits you read out",
        Conveyed::InWriting => "they type six digits you send them",
        Conveyed::OnKiosk => "they type six digits the kiosk shows",
    };
    let (what, button) = if consent {
        let first = match truth.session.reason {
            ActionKind::ChangeEmail => "Fill in the new email first. Then ",
            ActionKind::Refund => "Fill in the refund first. Then ",
            ActionKind::UpdateContactPreferences => "Fill it in first. Then ",
        };
        let href = ["/desk/", &session.to_string(), "/do/", truth.session.reason.key()].concat();
        let link = view! { <a class="btn btn--primary" href=href aria-keyshortcuts="p">"Fill in, then ask "<kbd>"P"</kbd></a> };
        ([first, digits, " and approve exactly that."].concat(), link.into_any())
    } else {
        let button = view! { <button type="submit" class="btn btn--primary" aria-keyshortcuts="p">"Ask by push "<kbd>"P"</kbd></button> };
        let form = button_form("/api/desk/raise", session, vec![], button.into_any());
        (["The app asks if they contacted you; ", digits, ". Nothing changes by it."].concat(), form)
    };
    view! {
        <li class="method method--rec">
            <h3 class="method__name">{icon(method_icon(way), "i")}{method_name(way)}<span class="tag tag--accent end">"Recommended"</span></h3>
            <p class="ink2">{what}</p>
            <div class="method__meta">{level_chip(way.reaches, false)}{about(way)}<span class="end">{button}</span></div>
        </li>
    }
    .into_any()
}

fn other(way: &Way) -> AnyView {
    view! {
        <li class="method">
            <span class="method__name">{icon(method_icon(way), "i")}{method_name(way)}</span>
            <span class="xs ink2">{["Reaches ", level::name(way.reaches), " in this session."].concat()}</span>
            <span class="method__meta">{level_chip(way.reaches, false)}{about(way)}</span>
        </li>
    }
    .into_any()
}

fn about(way: &Way) -> AnyView {
    view! { <span>{["~", &way.seconds.to_string(), " s"].concat()}</span><span>{way.on.clone()}</span> }.into_any()
}

const fn method_icon(way: &Way) -> &'static str {
    match way.method {
        Method::Push => "push",
        Method::Passkey => "passkey",
        Method::Pin => "keypad",
    }
}

const fn method_name(way: &Way) -> &'static str {
    match way.method {
        Method::Push => "Push approval",
        Method::Passkey => "Passkey",
        Method::Pin => "PIN",
    }
}
