//! Between the customer's approval and the run: a second person is asked. And what the page says when there was none.

use leptos::prelude::*;

use domain::second_person::Because;

use super::{
    fill_in::{fill_in, first_field},
    live,
    page::Page,
    pending::done,
    steps::{BY_TWO, action_head_of},
};
use crate::{
    desk::{
        parts::button_form,
        typed::Typed,
        view::{SecondStands, SecondView},
    },
    ui::{
        Tone, icon, note,
        tick::{self, Kind},
        time,
    },
};

/// "Waiting for a second person".
pub fn waiting(page: &Page<'_>) -> AnyView {
    let Some(second) = page.second() else { return ().into_any() };
    let (session, kind) = (page.truth.session.id, second.request.kind());
    view! {
        <section class="stack" aria-labelledby="panel-h">
            {action_head_of(session, "action-h", kind.name().to_owned(), Some(second.needs), BY_TWO, 3)}
            <div class="challenge">
                <div class="challenge__say">
                    {icon("users", "i i--lg")}
                    <h2 id="panel-h" tabindex="-1">"Waiting for a second person"</h2>
                    <p class="ink2">"A supervisor sees this on the floor and approves it with a passkey of their own. Then it runs by itself, exactly as asked: you do not press again."</p>
                </div>
                <div class="challenge__state">
                    {live("second-steps", steps(page, second))}
                    <div class="stack stack--sm">
                        {tick::bar(second.asked_at, second.until, page.now())}
                        <p class="row xs ink3"><span role="timer">{tick::text(Kind::Left, second.until, page.now())}" left of "{time::short(second.asked_at, second.until)}</span></p>
                    </div>
                    <div class="row row--wrap">{withdraw(page, second)}</div>
                </div>
            </div>
            <div class="two">{what(page, second)}{say(second)}</div>
        </section>
    }
    .into_any()
}

fn steps(page: &Page<'_>, second: &SecondView) -> AnyView {
    let approved =
        second.consented.then(|| done("Approved by the customer".to_owned(), tick::text(Kind::Hms, second.asked_at, page.now())));
    view! {
        <ol aria-label="Status">
            {approved}
            {done("Second person asked".to_owned(), tick::text(Kind::Hms, second.asked_at, page.now()))}
            <li class="step step--now"><span class="pulse"></span><span>"Waiting for their answer"</span>{tick::text(Kind::Since, second.asked_at, page.now())}</li>
        </ol>
    }
    .into_any()
}

fn withdraw(page: &Page<'_>, second: &SecondView) -> AnyView {
    let button = view! { <button type="submit" class="btn" aria-keyshortcuts="Escape">"Withdraw "<kbd>"Esc"</kbd></button> };
    button_form("/api/second-person/withdraw", page.truth.session.id, vec![("request", second.id.to_string())], button.into_any())
}

fn what(page: &Page<'_>, second: &SecondView) -> AnyView {
    view! {
        <section class="stack stack--sm" aria-labelledby="bound-h">
            <h3 id="bound-h" class="h-sec">"What they approve"</h3>
            <div class="card stack stack--sm">
                <dl class="kv">
                    <dt>"Action"</dt><dd>{second.request.kind().name()}</dd>
                    <dt>"New value"</dt><dd><b>{second.request.new_value()}</b></dd>
                    <dt>"Asked by"</dt><dd>{page.agent.to_owned()}", in this session"</dd>
                    <dt>"Rule"</dt><dd><code>{second.rule.clone()}</code></dd>
                </dl>
                <div class="row row--top ink2">{icon("lock", "i")}<span><b>"What you asked is what runs."</b>" Changing it voids both approvals."</span></div>
            </div>
        </section>
    }
    .into_any()
}

fn say(second: &SecondView) -> AnyView {
    let kept = if second.consented {
        "The customer’s approval is kept as long as this waits."
    } else {
        "Nothing more is asked of the customer."
    };
    view! {
        <section class="stack stack--sm" aria-labelledby="say-h">
            <h3 id="say-h" class="h-sec">"You can say"</h3>
            <p class="script">"“Thank you. For this a colleague has to agree as well. It takes a few minutes, and you need do nothing more.”"</p>
            <p class="hint">{kept}" You can go on with something else: this page and the timeline say when it is done."</p>
        </section>
    }
    .into_any()
}

/// What is said of an end without a run.
#[must_use]
pub fn words(second: &SecondView) -> (Tone, &'static str, String, String) {
    let again = if second.consented { " The customer’s approval ended with it: to try again, ask them again." } else { "" };
    let (tone, name, head, body) = match &second.stands {
        SecondStands::Denied { by, reason } => {
            (Tone::Bad, "report", ["Not approved by ", by].concat(), ["“", reason, "” Nothing was changed."].concat())
        }
        SecondStands::Withdrawn(Because::Agent) => (Tone::Plain, "edit", "Withdrawn. Nothing was changed".to_owned(), String::new()),
        SecondStands::Withdrawn(Because::Contact) => (
            Tone::Warn,
            "edit",
            "Withdrawn. Nothing was changed".to_owned(),
            "The contact was stopped, moved or taken over meanwhile.".to_owned(),
        ),
        SecondStands::Withdrawn(Because::NotOpen) => (
            Tone::Warn,
            "lock",
            "Approved, but not open any more".to_owned(),
            "What was proved was no longer enough when it came to run. Nothing was changed.".to_owned(),
        ),
        SecondStands::Expired | SecondStands::Waiting | SecondStands::Approved => {
            (Tone::Warn, "clock", "No second person in time".to_owned(), "Nobody answered. Nothing was changed.".to_owned())
        }
    };
    (tone, name, head, [body.as_str(), again].concat())
}

/// It ended without a run; what was filled in is kept.
pub fn over(page: &Page<'_>) -> AnyView {
    let Some(second) = page.second() else { return ().into_any() };
    let (tone, name, head, body) = words(second);
    view! {
        {note(tone, name, head, body, false)}
        {fill_in(page, second.request.kind(), &Typed::from(&second.request))}
    }
    .into_any()
}

/// Where the focus goes then.
pub const fn focus(second: &SecondView) -> &'static str {
    first_field(second.request.kind())
}
