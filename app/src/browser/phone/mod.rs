//! The phone's page in its browser: keeps the server's drawing true, and does what the buttons say. It draws nothing itself
//! but what only the phone can know: that it is offline, that something did not go, and what it can do.
//!
//! What it signs is read from the screen ([`give`]), so that no other words can be signed than those that stand there.

mod act;
mod dress;
mod enrol;
mod field;
mod give;
mod invite;
mod line;
mod page;
mod pin;
mod press;
mod prompt;
mod totp;
mod unlock;

use std::rc::Rc;

use wasm_bindgen::{JsCast, prelude::wasm_bindgen};
use web_sys::{Element, Event};

use super::{
    device,
    dom::{attribute, document, each_second, listen},
};
use page::Phone;

/// Called once by the page's script.
#[wasm_bindgen]
pub fn wake() {
    let (Some(document), Some(phone)) = (document(), Phone::of_page()) else { return };
    let phone = Rc::new(phone);
    let this = phone.clone();
    listen(&document, "click", move |event| {
        if let Some(button) = within(&event, "[data-press]") {
            press::press(&this, &attribute(&button, "data-press"), &attribute(&button, "data-of"));
        }
    });
    listen(&document, "input", |event| {
        if let Some(input) = event.target().and_then(|target| target.dyn_into().ok()) {
            field::typed(&input);
        }
    });
    let this = phone.clone();
    listen(&document, "submit", move |event| {
        let send = match within(&event, "form").map(|form| form.id()).as_deref() {
            Some("enrol") => enrol::send,
            Some("answer") => prompt::approve,
            Some("pin-form") => pin::send,
            Some("totp-start") => totp::begin,
            Some("invite-start") => invite::begin,
            Some("totp-form") => totp::confirm,
            // A plain form: it goes as it does without a script.
            _ => return,
        };
        event.prevent_default();
        send(&this);
    });
    enrol::bring_code();
    phone.begin();
    device::register_worker();
    each_second(move || phone.tick());
}

/// What an event happened in.
fn within(event: &Event, what: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(what).ok()?
}
