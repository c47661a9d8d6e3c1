//! How sure we are, until when, what it opens, and what it rests on.

use leptos::prelude::*;

use domain::{
    assurance::{Level, Method},
    session::SessionState,
    time::Timestamp,
};

use super::page::{Page, Panel};
use crate::{
    desk::view::{AssuranceView, EvidenceView},
    ui::{
        icon, level,
        level::{level_chip, level_tile},
        tick::{self, Kind},
        time,
    },
};

/// Evidence with less time left than this is about to end.
const SOON: i64 = 60;

/// The assurance panel.
pub fn assurance(page: &Page<'_>) -> AnyView {
    let pending = page.panel == Panel::Pending;
    let truth = page.truth;
    let view = &truth.assurance;
    let frozen = matches!(truth.session.state, SessionState::Frozen { .. });
    let maybe = view.if_approved.filter(|level| pending && *level > view.level);
    let standing = match (frozen, maybe, view.until) {
        (true, ..) => "None while frozen".into_any(),
        (false, Some(level), _) => [level::name(level), " if approved"].concat().into_any(),
        (false, None, Some(until)) => view! { "until " {tick::text(Kind::Hm, until, page.now())} }.into_any(),
        (false, None, None) => "Nothing proved yet".into_any(),
    };
    let evidence: Vec<_> = view.evidence.iter().map(|piece| evidence(piece, frozen, page.now())).collect();
    let none = (evidence.is_empty() && !pending).then_some("None yet");
    let asked = truth.asked.as_ref().filter(|_| pending);
    let waiting = asked.map(|asked| {
        view! { <span class="evidence evidence--hint"><span class="pulse"></span><b>{asked.method.name()}</b>"Waiting for answer"</span> }
    });
    view! {
        <section class="assurance" aria-label="Assurance">
            <div class="assurance__now" role="status">
                {level_tile(view.level)}
                <div>
                    <p class="xs ink3">"Assurance now"</p>
                    <p class="assurance__level">{level::name(view.level)}</p>
                    <p class="xs ink3">{standing}</p>
                </div>
            </div>
            {meter(view, maybe, frozen)}
            {risks(&view.risks)}
            <div class="evidences">
                <span class="xs ink3">"Evidence"</span>
                {none.map(|none| view! { <span class="xs ink3">{none}</span> })}
                {evidence}
                {waiting}
                {truth.session.demo.then(|| view! { <span class="xs ink3 end">"Demo data: a new phone counts at once."</span> })}
            </div>
        </section>
    }
    .into_any()
}

/// Why more is asked than usual, or less is reached (CP4).
fn risks(says: &[String]) -> AnyView {
    if says.is_empty() {
        return ().into_any();
    }
    let lines: Vec<_> =
        says.iter().map(|says| view! { <li class="row row--top">{icon("alert", "i")}<span>{says.clone()}</span></li> }).collect();
    view! { <ul class="risks" aria-label="Risk signals">{lines}</ul> }.into_any()
}

fn meter(view: &AssuranceView, maybe: Option<Level>, frozen: bool) -> AnyView {
    let class = match view.level {
        Level::Unverified => "meter meter--0",
        Level::Low => "meter meter--1",
        Level::Substantial => "meter meter--2",
        Level::High => "meter meter--3",
    };
    let name = level::name(view.level);
    let words = match maybe {
        _ if frozen => "Unverified while frozen".to_owned(),
        Some(maybe) => [name, ", ", level::name(maybe), " if the push is approved"].concat(),
        None if view.level >= view.goal => [name, ", goal reached"].concat(),
        None => [name, ", goal ", level::name(view.goal)].concat(),
    };
    let steps = Level::ALL.map(|step| meter_step(step, view, maybe, frozen)).collect_view();
    view! {
        <div class=class role="meter" aria-label="Assurance level" aria-valuemin="0" aria-valuemax="3"
            aria-valuenow=view.level.rank().to_string() aria-valuetext=words>
            {steps}
        </div>
    }
    .into_any()
}

fn meter_step(step: Level, view: &AssuranceView, maybe: Option<Level>, frozen: bool) -> AnyView {
    let class = match (step <= view.level, step == view.level, maybe.is_some_and(|maybe| step <= maybe)) {
        (_, true, _) => "on now",
        (true, false, _) => "on",
        (false, _, true) => "maybe",
        _ => "",
    };
    let opens = match step {
        Level::Unverified => "General questions",
        Level::Low => "Preferences, name",
        Level::Substantial => "Refund, contact data",
        Level::High => "Change email",
    };
    let goal = (step == view.goal && !frozen).then(|| {
        if view.level >= view.goal {
            view! { <span class="tag tag--good">{icon("check", "i")}"Goal"</span> }.into_any()
        } else {
            view! { <span class="tag tag--accent">{icon("flag", "i")}"Goal"</span> }.into_any()
        }
    });
    let beyond = match (step > view.ceiling, step > view.carried) {
        (true, _) => Some("Not on this channel"),
        (false, true) => Some("Not in this session"),
        (false, false) => None,
    };
    view! { <div class=class><b>{icon(level::chevrons(step), "i")}{level::name(step)}{goal}</b>{beyond.unwrap_or(opens)}</div> }.into_any()
}

fn evidence(piece: &EvidenceView, frozen: bool, now: Timestamp) -> AnyView {
    let (name, what) = match (piece.method, piece.user_verified) {
        (Method::Push, true) => ("push", "Push, phone unlocked"),
        (Method::Push, false) => ("push", "Push"),
        (Method::Passkey, _) => ("passkey", "Passkey"),
        (method, _) => ("keypad", method.name()),
    };
    let hint = |words: AnyView| view! { <span class="evidence evidence--hint">{icon(name, "i")}<b>{what}</b>{words}</span> }.into_any();
    if frozen {
        return hint("Kept, does not count".into_any());
    }
    if let Some(from) = piece.counts_from {
        return hint(view! { "Counts from " {tick::text(Kind::Date, from, now)} }.into_any());
    }
    let (from, until) = (piece.obtained_at, piece.expires_at);
    let soon = time::whole(now, until) < SOON;
    let class = if soon { "evidence evidence--soon" } else { "evidence" };
    let words = if soon { " left, ends soon" } else { " left" };
    view! {
        <span class=class>
            {icon(name, "i")}<b>{what}</b>{level_chip(piece.level, true)}
            <span class="ttl">{tick::ring(from, until, now)}<span>{tick::text(Kind::Left, until, now)}{words}</span></span>
        </span>
    }
    .into_any()
}
