//! Speaking to a screen reader and moving the focus: the two live regions of the frame, and nothing else.

use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Says `text` through the polite region, or the assertive one.
pub fn say(text: &str, urgent: bool) {
    if let Some(region) = document().get_element_by_id(if urgent { "say-now" } else { "say" }) {
        region.set_text_content(Some(text));
    }
}

/// Moves the focus to the element with that id, if it is there.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
