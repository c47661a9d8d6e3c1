//! Setting up an authenticator app, on this phone, unlocked for it. What is shared with the app is told by the server once, and the
//! script puts it here.

use leptos::prelude::*;

use super::{
    House,
    pin::{cannot, unlocks},
};
use crate::{phone::api::Home, ui::icon};

/// The two steps, or why there are none on this phone.
pub fn totp(house: House<'_>, home: &Home) -> AnyView {
    let by = match unlocks(home) {
        Ok(by) => by,
        Err(why) => return cannot("You cannot set up an app here yet", why),
    };
    let asked =
        ["You type it on a page of ", house.organisation, " when you talk to us. The person you talk to cannot see or hear it."].concat();
    view! {
        <section class="stack" aria-labelledby="totp-t">
            <div class="stack stack--sm">
                <h1 id="totp-t" tabindex="-1">"Set up an authenticator app"</h1>
                <p class="ink2">"It shows a new code every half minute. "{asked}</p>
            </div>
            // Until the script is here, sending it does nothing.
            <form id="totp-start" method="dialog" data-by=by></form>
            <div class="stack" id="totp-seed" hidden>{seed()}</div>
        </section>
        <div class="foot">
            <button type="submit" form="totp-start" id="totp-begin" class="btn btn--primary btn--touch">
                {icon("fingerprint", "i i--lg")}"Unlock and set it up"
            </button>
            <button type="button" class="btn btn--touch" data-press="go" data-of="/me">"Cancel"</button>
        </div>
    }
    .into_any()
}

fn seed() -> AnyView {
    view! {
        <h2 id="totp-h" tabindex="-1">"Add it to your app"</h2>
        <p class="ink2">"Scan this with the app on another device, or open the app on this one. It is shown this once."</p>
        <svg class="qr" id="totp-qr" viewBox="0 0 1 1" role="img" aria-label="QR code for the app" shape-rendering="crispEdges">
            <rect class="qr__light" width="100%" height="100%" />
            <path class="qr__dark" d="" />
        </svg>
        <a class="btn btn--touch" id="totp-open" href="#totp-h">"Open my authenticator app"</a>
        <p class="fine ink3">"Or type this key into it: "<b id="totp-key"></b></p>
        <form class="stack" id="totp-form" method="dialog" novalidate>
            <div class="field">
                <label for="code">"The code it shows now"</label>
                <input class="input" id="code" type="text" inputmode="numeric" autocomplete="off" maxlength="7" aria-describedby="code-h" />
                <span class="hint" id="code-h"><span>"Six digits. It counts once one of its codes came back."</span></span>
            </div>
            <button type="submit" class="btn btn--primary btn--touch">"Confirm"</button>
        </form>
    }
    .into_any()
}
