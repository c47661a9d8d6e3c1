//! Draws the request as a phone's prompt is drawn, and what came of it.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    code,
    view::{By, End, LinkPage, Request},
};
use crate::{
    backend::{ports, signed_in},
    layout::{CustomerShell, Told, TroublePage, behind_link, outcome, row},
    phone::said_card,
    ui::{
        Tone, icon, note,
        tick::{self, Kind},
    },
};

/// The page behind a link.
#[component]
pub fn ProvePage() -> impl IntoView {
    let phone = ports().phone;
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    let again = use_query_map().with_untracked(|query| query.get_str("again").is_some());
    let (organisation, hotline) = phone.organisation();
    let load = async move {
        let (title, page) = match phone.link_page(&token).await {
            Ok(LinkPage::Asked(request)) => ask(&organisation, &request, token, again),
            Ok(LinkPage::Over(end)) => ("Your answer", over(&organisation, &hotline, end)),
            Err(error) => return view! { <TroublePage error /> }.into_any(),
        };
        view! { <CustomerShell organisation title>{page}</CustomerShell> }.into_any()
    };
    behind_link(Told::Origin, load)
}

/// The page's title, and the request as it is answered.
fn ask(organisation: &str, request: &Request, token: String, again: bool) -> (&'static str, AnyView) {
    match request.by {
        By::Passkey => ("Is this you?", by_passkey(organisation, request, token)),
        // A browser in which staff are signed in is not the customer's own.
        By::Pin { .. } | By::Totp { .. } if signed_in().is_ok() => ("For the customer", code::not_here()),
        By::Pin { tries_left } => ("Enter your PIN", code::pin(organisation, request, token, tries_left, again)),
        By::Totp { tries_left } => ("Enter your code", code::totp(organisation, request, token, tries_left, again)),
    }
}

/// How long there is left.
pub(super) fn left(request: &Request) -> AnyView {
    let (from, until, now) = (request.asked_at, request.expires_at, request.now);
    let seconds = (until.micros() - now.micros()) / 1_000_000;
    view! {
        <span class="ttl barend" role="timer">
            {tick::ring(from, until, now)}
            <span><span id="left" data-left=seconds.to_string()>{tick::inline(Kind::Left, until, now)}</span>" left"</span>
        </span>
    }
    .into_any()
}

/// The two answers that stop everything: plain forms. `told_to` is what the second says.
pub(super) fn refuse(token: String, told_to: &'static str) -> AnyView {
    view! {
        <form method="post" action="/api/prove/refuse" class="stack">
            <input type="hidden" name="token" value=token />
            <button type="submit" class="btn btn--bad btn--touch" name="told_to" value="false">"No, this isn’t me"</button>
            <button type="submit" class="btn btn--bad btn--touch" name="told_to" value="true">{told_to}</button>
        </form>
        <p class="fine mid ink3">"The last two stop everything at once. No harm if you tap one by mistake."</p>
    }
    .into_any()
}

fn by_passkey(organisation: &str, request: &Request, token: String) -> AnyView {
    let held = token.clone();
    view! {
        {left(request)}
        <h1 tabindex="-1">{request.prompt.question.clone()}</h1>
        {said_card(organisation, &request.prompt, request.channel, request.asked_at, request.now)}
        <p class="ink2">"Your passkey shows that it is you. It can be on this device, on your phone, or on a security key."</p>
        <div class="stack" id="prove" data-token=held>
            <noscript>{note(Tone::Warn, "alert", "This browser runs no scripts", "A passkey needs them. You can still say no.", false)}</noscript>
            <p class="note note--warn" id="trouble" role="alert" hidden>{icon("alert", "i")}<span></span></p>
            <button type="button" class="btn btn--primary btn--touch" id="approve" disabled>{icon("fingerprint", "i i--lg")}"Approve with passkey"</button>
            <button type="button" class="btn btn--touch" id="without" hidden>"My passkey asks for no face, finger or PIN"</button>
            {refuse(token, "Someone told me to approve this")}
        </div>
    }
    .into_any()
}

fn over(organisation: &str, hotline: &str, end: End) -> AnyView {
    let call = || row("phone", ["Call ", hotline].concat(), "If anything about this surprises you".to_owned());
    let frozen = || {
        row("freeze", "Your account is frozen".to_owned(), "No agent can see or change anything until you tell us it is fine".to_owned())
    };
    let (class, name, head, text, rows) = match end {
        End::Done => (
            "outcome",
            "check",
            "You approved this change",
            "Exactly this was done, and nothing else. You can close this page.".to_owned(),
            vec![
                row("undo", "You can put it back".to_owned(), "From the message we sent to your addresses, or in the app".to_owned()),
                call(),
            ],
        ),
        End::Waits => (
            "outcome",
            "check",
            "You approved this change",
            "One more thing may be needed before it is done. Exactly this will be done, and nothing else.".to_owned(),
            vec![call()],
        ),
        End::Shown => {
            ("outcome", "check", "You showed that it is you", "Nothing changed by this. You can close this page.".to_owned(), vec![call()])
        }
        End::Locked(method) => (
            "outcome outcome--wait",
            "lock",
            code::locked(method),
            code::locked_because(method).to_owned(),
            vec![
                row(
                    "keypad",
                    code::way_out(method).to_owned(),
                    ["On your phone, in the ", organisation, " app, under “Ways to prove it’s you”"].concat(),
                ),
                row("help", "Was it not you?".to_owned(), ["Then somebody tried to pass as you. Call ", hotline].concat()),
            ],
        ),
        End::NotMe => (
            "outcome outcome--stop",
            "shieldok",
            "Stopped. Nothing was changed",
            "You told us that this was not you. No agent can see or change anything now.".to_owned(),
            vec![frozen(), row("phone", "Someone on the phone? Hang up".to_owned(), ["Call ", hotline, " if you need us"].concat())],
        ),
        End::ToldTo => (
            "outcome outcome--bad",
            "phone",
            "Hang up now. Nothing was changed",
            ["Whoever told you to approve this is not from ", organisation, ", whatever they say. Telling us was right."].concat(),
            vec![frozen(), row("help", "Gave them a password, code or money?".to_owned(), ["Call ", hotline, " and tell us"].concat())],
        ),
        End::RunOut => (
            "outcome outcome--wait",
            "clock",
            "This link opens nothing now",
            "It works once, for two minutes. Nothing was changed by it. If you are still talking to us, ask for a new one.".to_owned(),
            vec![row("help", "Not talking to anyone?".to_owned(), ["Then someone may be using your details. Call ", hotline].concat())],
        ),
    };
    outcome(class, name, head, text, rows)
}
