//! Phones and other devices that the customer no longer has: the way to say so beside each other one, and what such a phone itself shows. All of
//! it plain forms and links, so that it works without a script.

use domain::time::Timestamp;
use leptos::prelude::*;

use super::House;
use crate::{
    phone::{
        api::{Home, OtherPhone},
        words,
    },
    ui::icon,
};

/// The other phones, and the devices with a passkey by invitation; nothing where there is none.
pub fn others(home: &Home) -> AnyView {
    let phones = section("op-h", "Your other phones", "device", &home.other_phones, home.now);
    let devices = section("od-h", "Your other devices with a passkey", "passkey", &home.other_devices, home.now);
    view! { {phones}{devices} }.into_any()
}

fn section(id: &'static str, head: &'static str, sign: &'static str, devices: &[OtherPhone], now: Timestamp) -> AnyView {
    if devices.is_empty() {
        return ().into_any();
    }
    let rows: Vec<_> = devices.iter().map(|device| other(device, sign, now)).collect();
    view! {
        <section class="stack stack--sm" aria-labelledby=id>
            <h2 id=id>{head}</h2>
            <ul class="group">{rows}</ul>
        </section>
    }
    .into_any()
}

fn other(phone: &OtherPhone, sign: &'static str, now: Timestamp) -> AnyView {
    let (text, action, press, class) = if let Some(at) = phone.suspended_at {
        let text = view! { "Suspended since "{words::when(at, now)}". It can approve nothing" }.into_any();
        (text, "/api/phone/bring-back", "I have it again", "btn btn--lg")
    } else {
        let text = view! { "Since "{words::when(phone.since, now)} }.into_any();
        (text, "/api/phone/suspend", "I no longer have this", "btn btn--bad btn--lg")
    };
    let label = [press, ": ", &phone.name].concat();
    view! {
        <li>
            {icon(sign, "i i--lg")}
            <p class="grow"><b>{phone.name.clone()}</b>{text}</p>
            <form method="post" action=action>
                <input type="hidden" name="device" value=phone.id.to_string() />
                <button type="submit" class=class aria-label=label>{press}</button>
            </form>
        </li>
    }
    .into_any()
}

/// What a suspended phone shows.
pub fn suspended(house: House<'_>, home: &Home, since: Timestamp) -> AnyView {
    let row = |name: &'static str, head: &'static str, body: AnyView| {
        view! { <li>{icon(name, "i i--lg")}<p class="grow"><b>{head}</b>{body}</p></li> }
    };
    let hotline = house.hotline.to_owned();
    view! {
        <section class="stack stack--lg">
            <div class="outcome outcome--stop" role="status">
                {icon("lock", "i")}
                <h1 tabindex="-1">"This phone is suspended"</h1>
                <p class="ink2">
                    "Since "{words::when(since, home.now)}" we have it that "{home.device.name.clone()}" is not in your hands. It can approve nothing, and nothing of your account is shown here."
                </p>
            </div>
            <ul class="group">
                {row("device", "Have you another phone with us?", "Open this page there and press “I have it again”".into_any())}
                {row("code", "Is this your only one?", "Add it again with a new code".into_any())}
                {row("phone", "Did you not say so?", view! { "Call "<span class="nowrap">{hotline}</span> }.into_any())}
            </ul>
            <a class="btn btn--lg" href="/me/add">"Type a new code"</a>
        </section>
    }
    .into_any()
}
