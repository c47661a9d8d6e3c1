//! Beside the work: the record as far as the level shows it, and what the customer's phone shows.

use leptos::prelude::*;

use domain::{
    customer::Field,
    session::{FrozenBecause, SessionState},
};

use super::{page::Page, reveal};
use crate::{
    desk::{
        parts::count,
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
    let standing = if frozen { "Hidden while frozen".to_owned() } else { ["Masked at ", level::name(truth.assurance.level)].concat() };
    let hint = match (truth.session.state, frozen) {
        (_, true) => "The record opens again when the freeze ends.".into_any(),
        (SessionState::Ended { .. }, _) => "The contact is over, and so is the look at its record.".into_any(),
        _ => {
            let used = [&truth.reveals.today.to_string(), " of ", &count(truth.reveals.most, "reveal", "reveals"), " used today."].concat();
            view! { "Each reveal is logged and shown to the customer."<br />{used} }.into_any()
        }
    };
    let unknown = (truth.segment == Some(Segment::Unknown)).then(|| {
        let (head, say) = ("Segment unknown", "The policy has no such segment, so the strictest rules apply. Tell an administrator.");
        note(Tone::Warn, "alert", head.to_owned(), say.to_owned(), false)
    });
    view! {
                <div class="sec__head"><h2 id="rec-h" tabindex="-1" aria-keyshortcuts="r">"Customer record"</h2><span class="end xs ink3">{standing}</span></div>
                <dl class="record">{truth.record.iter().map(|field| row(page, field)).collect_view()}</dl>
                {unknown}
                <p class="hint">{hint}</p>
        }
        .into_any()
}

fn row(page: &Page<'_>, field: &RecordField) -> AnyView {
    let segment = match (field.field, page.truth.segment.as_ref()) {
        (Field::Plan, Some(Segment::Named(name))) => Some(view! { " "<span class="tag">{name.clone()}</span> }),
        _ => None,
    };
    view! { <div><dt>{field.field.name()}</dt><dd>{reveal::value(field)}{segment}</dd><dd>{reveal::beside(page, field)}</dd></div> }
        .into_any()
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
