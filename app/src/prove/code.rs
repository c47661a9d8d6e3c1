//! Typing what nobody else may know: one native field in a plain form. With the script there is a pad of digits too.

use leptos::prelude::*;

use domain::{assurance::Method, channel::Conveyed, pin, totp};

use super::{
    page::{left, refuse},
    view::Request,
};
use crate::{
    desk::parts::count,
    ui::{Tone, icon, note},
};

/// What is typed, in words.
struct Words<'a> {
    head: String,
    asked: String,
    label: &'static str,
    hint: String,
    /// What was wrong with what was typed before.
    said: Option<(&'static str, &'static str)>,
    send: &'static str,
    lost: (&'static str, &'a str),
    never: &'static str,
}

/// The page for a PIN. `again`: what was typed cannot be one, and was not counted.
pub fn pin(organisation: &str, request: &Request, token: String, tries_left: u8, again: bool) -> AnyView {
    let first_name = &request.prompt.first_name;
    let (least, most) = (pin::LENGTH.start().to_string(), pin::LENGTH.end().to_string());
    let wrong = tries_left < u8::try_from(pin::TRIES).unwrap_or(u8::MAX);
    let words = Words {
        head: ["Enter your ", organisation, " PIN"].concat(),
        asked: [first_name, " asked for it ", contact(request), ". ", first_name, " cannot see or hear it."].concat(),
        label: "Your PIN",
        hint: [&least, " to ", &most, " digits, ", &tries(tries_left)].concat(),
        said: match (again, wrong) {
            (true, _) => Some(("A PIN has 6 to 12 digits", "Nothing was counted. Type it again.")),
            (false, true) => Some(("Your PIN was typed wrong", "Nothing was changed.")),
            (false, false) => None,
        },
        send: "Enter PIN",
        lost: (
            "Forgot PIN",
            &["Say so to ", first_name, ": there are other ways. You choose a new one on your phone, in the ", organisation, " app."]
                .concat(),
        ),
        never: "PIN",
    };
    let field = view! {
        <input
            class="input input--secret"
            id="digits"
            name="typed"
            type="password"
            inputmode="numeric"
            autocomplete="off"
            minlength=least
            maxlength=most
            required
            aria-describedby="digits-h"
            aria-invalid=words.said.is_some().then_some("true")
        />
    };
    page(organisation, request, token, words, field.into_any())
}

/// The page for a code of an authenticator app.
pub fn totp(organisation: &str, request: &Request, token: String, tries_left: u8, again: bool) -> AnyView {
    let first_name = &request.prompt.first_name;
    let wrong = tries_left < u8::try_from(totp::TRIES_EACH).unwrap_or(u8::MAX);
    let words = Words {
        head: ["Enter your ", organisation, " code"].concat(),
        asked: ["Your authenticator app shows it. ", first_name, " asked for it ", contact(request), ", and cannot see or hear it."]
            .concat(),
        label: "Your code",
        hint: ["6 digits, ", &tries(tries_left)].concat(),
        said: match (again, wrong) {
            (true, _) => Some(("A code has 6 digits", "Nothing was counted. Type it again.")),
            (false, true) => Some(("That was not the code", "Nothing was changed. Each code works once: wait for the next one.")),
            (false, false) => None,
        },
        send: "Enter code",
        lost: ("No app here", &["Say so to ", first_name, ": there are other ways."].concat()),
        never: "code",
    };
    let field = view! {
        <input
            class="input input--secret"
            id="digits"
            name="typed"
            type="text"
            inputmode="numeric"
            autocomplete="off"
            maxlength="7"
            required
            aria-describedby="digits-h"
            aria-invalid=words.said.is_some().then_some("true")
        />
    };
    page(organisation, request, token, words, field.into_any())
}

fn tries(left: u8) -> String {
    count(u32::from(left), "try left", "tries left")
}

fn page(organisation: &str, request: &Request, token: String, words: Words<'_>, field: AnyView) -> AnyView {
    let held = token.clone();
    let (lost, what_then) = words.lost;
    view! {
        {left(request)}
        <div class="stack stack--sm mid">
            <h1 tabindex="-1">{words.head}</h1>
            <p class="ink2">{words.asked}</p>
        </div>
        {words.said.map(|(head, body)| note(Tone::Warn, "keypad", head, body, true))}
        <form class="stack" id="code" method="post" action="/prove/v1/enter" autocomplete="off">
            <input type="hidden" name="token" value=held />
            <div class="field">
                <label class="vh" for="digits">{words.label}</label>
                {field}
                <span class="hint mid" id="digits-h">{words.hint}</span>
            </div>
            {pad()}
            <button type="submit" class="btn btn--primary btn--touch">{words.send}</button>
        </form>
        <details class="fine mid"><summary>{lost}</summary><p class="ink2">{what_then.to_owned()}</p></details>
        <div class="foot stack">
            {never(organisation, words.never)}
            {refuse(token, "Someone told me to do this")}
        </div>
    }
    .into_any()
}

/// What is asked is never said.
fn never(organisation: &str, what: &str) -> AnyView {
    let head = ["Never say your ", what, " aloud."].concat();
    let body = [" Nobody at ", organisation, " will ask you to."].concat();
    view! { <div class="note">{icon("shieldok", "i")}<p class="fine"><b>{head}</b>{body}</p></div> }.into_any()
}

/// The digits as buttons: they do nothing without the script, so it shows them.
fn pad() -> AnyView {
    let digit = |digit: &'static str| view! { <button type="button" data-digit=digit>{digit}</button> };
    view! {
        <div class="pad" id="pad" role="group" aria-label="Digits" hidden>
            {["1", "2", "3", "4", "5", "6", "7", "8", "9"].map(digit)}
            <span></span>
            {digit("0")}
            <button type="button" class="quiet" data-digit="" aria-label="Delete last digit">{icon("erase", "i i--lg")}</button>
        </div>
    }
    .into_any()
}

/// How they are in contact with us, within a sentence.
fn contact(request: &Request) -> &'static str {
    match request.channel.rule().conveyed {
        Conveyed::Aloud if request.started_by_us => "in the call we made to you",
        Conveyed::Aloud => "in the call you made to us",
        Conveyed::InWriting => "in what you are writing with us",
        Conveyed::OnKiosk => "here, where you came to us",
    }
}

/// For a browser in which staff are signed in.
pub fn not_here() -> AnyView {
    view! {
        <section class="stack stack--lg">
            <div class="outcome outcome--wait" role="status">
                {icon("lock", "i")}
                <h1 tabindex="-1">"This page is for the customer alone"</h1>
                <p class="ink2">"A member of staff is signed in to this browser, so nothing can be typed here. The customer opens the link on a device of their own."</p>
            </div>
        </section>
    }
    .into_any()
}

/// That it is locked.
pub const fn locked(method: Method) -> &'static str {
    match method {
        Method::Pin => "Your PIN is locked",
        _ => "That was wrong too often",
    }
}

/// Why.
pub const fn locked_because(method: Method) -> &'static str {
    match method {
        Method::Pin => "It was wrong five times in a row. Nothing was changed.",
        _ => "Nothing was changed. If you are still talking to us, ask for another way.",
    }
}

/// What opens it.
pub const fn way_out(method: Method) -> &'static str {
    match method {
        Method::Pin => "Choose a new one",
        _ => "See how it stands",
    }
}
