//! Choosing a PIN, on this phone, unlocked for it.

use domain::{challenge::UserVerification, pin::LENGTH};
use leptos::prelude::*;

use super::House;
use crate::{
    phone::{answer::verification, api::Home, words},
    ui::{Tone, icon, note},
};

/// The two fields, or why there are none on this phone.
pub fn pin(house: House<'_>, home: &Home) -> AnyView {
    let by = match unlocks(home) {
        Ok(by) => by,
        Err(why) => return cannot("You cannot choose a PIN here yet", why),
    };
    let (least, most) = (LENGTH.start().to_string(), LENGTH.end().to_string());
    let organisation = house.organisation.to_owned();
    let field = |id: &'static str, label: &'static str, hint: String| {
        let hint_id = [id, "-h"].concat();
        view! {
            <div class="field">
                <label for=id>{label}</label>
                <input
                    class="input"
                    id=id
                    type="password"
                    inputmode="numeric"
                    autocomplete="new-password"
                    minlength=least.clone()
                    maxlength=most.clone()
                    required
                    aria-describedby=hint_id.clone()
                />
                <span class="hint" id=hint_id><span>{hint}</span></span>
            </div>
        }
    };
    view! {
        <section class="stack" aria-labelledby="pin-t">
            <div class="stack stack--sm">
                <h1 id="pin-t" tabindex="-1">{["Choose your ", &organisation, " PIN"].concat()}</h1>
                <p class="ink2">"You type it on your phone’s keypad, or on a page of ours, while you talk to us. The person you talk to cannot see or hear it."</p>
            </div>
            // Until the script is here, sending it does nothing (WHATWG HTML section 4.10.22.3, step 3).
            <form class="stack" id="pin-form" method="dialog" novalidate data-by=by>
                {field("pin", "New PIN", [least.as_str(), " to ", &most, " digits. No birthday, no row of digits, not your own number."].concat())}
                {field("pin-again", "The same again", "So that no slip locks you out.".to_owned())}
            </form>
            {note(Tone::Plain, "shieldok", "Never say your PIN aloud".to_owned(), ["Nobody at ", &organisation, " will ask you to."].concat(), false)}
        </section>
        <div class="foot">
            <button type="submit" form="pin-form" id="send" class="btn btn--primary btn--touch">
                {icon("fingerprint", "i i--lg")}"Unlock and keep it"
            </button>
            <button type="button" class="btn btn--touch" data-press="go" data-of="/me">"Cancel"</button>
        </div>
    }
    .into_any()
}

/// How this phone is unlocked for it, or why it cannot be.
pub(super) fn unlocks(home: &Home) -> Result<&'static str, AnyView> {
    let device = &home.device;
    let by = match verification(true, device.has_passkey, device.has_unlock_key) {
        UserVerification::Passkey => "passkey",
        UserVerification::Unlock => "unlock",
        UserVerification::None => {
            return Err("This is done with the phone unlocked, so that nobody else can. Add a passkey to this phone first.".into_any());
        }
    };
    if device.disabled {
        return Err("This phone does not count any more: other digits were typed too often. Add it again with a new code first.".into_any());
    }
    if device.counts_from > home.now {
        return Err(view! { "This phone was added lately. It counts from "{words::when(device.counts_from, home.now)}"." }.into_any());
    }
    Ok(by)
}

pub(super) fn cannot(head: &'static str, why: AnyView) -> AnyView {
    view! {
        <section class="stack" aria-labelledby="pin-t">
            <h1 id="pin-t" tabindex="-1">{head}</h1>
            <p class="ink2">{why}</p>
        </section>
        <div class="foot"><button type="button" class="btn btn--touch" data-press="go" data-of="/me">"Back"</button></div>
    }
    .into_any()
}
