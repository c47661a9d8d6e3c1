//! The customer's ways to prove that it is them, and adding a passkey.

use leptos::prelude::*;

use super::{House, parts::row};
use crate::{
    phone::{api::Home, words},
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
            <ul class="group">{row("push", head, since)}{passkey(device.has_passkey)}</ul>
        </section>
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
