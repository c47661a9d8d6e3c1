//! Asking by a link: for the conversation, and its QR code for a screen the customer sees. They answer with a passkey, or type what
//! only they may know. The agent sees how far they are, and there is nothing to read out.

use leptos::prelude::*;

use domain::{assurance::Method, channel::Conveyed};

use super::{
    page::Page,
    pending::{done, on_one},
};
use crate::{
    desk::view::{AskedView, QrView, Workspace},
    ui::{
        icon,
        tick::{self, Kind},
        time,
    },
};

/// The link and its code; without them, that they can be seen no more.
pub fn say(truth: &Workspace, asked: &AskedView) -> AnyView {
    let Some(link) = &asked.link else {
        return view! {
            <div class="challenge__say">
                <h2 id="panel-h" tabindex="-1">"The link is with whoever asked"</h2>
                <p class="xs ink2">"It is shown in their own sign-in alone. Withdraw this and ask again for one of your own."</p>
            </div>
        }
        .into_any();
    };
    let first = match truth.session.channel.rule().conveyed {
        Conveyed::Aloud => "Send this link in a message, or let them scan it",
        Conveyed::InWriting => "Send this link in the conversation",
        Conveyed::OnKiosk if on_one(truth) => "The kiosk shows it: let them scan it there",
        Conveyed::OnKiosk => "Choose their kiosk, or let them scan this",
    };
    let (head, body) = match asked.method {
        Method::Pin => ("The customer types their PIN", TYPED),
        Method::Totp => ("The customer types the code of their app", TYPED),
        _ => (
            "The customer approves with a passkey",
            "On whatever device holds it. The link works once, and opens nothing without the passkey.",
        ),
    };
    view! {
        <div class="challenge__say">
            <p class="ink2">{first}</p>
            {link.qr.as_ref().map(code)}
            <p class="link" id="digits">{link.url.clone()}</p>
            <h2 id="panel-h" tabindex="-1">{head}</h2>
            <p class="xs ink2">{body}</p>
            {copy()}
        </div>
    }
    .into_any()
}

const TYPED: &str = "On whatever device opens the link. You see no digits, and the link works once. Never ask them to say it.";

/// The QR code: dark on light in every theme, or cameras miss it.
pub fn code(qr: &QrView) -> AnyView {
    let size = qr.size.to_string();
    let whole = ["0 0 ", &size, " ", &size].concat();
    view! {
        <svg class="qr" viewBox=whole role="img" aria-label="QR code of the link" shape-rendering="crispEdges">
            <rect class="qr__light" width=size.clone() height=size />
            <path class="qr__dark" d=qr.path.clone() />
        </svg>
    }
    .into_any()
}

/// Copies the link. It would do nothing without a script, so the script shows it.
fn copy() -> AnyView {
    view! { <button type="button" class="btn btn--sm" data-copy="digits" hidden>{icon("copy", "i i--sm")}"Copy the link"</button> }
        .into_any()
}

/// How far they are.
pub fn steps(page: &Page<'_>, asked: &AskedView) -> AnyView {
    let sent = asked.asked_at;
    let (opened, next) = match asked.method {
        Method::Pin => ("Opened, typing their PIN", "Waiting for their PIN"),
        Method::Totp => ("Opened, typing their code", "Waiting for their code"),
        _ => ("Opened, asking their passkey", "Waiting for their passkey"),
    };
    let next = if asked.opened_at.is_some() { next } else { "Waiting for them to open the link" };
    view! {
        <ol aria-label="Challenge status">
            {done("Link made".to_owned(), tick::text(Kind::Hms, sent, page.now()))}
            {asked.opened_at.map(|at| done(opened.to_owned(), time::after(sent, at).into_any()))}
            <li class="step step--now"><span class="pulse"></span><span>{next}</span>{tick::text(Kind::Since, sent, page.now())}</li>
        </ol>
    }
    .into_any()
}

/// What the agent can say.
pub fn script(asked: &AskedView) -> AnyView {
    let words = match asked.method {
        Method::Pin => {
            "“I am giving you a link. It says who I am. Type your PIN there: I cannot see it. Please never say it aloud, to me or to anybody.”"
        }
        Method::Totp => {
            "“I am giving you a link. It says who I am. Type the code of your authenticator app there: I cannot see it. Please never say it aloud, to me or to anybody.”"
        }
        _ => {
            "“I am giving you a link. It says who I am and what I ask for. If that is right, approve it with your passkey. There is no code, and I never ask for one.”"
        }
    };
    view! {
        <section class="stack stack--sm" aria-labelledby="say-h">
            <h3 id="say-h" class="h-sec">"You can say"</h3>
            <p class="script">{words}</p>
            <p class="hint">"If they hesitate, or someone seems to coach them: press "<kbd>"!"</kbd></p>
        </section>
    }
    .into_any()
}
