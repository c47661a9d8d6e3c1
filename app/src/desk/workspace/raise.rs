//! The customer's ways to prove more, fastest first.

use leptos::prelude::*;

use domain::{action::ActionKind, assurance::Method, channel::Conveyed, session::SessionState};

use super::{actions::why, closed, no_way::no_way, page::Page};
use crate::{
    desk::{
        gate::{Decision, TypedAt, Way, strongest},
        parts::button_form,
        view::Workspace,
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
    let (session, goal) = (truth.session.id, truth.assurance.goal);
    // The one that a push to raise the level goes to.
    let Some(first) = strongest(&truth.ways) else { return no_way(truth, goal) };
    let reason = truth.actions.iter().find(|row| row.is_reason);
    let consent = reason.is_some_and(|row| row.consent);
    // What is recommended must lead to the goal; otherwise it is said what is missing.
    let lead = match reason.map(|row| (row, &row.decision)) {
        Some((row, Decision::Refuse { .. })) => {
            let head = [row.action.name(), " is not open right now"].concat();
            view! { <li class="wide">{note(Tone::Warn, "lock", head, why(row), false)}</li> }.into_any()
        }
        Some((row, Decision::StepUp { ways, .. })) if ways.is_empty() => {
            view! { <li class="wide">{no_way(truth, row.needs)}</li> }.into_any()
        }
        _ => recommended(truth, first, consent),
    };
    let recommends = first.reaches >= goal;
    let can_raise = first.reaches > truth.assurance.level;
    let others = truth.ways.iter().filter(|way| *way != first).map(|way| other(truth, way));
    let only_raise = ((consent || !recommends) && can_raise).then(|| {
        let button = view! {
            <button type="submit" class="method">
                <span class="method__name">{icon("shieldok", "i")}"No change to make?"</span>
                <span class="xs ink2">{only_raises(first)}</span>
                <span class="method__meta">{level_chip(first.reaches, false)}{about(first)}</span>
            </button>
        };
        view! { <li class="wide">{button_form("/api/desk/raise", session, chosen(first), button.into_any())}</li> }
    });
    view! {
        <ul class="methods">
            {lead}
            {only_raise}
            {others.collect_view()}
            {closed::cards(truth)}
        </ul>
        {closed::off(truth)}
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
    let how = if way.method == Method::Passkey { "they use their passkey, behind a link" } else { digits };
    let (what, button) = if consent {
        let first = match truth.session.reason {
            ActionKind::ChangeEmail => "Fill in the new email first. Then ",
            ActionKind::Refund => "Fill in the refund first. Then ",
            ActionKind::UpdateContactPreferences => "Fill it in first. Then ",
        };
        let href = ["/desk/", &session.to_string(), "/do/", truth.session.reason.key()].concat();
        let link = view! { <a class="btn btn--primary" href=href aria-keyshortcuts="p">"Fill in, then ask "<kbd>"P"</kbd></a> };
        ([first, how, " and approve exactly that."].concat(), link.into_any())
    } else {
        let ask = match way.method {
            Method::Pin => "Ask for the PIN ",
            Method::Totp => "Ask for the code ",
            Method::Passkey => "Ask by passkey ",
            _ => "Ask by push ",
        };
        let button = view! { <button type="submit" class="btn btn--primary" aria-keyshortcuts="p">{ask}<kbd>"P"</kbd></button> };
        let form = button_form("/api/desk/raise", session, chosen(way), button.into_any());
        let what = match way.method {
            Method::Pin | Method::Totp => typed(way).to_owned(),
            Method::Passkey => BY_LINK.to_owned(),
            _ => ["The app asks if they contacted you; ", digits, ". Nothing changes by it."].concat(),
        };
        (what, form)
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

/// Another way, for whom would rather: what adds nothing says so and cannot be pressed (X12).
fn other(truth: &Workspace, way: &Way) -> AnyView {
    let adds = way.reaches > truth.assurance.level;
    let what = match (adds, way.method) {
        (false, _) => "Adds nothing now: the session has that level already.".to_owned(),
        (true, Method::Pin | Method::Totp) => typed(way).to_owned(),
        (true, Method::Passkey) => BY_LINK.to_owned(),
        (true, _) => ["Reaches ", level::name(way.reaches), " in this session. Nothing changes by it."].concat(),
    };
    let inside = view! {
        <span class="method__name">{icon(method_icon(way), "i")}{method_name(way)}</span>
        <span class="xs ink2">{what}</span>
        <span class="method__meta">{level_chip(way.reaches, false)}{about(way)}</span>
    };
    if adds {
        let button = view! { <button type="submit" class="method">{inside}</button> };
        view! { <li>{button_form("/api/desk/raise", truth.session.id, chosen(way), button.into_any())}</li> }.into_any()
    } else {
        view! { <li class="method">{inside}</li> }.into_any()
    }
}

const ON_KEYPAD: &str = "They type it on their phone’s keypad. You cannot see or hear it. Nothing changes by it.";

const ON_PAGE: &str = "They open a link or scan a code, on any device, and type it there. You cannot see it. Nothing changes by it.";

/// Where they type it.
fn typed(way: &Way) -> &'static str {
    if way.typed == Some(TypedAt::Page) { ON_PAGE } else { ON_KEYPAD }
}

const BY_LINK: &str = "They open a link or scan a code, on any device, and use their passkey. Nothing changes by it.";

fn only_raises(way: &Way) -> &'static str {
    match way.method {
        Method::Pin | Method::Totp => typed(way),
        Method::Passkey => BY_LINK,
        _ => "Send a push that only raises the level. Nothing changes by it.",
    }
}

/// The fields that ask for exactly that way.
pub fn chosen(way: &Way) -> Vec<(&'static str, String)> {
    let device = way.device.map(|device| ("device", device.to_string()));
    let typed = way.typed.map(|at| ("typed", at.key().to_owned()));
    [("method", way.method.key().to_owned())].into_iter().chain(device).chain(typed).collect()
}

fn about(way: &Way) -> AnyView {
    view! { <span>{["~", &way.seconds.to_string(), " s"].concat()}</span><span>{way.on.clone()}</span> }.into_any()
}

pub const fn method_icon(way: &Way) -> &'static str {
    icon_of(way.method)
}

pub const fn icon_of(method: Method) -> &'static str {
    match method {
        Method::Push => "push",
        Method::Passkey => "passkey",
        Method::Totp => "clock",
        _ => "keypad",
    }
}

const fn method_name(way: &Way) -> &'static str {
    match way.method {
        Method::Push => "Push approval",
        Method::Pin if matches!(way.typed, Some(TypedAt::Page)) => "PIN on their own page",
        Method::Pin => "PIN on keypad",
        method => method.name(),
    }
}
