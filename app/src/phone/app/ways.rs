//! The customer's ways to prove that it is them, and adding a passkey.

use leptos::prelude::*;

use super::{House, outcome::row, say, state::Phone};
use crate::{browser::device, phone::words};

/// Draws them.
pub fn ways(phone: Phone, house: House) -> AnyView {
    let device = Memo::new(move |_| phone.home.with(|home| home.as_ref().map(|home| home.device.clone())));
    view! {
        <section class="stack stack--sm" aria-labelledby="m-h">
            <h2 id="m-h">"Ways to prove it’s you"</h2>
            <ul class="group">
                {move || {
                    let device = device.get()?;
                    let since = words::when(device.since, phone.now.get_untracked(), phone.zone.get());
                    let head = [house.organisation.with_value(Clone::clone).as_str(), " app on ", &device.name].concat();
                    let app = row("push", head, ["Since ", &since].concat(), None);
                    Some(view! { {app}{passkey(phone, device.has_passkey)} })
                }}
            </ul>
        </section>
    }
    .into_any()
}

fn passkey(phone: Phone, has_one: bool) -> AnyView {
    if has_one {
        return row("passkey", "Passkey".to_owned(), "On this phone. Nobody can trick it out of you".to_owned(), None);
    }
    let body = move || {
        if phone.can_verify.get() {
            "Makes your answers stronger: it shows that it is you who holds the phone"
        } else {
            "This phone has no screen lock that a passkey could use"
        }
    };
    view! {
        <li>
            {crate::ui::icon("passkey", "i i--lg")}
            <p class="grow"><b>"Passkey"</b>{body}</p>
            {move || phone.can_verify.get().then(|| super::button("btn btn--lg", "Add a passkey on this phone".to_owned(), move || add(phone, || {})))}
        </li>
    }
    .into_any()
}

/// Makes a passkey on this phone; `then` is called once it is registered.
pub fn add(phone: Phone, then: impl Fn() + 'static) {
    phone.act(async move {
        device::passkey_add().await?;
        phone.home.update(|home| {
            if let Some(home) = home {
                home.device.has_passkey = true;
            }
        });
        say("Passkey added");
        then();
        Ok(())
    });
}
