//! Step 2 of an action, or a push that only raises the level: the six digits, and how far the request has come.

use leptos::prelude::*;

use domain::{action::ActionKind, assurance::Method, challenge::TRIES, channel::Conveyed, notification::Handing};

use super::{
    keypad, link, live,
    notification::notification,
    page::Page,
    steps::{action_head, back},
};
use crate::{
    desk::{
        gate::TypedAt,
        parts::{button_form, count},
        view::{AskedView, Draft, Workspace},
    },
    ui::{
        Tone, icon, note,
        tick::{self, Kind},
        time,
    },
};

/// The whole panel. Its digits stay as they are; its steps and its note are drawn again.
pub fn pending(page: &Page<'_>) -> AnyView {
    let truth = page.truth;
    let Some(asked) = &truth.asked else { return ().into_any() };
    let head = match &asked.request {
        Some(request) => {
            let kind = request.kind();
            action_head(truth.session.id, "action-h", kind.name().to_owned(), truth.row(kind).map(|row| row.needs), 2)
        }
        None => view! { <div class="row row--wrap">{back(truth.session.id)}<h2 class="h-page">{title(asked)}</h2></div> }.into_any(),
    };
    view! {
        <section class="stack" aria-labelledby="panel-h">
            {head}
            {live("other-digits", other_digits(page))}
            {live("notification", notification(page))}
            <div class="challenge">
                {say(truth, asked)}
                <div class="challenge__state">
                    {live("steps", steps(page))}
                    {countdown(page, asked)}
                    <div class="row row--wrap">{withdraw(truth, asked, "btn", true)}</div>
                </div>
            </div>
            <div class="two">{bound(truth, asked, page.agent)}{script(truth, asked)}</div>
        </section>
    }
    .into_any()
}

/// Whether it is answered behind a link.
pub fn by_link(asked: &AskedView) -> bool {
    asked.method == Method::Passkey || asked.typed == Some(TypedAt::Page)
}

/// The page's heading when the challenge only raises the level.
pub fn title(asked: &AskedView) -> &'static str {
    match asked.method {
        Method::Pin => "Raise the level by PIN",
        Method::Totp => "Raise the level by authenticator code",
        Method::Passkey => "Raise the level by passkey",
        _ => "Raise the level by push",
    }
}

/// The digits as they are drawn: `481 205`.
pub fn grouped(digits: &str) -> String {
    match digits.split_at_checked(3) {
        Some((first, rest)) => [first, " ", rest].concat(),
        None => digits.to_owned(),
    }
}

/// The digits as they are read out by a screen reader: `4 8 1, 2 0 5`.
pub fn spelled(digits: &str) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        text.push_str(match place {
            0 => "",
            3 => ", ",
            _ => " ",
        });
        text.push(digit);
    }
    text
}

fn say(truth: &Workspace, asked: &AskedView) -> AnyView {
    if let Some(entry) = &asked.entry {
        return keypad::say(entry);
    }
    if by_link(asked) {
        return link::say(truth, asked);
    }
    let digits = asked.digits.as_deref().unwrap_or_default();
    let first = match truth.session.channel.rule().conveyed {
        Conveyed::Aloud => "Read these six digits aloud",
        Conveyed::InWriting => "Send these six digits in the conversation",
        Conveyed::OnKiosk if on_one(truth) => "The kiosk shows these six digits",
        Conveyed::OnKiosk => "Choose their kiosk, or read these six digits aloud",
    };
    let copy = (truth.session.channel.rule().conveyed == Conveyed::InWriting).then(copy);
    let place = match asked.request.as_ref().map(Draft::kind) {
        Some(ActionKind::ChangeEmail) => " app, below the old and the new address.",
        Some(ActionKind::Refund) => " app, below the amount.",
        _ => " app. Never ask them to read you a code.",
    };
    view! {
        <div class="challenge__say">
            <p class="ink2">{first}</p>
            <p class="digits" id="digits" aria-hidden="true">{grouped(digits)}</p>
            <h2 id="panel-h" tabindex="-1"><span class="vh">"Six digits: "{spelled(digits)}". "</span>"Ask the customer to type them"</h2>
            <p class="xs ink2">{["In the ", &truth.session.organisation, place].concat()}</p>
            {copy}
        </div>
    }
    .into_any()
}

/// Whether a kiosk shows it.
pub(super) fn on_one(truth: &Workspace) -> bool {
    truth.kiosk.as_ref().is_some_and(|at| at.on.is_some())
}

/// Copies the digits. It would do nothing without a script, so the script shows it.
fn copy() -> AnyView {
    view! { <button type="button" class="btn btn--sm" data-copy="digits" hidden>{icon("copy", "i i--sm")}"Copy"</button> }.into_any()
}

fn other_digits(page: &Page<'_>) -> AnyView {
    match &page.truth.asked {
        Some(asked) if matches!(asked.method, Method::Pin | Method::Totp) => keypad::wrong(asked),
        Some(asked) if asked.tries_left < TRIES => {
            let left = count(u32::from(asked.tries_left), "try left.", "tries left.");
            let digits = grouped(asked.digits.as_deref().unwrap_or_default());
            let body = ["Nothing was changed. It happens easily: say them again in threes, ", &digits, ". ", &left].concat();
            note(Tone::Warn, "push", "They typed other digits".to_owned(), body, false)
        }
        _ => ().into_any(),
    }
}

