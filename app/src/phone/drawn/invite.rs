//! A passkey on another device: this phone, unlocked for it, is told a link that makes one there. The link is told by the server once,
//! and the script puts it here.

use leptos::prelude::*;

use super::{
    House,
    pin::{cannot, unlocks},
};
use crate::{phone::api::Home, ui::icon};

/// The two steps, or why there are none on this phone.
pub fn invite(house: House<'_>, home: &Home) -> AnyView {
    let by = match unlocks(home) {
        Ok(by) => by,
        Err(why) => return cannot("You cannot do this here yet", why),
    };
    let used =
        ["It shows that it is you when you talk to ", house.organisation, ", also without this phone: on a laptop, or on a security key."];
    view! {
        <section class="stack" aria-labelledby="invite-t">
            <div class="stack stack--sm">
                <h1 id="invite-t" tabindex="-1">"Passkey on another device"</h1>
                <p class="ink2">{used.concat()}</p>
            </div>
            // Until the script is here, sending it does nothing.
            <form id="invite-start" method="dialog" data-by=by></form>
            <div class="stack" id="invite-link" hidden>{link()}</div>
        </section>
        <div class="foot">
            <button type="submit" form="invite-start" id="invite-begin" class="btn btn--primary btn--touch">
                {icon("fingerprint", "i i--lg")}"Unlock and make a link"
            </button>
            <button type="button" class="btn btn--touch" data-press="go" data-of="/me">"Back"</button>
        </div>
    }
    .into_any()
}

fn link() -> AnyView {
    view! {
        <h2 id="invite-h" tabindex="-1">"Open this on the other device"</h2>
        <p class="ink2">"Scan it there, or type the address. It works once, for another "<span id="invite-left">"10:00"</span>"."</p>
        <svg class="qr" id="invite-qr" viewBox="0 0 1 1" role="img" aria-label="QR code of the link" shape-rendering="crispEdges">
            <rect class="qr__light" width="100%" height="100%" />
            <path class="qr__dark" d="" />
        </svg>
        <p class="link" id="invite-url"></p>
        <div class="note note--warn">{icon("alert", "i")}<p>"Show it to nobody and send it to nobody. Whoever has it can make a passkey in your name."</p></div>
    }
    .into_any()
}
