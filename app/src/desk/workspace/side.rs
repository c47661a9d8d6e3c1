//! Beside the work: the record as far as the level shows it, and what the customer's phone shows.

use leptos::prelude::*;

use domain::{
    customer::{Field, Seen},
    session::{FrozenBecause, SessionState},
};

use super::page::Page;
use crate::{
    desk::{
        parts::seen,
        view::{RecordField, Segment, Theirs, Workspace},
    },
    ui::{
        Tone, icon, level, note,
        tick::{self, Kind},
    },
};

/// "Customer record".
pub fn record(page: &Page<'_>) -> AnyView {
    let truth = page.truth;
    let frozen = matches!(truth.session.state, SessionState::Frozen { .. });
    let standing = if frozen { "Hidden while frozen".to_owned() } else { ["As seen at ", level::name(truth.assurance.level)].concat() };
    let hint = if frozen { "The record opens again when the freeze ends." } else { "Each field opens by itself at the level beside it." };
    let unknown = (truth.segment == Some(Segment::Unknown)).then(|| {
        let (head, say) = ("Segment unknown", "The policy has no such segment, so the strictest rules apply. Tell an administrator.");
        note(Tone::Warn, "alert", head.to_owned(), say.to_owned(), false)
    });
    view! {
                <div class="sec__head"><h2 id="rec-h" tabindex="-1" aria-keyshortcuts="r">"Customer record"</h2><span class="end xs ink3">{standing}</span></div>
                <dl class="record">{truth.record.iter().map(|field| row(field, truth.segment.as_ref())).collect_view()}</dl>
                {unknown}
                <p class="hint">{hint}</p>
        }
        .into_any()
}

fn row(field: &RecordField, segment: Option<&Segment>) -> AnyView {
    let from = match field.seen {
        Seen::Hidden { from, .. } => ["From ", level::name(from)].concat(),
        _ => String::new(),
    };
    let segment = match (field.field, segment) {
        (Field::Plan, Some(Segment::Named(name))) => Some(view! { " "<span class="tag">{name.clone()}</span> }),
        _ => None,
    };
    view! { <div><dt>{field.field.name()}</dt><dd>{seen(&field.seen)}{segment}</dd><dd class="xs ink3">{from}</dd></div> }.into_any()
}

/// "What the customer sees".
pub fn theirs(page: &Page<'_>) -> AnyView {
    let truth = page.truth;
    let app = ["In the ", &truth.session.organisation, " app"].concat();
    let (head, body) = words(truth);
    view! {
            <div class="sec__head"><h2 id="theirs-h">"What the customer sees"</h2><span class="end xs ink3">{app}</span></div>
            <div class="theirs">{icon("shieldok", "i i--lg")}<p><b>{head}</b>{body}</p></div>
    }
    .into_any()
}

fn words(truth: &Workspace) -> (String, AnyView) {
    let session = &truth.session;
    let organisation = session.organisation.as_str();
    match &truth.theirs {
        Theirs::Talking { with } => (
            ["You are talking to ", with, " from ", organisation, ": genuine"].concat(),
            view! { {session.channel.rule().name} ", since " {tick::text(Kind::Hm, session.opened_at, truth.now)} ". About: " {session.reason.about()} "." }.into_any(),
        ),
        Theirs::Prompt { question, what } => (
            question.clone(),
            [&what.join(" "), ". Six digits, “No, this isn’t me”, “Someone told me to approve this”."].concat().into_any(),
        ),
        Theirs::NotTalking => (["You are not talking to ", organisation, " now"].concat(), "This contact is over.".into_any()),
        Theirs::Stopped { because: FrozenBecause::ToldTo } => (
            "Hang up now. Nothing was changed".to_owned(),
            ["Whoever told you to approve this is not from ", organisation, ", whatever they say."].concat().into_any(),
        ),
        Theirs::Stopped { because: FrozenBecause::PutBack } => ("Put back. Your account is frozen".to_owned(), ().into_any()),
        Theirs::Stopped { .. } => (
            "Stopped. Nothing was changed".to_owned(),
            ["We stopped to protect you. ", organisation, " writes in this app."].concat().into_any(),
        ),
        Theirs::NoPhone => ("Nothing: they have no phone enrolled".to_owned(), "They can enrol one with a one-time code from their account.".into_any()),
    }
}
