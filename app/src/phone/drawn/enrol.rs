//! Binding this phone: the code, and what follows from it.

use leptos::prelude::*;

use super::{
    House,
    code_entry::{CodeEntry, code_entry},
    outcome::{Words, draw},
    parts::{button, row},
};
use crate::{
    phone::{api::Home, words},
    ui::icon,
};

/// Asks for the code.
pub fn code(house: House<'_>) -> AnyView {
    let House { organisation, hotline } = house;
    let entry = CodeEntry {
        id: "binding",
        label: "Binding code".to_owned(),
        again: None,
        length: 8,
        digits: false,
        hint: "You are given it where you asked to add this phone. Never in a message, never from a caller.".into_any(),
    };
    // The script knows the name that the phone will be given.
    let name = view! { <span data-name>"A name for this phone"</span>", and today’s date" };
    view! {
        <section class="stack" aria-labelledby="en-h">
            <div class="stack stack--sm">
                <h1 id="en-h" tabindex="-1">"Make this phone your proof"</h1>
                <p class="ink2">"When you contact "{organisation.to_owned()}", we ask here. You see what it is about, and you decide."</p>
            </div>
            // Until the script is here, sending it does nothing (WHATWG HTML section 4.10.22.3, step 3).
            <form class="stack" id="enrol" method="dialog" novalidate>{code_entry(entry)}</form>
            <h2>"What we keep"</h2>
            <ul class="group">
                {row("key", "A public key of this phone", "It checks your answers, it cannot make them")}
                {row("push", name, "So that you can tell it from others")}
                {row("x", "Not your face, finger or unlock code", "They never leave this phone")}
            </ul>
        </section>
        <div class="foot">
            <button type="submit" form="enrol" id="send" class="btn btn--primary btn--touch" aria-disabled="true">
                {icon("fingerprint", "i i--lg")}"Make this phone my proof"
            </button>
            <p class="fine mid ink3">"Asked to do this by a caller? Stop, hang up, and call "<span class="nowrap">{hotline.to_owned()}</span></p>
        </div>
    }
    .into_any()
}

/// The phone was bound just now.
pub fn added(house: House<'_>, home: &Home) -> AnyView {
    let (device, now) = (&home.device, home.now);
    let counts = if device.counts_from > now {
        let from = view! { "It counts from "{words::when(device.counts_from, now)} };
        row("hourglass", from, "A day’s wait, so a thief cannot add a phone and use it at once")
    } else {
        row("check", "It counts at once", "You can show us that it is you from now on")
    };
    let ask = ["The question “Did you contact ", house.organisation, "?” and six digits, only while you talk to us"].concat();
    let words = Words {
        class: "outcome",
        icon: "check",
        head: "This phone is now your proof".to_owned(),
        text: [&device.name, ", added just now. Keep the screen lock on: unlocking makes your answers stronger."].concat(),
        rows: vec![counts, row("shieldok", "What to expect", ask)],
    };
    let passkey = view! {
        <button type="button" class="btn btn--primary btn--touch" data-press="passkey" data-of="/me" data-verify="yes" hidden>
            "Add a passkey on this phone"
        </button>
    };
    let passkey = (!device.has_passkey).then_some(passkey).into_any();
    draw(words, vec![passkey, button("btn btn--touch", "Done", "go", "/me")])
}
