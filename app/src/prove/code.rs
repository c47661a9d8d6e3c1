//! Typing what nobody else may know: one native field in a plain form. With the script there is a pad of digits too.

use leptos::prelude::*;

use domain::{assurance::Method, channel::Conveyed, pin};

use super::{
    page::{left, refuse},
    view::Request,
};
use crate::{
    desk::parts::count,
    ui::{Tone, icon, note},
};

/// The page for a PIN. `again`: what was typed cannot be one, and was not counted.
pub fn pin(organisation: &str, request: &Request, token: String, tries_left: u8, again: bool) -> AnyView {
    let first_name = &request.prompt.first_name;
    let asked = [first_name, " asked for it ", contact(request), ". ", first_name, " cannot see or hear it."].concat();
    let (least, most) = (pin::LENGTH.start().to_string(), pin::LENGTH.end().to_string());
    let tries = count(u32::from(tries_left), "try left", "tries left");
    let hint = [&least, " to ", &most, " digits, ", &tries].concat();
    let wrong = tries_left < u8::try_from(pin::TRIES).unwrap_or(u8::MAX);
    let said = match (again, wrong) {
        (true, _) => Some(("A PIN has 6 to 12 digits", "Nothing was counted. Type it again.")),
        (false, true) => Some(("Your PIN was typed wrong", "Nothing was changed.")),
        (false, false) => None,
    };
    let invalid = said.is_some().then_some("true");
    let held = token.clone();
    let forgotten =
        ["Say so to ", first_name, ": there are other ways. You choose a new one on your phone, in the ", organisation, " app."].concat();
    view! {
        {left(request)}
        <div class="stack stack--sm mid">
            <h1 tabindex="-1">{["Enter your ", organisation, " PIN"].concat()}</h1>
            <p class="ink2">{asked}</p>
        </div>
        {said.map(|(head, body)| note(Tone::Warn, "keypad", head, body, true))}
        <form class="stack" id="code" method="post" action="/prove/v1/enter" autocomplete="off">
            <input type="hidden" name="token" value=held />
            <div class="field">
                <label class="vh" for="digits">"Your PIN"</label>
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
                    aria-invalid=invalid
                />
                <span class="hint mid" id="digits-h">{hint}</span>
            </div>
            {pad()}
            <button type="submit" class="btn btn--primary btn--touch">"Enter PIN"</button>
        </form>
        <details class="fine mid"><summary>"Forgot PIN"</summary><p class="ink2">{forgotten}</p></details>
        <div class="foot stack">
            {never(organisation, "PIN")}
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
        <div class="pad" id="pad" role="group" aria-label="PIN pad" hidden>
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

/// What opens it.
pub const fn way_out(method: Method) -> &'static str {
    match method {
        Method::Pin => "Choose a new one",
        _ => "See how it stands",
    }
}
