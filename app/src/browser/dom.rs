//! The few things every script here does with a page: find, read, listen, speak, move the focus.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, Event, EventTarget, HtmlElement, NodeList, Window};

/// The page's window, where there is one.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// The page.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// What `selector` finds first in the page.
pub fn find(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok().flatten()
}

/// The same, as `T`.
pub fn find_as<T: JsCast>(selector: &str) -> Option<T> {
    find(selector)?.dyn_into().ok()
}

/// Everything that `selector` finds in a document.
pub fn all(document: &Document, selector: &str) -> Vec<Element> {
    document.query_selector_all(selector).map(|found| elements(&found)).unwrap_or_default()
}

/// Everything that `selector` finds in an element.
pub fn within(element: &Element, selector: &str) -> Vec<Element> {
    element.query_selector_all(selector).map(|found| elements(&found)).unwrap_or_default()
}

fn elements(found: &NodeList) -> Vec<Element> {
    (0..found.length()).filter_map(|place| found.item(place)?.dyn_into().ok()).collect()
}

/// Everything that `selector` finds in the page.
pub fn all_here(selector: &str) -> Vec<Element> {
    document().map(|document| all(&document, selector)).unwrap_or_default()
}

/// An attribute; empty where there is none.
pub fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

/// Sets an attribute, or takes it away.
pub fn set(element: &Element, name: &str, value: Option<&str>) {
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Listens for as long as the page lives.
pub fn listen(target: &EventTarget, event: &str, handler: impl FnMut(Event) + 'static) {
    let handler: Closure<dyn FnMut(Event)> = Closure::new(handler);
    let _ = target.add_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
    handler.forget();
}

/// Does something every second, for as long as the page lives.
pub fn each_second(does: impl FnMut() + 'static) {
    let does: Closure<dyn FnMut()> = Closure::new(does);
    if let Some(window) = window() {
        let _ = window.set_interval_with_callback_and_timeout_and_arguments_0(does.as_ref().unchecked_ref(), 1000);
    }
    does.forget();
}

/// Says `text` to a screen reader through the frame's polite region, or its assertive one.
pub fn say(text: &str, urgent: bool) {
    if let Some(region) = find(if urgent { "#say-now" } else { "#say" }) {
        region.set_text_content(Some(text));
    }
}

/// Moves the focus to what `selector` finds first, if it is there.
pub fn focus(selector: &str) {
    if let Some(element) = find_as::<HtmlElement>(selector) {
        let _ = element.focus();
    }
}

/// Microseconds as the browser counts them.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit, and whole ones are meant")]
pub fn micros() -> i64 {
    js_sys::Date::now() as i64 * 1000
}

/// How far the browser's zone is ahead of UTC, in microseconds.
#[expect(clippy::cast_possible_truncation, reason = "minutes of a day")]
pub fn zone() -> i64 {
    -(js_sys::Date::new_0().get_timezone_offset() as i64) * 60_000_000
}
