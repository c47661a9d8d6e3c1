//! The customer's ways to prove that it is them, and adding a passkey.

use domain::time::Timestamp;
use leptos::prelude::*;

use super::{
    House,
    parts::{button, row},
};
use crate::{
    phone::{
        api::{Home, PasskeyView, PinView, TotpView},
        words,
    },
    ui::icon,
};

/// Draws them.
pub fn ways(house: House<'_>, home: &Home) -> AnyView {
    let device = &home.device;
    let passkeys = home.passkeys.iter().map(|kept| own_passkey(kept, home.now)).collect_view();
    let head = [house.organisation, " app on ", &device.name].concat();
    let since = view! { "Since "{words::when(device.since, home.now)} };
    view! {
        <section class="stack stack--sm" aria-labelledby="m-h">
            <h2 id="m-h">"Ways to prove it’s you"</h2>
            <ul class="group">{row("push", head, since)}{passkeys}{passkey(device.has_passkey)}{elsewhere()}{home.pin.map(|it| pin(home, it))}{home.totp.map(|it| totp(home, it))}</ul>
        </section>
    }
    .into_any()
}

/// The PIN, and choosing one.
fn pin(home: &Home, pin: PinView) -> AnyView {
    let (body, label) = match (pin.locked, pin.set_at) {
        (true, _) => ("Locked: it was typed wrong five times. Choose another one".into_any(), "Choose another"),
        (false, None) => ("You type it on your keypad or on a page of ours, and we neither see nor hear it".into_any(), "Choose a PIN"),
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

/// The authenticator app: setting one up, or removing it.
fn totp(home: &Home, totp: TotpView) -> AnyView {
    let body = match (totp.locked, totp.set_at, totp.counts_from.filter(|from| *from > home.now)) {
        (true, ..) => "Locked: its codes were wrong ten times. Set it up anew".into_any(),
        (false, None, _) => "An app that shows a new code every half minute, for our page".into_any(),
        (false, Some(_), Some(from)) => view! { "It counts from "{words::when(from, home.now)} }.into_any(),
        (false, Some(set), None) => {
            let used = totp.used_at.map(|at| view! { ", used "{words::when(at, home.now)} });
            view! { "Since "{words::when(set, home.now)}{used} }.into_any()
        }
    };
    let set_up = (totp.locked || totp.set_at.is_none())
        .then(|| button("btn btn--lg", if totp.locked { "Set up anew" } else { "Set up an app" }, "go", "/me/totp"));
    let remove = totp.set_at.map(|_| {
        view! {
            <form method="post" action="/api/phone/remove-totp">
                <button type="submit" class="btn btn--bad btn--lg" aria-label="Remove the authenticator app">"Remove"</button>
            </form>
        }
    });
    view! {
        <li>
            {icon("clock", "i i--lg")}
            <p class="grow"><b>"Authenticator app"</b>{body}</p>
            {set_up}
            {remove}
        </li>
    }
    .into_any()
}

/// A passkey they have, and removing it.
fn own_passkey(kept: &PasskeyView, now: Timestamp) -> AnyView {
    let head = [if kept.invited { "Passkey on " } else { "Passkey, made on " }, &kept.made_on].concat();
    let label = [if kept.invited { "Remove the passkey on " } else { "Remove the passkey made on " }, &kept.made_on].concat();
    let body = if kept.counts_from > now {
        view! { "By a link, it counts from "{words::when(kept.counts_from, now)} }.into_any()
    } else {
        let used = kept.used_at.map(|at| view! { ", used "{words::when(at, now)} });
        let synced = kept.synced.then_some(", kept in sync on your devices");
        view! { "Since "{words::when(kept.since, now)}{used}{synced}". Nobody can trick it out of you" }.into_any()
    };
    view! {
        <li>
            {icon("passkey", "i i--lg")}
            <p class="grow"><b>{head}</b>{body}</p>
            <form method="post" action="/api/phone/remove-passkey">
                <input type="hidden" name="passkey" value=kept.id.to_string() />
                <button type="submit" class="btn btn--bad btn--lg" aria-label=label>"Remove"</button>
            </form>
        </li>
    }
    .into_any()
}

/// A passkey on a device that is no phone of ours.
fn elsewhere() -> AnyView {
    view! {
        <li>
            {icon("passkey", "i i--lg")}
            <p class="grow"><b>"Passkey on another device"</b>"A laptop or a security key that shows it is you, also without this phone"</p>
            {button("btn btn--lg", "Make a link", "go", "/me/passkey")}
        </li>
    }
    .into_any()
}

/// Whether this phone can make one is known to its browser, so both are drawn and the script shows the right one.
fn passkey(has_one: bool) -> AnyView {
    if has_one {
        return ().into_any();
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
