//! The customer's ways to prove that it is them, and adding a passkey.

use leptos::prelude::*;

use super::{
    House,
    parts::{button, row},
};
use crate::{
    phone::{
        api::{Home, PinView},
        words,
    },
    ui::icon,
};

/// Draws them.
pub fn ways(house: House<'_>, home: &Home) -> AnyView {
    let device = &home.device;
    let head = [house.organisation, " app on ", &device.name].concat();
    let since = view! { "Since "{words::when(device.since, home.now)} };
    view! {
        <section class="stack stack--sm" aria-labelledby="m-h">
            <h2 id="m-h">"Ways to prove it’s you"</h2>
            <ul class="group">{row("push", head, since)}{passkey(device.has_passkey)}{home.pin.map(|it| pin(home, it))}</ul>
        </section>
    }
    .into_any()
}

/// The PIN, and choosing one.
fn pin(home: &Home, pin: PinView) -> AnyView {
    let (body, label) = match (pin.locked, pin.set_at) {
        (true, _) => ("Locked: it was typed wrong five times. Choose another one".into_any(), "Choose another"),
        (false, None) => ("For when you call: you type it on the keypad, and we do not hear it".into_any(), "Choose a PIN"),
        (false, Some(set)) => {
            let used = pin.used_at.map(|at| view! { ", used "{words::when(at, home.now)} });
            (view! { "Chosen "{words::when(set, home.now)}{used} }.into_any(), "Choose another")
        }
    };
    view! {
        <li>
            {icon("keypad", "i i--lg")}
            <p class="grow"><b>"PIN"</b>{body}</p>
            {button("btn btn--lg", label, "go", "/me/pin")}
        </li>
    }
    .into_any()
}

/// Whether this phone can make one is known to its browser, so both are drawn and the script shows the right one.
fn passkey(has_one: bool) -> AnyView {
    if has_one {
        return row("passkey", "Passkey", "On this phone. Nobody can trick it out of you");
    }
    view! {
        <li>
            {icon("passkey", "i i--lg")}
            <p class="grow">
                <b>"Passkey"</b>
                <span data-verify="yes" hidden>"Makes your answers stronger: it shows that it is you who holds the phone"</span>
                <span data-verify="no">"This phone has no screen lock that a passkey could use"</span>
            </p>
            <button type="button" class="btn btn--lg" data-press="passkey" data-of="" data-verify="yes" hidden>"Add a passkey on this phone"</button>
        </li>
    }
    .into_any()
}
