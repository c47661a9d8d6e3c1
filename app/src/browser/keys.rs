//! Single keys and the one with Ctrl or ⌘. What a key does stands in the page: the element that names it in
//! `aria-keyshortcuts` is pressed, or gets the focus when it cannot be. They can be switched off (WCAG 2.1.4).

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlFormElement, KeyboardEvent, Storage};

use super::dom::listen;

const OFF: &str = "countersign.keys.off";

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Whether single keys work in this browser.
#[must_use]
pub fn on() -> bool {
    storage().and_then(|storage| storage.get_item(OFF).ok().flatten()).is_none()
}

/// Switches single keys on or off in this browser.
pub fn switch(on: bool) {
    if let Some(storage) = storage() {
        let _ = if on { storage.remove_item(OFF) } else { storage.set_item(OFF, "1") };
    }
}

/// Starts to listen; once per page.
pub fn start() {
    listen(&document(), "keydown", |event| {
        if let Some(event) = event.dyn_ref::<KeyboardEvent>()
            && !event.default_prevented()
            && !event.is_composing()
            && !event.repeat()
        {
            pressed(event);
        }
    });
}

fn pressed(event: &KeyboardEvent) {
    let key = event.key();
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if event.key() == "Escape" && target.as_ref().is_some_and(super::reveal::close) {
        return;
    }
    let within = |what: &str| target.as_ref().is_some_and(|target| target.closest(what).ok().flatten().is_some());
    if event.ctrl_key() || event.meta_key() {
        if key == "Enter" && !event.alt_key() {
            submit_main();
        }
        return;
    }
    if event.alt_key() || within("input:not([type=radio], [type=checkbox]), select, textarea, [contenteditable], [popover]") {
        return;
    }
    if key == "Escape" && close_menu() {
        return;
    }
    let named = key == "Escape" || (key == "Enter" && !within("a, button, summary, input"));
    let single = key.chars().count() == 1 && key != " " && key != "\"" && key != "\\" && on();
    if named || single {
        act(event, &key.to_ascii_lowercase());
    }
}

fn act(event: &KeyboardEvent, key: &str) {
    let selector = ["[aria-keyshortcuts~=\"", key, "\" i]"].concat();
    let Some(element) = document().query_selector(&selector).ok().flatten().and_then(|element| element.dyn_into::<HtmlElement>().ok())
    else {
        return;
    };
    event.prevent_default();
    if element.matches("a, button, summary").unwrap_or(false) {
        element.click();
    } else {
        let _ = element.focus();
        element.scroll_into_view();
    }
}

fn submit_main() {
    if let Some(form) = document().query_selector("form[data-main]").ok().flatten().and_then(|form| form.dyn_into::<HtmlFormElement>().ok())
    {
        let _ = form.request_submit();
    }
}

/// Closes an open menu or dialog and gives the focus back to what opened it.
fn close_menu() -> bool {
    let Some(menu) = document().query_selector("details.menu[open], details.reveal[open]").ok().flatten() else { return false };
    let _ = menu.remove_attribute("open");
    if let Some(summary) = menu.query_selector("summary").ok().flatten().and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = summary.focus();
    }
    true
}
