//! The customer's phone as an island: one state, one screen at a time, everything spoken over `device.js`.

mod code_entry;
mod enrol;
mod give;
mod home;
mod lists;
mod outcome;
mod prompt;
mod state;
mod unlock;
mod ways;

use std::time::Duration;

use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

use super::api::Home;
use crate::{
    browser::device,
    ui::{Tone, note},
};
use state::{Phone, Screen};

/// What does not change while the page is open.
#[derive(Clone, Copy)]
struct House {
    organisation: StoredValue<String>,
    hotline: StoredValue<String>,
}

/// The phone's page. `initial` is the home as the server drew it; none when this browser is not bound to anybody.
#[island]
pub fn PhoneApp(initial: Option<Home>, organisation: String, hotline: String) -> impl IntoView {
    let phone = Phone::new(initial);
    let house = House { organisation: StoredValue::new(organisation), hotline: StoredValue::new(hotline) };
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            start(phone);
        }
    });
    // Whoever comes to a new screen hears its heading first, and no keyboard hides an answer.
    Effect::new(move |before: Option<()>| {
        phone.screen.track();
        if before.is_some() {
            request_animation_frame(|| focus(".phone h1"));
        }
    });
    view! {
        <div class="screen">
            {move || phone.trouble.get().map(|text| note(Tone::Warn, "alert", "That did not go through".to_owned(), text, true))}
            {move || match phone.screen.get() {
                Screen::Enrol => enrol::code(phone, house),
                Screen::Enrolled(enrolled) => enrol::done(phone, &enrolled),
                Screen::Home => home::home(phone, house),
                Screen::Prompt(prompt) => prompt::prompt(phone, house, &prompt),
                Screen::Ended(ending) => outcome::outcome(phone, house, ending),
            }}
        </div>
    }
}

/// Wakes what only a browser has.
fn start(phone: Phone) {
    #[expect(clippy::cast_possible_truncation, reason = "at most a few hundred minutes")]
    phone.zone.set(device::offset() as i64 * 60_000_000);
    phone.tick();
    set_interval(move || phone.tick(), Duration::from_secs(1));
    device::register_worker();
    leptos::task::spawn_local(async move { phone.can_verify.set(device::can_verify().await) });
    if let Some(home) = phone.home.get_untracked() {
        phone.heard(home);
        phone.connect();
    }
}

/// Moves the focus to what `selector` finds first.
fn focus(selector: &str) {
    if let Some(element) = document().query_selector(selector).ok().flatten().and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        drop(element.focus());
    }
}

/// Says something through the page's polite region.
fn say(text: &str) {
    if let Some(region) = document().get_element_by_id("say") {
        region.set_text_content(Some(text));
    }
}

/// A button of a customer page.
fn button(class: &'static str, label: String, press: impl Fn() + 'static) -> AnyView {
    view! { <button type="button" class=class on:click=move |_| press()>{label}</button> }.into_any()
}