fn steps(page: &Page<'_>) -> AnyView {
    let truth = page.truth;
    let Some(asked) = &truth.asked else { return ().into_any() };
    if by_link(asked) {
        return link::steps(page, asked);
    }
    if asked.method == Method::Pin {
        return keypad::steps(page, asked);
    }
    let (sent, device) = (asked.asked_at, asked.device.as_str());
    // Once the phone shows the request, how it heard of it is of no more interest.
    let notification = asked.notification.filter(|told| told.handing == Handing::Handed && asked.delivered_at.is_none());
    let handed = notification.map(|told| (told.service.name(), told.at));
    let next = match (asked.delivered_at, asked.opened_at) {
        (None, _) => ["Waiting for ", device].concat(),
        (Some(_), None) => "Waiting for them to open it".to_owned(),
        (Some(_), Some(_)) => "Waiting for their answer".to_owned(),
    };
    view! {
        <ol aria-label="Challenge status">
            {done("Sent".to_owned(), tick::text(Kind::Hms, sent, page.now()))}
            {handed.map(|(name, at)| done(["Handed to ", name].concat(), time::after(sent, at).into_any()))}
            {asked.delivered_at.map(|at| done(["Delivered to ", device].concat(), time::after(sent, at).into_any()))}
            {asked.opened_at.map(|at| done("Opened by the customer".to_owned(), time::after(sent, at).into_any()))}
            <li class="step step--now"><span class="pulse"></span><span>{next}</span>{tick::text(Kind::Since, sent, page.now())}</li>
        </ol>
    }
    .into_any()
}

/// A step that is behind.
pub(super) fn done(words: String, when: AnyView) -> AnyView {
    view! { <li class="step step--done">{icon("check", "i")}<span>{words}</span><span class="step__when">{when}</span></li> }.into_any()
}

fn countdown(page: &Page<'_>, asked: &AskedView) -> AnyView {
    let (from, until) = (asked.asked_at, asked.expires_at);
    let typical = ["Typical: ", &asked.typical_seconds.to_string(), " s"].concat();
    view! {
        <div class="stack stack--sm">
            {tick::bar(from, until, page.now())}
            <p class="row xs ink3"><span role="timer">{tick::text(Kind::Left, until, page.now())}" left of "{time::short(from, until)}</span><span class="end">{typical}</span></p>
        </div>
    }
    .into_any()
}

fn withdraw(truth: &Workspace, asked: &AskedView, class: &'static str, plain: bool) -> AnyView {
    let button = if plain {
        view! { <button type="submit" class=class aria-keyshortcuts="Escape">"Withdraw "<kbd>"Esc"</kbd></button> }.into_any()
    } else {
        view! { <button type="submit" class=class>{icon("edit", "i i--sm")}"Withdraw and change"</button> }.into_any()
    };
    button_form("/api/desk/withdraw", truth.session.id, vec![("challenge", asked.challenge.to_string())], button)
}

fn bound(truth: &Workspace, asked: &AskedView, agent: &str) -> AnyView {
    let Some(request) = &asked.request else {
        let opens: Vec<_> = truth.actions.iter().filter(|row| row.needs > truth.assurance.level).map(|row| row.action.name()).collect();
        let opens = opens.into_iter().map(|name| view! { <li class="tag">{icon("lock", "i")}{name}</li> }).collect_view();
        return view! {
            <section class="stack stack--sm" aria-labelledby="bound-h">
                <h3 id="bound-h" class="h-sec">"Nearer when approved"</h3>
                <ul class="row row--wrap">{opens}</ul>
                <p class="hint">"This changes nothing. Email and money ask again, with the exact new value."</p>
            </section>
        }
        .into_any();
    };
    view! {
        <section class="stack stack--sm" aria-labelledby="bound-h">
            <div class="row"><h3 id="bound-h" class="h-sec">"What they approve"</h3><span class="end">{withdraw(truth, asked, "btn btn--sm", false)}</span></div>
            <div class="card stack stack--sm">
                <dl class="kv">
                    <dt>"Action"</dt><dd>{request.kind().name()}</dd>
                    <dt>"New value"</dt><dd><b>{request.new_value()}</b></dd>
                    <dt>"Asked by"</dt><dd>{agent.to_owned()}", in this session"</dd>
                </dl>
                <div class="row row--top ink2">{icon("lock", "i")}<span><b>"What you ask is what runs."</b>" Changing it voids the approval."</span></div>
            </div>
        </section>
    }
    .into_any()
}

const DIGITS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

fn script(truth: &Workspace, asked: &AskedView) -> AnyView {
    if by_link(asked) {
        return link::script(asked);
    }
    if asked.method == Method::Pin {
        return keypad::script();
    }
    let mut spoken = String::new();
    for (place, digit) in asked.digits.as_deref().unwrap_or_default().chars().enumerate() {
        spoken.push_str(match place {
            0 => "",
            3 => ", ",
            _ => " ",
        });
        let n = digit.to_digit(10).and_then(|n| usize::try_from(n).ok());
        spoken.push_str(n.and_then(|n| DIGITS.get(n)).copied().unwrap_or_default());
    }
    let shows = match asked.request.as_ref().map(Draft::kind) {
        Some(ActionKind::ChangeEmail) => "It shows your old and new address. If both are right, type ",
        Some(ActionKind::Refund) => "It shows the amount and what it is for. If both are right, type ",
        Some(ActionKind::UpdateContactPreferences) => "It shows how you would hear from us. If it is right, type ",
        None => "It asks if you contacted us. If you did, type ",
    };
    view! {
        <section class="stack stack--sm" aria-labelledby="say-h">
            <h3 id="say-h" class="h-sec">"You can say"</h3>
            <p class="script">{["“I have sent a request to your ", &truth.session.organisation, " app. ", shows, &spoken, ".”"].concat()}</p>
            <p class="hint">"If they hesitate, or someone seems to coach them: press "<kbd>"!"</kbd></p>
        </section>
    }
    .into_any()
}
